"""What a file is when it is not a table of text, and what to do about it."""

import json
import re
from typing import Any

from data.intake.findings import Both

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "zip"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"SQLite format 3", "database"),
)

FORMATS: dict[str, Both] = {
    "xlsx": Both("en Excel-fil (XLSX)", "an Excel file (XLSX)"),
    "xls": Both("en äldre Excel-fil (XLS)", "an older Excel file (XLS)"),
    "ods": Both("ett OpenDocument-kalkylblad (ODS)", "an OpenDocument spreadsheet (ODS)"),
    "xlsb": Both("en binär Excel-fil (XLSB)", "a binary Excel file (XLSB)"),
    "docx": Both("ett Word-dokument", "a Word document"),
    "zip": Both("en packad fil", "a packed file"),
    "pdf": Both("en PDF-fil", "a PDF file"),
    "image": Both("en bild", "an image"),
    "parquet": Both("en Parquet-fil", "a Parquet file"),
    "database": Both("en databasfil", "a database file"),
    "binary": Both("en fil utan läsbar text", "a file without readable text"),
    "px": Both("en PX-fil", "a PX file"),
    "json-stat": Both("en JSON-stat-fil", "a JSON-stat file"),
    "kolada": Both("ett svar från Kolada i JSON", "a JSON answer from Kolada"),
    "pxweb-json": Both("ett svar från PxWeb i JSON", "a JSON answer from PxWeb"),
    "json-stat-metadata": Both(
        "en beskrivning av en tabell i JSON-stat", "a description of a table in JSON-stat"
    ),
    "kolada-metadata": Both(
        "en beskrivning av nyckeltal från Kolada", "a description of key figures from Kolada"
    ),
    "skolverket-json": Both(
        "ett svar från Skolverkets API", "an answer from the API of Skolverket"
    ),
    "pxweb-tables": Both("en lista över tabeller i PxWeb", "a list of tables in PxWeb"),
    "pxweb-codelist": Both("en kodlista från PxWeb", "a code list from PxWeb"),
    "pxweb-config": Both("inställningarna för PxWeb", "the settings of PxWeb"),
    "police-events": Both("händelser ur Polisens API", "events from the API of the police"),
    "geojson": Both("en GeoJSON-fil", "a GeoJSON file"),
    "json": Both("en JSON-fil", "a JSON file"),
    "html": Both("en webbsida (HTML)", "a web page (HTML)"),
    "xml": Both("en XML-fil", "an XML file"),
    "skolverket-csv": Both("en fil från Skolverket", "a file from Skolverket"),
    "pxweb-csv": Both("en CSV-fil från PxWeb", "a CSV file from PxWeb"),
}
"""How each format is named in a sentence."""

_TABLE_DATA = Both(
    "Hämta tabellens data i stället, som PX, JSON-stat eller CSV.",
    "Fetch the data of the table instead, as PX, JSON-stat or CSV.",
)
_KOLADA_DATA = Both(
    "Hämta nyckeltalens värden i stället (data/kpi/nyckeltal/municipality/kommun).",
    "Fetch the values of the key figures instead (data/kpi/KPI/municipality/CODE).",
)

ADVICE: dict[str, Both] = {
    "xlsx": Both(
        "Spara bladet som CSV UTF-8 i Excel och släpp den filen.",
        "Save the sheet as CSV UTF-8 in Excel and drop that file.",
    ),
    "ods": Both(
        "Spara bladet som CSV och släpp den filen.", "Save the sheet as CSV and drop that file."
    ),
    "zip": Both("Packa upp filen och släpp innehållet.", "Unpack it and drop what is inside."),
    "json-stat-metadata": _TABLE_DATA,
    "pxweb-tables": _TABLE_DATA,
    "pxweb-codelist": _TABLE_DATA,
    "pxweb-config": _TABLE_DATA,
    "kolada": _KOLADA_DATA,
    "kolada-metadata": _KOLADA_DATA,
    "skolverket-json": Both(
        "Hämta skolenhetens statistik i stället (school-units/skolenhetskod/statistics).",
        "Fetch the statistics of the school unit instead (school-units/CODE/statistics).",
    ),
    "pxweb-csv": Both(
        "Hämta tabellen igen uppdelad på region och år.",
        "Fetch the table again divided by region and year.",
    ),
    "skolverket-csv": Both(
        "Hämta filen per skolenhet eller kommun, med koderna.",
        "Fetch the file per school unit or municipality, with the codes.",
    ),
    "police-events": Both(
        "Hämta anmälda brott per kommun och år från Brå eller Kolada i stället.",
        "Fetch reported crimes per municipality and year from Brå or Kolada instead.",
    ),
    "html": Both(
        "Öppna sidan och hämta själva datafilen.",
        "Open the page and fetch the data file itself.",
    ),
}
ADVICE["xls"] = ADVICE["xlsx"]
ADVICE["xlsb"] = Both(
    "Spara arbetsboken som XLSX i Excel och släpp den.",
    "Save the workbook as XLSX in Excel and drop it.",
)
_OTHERWISE = Both("Fyll i mallen och släpp den.", "Fill in the template and drop it.")

_PX = re.compile(
    r"(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGES?|CREATION-DATE|NEXT-UPDATE|DECIMALS"
    r"|SHOWDECIMALS|MATRIX|COPYRIGHT|DESCRIPTION|SUBJECT-(AREA|CODE)|TITLE)(\[\w+\])?\s*=\s*"
    r'("|YES|NO|\d)'
)
_JSON_KEYS = {
    "pxweb-tables": {"tables", "language"},
    "pxweb-codelist": {"id", "type", "values", "elimination"},
    "pxweb-config": {"apiVersion", "dataFormats"},
}
"""By which keys the answers without values are known."""

WITHOUT_VALUES = {*_JSON_KEYS, "police-events"}
"""What is published beside values, and has none of its own."""

_EXTENSIONS = {
    "xlsx": {"xlsx"},
    "xlsm": {"xlsx"},
    "xlsb": {"xlsb"},
    "xls": {"xls"},
    "ods": {"ods"},
    "zip": {"zip"},
    "gz": {"zip"},
}
"""What a file with each ending may be."""


def advice(form: str) -> Both:
    """Say what a person can do with a file of a format that cannot be read."""
    return ADVICE.get(form, _OTHERWISE)


def binary_format(content: bytes) -> str:
    """Name the format of bytes that are no text, or ``""`` when they may be text."""
    head = content[:4096]
    if head.startswith(b"PK\x03\x04"):
        return _packed(content)
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    return ""


def _packed(content: bytes) -> str:
    if b"opendocument.spreadsheet" in content[:4096]:
        return "ods"
    names = {b"xl/workbook.bin": "xlsb", b"xl/": "xlsx", b"word/": "docx"}
    return next((form for name, form in names.items() if name in content), "zip")


def text_format(text: str) -> str:
    """Name the format of a text that is no table of observations, or ``""``.

    `text` is the beginning of the file, but the whole of it when it is JSON.
    """
    start = text.lstrip()[:5000]
    if start[:1] in {"{", "["}:
        return _json_format(text)
    if re.match(r"<(!doctype html|html|head|body|table)", start, re.IGNORECASE):
        return "html"
    if start.startswith("<"):
        return "xml"
    if _PX.match(start):
        return "px"
    return ""


def _json_format(text: str) -> str:
    try:
        parsed: Any = json.loads(text)
    except (ValueError, RecursionError):
        return "json"
    if isinstance(parsed, list):
        first = parsed[0] if parsed else None
        event = isinstance(first, dict) and {"datetime", "type", "location"} <= set(first)
        return "police-events" if event else "json"
    if not isinstance(parsed, dict):
        return "json"
    if parsed.get("type") == "FeatureCollection" or parsed.get("type") == "Feature":
        return "geojson"
    return next((form for form, keys in _JSON_KEYS.items() if keys <= set(parsed)), "json")


def looks_like_pxweb(headers: list[str]) -> bool:
    """Whether the headers are those of a PxWeb export: several end in a year, none is one."""
    return sum(bool(re.search(r"\D\s(19|20)\d\d$", header)) for header in headers) >= 2


def named_otherwise(file_name: str, form: str) -> bool:
    """Whether a file's name says it is a text table while it is `form`."""
    extension = file_name.rpartition(".")[2].casefold()
    if extension in _EXTENSIONS:
        return form not in {*_EXTENSIONS[extension], "docx"}
    texts = {"pxweb-csv", "binary"}
    return extension in {"csv", "txt", "tsv"} and form not in texts
