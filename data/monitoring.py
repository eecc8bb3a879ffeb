"""What the monitor showed of a goal, the noise it was held against, and what it was given."""

import pandas as pd

from data.reader import Reader


def readings(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """Return what the monitor showed at every look: the same numbers that decided.

    One row per reference (baseline, target, comparator), side ('' or, for a band, low and
    high) and look, oldest first: the columns of `metrics.readings.COLUMNS` and ``area_id``.
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


def models(reader: Reader) -> pd.DataFrame:
    """Return every frozen noise model: the columns of ``noise_model`` and ``frozen_in``."""
    return reader.ask(
        """
        SELECT * EXCLUDE (revision_from, revision_to, brought_by), revision_from AS frozen_in
        FROM noise_model_as_of($revision) ORDER BY noise_group
        """
    )
