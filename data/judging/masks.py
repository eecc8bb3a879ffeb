"""Works out which measurements must not be shown to whoever has no clearance.

A measurement of few people is hidden, and as many others as are needed so that it cannot be
worked out from what is shown: in nested areas, in categories, and in earlier revisions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pandas as pd

from data.judging import moving_together, nesting
from data.judging.nesting import Measured
from data.store import private
from data.store.store import CURRENT
from data.store.tables import SERIES_KEY
from data.store.written import written
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.engine.sampling import UNIT_SCALE
from metrics.methods.protection import Counts, protect

_SHARES = {Evidence.SURVEY_SHARE, Evidence.REGISTER_SHARE, Evidence.COMPOSITION}
_FLOWS = {Evidence.SURVEY_SHARE, Evidence.EVENT_RATE}
"""Of which what is counted in a quarter is counted in its year as well."""

_NAMED = (*SERIES_KEY, "period", "observed_from")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masks:
    """What is to be hidden of some indicators and has not been yet.

    `rows`, one per measurement: the columns of `SERIES_KEY`, ``period``, and ``observed_from``,
    the revision that it came with, NaN where that is the one that is being saved. `loosened`
    are those of the indicators that were worked out as if nothing of them had been hidden.
    """

    indicator_ids: frozenset[str] = frozenset()
    loosened: frozenset[str] = frozenset()
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(_NAMED)))

    def of(self, indicator_ids: frozenset[str]) -> "Masks":
        """Return what is to be hidden of those of some indicators."""
        mine = self.rows["indicator_id"].isin(list(indicator_ids))
        return Masks(
            indicator_ids=self.indicator_ids & indicator_ids,
            loosened=self.loosened & indicator_ids,
            rows=self.rows[mine],
        )

    def __add__(self, other: "Masks") -> "Masks":
        """Return both, of different indicators."""
        parts = [each.rows for each in (self, other) if len(each.rows)]
        return Masks(
            indicator_ids=self.indicator_ids | other.indicator_ids,
            loosened=self.loosened | other.loosened,
            rows=pd.concat(parts, ignore_index=True) if parts else self.rows,
        )


def worked_out(cursor: duckdb.DuckDBPyConnection, revision: int, catalogue: Catalogue) -> Masks:
    """Work out what is to be hidden of the indicators that are touched, and hide nothing.

    Touched is what a measurement, an area or a definition was written of since it was last
    worked out. What has been hidden stays so, but where a definition has changed its level.
    Where a change is only tried it is worked out of its own copies. In a store from before it
    was worked out at all there is everything to do: not here, but when something is saved.
    """
    if not _through(cursor) and revision > 1:
        return Masks()
    return of_indicators(cursor, revision, catalogue, since_known(cursor, catalogue))


def still(cursor: duckdb.DuckDBPyConnection, masks: Masks, first: int, last: int) -> Masks:
    """Return what holds of masks though the revisions from `first` to `last` came between.

    Where they touched areas, nothing does: what adds up to what may be another.
    """
    if cursor.execute(_MOVED_BETWEEN, {"first": first, "last": last}).fetchall():
        return Masks()
    hidden = cursor.execute(
        "SELECT DISTINCT indicator_id FROM disclosure_mask WHERE revision_from >= $first",
        {"first": first},
    ).fetchall()
    touched = moving_together.touched_between(cursor, first, last)
    return masks.of(masks.indicator_ids - touched - {str(one) for (one,) in hidden})


def since_known(cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> frozenset[str]:
    """Name the indicators that are touched since it was last worked out."""
    found = moving_together.touched_between(cursor, _through(cursor) + 1, CURRENT - 1)
    return found & frozenset(catalogue)


def of_indicators(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    touched: frozenset[str],
) -> Masks:
    """Work out what is to be hidden of some indicators that are touched: see `worked_out`."""
    since = {"through": _through(cursor), "current": CURRENT}
    if not any(catalogue[one].smallest_count for one in touched):
        if not written(cursor, ["indicator"], since["through"] + 1, CURRENT - 1):
            return Masks(indicator_ids=touched)
        return Masks(indicator_ids=touched, loosened=touched & _named(cursor, _LOOSENED, since))
    everywhere = bool(cursor.execute(_MOVED, since).fetchall())
    redefined, loosened = (
        _named(cursor, sql, since) & touched for sql in (_REDEFINED, _LOOSENED)
    )
    nested = nesting.areas(cursor)
    found = [
        _hidden_of(
            _rows(cursor, catalogue[one], since, anew=one in loosened),
            catalogue[one],
            nested,
            everything=everywhere or one in redefined,
        )
        for one in sorted(touched)
        if catalogue[one].smallest_count
    ]
    rows = pd.concat(found, ignore_index=True)
    own = rows["observed_from"] == revision
    rows = rows.assign(observed_from=rows["observed_from"].where(~own).astype(float))
    return Masks(indicator_ids=touched, loosened=loosened, rows=rows)


def _through(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("SELECT through FROM disclosure_known").fetchall()[0][0])


def _named(
    cursor: duckdb.DuckDBPyConnection, sql: str, since: Mapping[str, int]
) -> frozenset[str]:
    return frozenset(str(one) for (one,) in cursor.execute(sql, since).fetchall())


_CHANGED = "revision_from > $through OR (revision_to > $through AND revision_to < $current)"

_MOVED = (
    f"SELECT 1 FROM area_relation WHERE {_CHANGED} UNION ALL "  # noqa: S608
    f"SELECT 1 FROM area WHERE {_CHANGED} LIMIT 1"
)

_MOVED_BETWEEN = """
SELECT 1 FROM (SELECT revision_from, revision_to FROM area_relation
               UNION ALL SELECT revision_from, revision_to FROM area)
WHERE revision_from BETWEEN $first AND $last OR revision_to BETWEEN $first AND $last LIMIT 1
"""

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


def _rows(
    cursor: duckdb.DuckDBPyConnection,
    indicator: Indicator,
    since: Mapping[str, int],
    *,
    anew: bool,
) -> pd.DataFrame:
    """Return what any revision has said of an indicator; `anew` as if nothing was hidden."""
    asked = {**since, "indicator_id": indicator.id, "anew": anew}
    everything = private.every_observation(cursor)
    rows = cursor.execute(_COUNTED.replace("{observation}", everything), asked).df()
    return counted(rows, indicator)


def _hidden_of(
    rows: pd.DataFrame, indicator: Indicator, nested: nesting.Areas, *, everything: bool
) -> pd.DataFrame:
    """Return what is to be hidden of the periods that something has touched, or of all.

    A year and its quarters are worked out together.
    """
    places = rows[["area_id", "category", "period"]].drop_duplicates()
    time = rows["period"].map(nesting.together(places.itertuples(index=False)))
    if not everything and len(rows):
        touched = rows["touched"].groupby(time).transform("any")
        rows, time = rows[touched], time[touched]
    periods = [_hidden(mine, indicator, nested) for _time, mine in rows.groupby(time)]
    return pd.concat([rows.head(0), *periods])[list(_NAMED)]


_COUNTED = """
SELECT o.series_id, s.indicator_id, s.definition_version, s.area_id, s.geo_version, s.category,
       s.supplier,
       o.period, o.revision_from AS observed_from, o.revision_to AS until, o.value, o.numerator,
       o.denominator, o.n, m.series_id IS NOT NULL AS hidden,
       o.revision_from > $through OR (o.revision_to > $through AND o.revision_to < $current)
           AS touched,
       o.revision_from <= $through AND m.series_id IS NULL AS published
FROM {observation} o JOIN series s USING (series_id)
LEFT JOIN disclosure_mask m ON m.series_id = o.series_id AND m.period = o.period
     AND m.observed_from = o.revision_from AND NOT $anew
WHERE s.indicator_id = $indicator_id
"""


def counted(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the rows of an indicator with how many they count.

    ``count``: who are counted, ``others``: those of the denominator who are not (NaN where it
    is no share), ``few``: the answers, or those who are asked, are fewer than may be shown,
    ``says``: whether it says any of it. Of a value, what it is counted of and of how many, the
    third is worked out of two as anybody would. What a supplier has published itself is left
    out.
    """
    if indicator.published:
        public = "*" in indicator.published
        rows = rows[~(rows["supplier"].isin(list(indicator.published)) | public)]
    numbers = rows[["value", "numerator", "denominator", "n"]].astype(float)
    whole = UNIT_SCALE.get(indicator.unit, 1.0)
    asked = _asked(numbers, indicator, whole)
    none = asked * np.nan
    few = (numbers[["denominator", "n"]] < indicator.smallest_count).any(axis=1)
    if indicator.evidence in _SHARES:
        count = numbers["numerator"].fillna((numbers["value"] / whole * asked).round())
        others = (asked - count).where(asked >= count)
        few |= _few_answers(numbers, indicator, whole)
    elif indicator.evidence is Evidence.MEAN:
        count, others = numbers["n"].fillna(asked), none
    elif indicator.evidence is Evidence.EVENT_RATE:
        count = numbers["numerator"].fillna((numbers["value"] / whole * asked).round())
        others = none
    else:
        stock = indicator.evidence is Evidence.STOCK
        count, others = numbers["numerator"].fillna(numbers["value"] if stock else none), none
    says = (count >= 0) | few
    found = rows.assign(count=count, others=others, few=few, asked=asked, says=says)
    return found.reset_index(drop=True)


def _asked(numbers: pd.DataFrame, indicator: Indicator, whole: float) -> pd.Series:
    """Return of how many a value is: as it says, or from the value and what was counted."""
    said = numbers["denominator"].fillna(numbers["n"])
    one = whole if indicator.evidence is not Evidence.MEAN else 1.0
    divided = (
        one * numbers["numerator"] / numbers["value"].where(numbers["value"] != 0)
    ).round()
    asked: pd.Series = said.fillna(divided)
    return asked


def _few_answers(numbers: pd.DataFrame, indicator: Indicator, whole: float) -> pd.Series:
    """Say where few of those who answered said one thing, however many they stand for."""
    said = (numbers["value"] / whole * numbers["n"]).round()
    least = said.clip(upper=numbers["n"] - said)
    return (least < indicator.smallest_count) & (indicator.hide_zero | (least > 0))


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
    counts = [
        Counts(
            numbers=rows["count"].to_numpy(float)[first],
            totals=[*found.nested, *found.divided],
        ),
        Counts(numbers=rows["others"].to_numpy(float)[first], totals=[*found.nested]),
    ]
    known, wider = None, _any(rows["hidden"], figures, size)
    while known is None or not np.array_equal(known, wider):
        known = protect(
            counts,
            smallest=indicator.smallest_count,
            hide_zero=indicator.hide_zero,
            sensitive=_any(rows["few"], figures, size),
            published=_any(rows["published"], figures, size),
            hidden=wider,
        ).hidden
        wider = known | _nearly_said(said.iloc[first], known, indicator.smallest_count)
    gone: pd.DataFrame = rows[known[figures]]
    return gone


def _nearly_said(figures: pd.DataFrame, hidden: np.ndarray, smallest: int) -> np.ndarray:
    """Say which figures tell nearly what a hidden one of the same place and period says.

    It may be another supplier's, of another definition version, or what was corrected.
    """
    told = np.zeros(len(figures), dtype=bool)
    places = figures.groupby(["area_id", "category", "period"], sort=False).ngroup().to_numpy()
    both = np.intersect1d(places[hidden], places[~hidden])
    numbers = figures[["count", "others"]].to_numpy(float)
    for place in both:
        mine = places == place
        apart = np.abs(numbers[mine & ~hidden][:, None] - numbers[mine & hidden][None])
        told[mine & ~hidden] = (apart < smallest).any(axis=(1, 2))
    return told


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
