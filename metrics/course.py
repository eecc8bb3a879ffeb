"""What a goal's state was after each measurement, had it been decided then by today's rule."""

import pandas as pd

from metrics.outcome import decide

COLUMNS = ("goal_id", "period", "period_start", "period_end", "state")
"""What `course` answers with, one row per goal and measurement."""


def course(
    goals: pd.DataFrame, measurements: pd.DataFrame, *, noise: pd.DataFrame
) -> pd.DataFrame:
    """Return the state of every goal after each of its usable measurements, oldest first.

    `goals`, `measurements` and `noise` are those of `metrics.outcome.decide`. One row per goal
    and usable measurement: ``goal_id``, ``period``, ``period_start``, ``period_end`` and
    ``state``, which is '' while the reference was being measured. Every state is decided on
    the measurements up to then and on the last day of the period, so that nothing is stale and
    no later measurement is known.
    """
    usable = measurements[measurements["usable"].to_numpy(bool)]
    usable = usable.sort_values(["goal_id", "period_end"], kind="stable").reset_index(drop=True)
    told = usable[list(COLUMNS[:-1])]
    asked = usable.index[~usable["in_baseline"].to_numpy(bool)]
    states = pd.Series("", index=usable.index, dtype=object)
    for day, looks in usable.loc[asked].groupby("period_end"):
        then = measurements[measurements["period_end"] <= day]
        mine = goals[goals["goal_id"].isin(looks["goal_id"])]
        found = decide(
            mine.assign(redefined=False),
            then[then["goal_id"].isin(mine["goal_id"])],
            assessed_on=pd.Timestamp(str(day)).date(),
            noise=noise,
        ).set_index("goal_id")["state"]
        states[looks.index] = looks["goal_id"].map(found).to_numpy(object)
    return told.assign(state=states)
