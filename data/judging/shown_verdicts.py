"""Judges by what is shown what rests on hidden measurements, for whoever has no clearance.

A state that is hidden when it says much and shown when it says little would say much by being
hidden. One that follows from what everybody may see gives nothing away.
"""

from datetime import date

import duckdb
import pandas as pd

from data.judging import agenda, baselines, evidence, facts, goal_rows
from data.judging import noise as calibrate
from data.judging.engine import Engine
from data.store import ledger
from data.store.shown import as_shown
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION
from metrics.outcome.prepared import as_monitored

_TABLES = ("shown_assessment", "shown_reading")
_ANY = "SELECT EXISTS (FROM shown_assessment) OR EXISTS (FROM shown_reading)"


def keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    assessed_on: date,
    engine: Engine,
) -> None:
    """Judge the goals of `disclosure_goal` by what is shown, as part of `revision`.

    Their baselines and their noise are those that were frozen, as far as they are shown. The
    three questions are not answered about them.
    """
    _drop_others(cursor, revision)
    resting = _goal_ids(cursor)
    if not resting:
        return
    with as_shown(cursor):
        goals = goal_rows.read(cursor, catalogue, revision, resting)
        if goals.empty:
            return
        known = facts.read(cursor, catalogue, goals, revision)
        goals = baselines.as_frozen(catalogue, goals, known)
        found = evidence.measurements(cursor, catalogue, goals, known, revision)
        measurements = found.measurements
        goals = as_monitored(found.goals, measurements)
        noise = calibrate.without_drifting(calibrate.frozen(cursor, revision))
        judged = engine.judge(goals, measurements, assessed_on=assessed_on, noise=noise)
    families = agenda.families(cursor, judged.verdicts)
    limits = {flag: families.threshold(flag) for flag in (False, True)}
    rows = judged.verdicts.assign(
        goal_version=goals["goal_version"],
        rule_version=RULE_VERSION,
        noise_group=goals["noise_group"],
        on_agenda=agenda.on_agenda(
            judged.verdicts,
            exact=goals["exact"],
            mid=goals["mid"],
            limit=goals["invented"].astype(bool).map(limits),
        ),
        assessed_on=pd.Timestamp(assessed_on),
    )
    ledger.write(cursor, revision, "shown_assessment", rows, beside=["assessed_on"])
    ledger.write(cursor, revision, "shown_reading", judged.readings)
    silent = goals.loc[~goals["goal_id"].isin(judged.readings["goal_id"]), ["goal_id"]]
    ledger.close(cursor, revision, "shown_reading", silent)


def _goal_ids(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    rows = cursor.execute("SELECT goal_id FROM disclosure_goal").fetchall()
    return {str(one) for (one,) in rows}


def _drop_others(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """Forget what was judged so of goals that rest on nothing hidden, or are gone."""
    if not cursor.execute(_ANY).fetchall()[0][0]:
        return
    for table in _TABLES:
        rests = "SELECT goal_id FROM disclosure_goal"
        cursor.execute(
            "DELETE FROM {table} WHERE goal_id NOT IN ({rests})".replace(
                "{table}", table
            ).replace("{rests}", rests)
        )
        gone = cursor.execute(
            "SELECT goal_id FROM {table} WHERE revision_to = $current "
            "EXCEPT SELECT goal_id FROM goal WHERE revision_to = $current".replace(
                "{table}", table
            ),
            {"current": CURRENT},
        ).df()
        ledger.close(cursor, revision, table, gone)
