"""Keeps what was decided: verdicts, what the monitors showed, and the run that decided."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.judging import agenda, baselines, concerned
from data.judging.decided import Decided, Frozen
from data.judging.said import said_otherwise
from data.store import ledger
from data.store.row_groups import ROW_GROUP
from data.store.store import CURRENT
from data.store.written import written
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION
from metrics.outcome.rates import DISCOVERY_RATE, LOST_RATE, WATCH_RATE

NO_CHANGES = pd.DataFrame(columns=["goal_id", "before", "after"])
"""No goal whose state became another."""


_FEW = 1_000
"""So few goals are laid beside what is stored once, and not twice."""


def keep_frozen(cursor: duckdb.DuckDBPyConnection, revision: int, frozen: Frozen) -> None:
    """Keep what has become known."""
    baselines.keep(cursor, revision, frozen.baselines)
    ledger.write(cursor, revision, "comparator_weight", frozen.weights)
    ledger.write(cursor, revision, "noise_model", frozen.noise)


def keep_readings(cursor: duckdb.DuckDBPyConnection, revision: int, decided: Decided) -> None:
    """Keep what the monitors showed, and close what they no longer show."""
    ledger.write(cursor, revision, "monitor_reading", decided.readings)
    ledger.close(cursor, revision, "monitor_reading", decided.silent)


def keep_all_readings(
    cursor: duckdb.DuckDBPyConnection, revision: int, decided: Iterable[Decided]
) -> Iterator[Decided]:
    """Keep what the monitors showed of some goals at a time, and return the rest of each.

    Of goals that show what is stored nothing is written: where they are few that is found when
    they are. Some of it waits for the next: what is written is as much as the file keeps
    together. Parts of such groups would all be written once more when the file is tidied.
    """
    waiting: list[pd.DataFrame] = []
    for one in decided:
        other = one if len(one.terms) <= _FEW else with_new_readings(cursor, one)
        shown = pd.concat([*waiting, other.readings], ignore_index=True)
        groups = _in_groups(shown)
        keep_readings(cursor, revision, replace(other, readings=shown[groups]))
        waiting = [shown[~groups]] if not groups.all() else []
        yield one.without_readings()
    for shown in waiting:
        ledger.write(cursor, revision, "monitor_reading", shown)


def _in_groups(shown: pd.DataFrame) -> np.ndarray:
    """Say which readings, all of a goal or none, make groups of the file that are full.

    One such group waits too. Few rows would come last otherwise, and fill up the group before
    them: all of it would be written once more, and its first room stay empty in the file.
    """
    goal, _goal_ids = pd.factorize(shown["goal_id"])
    through = np.cumsum(np.bincount(goal))
    full = max(len(shown) // ROW_GROUP - 1, 0) * ROW_GROUP
    within: np.ndarray = goal < np.searchsorted(through, full, side="right")
    return within


def with_new_readings(cursor: duckdb.DuckDBPyConnection, decided: Decided) -> Decided:
    """Return the same, with the readings of those goals only whose monitors show other."""
    if decided.readings.empty:
        return decided
    others = said_otherwise(cursor, "monitor_reading", decided.readings)
    return replace(decided, readings=_of_goals(decided.readings, others))


def _of_goals(shown: pd.DataFrame, goal_ids: np.ndarray) -> pd.DataFrame:
    if not len(goal_ids):
        return shown.iloc[[]]  # taken and not cut off, which would still hold all of its texts
    place, known = pd.factorize(shown["goal_id"])
    mine = np.append(pd.Index(known).isin(goal_ids), False)
    return shown if mine[:-1].all() else shown[mine[place]]


def keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    decided: Decided,
    assessed_on: date,
    catalogue: Catalogue,
) -> pd.DataFrame:
    """Keep the verdicts that changed, as part of `revision`, with the run that decided them.

    Returns one row per goal whose state changed: ``goal_id``, ``before`` (NULL when new),
    ``after``.
    """
    smallest = agenda.smallest_differences(catalogue)
    standing = agenda.standing(cursor, decided.verdicts, smallest)
    limits = {flag: standing.families.threshold(flag) for flag in (False, True)}
    others = _said_otherwise(cursor, _as_kept(decided, limits, assessed_on))
    states = changes(cursor, others)
    # A verdict that says the same on a later day is the same verdict.
    found = ledger.write(cursor, revision, "assessment", others, beside=_BESIDE)
    moved = _move_agenda(cursor, revision, standing.to_move(limits))
    changed = found.new + found.changed + moved
    _log_run(cursor, revision, assessed_on, standing, decided, changed)
    return states


_BESIDE = ("assessed_on",)


def _said_otherwise(cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the verdicts that may say something else than is stored."""
    if len(rows) <= _FEW:
        return rows
    return _of_goals(rows, said_otherwise(cursor, "assessment", rows, beside=_BESIDE))


def changes(cursor: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the goals whose stored state is another than in `verdicts`: as `keep` does."""
    if verdicts.empty:
        return NO_CHANGES
    cursor.register("decided_goals", verdicts[["goal_id"]])
    stored = cursor.execute(
        "SELECT goal_id, state FROM assessment SEMI JOIN decided_goals USING (goal_id) "
        "WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    cursor.unregister("decided_goals")
    earlier = stored.set_index("goal_id")["state"]
    before = verdicts["goal_id"].map(earlier).astype(object)
    states = pd.DataFrame(
        {
            "goal_id": verdicts["goal_id"],
            "before": before,
            "after": verdicts["state"],
        }
    )
    return states[before.fillna("") != states["after"]].reset_index(drop=True)


def _as_kept(decided: Decided, limits: dict[bool, float], assessed_on: date) -> pd.DataFrame:
    """Return the verdicts as they are kept: with the day, and whether each is on the agenda."""
    rows, terms = decided.verdicts, decided.terms
    if rows.empty:
        return rows
    return rows.assign(
        on_agenda=agenda.on_agenda(
            rows,
            exact=terms["exact"],
            mid=terms["mid"],
            limit=terms["invented"].astype(bool).map(limits),
        ),
        assessed_on=pd.Timestamp(assessed_on),
    )


def _move_agenda(cursor: duckdb.DuckDBPyConnection, revision: int, goal_ids: list[str]) -> int:
    """Put losses on the agenda, or off it, where the family's threshold has moved.

    Their verdicts stand: only the flag is another. Returns how many moved.
    """
    if not goal_ids:
        return 0
    rows = cursor.execute(
        """
        SELECT * EXCLUDE (revision_from, revision_to, brought_by)
                 REPLACE (NOT on_agenda AS on_agenda)
        FROM assessment
        WHERE revision_to = $current AND goal_id IN (SELECT unnest($moved))
        """,
        {"current": CURRENT, "moved": goal_ids},
    ).df()
    ledger.write(cursor, revision, "assessment", rows)
    return len(rows)


def drop_without_goal(cursor: duckdb.DuckDBPyConnection, revision: int) -> bool:
    """A goal that an undo took away takes its verdict and readings with it.

    Returns whether there was any. No goal is gone where no row of one was written.
    """
    since = concerned.last_run(cursor, revision) + 1
    if not written(cursor, ["goal"], since, CURRENT - 1):
        return False
    gone = cursor.execute(
        "SELECT goal_id FROM assessment WHERE revision_to = $current "
        "EXCEPT SELECT goal_id FROM goal WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    for table in ("assessment", "monitor_reading"):
        ledger.close(cursor, revision, table, gone)
    return not gone.empty


def _log_run(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    assessed_on: date,
    standing: agenda.Standing,
    decided: Decided,
    changed: int,
) -> None:
    """Write how many were judged and how many false alarms that many give in a year.

    The expected numbers are of the real goals; of the invented ones the counts are beside.
    """
    families = standing.families
    monitored = {flag: standing.series(flag) for flag in (False, True)}
    run = {
        "revision_id": revision,
        "assessed_on": assessed_on,
        "rule_version": RULE_VERSION,
        "assessed": len(decided.verdicts),
        "changed": changed,
        "watch_rate": WATCH_RATE,
        "lost_rate": LOST_RATE,
        "expected_false_watch": WATCH_RATE * monitored[False],
        "expected_false_lost": LOST_RATE * monitored[False],
        "family": agenda.NAME,
        "tested": families.tested(False),
        "q": DISCOVERY_RATE,
        "p_threshold": families.threshold(False),
        "monitored": monitored[False],
        "calibrated": len(decided.frozen.noise),
        "tested_invented": families.tested(True),
        "p_threshold_invented": families.threshold(True),
        "monitored_invented": monitored[True],
    }
    names = ", ".join(run)
    values = ", ".join(f"${name}" for name in run)
    cursor.execute(f"INSERT INTO assessment_run ({names}) VALUES ({values})", run)  # noqa: S608
