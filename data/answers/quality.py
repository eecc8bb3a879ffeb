"""How good the figures of an indicator are: how many, how many missing, how many answers."""

import pandas as pd

from data.answers.reader import Reader


def quality(reader: Reader, *, indicator_id: str) -> pd.DataFrame:
    """Describe each series of an indicator by what it holds.

    One row per series, by area name: ``series_id``, ``area_id``, ``invented``, ``category``,
    ``measurements`` (rows, with or without a value), ``missing`` and ``suppressed`` (rows
    without a value, by reason; not applicable is neither), ``preliminary``, ``inferred``,
    ``n_low`` and ``n_high`` (answers behind a value, NA where files do not say),
    ``first_period``, ``last_period`` and ``last_end`` (date).
    """
    return reader.visible(
        """
        SELECT s.series_id, s.area_id, coalesce(a.invented, false) AS invented, s.category,
               count(*) AS measurements,
               count(*) FILTER (o.missing_reason = 'missing') AS missing,
               count(*) FILTER (o.missing_reason IN ('suppressed', 'few_people')) AS suppressed,
               count(*) FILTER (o.status = 'preliminary') AS preliminary,
               count(*) FILTER (o.evidence = 'inferred') AS inferred,
               min(o.n) AS n_low, max(o.n) AS n_high,
               arg_min(o.period, o.period_start) AS first_period,
               arg_max(o.period, o.period_end) AS last_period,
               max(o.period_end) AS last_end
        FROM observation_as_of($revision) o JOIN series s USING (series_id)
        LEFT JOIN area_as_of($revision) a USING (area_id)
        WHERE s.indicator_id = $indicator_id
        GROUP BY ALL ORDER BY min(a.name) COLLATE sv, s.series_id
        """,
        indicator_id=indicator_id,
    )
