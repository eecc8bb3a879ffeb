"""Questions about what was committed, and how each assessment went."""

import pandas as pd

from data.answers.reader import Reader


def all_revisions(reader: Reader) -> pd.DataFrame:
    """What was committed, newest first: the columns of ``revision`` and ``undone_by``."""
    return reader.rows(
        """
        SELECT r.*, u.revision_id AS undone_by FROM revision r
        LEFT JOIN revision u ON u.undoes = r.revision_id AND u.revision_id <= $revision
        WHERE r.revision_id <= $revision ORDER BY r.revision_id DESC
        """
    )


def assessment_runs(reader: Reader) -> pd.DataFrame:
    """Assessment runs up to this revision, newest first: the columns of the table."""
    return reader.rows(
        "SELECT * FROM assessment_run WHERE revision_id <= $revision ORDER BY revision_id DESC"
    )
