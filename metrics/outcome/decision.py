"""Decides the state of each goal from its measurements, oldest first; the first rule wins.

The rules and their order are the decision table of ``docs/method.md``. Everything works on a
batch of goals at once, so that running it again over the same facts gives the same verdicts.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from metrics.arrays import Bools
from metrics.outcome import distances
from metrics.outcome.alarms import Begins, Traced, run_monitors, traced_again
from metrics.outcome.assessed import Assessed
from metrics.outcome.decision_table import History, Memory, decide_all, remember
from metrics.outcome.history import state_history
from metrics.outcome.level_table import level_table
from metrics.outcome.on_scale import OnScale
from metrics.outcome.prepared import prepared
from metrics.outcome.rates import Alarms
from metrics.outcome.readings import readings
from metrics.outcome.records import put, some
from metrics.outcome.sensitivity import detectable_worsening, rules_of, sees_from
from metrics.outcome.signs import Signs, signs_of
from metrics.outcome.state import Group, State, group_of
from metrics.outcome.sudden import sudden_falls
from metrics.outcome.target_level import target_levels
from metrics.outcome.terms import Terms
from metrics.outcome.verdict import verdicts

__all__ = ["RULE_VERSION", "Group", "Judged", "State", "decide", "group_of", "judge"]

RULE_VERSION = "2026-11"
"""Changes whenever the same facts could get another verdict than before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdicts of a batch, one row per goal; what the monitors showed of each measurement
    (`metrics.outcome.readings`), the state after it (`metrics.outcome.history`), and the level
    of what is sampled (`metrics.outcome.level_table`)."""

    verdicts: pd.DataFrame
    readings: pd.DataFrame
    history: pd.DataFrame
    levels: pd.DataFrame


def decide(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return one verdict per goal, as of `assessed_on`.

    The columns of the frames are those of `metrics.outcome.frames`: `goals` has one row per
    goal (`GOALS`), `measurements` one per goal and period (`MEASUREMENTS`). What may be left
    out has its default there. Ordinal goals come with severities as values, and the severity
    of the worst class that still fulfils the goal as ``target_high``.

    `noise` is the frozen table of `metrics.engine.noise.freeze` (`NOISE`); without one it is
    estimated from the references given, and then depends on which goals are in the batch.

    Returns the columns of the ``assessment`` table that follow from facts, one row per goal in
    the order of `goals`; values are in the indicator's unit. Raises
    `metrics.errors.FrameError`, before anything is worked out, naming all that is wrong.
    """
    return judge(goals, measurements, assessed_on=assessed_on, noise=noise).verdicts


def judge(
    goals: pd.DataFrame,
    measurements: pd.DataFrame,
    *,
    assessed_on: date,
    noise: pd.DataFrame | None = None,
) -> Judged:
    """Return what `decide` returns, and what the monitors showed: see `Judged`."""
    given = prepared(goals, measurements, noise)
    terms, rows, measured = given.terms, given.rows, given.measured
    on_scale = given.on_scale
    against = distances.against(terms, measured)
    rules = rules_of(terms, measured, on_scale)
    detectable = detectable_worsening(terms, on_scale, rules)
    level = target_levels(terms, measured, on_scale)
    signs = signs_of(
        terms,
        measured,
        against=against,
        on_scale=on_scale,
        level=level,
        sees_from=sees_from(terms, on_scale, rules, detectable),
        sudden=sudden_falls(terms, measured, against=against, on_scale=on_scale),
    )
    alarms, traced, memory = _followed(terms, signs, on_scale)
    states = decide_all(terms, measured, signs, memory)
    assessed = Assessed(
        terms=terms,
        rows=rows,
        measured=measured,
        against=against,
        on_scale=on_scale,
        level=level,
        alarms=alarms,
        history=History(states=states, signs=signs, memory=memory),
        rules=rules,
        detectable=detectable,
        assessed_on=assessed_on,
    )
    return Judged(
        verdicts=verdicts(assessed),
        readings=readings(terms, rows, on_scale, traced),
        history=state_history(rows, measured, states),
        levels=level_table(terms, rows, measured, on_scale, level),
    )


def _followed(terms: Terms, signs: Signs, on_scale: OnScale) -> tuple[Alarms, Traced, Memory]:
    """Follow the goals until the monitors begin where their history says that they do.

    A regained value restarts its monitor, and may then be lost and regained again: each round
    settles at least one more of these, and everything before it stays. Only goals whose
    monitors are to begin elsewhere are followed once more.
    """
    shape = on_scale.value.shape
    begins = Begins(restarts=np.zeros(shape, bool), reached=np.zeros(shape, bool))
    alarms, traced = run_monitors(terms, on_scale, begins)
    memory = remember(terms, signs, alarms)
    while True:
        found = Begins(restarts=_at_next(memory.returned), reached=_at_next(memory.was_reached))
        goals = np.flatnonzero(found.differs_from(begins))
        if not len(goals):
            return alarms, traced, memory
        begins = found
        mine = some(terms, goals)
        heard, again = run_monitors(mine, some(on_scale, goals), some(begins, goals))
        put(alarms, goals, heard)
        put(memory, goals, remember(mine, some(signs, goals), heard))
        traced = traced_again(traced, again, goals)


def _at_next(after: Bools) -> Bools:
    """Return for each measurement what was true after the one before it."""
    return np.pad(after, ((0, 0), (1, 0)))
