"""Works out which measurements must not be shown to whoever has no clearance.

A measurement of few people is hidden, and as many others as are needed so that it cannot be
worked out from what is shown: in nested areas, in categories, and in earlier revisions. The
tables are `disclosure_mask` and `disclosure_goal`; views in the schema `shown` apply them.
"""

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd

from data.judging import moving_together, nesting
from data.judging.nesting import Measured
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.engine.sampling import UNIT_SCALE
from metrics.methods.protection import Counts, protect

_SHARES = {Evidence.SURVEY_SHARE, Evidence.REGISTER_SHARE, Evidence.COMPOSITION}
_FLOWS = {Evidence.SURVEY_SHARE, Evidence.EVENT_RATE}
"""Of which what is counted in a quarter is counted in its year as well."""


def keep(cursor: duckdb.DuckDBPyConnection, revision: int, catalogue: Catalogue) -> None:
    """Work out again what is hidden of the touched indicators, as part of `revision`.

    Touched is what a measurement, an area or a definition was written of since it was last
    worked out. What has been hidden stays so, but where a definition has changed its level.
    """
    through = _through(cursor)
    asked = {"through": through, "current": CURRENT}
    found = moving_together.touched_between(cursor, through + 1, CURRENT - 1)
    if touched := sorted(found & set(catalogue)):
        nested = nesting.areas(cursor)
        moved = bool(cursor.execute(_MOVED, asked).fetchall())
        redefined = {one for (one,) in cursor.execute(_REDEFINED, asked).fetchall()}
        for one in {one for (one,) in cursor.execute(_LOOSENED, asked).fetchall()}:
            cursor.execute(
                "DELETE FROM disclosure_mask WHERE indicator_id = $one", {"one": one}
            )
        for one in touched:
            everything = moved or one in redefined
            _keep(cursor, revision, catalogue[one], nested, through, everything=everything)
        _keep_goals(cursor, revision)
    cursor.execute("UPDATE disclosure_known SET through = $revision", {"revision": revision})


def _through(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("SELECT through FROM disclosure_known").fetchall()[0][0])


_CHANGED = "revision_from > $through OR (revision_to > $through AND revision_to < $current)"

_MOVED = (
    f"SELECT 1 FROM area_relation WHERE {_CHANGED} UNION ALL "  # noqa: S608
    f"SELECT 1 FROM area WHERE {_CHANGED} LIMIT 1"
)

_REDEFINED = f"SELECT DISTINCT indicator_id FROM indicator WHERE {_CHANGED}"  # noqa: S608

_LOOSENED = """
WITH terms AS (
    SELECT indicator_id, revision_from, revision_to,
           CAST(definition ->> '$.smallest_count' AS INTEGER) AS smallest,
           coalesce(CAST(definition ->> '$.hide_zero' AS BOOLEAN), true) AS hide_zero,
           coalesce(CAST(definition -> '$.published' AS VARCHAR), '[]') AS published
    FROM indicator)
SELECT DISTINCT now.indicator_id FROM terms now
JOIN terms old ON old.indicator_id = now.indicator_id AND old.revision_to = now.revision_from
WHERE now.revision_to = $current AND now.revision_from > $through
  AND (now.smallest < old.smallest OR (old.hide_zero AND NOT now.hide_zero)
       OR now.published <> old.published)
"""
"""The indicators of which less is hidden than before: they are worked out from nothing."""


def _keep(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    indicator: Indicator,
    nested: nesting.Areas,
    through: int,
    *,
    everything: bool,
) -> None:
    """Work out the periods of an indicator that something has touched, or all of them.

    A year and its quarters are worked out together.
    """
    if not indicator.smallest_count:
        return
    asked: dict[str, object] = {"indicator_id": indicator.id}
    rows = cursor.execute(_COUNTED, {**asked, "through": through, "current": CURRENT}).df()
    rows = counted(rows, indicator)
    places = rows[["area_id", "category", "period"]].drop_duplicates()
    rows["time"] = rows["period"].map(nesting.together(places.itertuples(index=False)))
    if not everything and len(rows):
        rows = rows[rows.groupby("time")["touched"].transform("any")]
    periods = [_hidden(mine, indicator, nested) for _time, mine in rows.groupby("time")]
    if not any(map(len, periods)):
        return
    new = pd.concat(periods)[["series_id", "period", "observed_from"]]
    cursor.register("hidden_rows", new)
    cursor.execute(
        "INSERT INTO disclosure_mask "
        "SELECT series_id, period, observed_from, $indicator_id, $revision FROM hidden_rows",
        {**asked, "revision": revision},
    )
    cursor.unregister("hidden_rows")


_COUNTED = """
SELECT o.series_id, s.definition_version, s.area_id, s.geo_version, s.category, s.supplier,
       o.period, o.revision_from AS observed_from, o.revision_to AS until, o.value, o.numerator,
       o.denominator, o.n, m.series_id IS NOT NULL AS hidden,
       o.revision_from > $through OR (o.revision_to > $through AND o.revision_to < $current)
           AS touched,
       o.revision_from <= $through AND m.series_id IS NULL AS published
FROM observation o JOIN series s USING (series_id)
LEFT JOIN disclosure_mask m ON m.series_id = o.series_id AND m.period = o.period
     AND m.observed_from = o.revision_from
WHERE s.indicator_id = $indicator_id
"""


def counted(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the rows of an indicator with how many they count.

    ``count``: who are counted, ``others``: those of the denominator who are not (NaN where it
    is no share), ``few``: the answers or the denominator are fewer than may be shown, ``says``:
    whether it says any of it. A share without a numerator has it worked out. What a supplier
    has published itself is left out.
    """
    if indicator.published:
        public = "*" in indicator.published
        rows = rows[~(rows["supplier"].isin(list(indicator.published)) | public)]
    numbers = rows[["value", "numerator", "denominator", "n"]].astype(float)
    asked = numbers["denominator"].fillna(numbers["n"])
    if indicator.evidence in _SHARES:
        whole = UNIT_SCALE.get(indicator.unit, 1.0)
        count = numbers["numerator"].fillna((numbers["value"] / whole * asked).round())
        others = (asked - count).where(asked >= count)
    elif indicator.evidence is Evidence.MEAN:
        count, others = numbers["n"].fillna(numbers["denominator"]), asked * np.nan
    else:
        stock = indicator.evidence is Evidence.STOCK
        count = numbers["numerator"].fillna(numbers["value"] if stock else np.nan)
        others = asked * np.nan
    few = (numbers[["denominator", "n"]] < indicator.smallest_count).any(axis=1)
    says = (count >= 0) | few
    found = rows.assign(count=count, others=others, few=few, asked=asked, says=says)
    return found.reset_index(drop=True)


def _hidden(rows: pd.DataFrame, indicator: Indicator, nested: nesting.Areas) -> pd.DataFrame:
    """Return the rows of periods that belong together to be hidden that are not yet.

    A row that does not say how many it counts is hidden where another one of the same is: it
    may be the same share, from before or from somebody else.
    """
    known, silent = rows[rows["says"]], rows[~rows["says"]]
    if known.empty:
        return known
    gone = _protected(known, indicator, nested)
    places = gone[["area_id", "category", "period"]].drop_duplicates()
    beside = silent.reset_index().merge(places).set_index("index")
    found = pd.concat([gone, silent.loc[beside.index]])
    new: pd.DataFrame = found[~found["hidden"].to_numpy(bool)]
    return new


def _protected(rows: pd.DataFrame, indicator: Indicator, nested: nesting.Areas) -> pd.DataFrame:
    """Return the rows that must not be shown of some periods; all say what they count."""
    said = rows[["area_id", "category", "period", "count", "others"]]
    figures = said.groupby(list(said), dropna=False, sort=False).ngroup().to_numpy()
    size = int(figures.max()) + 1
    first = np.unique(figures, return_index=True)[1]
    flows = indicator.evidence in _FLOWS
    found = nesting.totals(_measured(rows, figures), nested, flows=flows)
    answer = protect(
        [
            Counts(
                numbers=rows["count"].to_numpy(float)[first],
                totals=[*found.nested, *found.divided],
            ),
            Counts(numbers=rows["others"].to_numpy(float)[first], totals=[*found.nested]),
        ],
        smallest=indicator.smallest_count,
        hide_zero=indicator.hide_zero,
        sensitive=_any(rows["few"], figures, size),
        published=_any(rows["published"], figures, size),
        hidden=_any(rows["hidden"], figures, size),
    )
    gone: pd.DataFrame = rows[answer.hidden[figures]]
    return gone


def _any(flags: pd.Series, figures: np.ndarray, size: int) -> np.ndarray:
    """Say of each figure whether any of its rows is marked."""
    return np.bincount(figures, weights=flags.to_numpy(float), minlength=size) > 0


def _measured(rows: pd.DataFrame, figures: np.ndarray) -> Sequence[Measured]:
    names = ["area_id", "category", "definition_version", "supplier", "geo_version", "asked"]
    kept = rows[[*names, "count", "period", "observed_from", "until"]].assign(
        supplier=rows["supplier"].fillna(""), geo_version=rows["geo_version"].fillna("")
    )
    return [
        Measured(figure, *row)
        for figure, row in zip(
            figures.tolist(), kept.itertuples(index=False, name=None), strict=True
        )
    ]


def resting(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Return the goals that rest on a hidden measurement; a cursor's own copies are asked."""
    return frozenset(str(goal_id) for goal_id, _ in cursor.execute(_RESTING).fetchall())


def _keep_goals(cursor: duckdb.DuckDBPyConnection, revision: int) -> None:
    """Keep which goals rest on a hidden measurement."""
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE resting AS {_RESTING}")
    cursor.execute(
        "DELETE FROM disclosure_goal WHERE goal_id NOT IN (SELECT goal_id FROM resting)"
    )
    cursor.execute(
        "UPDATE disclosure_goal SET baseline = r.baseline FROM resting r "
        "WHERE r.goal_id = disclosure_goal.goal_id AND r.baseline <> disclosure_goal.baseline"
    )
    cursor.execute(
        "INSERT INTO disclosure_goal SELECT goal_id, baseline, $revision FROM resting "
        "ANTI JOIN disclosure_goal USING (goal_id)",
        {"revision": revision},
    )
    cursor.execute("DROP TABLE resting")


_RESTING = """
WITH hidden AS (SELECT DISTINCT series_id, period FROM disclosure_mask),
compared AS (
    SELECT DISTINCT c.goal_id FROM goal_comparator c JOIN goal g USING (goal_id)
    JOIN series mine ON mine.series_id = g.series_id
    JOIN series s ON s.area_id = c.area_id AND s.indicator_id = mine.indicator_id
         AND s.category = mine.category
    SEMI JOIN hidden h ON h.series_id = s.series_id)
SELECT goal_id, bool_or(baseline) AS baseline FROM (
    SELECT g.goal_id, coalesce(list_contains(g.baseline_periods, h.period), false) AS baseline
    FROM goal g JOIN hidden h USING (series_id)
    UNION ALL SELECT goal_id, false FROM compared)
GROUP BY ALL
"""
