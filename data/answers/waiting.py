"""What one viewer sees that others do not yet, and what is kept from them."""

from data.answers.reader import Reader
from data.store.store import CURRENT
from data.store.unreleased import waiting_goals


def seen_early(reader: Reader) -> frozenset[str]:
    """Return the goals whose verdicts rest on figures that are not released, but seen here."""
    if not reader.viewer.early:
        return frozenset()
    with reader.cursor() as cursor:
        return waiting_goals(cursor, [(one, CURRENT) for one in reader.viewer.early])


def kept_back(reader: Reader) -> frozenset[str]:
    """Return the goals of which this viewer is told nothing when somebody tries a file.

    They rest on figures of few people, or on such as are not released to the viewer.
    """
    viewer = reader.viewer
    with reader.cursor() as cursor:
        waiting = waiting_goals(cursor, viewer.unreleased)
        few = [] if viewer.clearance else cursor.execute(_OF_FEW).fetchall()
    return waiting | {str(goal_id) for (goal_id,) in few}


_OF_FEW = "SELECT DISTINCT goal_id FROM disclosure_goal"
