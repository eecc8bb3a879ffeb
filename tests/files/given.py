"""A store with a few invented areas, and files written on the spot."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from data.acts.save import save as save_examined
from data.intake import Examination, UploadedFile, examine, examine_as_suggested
from data.store.access import Viewer
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests.factories import a_door, a_reader, a_viewer

CATALOGUE = load_catalogue()
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

AREAS = """\
area_id,kind,parent_id,invented,name,code,code_scheme,geo_version
kommun.9999.prov,municipality,,yes,Provkommun (påhittad),9999,kommun,
ovning.ekbacken,development_area,kommun.9999.prov,yes,Ekbacken (påhittat),,,
ovning.ekbacken.centrum,centre,ovning.ekbacken,yes,Ekbacken centrum (påhittat),E1,egen,
regso.9999.lid,regso,kommun.9999.prov,yes,Lid (påhittat),9999R001,regso-2025,regso-2025
polis.9999.lid,police_area,kommun.9999.prov,yes,Lid (påhittat),,,
"""


_kept = tempfile.TemporaryDirectory(prefix="given-")


def a_store(*texts: str) -> Store:
    """Return a store of one's own that knows the five areas and what some files say."""
    made = _made(texts)
    copy = made.with_name(f"{uuid4()}.duckdb")
    return Store(shutil.copy(made, copy))


@cache
def _made(texts: tuple[str, ...]) -> Path:
    """Save some files in a store, once for whoever wants them, and close it."""
    made = Path(_kept.name) / f"made-{uuid4()}.duckdb"
    store = Store(made)
    for text in (AREAS, *texts):
        save(store, text)
    store.close()
    return made


def lent(*texts: str) -> Iterator[Store]:
    """Yield a store that knows the five areas and some files, closed afterwards."""
    store = a_store(*texts)
    yield store
    store.close()
    Path(store.path).unlink()


def examined(
    store: Store,
    text: str | bytes,
    name: str = "fil.csv",
    *,
    viewer: Viewer | None = None,
    today: date = TODAY,
    **beside: Any,
) -> Examination:
    """Examine a text as a file, for somebody who may do everything or for a viewer."""
    content = text.encode() if isinstance(text, str) else text
    reader = a_reader(store, viewer=viewer)
    file = UploadedFile.of(content, name, **beside)
    return examine(reader, file, catalogue=CATALOGUE, today=today)


def save(store: Store, text: str) -> None:
    """Examine a text, take what is suggested where it asks, and save it; nothing may stop."""
    file = UploadedFile.of(text.encode(), "fil.csv")
    examination = examine_as_suggested(a_reader(store), file, catalogue=CATALOGUE, today=TODAY)
    assert not examination.stops, [each.message("sv") for each in examination.findings]
    save_examined(
        a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="prov", now=NOW
    )


def codes(examination: Examination) -> list[str]:
    """Return the codes of what was said, in row order."""
    return [finding.code for finding in examination.findings]


def said(examination: Examination, code: str, language: str = "sv") -> str:
    """Return the one sentence with a code."""
    (sentence,) = [each.message(language) for each in examination.findings if each.code == code]
    return sentence


def said_in_both(examination: Examination, code: str) -> tuple[str, str]:
    """Return the one sentence with a code, in Swedish and in English."""
    return said(examination, code), said(examination, code, "en")


def rows(*several: dict[str, str]) -> str:
    """Write a file of rows by column; a column that a row lacks is empty."""
    columns = list(dict.fromkeys(name for row in several for name in row))
    lines = [";".join(columns)]
    lines += [";".join(row.get(name, "") for name in columns) for row in several]
    return "\n".join(lines) + "\n"


def percents(*rows: str, header: str = "område;indikator;period;värde") -> str:
    """Write rows of the survey indicator about the centre of Ekbacken: ``2024;64``."""
    lines = [f"ovning.ekbacken.centrum;TRY14;{row}" for row in rows]
    return "\n".join([header, *lines, ""])
