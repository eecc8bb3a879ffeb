"""What the monitor showed of a goal, the noise it was held against, and what it was given."""

import pandas as pd

from data.answers.reader import Reader
from data.judging import assess
from metrics.definition.catalogue import Catalogue


def readings(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return what the monitor showed at every look: the same numbers that decided.

    One row per reference (baseline, target, comparator), side ('' or, for a band, low and high)
    and look, oldest first: the columns of `metrics.outcome.readings.COLUMNS` and ``area_id``.
    Residuals and charts are in units of the noise, and higher is worse. Empty for a goal that
    no engine listens to.
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


def noise(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return the frozen noise that a goal was judged with: one row of ``noise_model``, or none.

    With ``area_id``, and ``frozen_in``, the revision that froze it.
    """
    return reader.visible(
        """
        SELECT n.* EXCLUDE (revision_from, revision_to, brought_by),
               n.revision_from AS frozen_in, s.area_id
        FROM assessment_as_of($revision) v
        JOIN noise_model_as_of($revision) n USING (noise_group)
        JOIN goal_as_of($revision) g USING (goal_id) JOIN series s USING (series_id)
        WHERE v.goal_id = $goal_id
        """,
        goal_id=goal_id,
    )


def inputs(reader: Reader, catalogue: Catalogue, *, goal_id: str) -> assess.Laid | None:
    """Return what `metrics.outcome.decide` was given for a goal, as of the reader's revision.

    The goal as one row, its measurements and the noise of its group; None for a goal that is
    not there or may not be seen. Deciding them again gives the stored verdict.
    """
    goals = reader.visible(
        "SELECT g.goal_id, s.indicator_id, s.area_id FROM goal_as_of($revision) g "
        "JOIN series s USING (series_id) WHERE g.goal_id = $goal_id",
        goal_id=goal_id,
    )
    if goals.empty:
        return None
    with reader.cursor() as cursor:
        return assess.as_given(
            cursor, reader.revision, catalogue, goal_id, str(goals["indicator_id"].iloc[0])
        )


def models(reader: Reader) -> pd.DataFrame:
    """Return every frozen noise model: the columns of ``noise_model`` and ``frozen_in``."""
    return reader.rows(
        """
        SELECT * EXCLUDE (revision_from, revision_to, brought_by), revision_from AS frozen_in
        FROM noise_model_as_of($revision) ORDER BY noise_group
        """
    )
