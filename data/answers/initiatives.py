"""What money was put into, what it is held to, and what is assumed about its worth."""

import pandas as pd

from data.answers.goals import all_goals
from data.answers.reader import Reader


def initiatives(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """Every visible initiative, or those of one area, in alphabetical order.

    One row per initiative: the columns of ``initiative`` (``amount`` and ``loan_amount`` in
    ``currency``, NaN where not known; ``loan_share`` in percent), ``area_name``,
    ``area_name_en`` and ``invented`` (bool).
    """
    return reader.visible(
        """
        SELECT i.* EXCLUDE (revision_from, revision_to, brought_by), a.name AS area_name,
               a.name_en AS area_name_en, coalesce(a.invented, false) AS invented
        FROM initiative_as_of($revision) i
        LEFT JOIN area_as_of($revision) a USING (area_id)
        WHERE $area_id IS NULL OR i.area_id = $area_id
        ORDER BY i.title COLLATE sv, i.initiative_id
        """,
        area_id=area_id,
    )


def goals_of(reader: Reader, *, initiative_id: str) -> pd.DataFrame:
    """The goals an initiative is held to, with baseline, value now, interval and verdict.

    One row per goal with the columns of `data.answers.goals.all_goals`, in its order.
    """
    linked = reader.rows(
        "SELECT goal_id FROM initiative_goal_as_of($revision) "
        "WHERE initiative_id = $initiative_id AND goal_id <> ''",
        initiative_id=initiative_id,
    )
    goals = reader.ask(all_goals)
    return goals[goals["goal_id"].isin(linked["goal_id"])].reset_index(drop=True)


def indicators_of(reader: Reader, *, initiative_id: str) -> pd.DataFrame:
    """What an initiative is to be followed by, whether there are figures or not.

    One row per indicator and category in the initiative's area: ``indicator_id``,
    ``category`` ('' for the total) and ``area_id``.
    """
    return reader.visible(
        """
        SELECT l.indicator_id, l.category, i.area_id
        FROM initiative_indicator_as_of($revision) l
        JOIN initiative_as_of($revision) i USING (initiative_id)
        WHERE l.initiative_id = $initiative_id AND l.indicator_id <> ''
        ORDER BY l.indicator_id, l.category
        """,
        initiative_id=initiative_id,
    )


def parameters(reader: Reader, *, initiative_id: str) -> pd.DataFrame:
    """The assumptions behind the valuation of an initiative, by outcome.

    One row per outcome and name: ``outcome`` ('' for all), ``name``, ``value``, ``low`` and
    ``high`` (NaN without a range), ``shape``, ``unit`` (percent, years, a currency, or what
    is counted) and ``source``. Shares and rates are in percent.
    """
    return reader.visible(
        """
        SELECT p.* EXCLUDE (revision_from, revision_to, brought_by), i.area_id
        FROM valuation_parameter_as_of($revision) p
        JOIN initiative_as_of($revision) i USING (initiative_id)
        WHERE p.initiative_id = $initiative_id
        ORDER BY p.outcome COLLATE sv, p.name
        """,
        initiative_id=initiative_id,
    )
