"""The goals of the store as they are judged, with what their definitions add."""

from collections.abc import Collection
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from data.judging.evidence import COUNTED, listed
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Direction, Evidence, Indicator, Kind, Window
from metrics.engine.sampling import UNIT_SCALE
from metrics.engine.scale import scale_of


def read(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    revision: int,
    goal_ids: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return some goals (None: all) as of `revision`, with what their definition adds.

    One row per goal, ordered by id: the columns of ``goal`` and of its series' key that it is
    judged by, and those that `metrics.decide` asks for except the baselines.
    """
    wanted = pa.table({"goal_id": pa.array(sorted(goal_ids or ()), pa.string())})
    cursor.register("wanted_goals", wanted)
    asked: dict[str, object] = {"revision": revision, "every": goal_ids is None}
    rows = cursor.execute(_GOALS, asked).df()
    redefined = _redefined(cursor, asked)
    cursor.unregister("wanted_goals")
    rows = rows[rows["indicator_id"].isin(list(catalogue))].reset_index(drop=True)
    place, indicator_ids = pd.factorize(rows["indicator_id"])
    known = [catalogue[indicator_id] for indicator_id in indicator_ids]

    def each(values: list[Any]) -> ExtensionArray:
        """Give every goal what is said of its indicator."""
        return pd.Series(values).array.take(place)

    return rows.assign(
        redefined=rows["series_id"].isin(redefined),
        group=rows["indicator_id"]
        + "."
        + rows["definition_version"].astype(str)
        + "|"
        + rows["category"],
        scale=each([str(scale_of(one.evidence)) for one in known]),
        whole=each([UNIT_SCALE.get(one.unit, 1.0) for one in known]),
        counted=each([one.evidence in COUNTED for one in known]),
        exact=each([one.evidence.is_exact for one in known]),
        assessable=each([one.may_be_assessed for one in known]),
        confirmed=each([one.direction is not Direction.UNCONFIRMED for one in known]),
        at_most_watch=each([one.kind in {Kind.EARLY_SIGNAL, Kind.PROCESS} for one in known]),
        looks_per_year=each([one.measurements_per_year for one in known]),
        rolling=each([one.window is Window.ROLLING for one in known]),
        mid=_filled(rows["mid"], each([one.smallest_difference for one in known])),
        minimum_n=_filled(rows["minimum_n"], each([one.minimum_n for one in known])),
        stale_after_days=_filled(
            rows["stale_after_days"], each([one.stale_after_days for one in known])
        ),
        **_ordinal_targets(rows, known, place),
    )


def _redefined(cursor: duckdb.DuckDBPyConnection, asked: dict[str, object]) -> list[int]:
    """Return the series that a newer definition has measured beyond: none if all are alike."""
    if not cursor.execute(_SEVERAL).fetchall()[0][0]:
        return []
    return [int(one) for (one,) in cursor.execute(_TAKEN_OVER, asked).fetchall()]


_SAID_OF_GOALS = (
    "revision_from, revision_to, brought_by, title, title_en, frozen_by, owner_role, "
    "document_id, page, reason, denominator_text, in_headline, comparator_weighting, "
    "baseline_se, baseline_revision"
)
"""What is said of a goal that it is not judged by: texts cost more to read than numbers."""

_WANTED = f"""
wanted AS MATERIALIZED (
    SELECT g.* EXCLUDE ({_SAID_OF_GOALS}),
           s.* EXCLUDE (series_id, revision_from, geo_version, supplier)
    FROM goal_as_of($revision) g JOIN series s USING (series_id)
    WHERE $every OR g.goal_id IN (SELECT goal_id FROM wanted_goals))
"""  # noqa: S608

_GOALS = f"""
WITH {_WANTED},
saved AS (
    SELECT goal_id, min(r.committed_at) AS first_saved_at
    FROM wanted w JOIN goal h USING (goal_id) JOIN revision r ON r.revision_id = h.revision_from
    WHERE h.revision_from <= $revision AND h.frozen_on IS NOT DISTINCT FROM w.frozen_on
    GROUP BY goal_id)
SELECT w.*, coalesce(a.kind, '') AS area_kind, coalesce(a.invented, false) AS invented,
       f.first_saved_at
FROM wanted w
LEFT JOIN area_as_of($revision) a ON a.area_id = w.area_id
LEFT JOIN saved f ON f.goal_id = w.goal_id
ORDER BY w.goal_id
"""  # noqa: S608

_SEVERAL = (
    "SELECT coalesce(min(definition_version) < max(definition_version), false) FROM series"
)

_TAKEN_OVER = f"""
WITH {_WANTED},
newer AS MATERIALIZED (
    SELECT DISTINCT w.series_id, newer.series_id AS newer_id
    FROM wanted w JOIN series newer USING (indicator_id, area_id, category)
    WHERE newer.definition_version > w.definition_version),
ended AS MATERIALIZED (
    SELECT series_id, max(period_end) AS until FROM observation_as_of($revision)
    WHERE series_id IN (SELECT series_id FROM newer UNION ALL SELECT newer_id FROM newer)
    GROUP BY series_id)
SELECT DISTINCT n.series_id FROM newer n JOIN ended later ON later.series_id = n.newer_id
LEFT JOIN ended mine ON mine.series_id = n.series_id
WHERE later.until > coalesce(mine.until, DATE '0001-01-01')
"""  # noqa: S608


def _filled(given: pd.Series, otherwise: ExtensionArray) -> pd.Series:
    return given.astype(float).fillna(pd.Series(otherwise, index=given.index, dtype=float))


def _ordinal_targets(
    rows: pd.DataFrame, known: list[Indicator], place: np.ndarray
) -> dict[str, pd.Series]:
    """Say a class target as the most severe class that still fulfils the goal."""
    high = rows["target_high"].astype(float).copy()
    ordinal = np.array([one.evidence is Evidence.ORDINAL for one in known], dtype=bool)
    for position in np.flatnonzero(ordinal[place]).tolist():
        steps = {step.code: step.severity for step in known[place[position]].ladder}
        fulfils = [steps[one] for one in listed(rows["target_classes"].iloc[position])]
        high.iloc[position] = max(fulfils, default=np.nan)
    return {"target_high": high, "target_low": rows["target_low"].astype(float)}
