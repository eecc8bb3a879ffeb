"""Why a goal cannot be judged today, and the last value that is known of it all the same."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Ints
from metrics.outcome.assessed import Assessed


def last_known(assessed: Assessed) -> Ints:
    """Return the row of the last final value of each goal; -1 where none is known.

    It may have been over when the goal was set: then it is known, and judges nothing.
    """
    judged = assessed.last(assessed.measured.row, -1).astype(int)
    given = assessed.measurements
    known = given["final"].to_numpy(bool) & (given["trouble"] == "").to_numpy()
    rows = pd.Series(np.flatnonzero(known)).groupby(given["goal_id"].to_numpy()[known]).max()
    last = rows.reindex(assessed.goals["goal_id"]).fillna(-1).to_numpy(int)
    return np.asarray(np.maximum(judged, last), dtype=np.int64)


def trouble_of(assessed: Assessed, known: Ints) -> NDArray[np.object_]:
    """Return why the last final measurement of each goal cannot be judged, or ''.

    `known` are the rows of `last_known`.
    """
    goals = assessed.goals
    final = assessed.measurements[assessed.measurements["final"].to_numpy(bool)]
    latest = final.drop_duplicates("goal_id", keep="last").set_index("goal_id")
    trouble = latest["trouble"].reindex(goals["goal_id"]).fillna("no_observation")
    today = np.datetime64(assessed.assessed_on, "D")
    ends = _ends(assessed, known)
    due = goals["target_due"].to_numpy("datetime64[D]")
    unmeasured = (today > due + cycle(goals)) & (ends < due)
    early = np.take_along_axis(assessed.on_scale.row, assessed.measured.count[:, None], 1)[:, 0]
    reasons: list[tuple[Bools, NDArray[np.object_] | str]] = [
        (~goals["confirmed"].to_numpy(bool), "direction_unconfirmed"),
        (trouble.to_numpy() != "", trouble.to_numpy(object)),
        (today > ends + goals["stale_after_days"].to_numpy("timedelta64[D]"), "stale"),
        (unmeasured & (_ends(assessed, early) >= due), "preliminary_at_due"),
        (unmeasured, "not_measured_at_due"),
        (assessed.measured.count == 0, "not_measured_since"),
    ]
    found: NDArray[np.object_] = np.select(
        [condition for condition, _ in reasons],
        [np.asarray(reason, dtype=object) for _, reason in reasons],
        np.array("", dtype=object),
    )
    return found


def cycle(goals: pd.DataFrame) -> NDArray[np.timedelta64]:
    """Return how long it usually is from one measurement of each goal to the next."""
    days = (365.25 / goals["looks_per_year"].to_numpy(float)).round()
    return days.astype("timedelta64[D]")


def _ends(assessed: Assessed, row: Ints) -> NDArray[np.datetime64]:
    """Return the last day of each row; NaT where there is none."""
    nothing = np.datetime64("NaT", "D")
    days = np.append(assessed.measurements["period_end"].to_numpy("datetime64[D]"), nothing)
    return days[np.where(row >= 0, row, -1)]
