"""The rows a sender is to fill in: its areas and categories, for the periods that come next."""

from datetime import date

import pandas as pd

from data.answers.deliveries import expected
from data.answers.overdue import last_measured
from data.answers.reader import Reader
from data.intake import known
from data.intake.boundary_versions import newest_version
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator
from metrics.definition.timeliness import last_ended

_SERIES = ["area_id", "category", "geo_version", "supplier"]

COLUMNS = ("area", *_SERIES, "period")


def rows_to_fill(
    reader: Reader,
    catalogue: Catalogue,
    indicator_id: str,
    today: date,
    *,
    sender: str | None = None,
) -> pd.DataFrame:
    """List the measurements that an empty file about an indicator should ask for.

    One row per series and period, with the columns of `COLUMNS`: ``area`` is what to write for
    the area, its name where that means nothing else here, otherwise its id. The series are
    those that `sender` (anybody, where it is None) has handed in before; for one who has
    handed in nothing those with a goal, and otherwise every area as small as the indicator is
    measured in, or the development areas where there is none. ``period`` is '' where nobody
    can know which comes next.

    Raises `UnknownIndicatorError` for an indicator that is not in the catalogue.
    """
    indicator = catalogue[indicator_id]
    found = _handed_in(reader, catalogue, indicator, today, sender)
    if found.empty:
        found = _never_handed_in(reader, indicator, today)
    named = _names(reader, found["area_id"])
    found = found.assign(area=[named[each] for each in found["area_id"]])
    return found[list(COLUMNS)].reset_index(drop=True)


def _handed_in(
    reader: Reader, catalogue: Catalogue, indicator: Indicator, today: date, sender: str | None
) -> pd.DataFrame:
    """Return the series somebody has handed in before, with the periods that come next."""
    awaited = expected(reader, catalogue, today, sender=sender, indicator_id=indicator.id)
    if len(awaited):
        return awaited
    found = last_measured(reader, catalogue, indicator_ids=[indicator.id])
    mine = found if sender is None else found[found["sender"] == sender]
    return mine.assign(period="")


def _never_handed_in(reader: Reader, indicator: Indicator, today: date) -> pd.DataFrame:
    """Return the series that goals are set on, else a new one of every area that may have it.

    They begin with the last period that has ended.
    """
    period = last_ended(indicator.frequency, today) or ""
    goals = reader.visible(_OF_GOALS, indicator_id=indicator.id)
    if len(goals):
        return goals.assign(period=period)
    areas = reader.visible(_OF_KIND, kind=indicator.finest_geography)
    if areas.empty:
        areas = reader.visible(_OF_KIND, kind="development_area")
    by_id = known.areas(reader).by_id
    versions = [newest_version(by_id[each]) for each in areas["area_id"]]
    return areas.assign(category="", geo_version=versions, supplier="", period=period)


def _names(reader: Reader, area_ids: pd.Series) -> dict[str, str]:
    """Return what to write for each area so that it is read as that area and no other."""
    areas = known.areas(reader)
    written = {}
    for area_id in area_ids.unique():
        name = areas.by_id[area_id].name if area_id in areas.by_id else area_id
        written[area_id] = name if areas.only(name) == area_id else area_id
    return written


_OF_GOALS = """
SELECT DISTINCT s.area_id, s.category, s.geo_version, s.supplier, a.name
FROM goal_as_of($revision) g JOIN series s USING (series_id)
JOIN area_as_of($revision) a USING (area_id)
WHERE s.indicator_id = $indicator_id
ORDER BY a.name COLLATE sv, s.area_id, s.category, s.geo_version
"""
_OF_KIND = """
SELECT area_id FROM area_as_of($revision) WHERE kind = $kind ORDER BY name COLLATE sv, area_id
"""
