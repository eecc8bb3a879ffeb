"""Prepares goals and facts for `metrics.outcome.decision`."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import duckdb
import pandas as pd

from data.judging import baselines, evidence, facts, goal_rows
from data.judging import noise as calibrate
from data.judging.decided import Frozen
from data.judging.engine import HERE, Engine
from data.judging.facts import Facts
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.engine.compiled import of_few
from metrics.outcome.prepared import as_monitored


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a decision is made from: goals, measurements and the noise frozen for them."""

    goals: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Inputs):
    """The same, with what was read on the way and is asked of again.

    `crossed` are the breaks that goals lie before (`breaks.crossed`), `frozen` is what has
    become known.
    """

    facts: Facts
    crossed: pd.DataFrame
    frozen: Frozen


def prepare(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    goal_ids: set[str] | None = None,
    engine: Engine = HERE,
) -> Prepared | None:
    """Prepare some goals (None: all), and freeze what has become known; None without any.

    Where the noise of one is still to be estimated, all goals of its indicator come with it.
    """
    goals = goal_rows.read(cursor, catalogue, revision, goal_ids)
    if goals.empty:
        return None
    known = facts.read(cursor, catalogue, goals, revision)
    goals, found, weights = baselines.with_baselines(cursor, catalogue, goals, known, revision)
    baselines.keep(cursor, revision, found)
    ledger.write(cursor, revision, "comparator_weight", weights)
    seen = evidence.measurements(cursor, catalogue, goals, known, revision)
    goals = as_monitored(seen.goals, seen.measurements)
    frozen = Frozen(baselines=found, weights=weights)
    noise = calibrate.frozen(cursor, revision)
    if more := alike(cursor, goals, noise) - set(goals["goal_id"]):
        wider = prepare(
            cursor, revision, catalogue, goal_ids=more | set(goals["goal_id"]), engine=engine
        )
        return wider and replace(wider, frozen=frozen + wider.frozen)
    noise, models = calibrate.freeze_missing(
        cursor, catalogue, goals, seen.measurements, noise, revision, engine=engine
    )
    return Prepared(
        goals=goals,
        measurements=seen.measurements,
        noise=calibrate.without_drifting(noise),
        facts=known,
        crossed=seen.crossed,
        frozen=replace(frozen, noise=models),
    )


def alike(
    cursor: duckdb.DuckDBPyConnection, goals: pd.DataFrame, noise: pd.DataFrame
) -> set[str]:
    """Name the goals whose measurements the noise of some, still unknown, is estimated with.

    `noise` is what is known of it.
    """
    without = calibrate.lacking(goals, noise)
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
    known = facts.read(cursor, catalogue, goals, revision)
    goals = baselines.as_frozen(catalogue, goals, known)
    found = evidence.measurements(cursor, catalogue, goals, known, revision)
    seen = found.measurements
    return of_few(lambda: as_monitored(found.goals, seen), len(seen)), seen
