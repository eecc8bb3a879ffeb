"""Why a goal cannot be judged today, and the last value that is known of it all the same."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from metrics.arrays import Bools, Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.rows import gathered_days
from metrics.outcome.terms import Terms


def last_known(assessed: Assessed) -> Ints:
    """Return the row of the last final value of each goal; -1 where none is known.

    It may have been over when the goal was set: then it is known, and judges nothing.
    """
    judged = assessed.last(assessed.measured.row, -1)
    known = _last_of(assessed, assessed.rows.final & assessed.rows.fine)
    latest: Ints = np.maximum(judged, known)
    return latest


def _last_of(assessed: Assessed, chosen: Bools) -> Ints:
    """Return the last of the `chosen` measurements of each goal; -1 where there is none."""
    row = np.flatnonzero(chosen)
    last = np.full(assessed.terms.number, -1)
    # Rows come oldest first: of several the last stays.
    last[assessed.rows.series[row]] = row
    return last


def trouble_of(assessed: Assessed, known: Ints) -> NDArray[np.object_]:
    """Return why the last final measurement of each goal cannot be judged, or ''.

    `known` are the rows of `last_known`.
    """
    terms = assessed.terms
    latest = _last_of(assessed, assessed.rows.final)
    trouble = np.array(told(assessed, latest, "trouble", "no_observation"), dtype=object)
    today = np.datetime64(assessed.assessed_on, "D")
    ends = gathered_days(assessed.rows.end, known)
    due = terms.target_due
    unmeasured = (today > due + cycle(terms)) & (ends < due)
    early = np.take_along_axis(assessed.on_scale.row, assessed.measured.count[:, None], 1)[:, 0]
    reasons: list[tuple[Bools, NDArray[np.object_] | str]] = [
        (~terms.confirmed, "direction_unconfirmed"),
        (trouble != "", trouble),
        (today > ends + terms.stale_after_days.astype("timedelta64[D]"), "stale"),
        (unmeasured & (gathered_days(assessed.rows.end, early) >= due), "preliminary_at_due"),
        (unmeasured, "not_measured_at_due"),
        (assessed.measured.count == 0, "not_measured_since"),
    ]
    found: NDArray[np.object_] = np.select(
        [condition for condition, _ in reasons],
        [np.asarray(reason, dtype=object) for _, reason in reasons],
        np.array("", dtype=object),
    )
    return found


def cycle(terms: Terms) -> NDArray[np.timedelta64]:
    """Return how long it usually is from one measurement of each goal to the next."""
    return np.round(365.25 / terms.looks_per_year).astype("timedelta64[D]")


def told(assessed: Assessed, row: Ints, column: str, empty: object) -> list[Any]:
    """Return what a column of the measurements says at each row; `empty` at -1."""
    found = np.full(len(row), empty, dtype=object)
    there = row >= 0
    found[there] = np.asarray(assessed.rows.told(column, row[there]), dtype=object)
    answer: list[Any] = found.tolist()
    return answer
