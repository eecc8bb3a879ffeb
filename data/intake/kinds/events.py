"""A file of events: what happened, where, and which indicators it may have moved."""

import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    area_name,
    chosen,
    dates,
    ids,
    not_yours,
    required,
    several,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.near_names import area_meant, indicator_meant
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet

_EFFECTS = {"": "", "expected_dip": "expected_dip", "väntad_svacka": "expected_dip"}


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every event, and prepare the rows that can be saved."""
    areas = known.areas(basis.reader)
    marks = [*required(sheet, ("event_id", "starts_on", "title")), *ids(sheet, "event_id")]
    rows = _event_rows(sheet, marks)
    near = area_meant(sheet, "area_ids", areas, basis.questions)
    places = several(sheet, "area_ids", near, "areas", marks)
    named = indicator_meant(sheet, "indicator_ids", basis.catalogue, basis.questions)
    concerns = several(sheet, "indicator_ids", named, "indicators", marks)
    marks += not_yours(places, "area_ids", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    scope = _scope(rows["event_id"][keep], places[keep], concerns[keep])
    kept = rows[keep].reset_index(drop=True)
    described = pd.DataFrame(
        {
            "what": kept["title"],
            "area_id": [each[0] if each else "" for each in places[keep]],
            "area_name": [
                ", ".join(area_name(areas, a) for a in each) for each in places[keep]
            ],
            "period": kept["starts_on"].dt.strftime("%Y-%m-%d"),
        }
    )
    frames = {"event": kept, "event_scope": scope}
    return compared(basis.reader, "event", frames, described, marks=marks, rows=len(rows))


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


KIND = declared("events", read_sheet)
