"""Which losses are on the agenda: one false-discovery rate over the whole installation."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from data.store.store import CURRENT
from metrics.arrays import Bools, Floats
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


def families(cursor: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame) -> Families:
    """Return the families as they are once `verdicts` (``goal_id``, ``p_loss``) stand.

    All sampled headline goals that were judged; of an area and its parts only the parts', where
    both have a headline goal for the same. Goals that are not decided now keep what is stored.
    """
    fresh = verdicts[["goal_id"]].assign(p_loss=verdicts["p_loss"].astype(float))
    cursor.register("decided_goals", fresh)
    found = cursor.execute(_FAMILIES, {"current": CURRENT}).fetchnumpy()
    cursor.unregister("decided_goals")
    return Families(
        p_loss=np.asarray(found["p_loss"], dtype=np.float64),
        invented=np.asarray(found["invented"], dtype=np.bool_),
    )


_FAMILIES = """
WITH RECURSIVE headline AS MATERIALIZED (
    SELECT g.goal_id, s.area_id, s.indicator_id, s.category,
           coalesce(a.invented, false) AS invented
    FROM goal g JOIN series s USING (series_id)
    LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
    WHERE g.revision_to = $current AND g.in_headline),
above(area_id, over_id) AS (
    SELECT area_id, other_area_id FROM area_relation
    WHERE revision_to = $current AND relation = 'parent'
    UNION
    SELECT above.area_id, r.other_area_id FROM above
    JOIN area_relation r ON r.area_id = above.over_id AND r.relation = 'parent'
         AND r.revision_to = $current),
whole AS MATERIALIZED (
    SELECT DISTINCT h.area_id, h.indicator_id, h.category
    FROM (SELECT a.over_id, part.indicator_id, part.category
          FROM headline part JOIN above a USING (area_id)
          SEMI JOIN headline h ON h.area_id = a.over_id) below
    JOIN headline h ON h.area_id = below.over_id AND h.indicator_id = below.indicator_id
         AND h.category = below.category),
tested AS (
    SELECT h.goal_id, h.invented,
           CASE WHEN d.goal_id IS NULL THEN v.p_loss ELSE d.p_loss END AS p_loss
    FROM headline h ANTI JOIN whole USING (area_id, indicator_id, category)
    LEFT JOIN assessment v ON v.goal_id = h.goal_id AND v.revision_to = $current
    LEFT JOIN decided_goals d ON d.goal_id = h.goal_id)
SELECT p_loss, invented FROM tested WHERE p_loss IS NOT NULL AND NOT isnan(p_loss)
"""


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
