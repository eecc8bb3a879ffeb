"""Keeps what was decided: verdicts, what the monitors showed, and the run that decided."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from data.judging import agenda, baselines, concerned
from data.judging.decided import Decided, Frozen
from data.judging.written import written
from data.store import ledger
from data.store.row_groups import ROW_GROUP
from data.store.store import CURRENT
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
    cursor.register("shown_readings", decided.readings)
    names = ", ".join(f'"{name}"' for name in decided.readings)
    rows = cursor.execute(
        _SHOWN_OTHERWISE.replace("{names}", names), {"current": CURRENT}
    ).fetchnumpy()
    cursor.unregister("shown_readings")
    return replace(decided, readings=_of_goals(decided.readings, np.asarray(rows["goal_id"])))


_SHOWN_OTHERWISE = """
SELECT goal_id FROM (
    SELECT {names}, 1 AS more FROM shown_readings
    UNION ALL
    SELECT {names}, -1 FROM monitor_reading
    SEMI JOIN (SELECT DISTINCT goal_id FROM shown_readings) USING (goal_id)
    WHERE revision_to = $current)
GROUP BY goal_id HAVING sum(more) <> 0 OR bit_xor(hash({names})) <> 0
"""
"""Which goals have other readings than are stored: by number and content, since no reading of
a goal is there twice. To lay each beside its own costs many times as much."""


def _of_goals(shown: pd.DataFrame, goal_ids: np.ndarray) -> pd.DataFrame:
    if not len(goal_ids):
        return shown.head(0)
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
    states = changes(cursor, decided)
    smallest = agenda.smallest_differences(catalogue)
    standing = agenda.standing(cursor, decided.verdicts, smallest)
    families = standing.families
    limits = {flag: families.threshold(flag) for flag in (False, True)}
    written = _write(cursor, revision, decided, limits, assessed_on)
    moved = _move_agenda(cursor, revision, standing.to_move(limits))
    _log_run(cursor, revision, assessed_on, standing, decided, written + moved)
    return states


def changes(cursor: duckdb.DuckDBPyConnection, decided: Decided) -> pd.DataFrame:
    """Return the goals whose stored state is another than was decided: as `keep` does."""
    if decided.verdicts.empty:
        return NO_CHANGES
    cursor.register("decided_goals", decided.verdicts[["goal_id"]])
    stored = cursor.execute(
        "SELECT goal_id, state FROM assessment SEMI JOIN decided_goals USING (goal_id) "
        "WHERE revision_to = $current",
        {"current": CURRENT},
    ).df()
    cursor.unregister("decided_goals")
    earlier = stored.set_index("goal_id")["state"]
    before = decided.verdicts["goal_id"].map(earlier).astype(object)
    states = pd.DataFrame(
        {
            "goal_id": decided.verdicts["goal_id"],
            "before": before,
            "after": decided.verdicts["state"],
        }
    )
    return states[before.fillna("") != states["after"]].reset_index(drop=True)


def _write(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    decided: Decided,
    limits: dict[bool, float],
    assessed_on: date,
) -> int:
    """Write the verdicts that say something else, and return how many they are."""
    rows, terms = decided.verdicts, decided.terms
    if rows.empty:
        return 0
    rows = rows.assign(
        on_agenda=agenda.on_agenda(
            rows,
            exact=terms["exact"],
            mid=terms["mid"],
            limit=terms["invented"].astype(bool).map(limits),
        ),
        assessed_on=pd.Timestamp(assessed_on),
    )
    # A verdict that says the same on a later day is the same verdict.
    found = ledger.write(cursor, revision, "assessment", rows, beside=["assessed_on"])
    return found.new + found.changed


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
