"""What the monitor showed of a goal, and what it was given."""

import pandas as pd

from data.answers.reader import Reader
from data.judging.inputs import Inputs, as_given
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


def readings(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return what the monitor showed of every measurement: the same numbers that decided.

    One row per reference (baseline, target, comparator), side ('' or, for a band, low and high)
    and measurement, oldest first: the columns of `metrics.outcome.readings.COLUMNS` and
    ``area_id``. Residuals and charts are in units of the noise, and higher is worse. Empty for
    a goal that is not monitored.
    """
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
        "SELECT g.goal_id, s.area_id FROM goal_as_of($revision) g "
        "JOIN series s USING (series_id) WHERE g.goal_id = $goal_id",
        goal_id=goal_id,
    )
    if goals.empty:
        return None
    with reader.cursor() as cursor:
        return as_given(cursor, reader.revision, catalogue, goal_id)


def given(reader: Reader, *, indicator: Indicator, goal_id: str) -> Inputs | None:
    """Return the `inputs` of a goal of an indicator, as one question that can be kept."""
    return inputs(reader, Catalogue([indicator]), goal_id=goal_id)
