"""Which losses are on the agenda: one false-discovery rate over the whole installation."""

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.store.store import CURRENT
from metrics.arrays import Bools, Floats, Ints
from metrics.definition.catalogue import Catalogue
from metrics.outcome.discovery import agenda_threshold
from metrics.outcome.rates import DISCOVERY_RATE
from metrics.outcome.state import LOST_STATES

LOST = tuple(str(state) for state in LOST_STATES)
"""The states that may be on the agenda."""

LEAST_SHARE = 0.5
"""The share of the smallest difference that matters under which a true loss is a false one."""

NAME = "lowest-level sampled headline goals of the installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """The p-values of the goals that are judged together: of the real ones, and apart of the
    `invented`."""

    p_loss: Floats
    invented: Bools

    def tested(self, invented: bool) -> int:
        """How many are judged together."""
        return int((self.invented == invented).sum())

    def threshold(self, invented: bool) -> float:
        """Return the largest p-value that may be on the agenda; 0 when none may."""
        return agenda_threshold(self.p_loss[self.invented == invented], DISCOVERY_RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Every goal, once some verdicts stand: what of it decides which losses are on the agenda.

    Of each: whether it is `decided` now, is a `headline` of the lowest level, is `invented`;
    how many series of it are `monitored`; its `p_loss`, NaN where there is none; and whether
    what is stored is a loss, is `listed`, and is `large` enough to be.
    """

    goal_ids: pa.ChunkedArray
    decided: Bools
    headline: Bools
    invented: Bools
    monitored: Ints
    p_loss: Floats
    lost: Bools
    listed: Bools
    large: Bools

    @property
    def families(self) -> Families:
        """The goals that are judged together: all sampled headline goals that were judged."""
        tested = self.headline & np.isfinite(self.p_loss)
        return Families(p_loss=self.p_loss[tested], invented=self.invented[tested])

    def series(self, invented: bool) -> int:
        """How many series have alarms that can be false: of the real goals, or the others.

        A goal that is compared with others has two: its own, and the difference to them.
        """
        mine = np.isfinite(self.p_loss) & (self.invented == invented)
        return int(self.monitored[mine].sum())

    def to_move(self, limits: Mapping[bool, float]) -> list[str]:
        """Name the losses that are not decided now, and on the wrong side of the thresholds."""
        limit = np.where(self.invented, limits[True], limits[False])
        with np.errstate(invalid="ignore"):
            belongs = self.large & (self.p_loss <= limit)
        wrong = ~self.decided & self.lost & np.isfinite(self.p_loss) & (self.listed != belongs)
        return [str(one) for one in self.goal_ids.filter(pa.array(wrong)).to_pylist()]


def standing(
    cursor: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame, smallest: pd.DataFrame
) -> Standing:
    """Return every goal as it is once `verdicts` (``goal_id``, ``p_loss``) stand.

    Goals that are not decided now keep what is stored. `smallest` says what matters where a
    goal does not: see `smallest_differences`. Of an area and its parts only the parts' are
    headlines, where both have a headline goal for the same.
    """
    cursor.register("smallest_difference", smallest)
    asked = {"current": CURRENT, "lost": list(LOST), "least_share": LEAST_SHARE}
    rows = cursor.sql(_STANDING, params=asked).to_arrow_table()
    cursor.unregister("smallest_difference")
    columns = {
        name: rows[name].to_numpy(zero_copy_only=False)
        for name in rows.column_names
        if name != "goal_id"
    }
    over = columns.pop("over")
    goal_ids = rows["goal_id"]
    if over.any():
        whole = pa.array([str(one) for (one,) in cursor.execute(_WHOLE, _NOW).fetchall()])
        columns["headline"] &= ~pc.is_in(goal_ids, whole.cast(goal_ids.type)).to_numpy(
            zero_copy_only=False
        )
    decided = verdicts["goal_id"].to_numpy(object)
    place = pc.index_in(goal_ids, pa.array(decided, goal_ids.type)).to_numpy(
        zero_copy_only=False
    )
    fresh = np.append(verdicts["p_loss"].to_numpy(float, na_value=np.nan), np.nan)
    now = np.isfinite(place)
    columns["p_loss"] = np.where(
        now, fresh[np.where(now, place, -1).astype(int)], columns["p_loss"]
    )
    return Standing(goal_ids=goal_ids, decided=now, **columns)


_NOW = {"current": CURRENT}

_STANDING = """
SELECT g.goal_id, coalesce(g.in_headline, false) AS headline,
       coalesce(a.invented, false) AS invented,
       CASE WHEN coalesce(g.comparator_use, '') = '' THEN 1 ELSE 2 END AS monitored,
       coalesce(v.p_loss, CAST('NaN' AS DOUBLE)) AS p_loss,
       coalesce(list_contains($lost, v.state) AND v.on_agenda IS NOT NULL, false) AS lost,
       coalesce(v.on_agenda, false) AS listed,
       coalesce(v.size_low >= $least_share * coalesce(g.mid, m.mid), false) AS large,
       coalesce(g.in_headline, false) AND s.area_id IN (
           SELECT other_area_id FROM area_relation
           WHERE revision_to = $current AND relation = 'parent') AS over
FROM goal g JOIN series s USING (series_id)
LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
LEFT JOIN smallest_difference m ON m.indicator_id = s.indicator_id
LEFT JOIN assessment v ON v.goal_id = g.goal_id AND v.revision_to = $current
WHERE g.revision_to = $current
"""

_WHOLE = """
WITH RECURSIVE headline AS MATERIALIZED (
    SELECT g.goal_id, s.area_id, s.indicator_id, s.category
    FROM goal g JOIN series s USING (series_id)
    WHERE g.revision_to = $current AND g.in_headline),
above(area_id, over_id) AS (
    SELECT area_id, other_area_id FROM area_relation
    WHERE revision_to = $current AND relation = 'parent'
    UNION
    SELECT above.area_id, r.other_area_id FROM above
    JOIN area_relation r ON r.area_id = above.over_id AND r.relation = 'parent'
         AND r.revision_to = $current)
SELECT DISTINCT h.goal_id
FROM (SELECT a.over_id, part.indicator_id, part.category
      FROM headline part JOIN above a USING (area_id)
      SEMI JOIN headline h ON h.area_id = a.over_id) below
JOIN headline h ON h.area_id = below.over_id AND h.indicator_id = below.indicator_id
     AND h.category = below.category
"""
"""The headline goals of areas whose parts have one for the same. It is only asked where an
area with a headline goal has parts at all."""


def families(cursor: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame) -> Families:
    """Return the families as they are once `verdicts` (``goal_id``, ``p_loss``) stand."""
    return standing(cursor, verdicts, _NOTHING_MATTERS).families


_NOTHING_MATTERS = pd.DataFrame({"indicator_id": pd.Series(dtype="str"), "mid": [0.0][:0]})


def smallest_differences(catalogue: Catalogue) -> pd.DataFrame:
    """Return ``indicator_id`` and ``mid``, what matters where a goal does not say it."""
    known = [(one, catalogue[one].smallest_difference) for one in catalogue]
    return pd.DataFrame(known, columns=["indicator_id", "mid"]).astype({"mid": float})


def on_agenda(
    verdicts: pd.DataFrame, *, exact: pd.Series, mid: pd.Series, limit: pd.Series
) -> pd.Series:
    """Say of each verdict whether it is a loss for the agenda.

    What is counted in full is there because it is lost. Anything else has to be rare enough
    among all that was tested, and surely at least `LEAST_SHARE` of what matters.
    """
    lost = verdicts["state"].isin(LOST)
    with np.errstate(invalid="ignore"):
        rare = verdicts["p_loss"].to_numpy(float, na_value=np.nan) <= limit.to_numpy(float)
        least = LEAST_SHARE * mid.to_numpy(float, na_value=np.nan)
        large = verdicts["size_low"].to_numpy(float, na_value=np.nan) >= least
    return lost & (exact.to_numpy(bool) | (rare & large))
