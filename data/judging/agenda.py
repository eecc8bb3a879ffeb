"""Which losses are on the agenda: one false-discovery rate over the whole installation."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd

from data.store.store import CURRENT
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
    """The goals whose p-values are judged together: the real ones, and apart the invented.

    One row per goal with a p-value: ``goal_id`` (index), ``p_loss``, ``invented``.
    """

    members: pd.DataFrame

    def tested(self, invented: bool) -> int:
        """How many are judged together."""
        return int((self.members["invented"] == invented).sum())

    def threshold(self, invented: bool) -> float:
        """Return the largest p-value that may be on the agenda; 0 when none may."""
        mine = self.members[self.members["invented"] == invented]
        return agenda_threshold(mine["p_loss"].to_numpy(float), DISCOVERY_RATE)


def families(cursor: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame) -> Families:
    """Return the families as they are once `verdicts` (``goal_id``, ``p_loss``) stand.

    All sampled headline goals that were judged; of an area and its parts only the parts'.
    Goals that are not decided now keep what is stored.
    """
    rows = _lowest_headline_goals(cursor).set_index("goal_id")
    fresh = verdicts.set_index("goal_id")["p_loss"].astype(float)
    decided = rows.index.isin(fresh.index)
    p_loss = rows["p_loss"].astype(float).where(~decided, fresh.reindex(rows.index))
    return Families(members=rows.assign(p_loss=p_loss).dropna(subset=["p_loss"]))


def _lowest_headline_goals(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the headline goals that no part of the same area has a headline goal for."""
    return cursor.execute(
        """
        WITH RECURSIVE headline AS (
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
                 AND r.revision_to = $current)
        SELECT h.goal_id, h.invented, v.p_loss FROM headline h
        LEFT JOIN assessment v ON v.goal_id = h.goal_id AND v.revision_to = $current
        WHERE NOT EXISTS (
            SELECT 1 FROM headline part JOIN above a ON a.area_id = part.area_id
            WHERE a.over_id = h.area_id AND part.indicator_id = h.indicator_id
              AND part.category = h.category)
        ORDER BY h.goal_id
        """,
        {"current": CURRENT},
    ).df()


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
