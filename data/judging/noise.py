"""Freezes what is ordinary: the noise of an indicator, over all its areas, until redone."""

from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.judging import breaks, evidence, facts
from data.judging.engine import HERE, Engine
from data.store import ledger
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Window
from metrics.engine.drift import drifts, step_ratio
from metrics.engine.noise import noise_groups
from metrics.engine.sampling import UNIT_SCALE
from metrics.engine.scale import scale_of

_KEPT = (
    *("noise_group", "indicator_id", "definition_version", "category", "looks_per_year"),
    *("scale", "with_errors", "alone", "between", "scatter", "degrees_of_freedom", "areas"),
    *("rho", "season", "season_measurements", "season_variation"),
    *("common_ends", "common_effects"),
    *("drift_ratio", "drifting", "estimated_through"),
)


def frozen(cursor: duckdb.DuckDBPyConnection, revision: int) -> pd.DataFrame:
    """Return the noise models as of `revision`: the columns of ``noise_model``."""
    return cursor.execute(
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) "
        "FROM noise_model_as_of($revision) ORDER BY noise_group",
        {"revision": revision},
    ).df()


def freeze_missing(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    table: pd.DataFrame,
    revision: int,
    *,
    engine: Engine = HERE,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Freeze the noise of groups that have none in the `table` there is, as part of `revision`.

    Returns the whole noise table and the models that were frozen now. `goals` and
    `measurements` as `metrics.decide` asks for them, of every goal in the groups.
    """
    without = lacking(goals, table)
    if without.empty:
        return table, table.head(0)
    found = estimated(cursor, catalogue, goals, measurements, revision, without, engine=engine)
    found = found[found["noise_group"].isin(without["noise_group"])]
    ledger.write(cursor, revision, "noise_model", found)
    return (frozen(cursor, revision) if len(found) else table), found


def lacking(goals: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the goals with a reference whose noise is not in the noise table.

    Classes and services that are there or not have no noise to know.
    """
    unknown = ~goals["noise_group"].isin(table["noise_group"].unique())
    may_vary = goals["counted"] | ~goals["exact"]
    return goals[unknown & goals["baseline_value"].notna() & may_vary]


def estimated(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    revision: int,
    asked: pd.DataFrame,
    *,
    through: date | None = None,
    engine: Engine = HERE,
) -> pd.DataFrame:
    """Estimate the noise of the groups of the goals `asked`, from all areas' series.

    A series with a goal enters with the goal's reference alone: what is judged is never part
    of its own yardstick. The other areas enter with all that was measured until the last of
    the indicator's references ended, or until `through`, on this side of every break.
    """
    wanted = asked.drop_duplicates("group")
    last = goals.groupby("group")["baseline_end"].max()
    until = wanted["group"].map(last) if through is None else pd.Timestamp(through)
    keys = wanted.assign(until=until)[
        ["indicator_id", "definition_version", "category", "group", "until"]
    ]
    series = _series(cursor, catalogue, keys, revision)
    rows = _references(cursor, catalogue, series, goals, measurements, revision)
    series = series.assign(noise_group=noise_groups(series, rows))
    table = engine.freeze(series, rows)
    table = table[table["between"].astype(float) > 0]
    named = series.drop_duplicates("noise_group").set_index("noise_group")
    names = ["indicator_id", "definition_version", "category", "looks_per_year", "until"]
    table = table.join(named[names], on="noise_group")
    ratios = _drift_ratios(series, rows)
    table = table.assign(
        drift_ratio=table["noise_group"].map(ratios).astype(float),
        estimated_through=pd.to_datetime(table["until"]),
    )
    counted = [catalogue[one].evidence.is_exact for one in table["indicator_id"]]
    drift = [
        drifts(rho, ratio)
        for rho, ratio in zip(table["rho"], table["drift_ratio"], strict=True)
    ]
    return table.assign(drifting=np.array(counted, bool) & np.array(drift, bool))[list(_KEPT)]


def _series(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, keys: pd.DataFrame, revision: int
) -> pd.DataFrame:
    """Return every series of the indicators asked for, as `metrics.engine.noise` wants it."""
    cursor.register("asked_keys", keys)
    rows = cursor.execute(
        """
        SELECT 'series.' || s.series_id AS goal_id, s.*, k.group, k.until
        FROM asked_keys k JOIN series s USING (indicator_id, definition_version, category)
        WHERE s.revision_from <= $revision ORDER BY s.series_id
        """,
        {"revision": revision},
    ).df()
    cursor.unregister("asked_keys")
    known = [catalogue[one] for one in rows["indicator_id"]]
    exact = np.array([one.evidence.is_exact for one in known], dtype=bool)
    pace = np.array([one.measurements_per_year for one in known], dtype=float)
    counted = [evidence.has_noise(one) for one in known]
    return rows.assign(
        minimum_n=[float(one.minimum_n) for one in known],
        looks_per_year=pace,
        rolling=np.array([one.window is Window.ROLLING for one in known], dtype=bool),
        scale=[str(scale_of(one.evidence)) for one in known],
        whole=[UNIT_SCALE.get(one.unit, 1.0) for one in known],
        seasonal=~exact & (pace > 1),
    )[np.array(counted, dtype=bool)].reset_index(drop=True)


def _references(
    cursor: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    series: pd.DataFrame,
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    revision: int,
) -> pd.DataFrame:
    """Return the measurements of the series, those that the noise is taken from marked."""
    known = facts.read(cursor, catalogue, series, revision)
    rows = known.rows.assign(until=series["until"].array.take(known.owner))
    least = series["minimum_n"].to_numpy(float)[known.owner]
    trouble = evidence.trouble(catalogue, series, known, least)
    usable = rows["final"] & (trouble == 0)
    broken = breaks.last(cursor, rows, revision)
    since = broken.isna() | (rows["period_start"] >= broken)
    judged = _references_of_goals(goals, measurements)
    mine = pd.MultiIndex.from_frame(rows[["series_id", "period"]]).isin(judged.index)
    has_goal = rows["series_id"].isin(goals["series_id"])
    inside = np.where(has_goal, mine, since & (rows["period_end"] <= rows["until"]))
    answers = rows["n"].astype(float).fillna(rows["denominator"].astype(float))
    return rows.assign(
        value=rows["number"].astype(float),
        standard_error=evidence.standard_errors(catalogue, series, known),
        answers=answers,
        usable=usable,
        in_baseline=usable.to_numpy(bool) & inside.astype(bool),
    )


def _references_of_goals(goals: pd.DataFrame, measurements: pd.DataFrame) -> pd.DataFrame:
    inside = measurements[measurements["in_baseline"].to_numpy(bool)]
    named = inside[["goal_id", "period"]].merge(goals[["goal_id", "series_id"]], on="goal_id")
    return named.set_index(["series_id", "period"])


def _drift_ratios(series: pd.DataFrame, rows: pd.DataFrame) -> dict[str, float]:
    """Return how far each group moves in five steps beside one, over all that was measured."""
    group = series.set_index("goal_id")["noise_group"]
    seen = rows[rows["usable"].to_numpy(bool) & (rows["period_end"] <= rows["until"])]
    ratios = {}
    for name, mine in seen.groupby(seen["goal_id"].map(group)):
        table = mine.pivot_table(index="goal_id", columns="period_end", values="value")
        ratios[str(name)] = step_ratio(table.to_numpy(float))
    return ratios


def without_drifting(noise: pd.DataFrame) -> pd.DataFrame:
    """Return the noise table, unknown where a register drifts, so that nothing alarms there."""
    drifting = noise["drifting"].astype("boolean").fillna(False).to_numpy(bool)
    return noise.assign(between=noise["between"].astype(float).where(~drifting, np.nan))
