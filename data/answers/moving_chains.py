"""Studies of what one new home set in motion: registered vacancy chains."""

import pandas as pd

from data.answers.reader import Reader


def studies(reader: Reader, *, area_id: str) -> pd.DataFrame:
    """The registered chains of every study of an area, step by step.

    One row per study, chain and step, in that order: ``study_id``, ``title``, ``chain_id``,
    ``step``, ``from_segment`` (where the vacancy stood), ``to_segment`` (where the next one
    did, '' where the chain ends), ``tenure`` and ``low_income`` of ``from_segment`` ('' and
    NA where not said), ``weight``, ``source``, ``area_id``.
    """
    return reader.visible(
        """
        SELECT * EXCLUDE (revision_from, revision_to, brought_by)
        FROM moving_chain_step_as_of($revision) WHERE area_id = $area_id
        ORDER BY title COLLATE sv, study_id, chain_id, step
        """,
        area_id=area_id,
    )
