"""What the areas of an indicator did together: a question, answered from what is kept of it."""

import pandas as pd

from data.answers.reader import Reader
from data.judging import moving_together
from data.judging.movement_row import COLUMNS


def common_movement(reader: Reader, *, indicator_id: str | None = None) -> pd.DataFrame:
    """Return what the areas of each indicator did together in the latest step.

    One row per indicator, category and kind of area with at least ten areas measured in the two
    latest periods: the columns `COLUMNS`. ``fell`` and ``rose`` count the areas that moved by
    at least ``mid`` (by anything where the indicator has none); ``direction`` is "fell" or
    "rose" where `metrics.outcome.together.MOST_OF_THEM` did and no break that concerns all of
    them lies between. Classes have no step and no row. ``alarms`` is whether the common part is
    itself a loss, to be told once, at ``parent_name``; ``follow`` lists the goals whose own
    part, beside the median of the other areas, is smaller than what matters.

    It is kept with each revision. Who may not see all areas, or all values of an indicator, has
    it worked out of those that they see, and so has a revision from before it was kept.
    """
    asked = None if indicator_id is None else [indicator_id]
    if reader.viewer.areas is None and len(reader.rows(_KEPT)):
        kept = _kept(reader, indicator_id)
        hidden = _with_hidden(reader, indicator_id)
        if not hidden:
            return kept
        shown = moving_together.worked_out(reader.rows, indicator_ids=hidden)
        order = ["indicator_id", "definition_version", "category", "kind", "invented"]
        found = pd.concat([kept[~kept["indicator_id"].isin(hidden)], shown])
        return found.sort_values(order, ignore_index=True)
    return moving_together.worked_out(
        reader.rows,
        indicator_ids=asked,
        areas=None if reader.viewer.areas is None else sorted(reader.viewer.areas),
    )


def _kept(reader: Reader, indicator_id: str | None) -> pd.DataFrame:
    rows = reader.rows(
        "SELECT * FROM common_movement_as_of($revision) "
        "WHERE $indicator_id IS NULL OR indicator_id = $indicator_id "
        "ORDER BY indicator_id, definition_version, category, kind, invented",
        indicator_id=indicator_id,
    )
    return rows[list(COLUMNS)].assign(follow=rows["follow"].map(list))


def _with_hidden(reader: Reader, indicator_id: str | None) -> list[str]:
    """Name the indicators some of whose measurements the viewer must not be shown."""
    if reader.viewer.clearance:
        return []
    rows = reader.rows(
        "SELECT DISTINCT indicator_id FROM disclosure_mask "
        "WHERE $revision > 0 AND ($indicator_id IS NULL OR indicator_id = $indicator_id) "
        "ORDER BY indicator_id",
        indicator_id=indicator_id,
    )
    return [str(one) for one in rows["indicator_id"]]


_KEPT = "SELECT 1 FROM common_movement_since WHERE revision_from < $revision"
"""One row where the pinned revision came after it was kept."""
