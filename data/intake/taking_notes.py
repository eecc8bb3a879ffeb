"""Takes sheets of series breaks and of events."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from data.access import Viewer
from data.intake import known
from data.intake.findings import Marks, mark
from data.intake.known import Areas
from data.intake.registry import (
    TEXTS,
    as_dates,
    booleans,
    chosen,
    dates,
    ids,
    laid_beside,
    place_ids,
    required,
    texts,
)
from data.intake.sheet import Sheet
from data.intake.taken import Taken, stopped_rows
from data.intake.values import listed, version_number
from data.store import Store
from metrics.catalogue import Catalogue
from metrics.errors import PeriodError
from metrics.indicator import Indicator
from metrics.period import Period, parse_period

_BREAKS = {
    "boundary": "boundary",
    "gräns": "boundary",
    "question": "question",
    "fråga": "question",
    "supplier": "supplier",
    "leverantör": "supplier",
    "definition": "definition",
    "ladder": "ladder",
    "klasser": "ladder",
    "price": "price",
    "pris": "price",
    "reorganisation": "reorganisation",
    "omorganisation": "reorganisation",
}
_EFFECTS = {"": "", "expected_dip": "expected_dip", "väntad_svacka": "expected_dip"}


def take_breaks(sheet: Sheet, store: Store, catalogue: Catalogue, viewer: Viewer) -> Taken:
    """Check every series break, and lay those that can be saved beside the store."""
    areas = known.areas(store, viewer)
    marks = [*required(sheet, ("break_id", "kind")), *ids(sheet, "break_id")]
    rows = _break_rows(sheet, catalogue, areas, marks)
    marks += not_yours(rows["area_id"].map(listed), "area_id", viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = kept[["area_id", "indicator_id"]].assign(
        what=kept["note_sv"].where(kept["note_sv"] != "", kept["break_id"]),
        area_name=[_name(areas, each) for each in kept["area_id"]],
        indicator_name=[catalogue[each].sv.short for each in kept["indicator_id"]],
        period=kept["first_period"],
    )
    frames = {"series_break": kept}
    return laid_beside(store, "series_break", frames, described, marks=marks, rows=len(rows))


def _break_rows(
    sheet: Sheet, catalogue: Catalogue, areas: Areas, marks: list[Marks]
) -> pd.DataFrame:
    """Return the breaks as the store has them, one row per row of the sheet."""
    found = indicators(sheet, "indicator_id", catalogue, marks)
    starts = [period(text) for text in sheet.column("first_period").strings]
    marks += mark("period_unreadable", "first_period", np.array([p is None for p in starts]))
    return texts(sheet, ("break_id", "category", "note_sv", "note_en", "source")).assign(
        indicator_id=[each.id if each else "" for each in found],
        definition_version=_version(sheet, found, marks),
        area_id=place_ids(sheet, "area_id", areas, marks),
        first_period=[each.text if each else "" for each in starts],
        first_period_start=as_dates(each.start if each else None for each in starts),
        kind=chosen(sheet, "kind", _BREAKS, marks),
        blocks_change=booleans(sheet, "blocks_change", True, marks),
        blocks_level=booleans(sheet, "blocks_level", False, marks),
        certain=booleans(sheet, "certain", True, marks),
        classes_affected=class_lists(sheet, "classes_affected", found, marks),
    )


def take_events(sheet: Sheet, store: Store, catalogue: Catalogue, viewer: Viewer) -> Taken:
    """Check every event, and lay those that can be saved beside the store."""
    areas = known.areas(store, viewer)
    marks = [*required(sheet, ("event_id", "starts_on", "title")), *ids(sheet, "event_id")]
    rows = _event_rows(sheet, marks)
    places = several(sheet, "area_ids", areas.only, "areas", marks)
    concerns = several(
        sheet,
        "indicator_ids",
        lambda text: catalogue.ids_by_code.get(text.casefold()),
        "indicators",
        marks,
    )
    marks += not_yours(places, "area_ids", viewer)
    keep = ~stopped_rows(marks, len(rows))
    scope = _scope(rows["event_id"][keep], places[keep], concerns[keep])
    kept = rows[keep].reset_index(drop=True)
    described = pd.DataFrame(
        {
            "what": kept["title"],
            "area_id": [each[0] if each else "" for each in places[keep]],
            "area_name": [", ".join(_name(areas, a) for a in each) for each in places[keep]],
            "period": kept["starts_on"].dt.strftime("%Y-%m-%d"),
        }
    )
    frames = {"event": kept, "event_scope": scope}
    return laid_beside(store, "event", frames, described, marks=marks, rows=len(rows))


def _event_rows(sheet: Sheet, marks: list[Marks]) -> pd.DataFrame:
    """Return the events as the store has them, one row per row of the sheet."""
    rows = texts(sheet, ("event_id", "title", "text", "author", "source")).assign(
        starts_on=dates(sheet, "starts_on", marks),
        ends_on=dates(sheet, "ends_on", marks),
        effect=chosen(sheet, "effect", _EFFECTS, marks),
    )
    backwards = (rows["ends_on"] < rows["starts_on"]).to_numpy()
    marks += mark("ends_before_it_starts", "ends_on", backwards)
    return rows


def indicators(
    sheet: Sheet, name: str, catalogue: Catalogue, marks: list[Marks]
) -> list[Indicator | None]:
    """Find the indicator of each row, None where it is missing or unknown."""
    column = sheet.column(name)
    codes = [catalogue.ids_by_code.get(text.casefold()) for text in column.texts]
    found = column.spread([catalogue[code] if code else None for code in codes])
    unknown = np.array([each is None for each in found], dtype=bool)
    marks += mark("indicator_missing", name, unknown & ~column.filled)
    marks += mark("indicator_unknown", name, unknown & column.filled, like="")
    return list(found)


def class_lists(
    sheet: Sheet, name: str, found: list[Indicator | None], marks: list[Marks]
) -> pd.Series:
    """Read classes separated by ``|`` as codes of each row's own ladder."""
    read, wrong, ladders = [], [], []
    for text, indicator in zip(sheet.column(name).strings, found, strict=True):
        ladder = indicator.ladder if indicator else ()
        words = {
            word.casefold(): step.code
            for step in ladder
            for word in (*step.aliases, step.sv, step.en, step.code)
        }
        classes = [words.get(part.casefold(), "") for part in listed(text)]
        read.append([each for each in classes if each])
        wrong.append("" in classes)
        ladders.append(", ".join(step.code for step in ladder))
    marks += mark(
        "class_unknown",
        name,
        np.array(wrong, dtype=bool),
        ladder=np.array(ladders, dtype=object),
    )
    return pd.Series(read, dtype=TEXTS)


def period(text: str) -> Period | None:
    """Read a period, None when it is not one."""
    try:
        return parse_period(text)
    except PeriodError:
        return None


def not_yours(places: pd.Series, name: str, viewer: Viewer) -> list[Marks]:
    """Mark rows about areas that the viewer may not upload for."""
    if viewer.areas is None:
        return []
    seen = viewer.areas
    outside = [not each or not set(each) <= seen for each in places]
    return list(mark("area_not_yours", name, np.array(outside, dtype=bool)))


def _version(
    sheet: Sheet, found: list[Indicator | None], marks: list[Marks]
) -> pd.api.extensions.ExtensionArray:
    """Read the definition version a break is about, NA for every version."""
    column = sheet.column("definition_version")
    given = column.each(version_number, np.int64)
    current = np.array([each.version if each else 0 for each in found])
    wrong = column.filled & ((given < 1) | (given > current)) & (current > 0)
    marks += mark("definition_version_unknown", "definition_version", wrong, current=current)
    return pd.array([int(each) if each > 0 else None for each in given.tolist()], dtype="Int32")


def _name(areas: Areas, area_id: str) -> str:
    return areas.by_id[area_id].name if area_id in areas.by_id else area_id


def several(
    sheet: Sheet,
    name: str,
    meaning: Callable[[str], str | None],
    what: str,
    marks: list[Marks],
) -> pd.Series:
    """Read several ids per cell; marks those that mean nothing."""
    read, unknown = [], []
    for text in sheet.column(name).strings:
        meant = {part: meaning(part) for part in listed(text)}
        read.append([each for each in meant.values() if each])
        unknown.append(", ".join(part for part, each in meant.items() if each is None))
    wrong = np.array([bool(each) for each in unknown], dtype=bool)
    marks += mark(f"{what}_unknown", name, wrong, unknown=np.array(unknown, dtype=object))
    return pd.Series(read, dtype=object)


def _scope(event_ids: pd.Series, places: pd.Series, concerns: pd.Series) -> pd.DataFrame:
    """Return one row per event, area and indicator it is about, ``''`` for all of them."""
    pairs = {
        (event_id, area_id, indicator_id): None
        for event_id, area_ids, indicator_ids in zip(event_ids, places, concerns, strict=True)
        for area_id in (area_ids or [""])
        for indicator_id in (indicator_ids or [""])
    }
    return pd.DataFrame(
        list(pairs), columns=["event_id", "area_id", "indicator_id"], dtype="str"
    )
