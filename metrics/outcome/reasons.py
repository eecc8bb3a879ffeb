"""What a state rests on: the code that a sentence is chosen by."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.decision_table import Lost
from metrics.outcome.distances import badness
from metrics.outcome.progress import beyond_chance
from metrics.outcome.rows import flags
from metrics.outcome.state import State
from metrics.outcome.trouble import told


def reasons(
    assessed: Assessed,
    state: NDArray[np.object_],
    trouble: NDArray[np.object_],
    preliminary: Bools,
) -> NDArray[np.object_]:
    """Return the code of what a state rests on, or ''."""
    return first_of(
        [
            (state == State.NO_EVIDENCE, trouble),
            (state == State.BREAK, _broken_by(assessed)),
            (state == State.TOO_EARLY, "before_effect"),
            (state == State.WATCH, _watched_for(assessed, preliminary)),
            (state == State.CANNOT_TELL, _blinded_by(assessed)),
            (state == State.UNCHANGED, _unchanged_because(assessed)),
            (
                state == State.REGAINED,
                first_of([(_came_late(assessed), "came_late")], otherwise=""),
            ),
            (state == State.REACHED, first_of(_worse_lately(assessed)[:1], otherwise="")),
            (state == State.HOLDS, _kept_for(assessed)),
        ],
        otherwise="",
    )


def _watched_for(assessed: Assessed, preliminary: Bools) -> NDArray[np.object_]:
    """Return what a watch is for: what is below its baseline before what is short of others."""
    history = assessed.history
    dips = assessed.last_is(assessed.measured.expected_dip)
    below = assessed.last_is(history.signs.below_once)
    lately = assessed.last_is(history.signs.below_lately)
    below |= lately & assessed.last_is(assessed.alarms.baseline.watch)
    sudden = assessed.last_is(history.memory.sudden)
    apart = assessed.last_is(history.signs.behind_once)
    apart &= assessed.exact | assessed.last_is(assessed.alarms.comparator.lost)
    compared = assessed.terms.compared
    table: list[tuple[Bools, str | NDArray[np.object_]]] = [
        (preliminary, "preliminary"),
        (dips, "expected_dip"),
        (_kept(assessed), "fell_after_due"),
        (sudden, "sudden"),
        (below, "alarm"),
        (apart & compared, "behind"),
    ]
    return first_of(table, otherwise="short_of_target")


def _unchanged_because(assessed: Assessed) -> NDArray[np.object_]:
    """Return what is known of a value that has neither been lost nor come to its target."""
    signs = assessed.history.signs
    at_target, gained, below, back, past = (
        assessed.last_is(sign)
        for sign in (
            *(signs.at_target, signs.gained, signs.below_once),
            *(signs.fallen_back, signs.past_target),
        )
    )
    # After the due date nothing is on its way to be there in time.
    gained &= ~assessed.last_is(signs.past_due)
    return first_of(
        [
            (at_target, "once_at_target"),
            *_worse_lately(assessed),
            (below, "below_without_alarm"),
            (past, "past_target"),
            (back, "fallen_back"),
            (gained, "too_slow"),
        ],
        otherwise="not_moved",
    )


def _kept_for(assessed: Assessed) -> NDArray[np.object_]:
    """Return whether a promise to hold was kept when it was due, or is kept so far."""
    return first_of(
        [(_kept(assessed), "held_until_due"), *_worse_lately(assessed)], otherwise=""
    )


def _worse_lately(assessed: Assessed) -> list[tuple[Bools, str]]:
    """Return which are worse by more than a measurement usually varies, without an alarm."""
    signs, at = assessed.history.signs, assessed.measured.count[:, None]
    beyond = assessed.last_is(signs.below_chance)
    again = beyond & assessed.last_is(signs.below_twice)
    far = beyond_chance(assessed.on_scale.against.worsening, assessed.on_scale)
    early = preliminary_fall(assessed)[0] & np.take_along_axis(far, at, 1)[:, 0]
    return [(early, "worse_preliminary"), (again, "worse_twice"), (beyond, "worse_once")]


def preliminary_fall(assessed: Assessed) -> tuple[Bools, Ints]:
    """Return which goals have a preliminary value worse by what matters, and each one's row."""
    terms, on_scale = assessed.terms, assessed.on_scale
    at = assessed.measured.count[:, None]
    row = np.take_along_axis(on_scale.row, at, 1)[:, 0]
    blocked = flags(assessed.rows.change_blocked, row)
    value = np.take_along_axis(on_scale.adjusted, at, 1)
    baseline = badness(terms.baseline_value[:, None], terms)
    worsening = (badness(value, terms) - baseline)[:, 0]
    fallen: Bools = (row >= 0) & ~blocked & (worsening >= terms.mid)
    return fallen, row


def _came_late(assessed: Assessed) -> Bools:
    """Return what had never been at its target when it missed its day, and was last lost so."""
    memory = assessed.history.memory
    due = memory.lost == Lost.DUE
    columns = np.arange(due.shape[1])
    last = np.where(memory.lost != Lost.NOT, columns, -1).max(axis=1)
    at_last = np.take_along_axis(due, np.maximum(last, 0)[:, None], 1)[:, 0] & (last >= 0)
    before = (memory.was_reached & (columns < due.argmax(axis=1)[:, None])).any(axis=1)
    late: Bools = at_last & ~before
    return late


def _kept(assessed: Assessed) -> Bools:
    """Return which promises to hold were kept when they were due."""
    return assessed.last_is(assessed.history.memory.kept)


def _blinded_by(assessed: Assessed) -> NDArray[np.object_]:
    """Return why a series cannot tell a loss from chance."""
    sampled = ~assessed.exact
    return first_of(
        [
            (np.isnan(assessed.terms.mid), "no_mid"),
            (assessed.measured.monitored.sum(axis=1) < 2, "few_measurements"),
            (sampled & ~assessed.on_scale.season_known, "no_season"),
            (sampled & ~assessed.on_scale.noise_known, "no_noise"),
        ],
        otherwise="insensitive",
    )


def _broken_by(assessed: Assessed) -> NDArray[np.object_]:
    """Return the kind of break between the reference and the last measurement, or ''."""
    row = assessed.last(assessed.measured.row, -1)
    kinds = np.array(told(assessed, row, "break_kind", ""), dtype=object)
    redefined = assessed.terms.redefined
    named: NDArray[np.object_] = np.where(redefined & (kinds == ""), "definition", kinds)
    return named


def first_of(
    table: Sequence[tuple[Bools, str | NDArray[np.object_]]],
    *,
    otherwise: str | NDArray[np.object_],
) -> NDArray[np.object_]:
    """Return for each goal what belongs to the first condition that holds."""
    found: NDArray[np.object_] = np.select(
        [condition for condition, _ in table],
        [np.asarray(one, dtype=object) for _, one in table],
        np.asarray(otherwise, dtype=object),
    )
    return found
