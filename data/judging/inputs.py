"""Prepares goals and facts for `metrics.outcome.decision`."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

import duckdb
import pandas as pd

from data.judging import baselines, evidence, goal_rows
from data.judging import noise as calibrate
from data.judging.decided import Frozen
from data.judging.engine import HERE, Engine
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.engine.compiled import of_few
from metrics.outcome.prepared import as_monitored


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a decision is made from: goals, measurements and the noise frozen for them.

    `frozen` is what has become known while preparing them.
    """

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame
    frozen: Frozen = field(default_factory=Frozen)


def prepare(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    goal_ids: set[str] | None = None,
    engine: Engine = HERE,
) -> Inputs | None:
    """Prepare some goals (None: all), and freeze what has become known; None without any.

    Where the noise of one is still to be estimated, all goals of its indicator come with it.
    """
    goals = goal_rows.read(cursor, catalogue, revision, goal_ids)
    if goals.empty:
        return None
    facts = evidence.facts(cursor, catalogue, goals, revision)
    goals, found, weights = baselines.with_baselines(cursor, catalogue, goals, facts, revision)
    baselines.keep(cursor, revision, found)
    ledger.write(cursor, revision, "comparator_weight", weights)
    goals, measurements = evidence.measurements(cursor, catalogue, goals, facts, revision)
    goals = as_monitored(goals, measurements)
    known = Frozen(baselines=found, weights=weights)
    if more := alike(cursor, revision, goals) - set(goals["goal_id"]):
        wider = prepare(
            cursor, revision, catalogue, goal_ids=more | set(goals["goal_id"]), engine=engine
        )
        return wider and replace(wider, frozen=known + wider.frozen)
    noise, models = calibrate.freeze_missing(
        cursor, catalogue, goals, measurements, revision, engine=engine
    )
    return Inputs(
        goals=goals,
        measurements=measurements,
        noise=calibrate.without_drifting(noise),
        frozen=replace(known, noise=models),
    )


def alike(cursor: duckdb.DuckDBPyConnection, revision: int, goals: pd.DataFrame) -> set[str]:
    """Name the goals whose measurements the noise of some, still unknown, is estimated with."""
    without = calibrate.lacking(goals, calibrate.frozen(cursor, revision))
    if without.empty:
        return set()
    key = ["indicator_id", "definition_version", "category"]
    cursor.register("without_noise", without[key].drop_duplicates())
    rows = cursor.execute(
        "SELECT goal_id FROM goal g JOIN series s USING (series_id) "
        "SEMI JOIN without_noise USING (indicator_id, definition_version, category) "
        "WHERE g.revision_to = $current",
        {"current": CURRENT},
    ).fetchall()
    cursor.unregister("without_noise")
    return {str(goal_id) for (goal_id,) in rows}


def as_given(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    goal_id: str,
) -> Inputs | None:
    """Return what one goal was judged by at `revision`, and change nothing."""
    found = judged_by(cursor, revision, catalogue, {goal_id})
    if found is None:
        return None
    goals, measurements = found
    noise = calibrate.frozen(cursor, revision)
    mine = noise[noise["noise_group"].isin(goals["noise_group"])].reset_index(drop=True)
    return Inputs(
        goals=goals, measurements=measurements, noise=calibrate.without_drifting(mine)
    )


def judged_by(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    goal_ids: Collection[str],
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Return some goals with the baselines they have, and their measurements; None for none."""
    goals = goal_rows.read(cursor, catalogue, revision, goal_ids)
    if goals.empty:
        return None
    facts = evidence.facts(cursor, catalogue, goals, revision)
    goals = baselines.as_frozen(catalogue, goals, facts)
    goals, measurements = evidence.measurements(cursor, catalogue, goals, facts, revision)
    monitored = of_few(lambda: as_monitored(goals, measurements), len(measurements))
    return monitored, measurements
