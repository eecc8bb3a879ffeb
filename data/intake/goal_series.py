"""What has been measured of the series that goals are about: one row per goal and period."""

import numpy as np
import pandas as pd

from data.intake.kind import Basis
from data.store.tables import SERIES_KEY
from metrics.definition.indicator import Indicator


def measured(basis: Basis, rows: pd.DataFrame, found: list[Indicator | None]) -> pd.DataFrame:
    """Return the saved measurements of each goal's series that have a value, in time order.

    `rows` has the columns of `data.store.tables.SERIES_KEY`. One row per goal and period:
    ``place`` (of the goal in `rows`), ``period``, ``period_start``, ``period_end``, ``final``,
    ``number`` (the value, or the severity of the class), ``value``, ``numerator``,
    ``denominator``, ``n``, ``low`` and ``high`` in the indicator's unit, all of them NaN where
    the viewer must not be shown them.
    """
    wanted = rows[list(SERIES_KEY)].assign(place=np.arange(len(rows)))
    with basis.reader.cursor() as cursor:
        cursor.register("wanted_goals", wanted.astype(dict.fromkeys(_TEXT_KEYS, "str")))
        saved = cursor.execute(
            """
            SELECT w.place, o.period, o.period_start, o.period_end, o.status = 'final' AS final,
                   coalesce(o.class_code, '') AS class_code, o.value, o.numerator,
                   o.denominator, o.n, o.low, o.high,
                   o.missing_reason = 'few_people' AS hidden
            FROM wanted_goals w
            JOIN series s USING (indicator_id, definition_version, area_id, geo_version,
                                 category, supplier)
            JOIN observation_as_of($revision) o USING (series_id)
            ORDER BY w.place, o.period_end, o.period_start
            """,
            {"revision": basis.reader.revision},
        ).df()
        cursor.unregister("wanted_goals")
    numbered = saved.assign(
        number=saved["value"].astype(float).fillna(_severity(saved, found)),
        place=saved["place"].astype("int64"),
        final=saved["final"].astype(bool),
    )
    there = numbered["number"].notna() | numbered["hidden"].astype("boolean").fillna(False)
    return numbered[there].drop(columns="hidden").reset_index(drop=True)


_TEXT_KEYS = tuple(name for name in SERIES_KEY if name != "definition_version")


def _severity(saved: pd.DataFrame, found: list[Indicator | None]) -> pd.Series:
    """Return how severe the class of each measurement is, NaN where it has none."""
    steps = {
        (each.id, step.code): float(step.severity)
        for each in found
        if each
        for step in each.ladder
    }
    ids = [indicator.id if (indicator := found[place]) else "" for place in saved["place"]]
    pairs = zip(ids, saved["class_code"], strict=True)
    return pd.Series([steps.get(pair, np.nan) for pair in pairs], saved.index, dtype=float)
