"""Series without a goal that move beside the others: which they are, and the ways on."""

from collections import Counter
from typing import Any

import pandas as pd

from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.series import picking, view
from dashboard.text.language import translator
from data.answers.series import series_of
from data.judging.on_the_move import on_the_move
from metrics.definition.indicator import Evidence, Indicator

SIX = 6
"""Series that are shown: they fill two rows of three, and a phone is scrolled past them."""

_OF_ONE = 2
"""At most so many of one place, and of one indicator."""

_WITHOUT_MEAN = {Evidence.STOCK, Evidence.ORDINAL, Evidence.BINARY, Evidence.COMPOSITION}
"""Numbers of something, classes and parts of a whole have no comparator to move against."""

_MOST_SERIES = 20_000
"""Of more series nobody is told which six move most: all of them would be read."""

_AT_ONCE, _SERIES_AT_ONCE = 8, 1_000
"""So many indicators are asked of at once, if they have no more series than this together."""


@finished
def every(training: bool) -> pd.DataFrame | None:
    """Return the series that have moved furthest, of each indicator; None where none has.

    See `data.judging.on_the_move.on_the_move`.
    """
    catalogue = loaders.catalogue()
    followed = picking.followed(training)
    if followed["series"].sum() > _MOST_SERIES:
        return None
    known = followed["indicator_id"].map(lambda one: catalogue[one].evidence)
    series = (
        followed[~known.isin(_WITHOUT_MEAN)].groupby("indicator_id", sort=False)["series"].sum()
    )
    answers = [
        loaders.ask(on_the_move, indicator_ids=some, invented=training)
        for some in _asked_at_once(series)
    ]
    rows = [one for one in answers if len(one)]
    return pd.concat(rows, ignore_index=True) if rows else None


def _asked_at_once(series: pd.Series) -> list[tuple[str, ...]]:
    """Divide indicators, with their numbers of series, into those that are asked at once.

    Each question has its price, and is asked again when any of its indicators has changed.
    """
    asked: list[tuple[str, ...]] = [()]
    together = 0
    for indicator_id, number in series.items():
        if len(asked[-1]) == _AT_ONCE or together + number > _SERIES_AT_ONCE:
            asked.append(())
            together = 0
        asked[-1] += (str(indicator_id),)
        together += number
    return [some for some in asked if some]


def chosen(rows: pd.DataFrame, most: int = SIX) -> list[dict[str, Any]]:
    """Choose rows, furthest first, with at most two of one place and of one indicator.

    `rows` has ``area_id``, ``indicator_id`` and ``apart``.
    """
    places: Counter[str] = Counter()
    indicators: Counter[str] = Counter()
    found: list[dict[str, Any]] = []
    ordered = rows.sort_values("apart", key=abs, ascending=False, kind="stable")
    for row in ordered.to_dict("records"):
        area_id, indicator_id = str(row["area_id"]), str(row["indicator_id"])
        if places[area_id] < _OF_ONE and indicators[indicator_id] < _OF_ONE:
            places[area_id] += 1
            indicators[indicator_id] += 1
            found.append({str(name): cell for name, cell in row.items()})
    return found[:most]


def about(row: dict[str, Any], indicator: Indicator, language: str) -> str:
    """Name what is measured, with its category where it has one."""
    name = indicator.wording(language).name
    if not row["category"]:
        return name
    return f"{name}, {picking.category_name(row['category'], language).lower()}"


def plan(row: dict[str, Any]) -> dict[str, str]:
    """Return what the address of a new goal for the series asks for."""
    return {"omrade": str(row["area_id"]), "indikator": str(row["indicator_id"])}


def ways(row: dict[str, Any], language: str) -> str:
    """Write the ways on: a goal for this series, and the series itself."""
    _ = translator(language)
    series = loaders.ask(
        series_of, area_id=str(row["area_id"]), indicator_id=str(row["indicator_id"])
    )
    number = str(series[series["category"] == row["category"]]["series_id"].max())
    new = view.linked(f":material/add: {_('Gör till mål')}", "nytt-mal", **plan(row))
    return f"{new} · {view.linked(_('Visa serien'), 'utfall', serie=number)}"
