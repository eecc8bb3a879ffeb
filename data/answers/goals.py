"""Questions about goals and their verdicts."""

import pandas as pd

from data.answers.reader import Reader
from data.store.noted import of_goals


def all_goals(reader: Reader) -> pd.DataFrame:
    """Every visible goal with its verdict, by area name and then by indicator.

    One row per goal: the columns of ``goal``, but as ``baseline_value`` the level that the
    verdict is against; its series' ``indicator_id``, ``definition_version``, ``area_id``,
    ``geo_version``, ``category``; ``area_name``, ``area_name_en``, ``invented``;
    ``document``, ``document_url``; and the columns of ``assessment`` (``state``, ``since``,
    ``last_period``, ``value``, ...).
    """
    return reader.many(_GOALS, ids=None)


def some_goals(
    reader: Reader,
    *,
    goal_id: str | None = None,
    series_id: int | None = None,
    area_id: str | None = None,
) -> pd.DataFrame:
    """The rows of `all_goals` with an id, of a series or of an area, in its order.

    A verdict on any other goal leaves them as they are.
    """
    found = reader.rows(_SOME, goal_id=goal_id, series_id=series_id, area_id=area_id)
    ids = found["goal_id"].tolist()
    with of_goals(ids):
        return reader.visible(_GOALS, ids=ids)


def verdicts_since(reader: Reader, *, earlier: int) -> pd.DataFrame:
    """Goals whose state is another than at revision `earlier`.

    One row per goal: ``goal_id``, ``title``, ``title_en``, ``area_id``, ``area_name``,
    ``area_name_en``, ``invented``, ``indicator_id``, ``category``, ``before`` (NULL when it is
    new), ``after``, and ``asks_anew``: whether it asks for something else than it did.
    """
    return reader.visible(_VERDICTS_SINCE, earlier=earlier)


def earlier_promises(reader: Reader, *, goal_id: str) -> pd.DataFrame:
    """What a goal asked for before it was changed, the latest change first.

    One row per change that stands: ``form``, ``target_low``, ``target_high``,
    ``target_classes``, ``target_due`` and ``baseline_value`` as they were, ``changed_at``, and
    the ``state`` it had then (NULL where it had none).
    """
    with of_goals([goal_id]):
        return reader.visible(_EARLIER_PROMISES, goal_id=goal_id)


_GOALS = """
SELECT g.* EXCLUDE (revision_from, revision_to, brought_by)
           REPLACE (CASE WHEN g.baseline_value IS NOT NULL
                    THEN coalesce(v.baseline_level, g.baseline_value) END AS baseline_value),
       s.indicator_id, s.definition_version, s.area_id, s.geo_version, s.category,
       a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
       d.title AS document, d.url AS document_url,
       v.* EXCLUDE (goal_id, goal_version, reason, baseline_level, revision_from, revision_to,
                    brought_by),
       v.reason AS verdict_reason, v.revision_from AS verdict_revision
FROM goal_as_of($revision) g
JOIN series s USING (series_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN document_as_of($revision) d USING (document_id)
LEFT JOIN assessment_as_of($revision) v USING (goal_id)
WHERE $ids IS NULL OR list_contains($ids, g.goal_id)
ORDER BY a.name COLLATE sv, s.indicator_id, s.category, g.goal_id
"""

_SOME = """
SELECT g.goal_id FROM goal_as_of($revision) g JOIN series s USING (series_id)
WHERE ($goal_id IS NULL OR g.goal_id = $goal_id)
  AND ($series_id IS NULL OR g.series_id = $series_id)
  AND ($area_id IS NULL OR s.area_id = $area_id)
"""


_VERDICTS_SINCE = """
SELECT now.goal_id, g.title, g.title_en, s.area_id, a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented, s.indicator_id,
       s.category, before.state AS before, now.state AS after,
       old.goal_id IS NOT NULL
       AND row(old.form, old.target_low, old.target_high, old.target_classes, old.target_due)
           IS DISTINCT FROM
           row(g.form, g.target_low, g.target_high, g.target_classes, g.target_due)
           AS asks_anew
FROM assessment_as_of($revision) now
JOIN goal_as_of($revision) g USING (goal_id)
JOIN series s USING (series_id)
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN assessment_as_of($earlier) before USING (goal_id)
LEFT JOIN goal_as_of($earlier) old USING (goal_id)
WHERE now.state IS DISTINCT FROM before.state
ORDER BY a.name COLLATE sv, now.goal_id
"""


_EARLIER_PROMISES = """
SELECT s.area_id, old.form, old.target_low, old.target_high, old.target_classes,
       old.target_due, old.baseline_value, r.committed_at AS changed_at, v.state
FROM goal old
JOIN goal_as_of($revision) g USING (goal_id)
JOIN series s ON s.series_id = g.series_id
JOIN revision r ON r.revision_id = old.revision_to
LEFT JOIN assessment v ON v.goal_id = old.goal_id
     AND v.revision_from < old.revision_to AND v.revision_to >= old.revision_to
WHERE old.goal_id = $goal_id AND old.revision_to <= $revision AND r.kind <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM revision u
                  WHERE u.undoes = r.revision_id AND u.revision_id <= $revision)
  AND old.revision_from < old.revision_to
  AND row(old.form, old.target_low, old.target_high, old.target_classes, old.target_due)
      IS DISTINCT FROM
      row(g.form, g.target_low, g.target_high, g.target_classes, g.target_due)
ORDER BY old.revision_to DESC
"""
