"""What the monitor showed of a goal, and what it was given."""

import pandas as pd

from data.answers.reader import Reader
from data.judging.inputs import Inputs, as_given
from data.store.noted import of_goals, of_indicators, of_what_brought_it
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator
from metrics.outcome.onsets import COLUMNS, seen_by_onset


def readings(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return what the monitor showed of every measurement: the same numbers that decided.

    One row per reference (baseline, target, comparator), side ('' or, for a band, low and high)
    and measurement, oldest first: the columns of `metrics.outcome.readings.COLUMNS` and
    ``area_id``. Residuals and charts are in units of the noise, and higher is worse. Empty for
    a goal that is not monitored.
    """
    with of_goals([goal_id]):
        return reader.visible(
            """
            SELECT m.* EXCLUDE (revision_from, revision_to, brought_by), s.area_id
            FROM monitor_reading_as_of($revision) m
            JOIN goal_as_of($revision) g USING (goal_id) JOIN series s USING (series_id)
            WHERE m.goal_id = $goal_id ORDER BY m.reference, m.side, m.period_end
            """,
            goal_id=goal_id,
        )


def inputs(reader: Reader, catalogue: Catalogue, *, goal_id: str) -> Inputs | None:
    """Return what `metrics.decide` was given for a goal, as of the reader's revision.

    The goal as one row, its measurements and the noise of its group; None for a goal that is
    not there or may not be seen. Deciding them again gives the stored verdict.
    """
    goals = reader.visible(
        "SELECT g.goal_id, s.area_id, s.indicator_id FROM goal_as_of($revision) g "
        "JOIN series s USING (series_id) WHERE g.goal_id = $goal_id",
        goal_id=goal_id,
    )
    if goals.empty:
        return None
    measured, brought = of_indicators(goals["indicator_id"]), of_what_brought_it()
    with measured, brought, reader.cursor() as cursor:
        return as_given(cursor, reader.revision, catalogue, goal_id)


def of_goal(reader: Reader, *, indicator: Indicator, goal_id: str) -> Inputs | None:
    """Return the `inputs` of a goal on an indicator: what several things are drawn of."""
    return inputs(reader, Catalogue([indicator]), goal_id=goal_id)


def seen_from(reader: Reader, *, indicator: Indicator, goal_id: str) -> pd.DataFrame:
    """Return the smallest worsening that a goal would have shown, by when it began.

    One row per monitored measurement: see `metrics.outcome.onsets.COLUMNS`. No row for a goal
    that is not there or may not be seen.
    """
    given = reader.ask(of_goal, indicator=indicator, goal_id=goal_id)
    if given is None:
        return pd.DataFrame(columns=list(COLUMNS))
    return seen_by_onset(given.goals, given.measurements, noise=given.noise)
