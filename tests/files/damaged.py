"""A file of every format, and what may happen to one on the way, the same for each seed."""

import io
import json
import random
import zipfile
from pathlib import Path

FOLDER = Path(__file__).parent

_SQUARE = [[[18.0, 59.3], [18.1, 59.3], [18.1, 59.4], [18.0, 59.3]]]
_SHAPES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"area_id": "ovning.ekbacken", "geo_version": "regso-2025"},
            "geometry": {"type": "Polygon", "coordinates": _SQUARE},
        }
    ],
}
_ROWS = (
    ("område", "indikator", "period", "värde"),
    ("ovning.ekbacken", "TRY14", "2024", "64"),
    ("ovning.ekbacken", "TRY14", "2025", "61,5"),
)
_CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
_CELLS = "".join(
    f"<table:table-row>{''.join(map(_CELL.format, row))}</table:table-row>" for row in _ROWS
)
_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    f'<office:spreadsheet><table:table table:name="Blad1">{_CELLS}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack parts as a workbook is packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def files() -> dict[str, bytes]:
    """Return a small file of every format, by the name of the format."""
    kept = {
        "json-stat": "formats/scb_pxwebapi2_TAB6471_utdrag.json",
        "pxweb-json": "formats/pxweb_v1_json_goteborg_majorna_UTDRAG.json",
        "skolverket-json": "formats/skolverket_api_v4_statistik_14423966.json",
        "kolada": "formats/kolada_v3_utdrag.json",
        "px": "formats/px_HA0201E8.px",
        "xlsx": "workbooks/tva_rubrikrader.xlsx",
        "xls": "workbooks/older.xls",
        "sdmx-csv": "formats/sdmx_csv_example-01.csv",
        "skolverket-csv": "formats/skolverket_antal_elever_per_arskurs_2022_utdrag.csv",
        "pxweb-csv": "formats/scb_pxweb_csv_regso_loneinkomst_utdrag.csv",
        "delimited": "accidents/flaggor.csv",
    }
    made = {
        "geojson": json.dumps(_SHAPES).encode(),
        "ods": packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": _CONTENT.encode(),
                "META-INF/manifest.xml": _MANIFEST.encode(),
            }
        ),
    }
    return {**made, **{form: (FOLDER / name).read_bytes() for form, name in kept.items()}}


_PIECES = (
    *(b'"', b";", b",", b"[", b"{", b"null", b"-1", b"1e999", b"NaN", b"\\u0000", b"\xff\xfe"),
    *(
        b"9" * 400,
        b"[" * 3_000,
        b'{"a":' * 3_000,
        b";" * 5_000,
        b"x" * 40_000,
        b"\r\n\n",
        b"\x00",
    ),
    *(
        b"true",
        b"[[]]",
        b'{"0":{}}',
        b'"..."',
        b"<a>",
        b"</table:table-row>",
        b'r="XFD1048576"',
    ),
    *(b'table:number-rows-repeated="900000"', b"2024", b"&lol;", b"<!DOCTYPE a>", b"0" * 20),
)


def damaged(content: bytes, seed: int) -> bytes:
    """Return a file with pieces of it replaced, doubled, cut out or moved.

    What is packed is damaged inside its parts in two cases of three.
    """
    chance = random.Random(seed)
    if not content.startswith(b"PK") or seed % 3 == 0:
        return _damaged(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    name = chance.choice(sorted(parts))
    return packed({**parts, name: _damaged(parts[name], chance)})


def _damaged(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice([0, 1, 4, 20, 300]))
        piece = chance.choice([*_PIECES, content[start:end] * 2, chance.randbytes(4), b""])
        content = content[:start] + piece + content[end:]
    return content[
        : chance.choice([len(content), len(content), chance.randint(0, len(content))])
    ]
