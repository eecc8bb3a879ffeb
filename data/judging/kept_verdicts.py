"""Keeps what was decided: verdicts, what the monitors showed, and the run that decided."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pandas as pd

from data.judging import agenda
from data.store import ledger
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION
from metrics.outcome.rates import DISCOVERY_RATE, LOST_RATE, WATCH_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Verdicts as they are stored, what their goals say of the agenda, and models frozen."""

    verdicts: pd.DataFrame
    terms: pd.DataFrame
    calibrated: int


def together(decided: list[Decided]) -> Decided:
    """Return the verdicts of all blocks as one table, ordered by goal."""
    goal_ids = pd.concat([one.verdicts["goal_id"] for one in decided], ignore_index=True)
    order = goal_ids.sort_values().index
    verdicts, terms = (
        pd.concat(frames, ignore_index=True).loc[order].reset_index(drop=True)
        for frames in zip(*((one.verdicts, one.terms) for one in decided), strict=True)
    )
    return Decided(
        verdicts=verdicts, terms=terms, calibrated=sum(one.calibrated for one in decided)
    )


def keep_readings(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    goals: pd.DataFrame,
    readings: pd.DataFrame,
) -> None:
    """Keep what the monitors showed of these goals, and close what they no longer show."""
    ledger.write(cursor, revision, "monitor_reading", readings)
    silent = goals.loc[~goals["goal_id"].isin(readings["goal_id"]), ["goal_id"]]
    ledger.close(cursor, revision, "monitor_reading", silent)


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
    rows, terms = decided.verdicts, decided.terms
    before = cursor.execute("SELECT goal_id, state FROM assessment_as_of($r)", {"r": revision})
    earlier = before.df().set_index("goal_id")["state"]
    families = agenda.families(cursor, rows)
    limits = {flag: families.threshold(flag) for flag in (False, True)}
    rows = rows.assign(
        on_agenda=agenda.on_agenda(
            rows,
            exact=terms["exact"],
            mid=terms["mid"],
            limit=terms["invented"].astype(bool).map(limits),
        )
    )
    # A verdict that says the same on a later day is the same verdict.
    differs = ledger.compare(cursor, "assessment", rows) != "unchanged"
    changed = rows[differs.to_numpy()].assign(assessed_on=pd.Timestamp(assessed_on))
    ledger.write(cursor, revision, "assessment", changed)
    moved = _move_agenda(cursor, revision, rows, limits, agenda.smallest_differences(catalogue))
    _log_run(cursor, revision, assessed_on, families, decided, len(changed) + moved)
    states = changed[["goal_id"]].assign(
        before=changed["goal_id"].map(earlier).astype(object), after=changed["state"]
    )
    same = states["before"].fillna("") == states["after"]
    return states[~same].reset_index(drop=True)


def _move_agenda(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    decided: pd.DataFrame,
    limits: dict[bool, float],
    smallest: pd.DataFrame,
) -> int:
    """Put other losses on the agenda, or off it, where the family's threshold has moved.

    Their verdicts stand: only the flag is another. Returns how many moved.
    """
    cursor.register("decided_goals", decided[["goal_id"]])
    cursor.register("smallest_difference", smallest)
    rows = cursor.execute(
        """
        SELECT v.* EXCLUDE (revision_from, revision_to, brought_by)
                   REPLACE (NOT v.on_agenda AS on_agenda)
        FROM assessment v JOIN goal g ON g.goal_id = v.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        LEFT JOIN smallest_difference m ON m.indicator_id = s.indicator_id
        ANTI JOIN decided_goals d ON d.goal_id = v.goal_id
        WHERE v.revision_to = $current AND v.p_loss IS NOT NULL
          AND list_contains($lost, v.state)
          AND v.on_agenda <> coalesce(
              v.size_low >= $least_share * coalesce(g.mid, m.mid)
              AND v.p_loss <= CASE WHEN coalesce(a.invented, false)
                                   THEN $invented ELSE $real END, false)
        """,
        {
            "current": CURRENT,
            "lost": list(agenda.LOST),
            "least_share": agenda.LEAST_SHARE,
            "invented": limits[True],
            "real": limits[False],
        },
    ).df()
    cursor.unregister("decided_goals")
    cursor.unregister("smallest_difference")
    ledger.write(cursor, revision, "assessment", rows)
    return len(rows)


def drop_without_goal(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """A goal that an undo took away takes its verdict and readings with it."""
    for table in ("assessment", "monitor_reading"):
        cursor.execute(
            """
            UPDATE {table} SET revision_to = $revision
            WHERE revision_to = $current AND goal_id NOT IN
                (SELECT goal_id FROM goal WHERE revision_to = $current)
            """.replace("{table}", table),
            {"revision": revision, "current": CURRENT},
        )


def _log_run(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    assessed_on: date,
    families: agenda.Families,
    decided: Decided,
    changed: int,
) -> None:
    """Write how many were judged and how many false alarms that many give in a year.

    The expected numbers are of the real goals; of the invented ones the counts are beside.
    """
    monitored = _monitored(cursor)
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
        "calibrated": decided.calibrated,
        "tested_invented": families.tested(True),
        "p_threshold_invented": families.threshold(True),
        "monitored_invented": monitored[True],
    }
    names = ", ".join(run)
    values = ", ".join(f"${name}" for name in run)
    cursor.execute(f"INSERT INTO assessment_run ({names}) VALUES ({values})", run)  # noqa: S608


def _monitored(cursor: duckdb.DuckDBPyConnection) -> dict[bool, int]:
    """Count the sampled series whose alarms can be false, real and invented.

    A goal that is compared with others has two: its own, and the difference to them.
    """
    rows = cursor.execute(
        """
        SELECT coalesce(a.invented, false) AS invented,
               sum(CASE WHEN coalesce(g.comparator_use, '') = '' THEN 1 ELSE 2 END) AS monitored
        FROM assessment v JOIN goal g ON g.goal_id = v.goal_id AND g.revision_to = $current
        JOIN series s USING (series_id)
        LEFT JOIN area a ON a.area_id = s.area_id AND a.revision_to = $current
        WHERE v.revision_to = $current AND v.p_loss IS NOT NULL GROUP BY ALL
        """,
        {"current": CURRENT},
    ).fetchall()
    return {False: 0, True: 0} | {bool(invented): int(number) for invented, number in rows}
