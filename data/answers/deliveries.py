"""What each sender is to hand in next: which periods of which series, and by when."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import pandas as pd

from data.answers.overdue import in_parts, last_measured, standing_alike, usual_gap
from data.answers.reader import Reader
from metrics.definition.catalogue import Catalogue
from metrics.definition.period import Frequency
from metrics.definition.timeliness import Awaited, awaited_until

COLUMNS = (
    "sender", "indicator_id", "invented", "period", "due_on", "days_late", "areas", "area_ids",
    "area_names", "area_names_en", "has_goal",
)  # fmt: skip

_GROUP = ["sender", "indicator_id", "invented"]


def deliveries(
    reader: Reader,
    catalogue: Catalogue,
    today: date,
    *,
    sender: str | None = None,
    indicator_id: str | None = None,
) -> pd.DataFrame:
    """List what one sender, or all, are to hand in of one indicator, or all; first due first.

    One row per sender, indicator and period, real and invented areas apart, with the columns
    of `COLUMNS`: ``due_on`` (date) is the last day the first of it is in time, ``days_late``
    how long ago that is (0 for what is not late), ``areas`` how many areas are awaited, with
    their ids and names in the order of the Swedish names, and ``has_goal`` whether a goal
    rests on any of them. What is late is there with every period that has
    ended since.
    """
    asked = [*catalogue] if indicator_id is None else [indicator_id]
    same: dict[tuple[str, ...], tuple[str, ...]] = {}
    listed = pd.DataFrame(
        [
            row
            for some in in_parts(asked)
            for row in _rows(_expected(reader, catalogue, today, sender, some), today, same)
        ],
        columns=list(COLUMNS),
    )
    return listed.sort_values(["due_on", "indicator_id", "sender", "period"]).reset_index(
        drop=True
    )


def expected(
    reader: Reader,
    catalogue: Catalogue,
    today: date,
    *,
    indicator_id: str,
    sender: str | None = None,
) -> pd.DataFrame:
    """Name the measurements that are to come of each series: one row per series and period.

    Those of one indicator, and of one sender or all.

    The columns of `data.answers.overdue.last_measured`, with ``period``, ``due_on`` (date) and
    ``stale`` (the last value is too old to judge by). A series without a rhythm has none. Nor
    has a series that is stale while others of the same sender, indicator and kind of area are
    not: it has been closed, and nobody is reminded of it.
    """
    return _expected(reader, catalogue, today, sender, [indicator_id])


def _expected(
    reader: Reader,
    catalogue: Catalogue,
    today: date,
    sender: str | None,
    indicator_ids: Sequence[str],
) -> pd.DataFrame:
    found = last_measured(reader, catalogue, indicator_ids=indicator_ids)
    if sender is not None:
        found = found[found["sender"] == sender]
    chains = _awaited(found, catalogue, today)
    found = found.assign(
        awaited=pd.Series(chains, found.index, dtype=object),
        stale=[_stale(each, today) for each in chains],
    )
    found = _still_measured(found[found["awaited"].map(bool).astype(bool)])
    found = found.explode("awaited")
    return found.assign(
        period=[one.period for one in found["awaited"]],
        due_on=pd.Series([one.due_on for one in found["awaited"]], found.index, dtype=object),
    ).drop(columns="awaited")


def _rows(
    awaited: pd.DataFrame, today: date, same: dict[tuple[str, ...], tuple[str, ...]]
) -> Iterator[dict[str, object]]:
    """Give a row per sender, indicator and period; areas that are the `same` are one tuple."""
    for key, mine in awaited.groupby([*_GROUP, "period"], sort=False):
        due_on = min(mine["due_on"])
        areas = mine.drop_duplicates("area_id")
        named = (tuple(areas[column]) for column in ("area_id", "area_name", "area_name_en"))
        ids, names, english = (same.setdefault(each, each) for each in named)
        yield {
            **dict(zip([*_GROUP, "period"], key, strict=True)),
            "due_on": due_on,
            "days_late": max((today - due_on).days, 0),
            "areas": len(areas),
            "area_ids": ids,
            "area_names": names,
            "area_names_en": english,
            "has_goal": bool(mine["has_goal"].any()),
        }


def _stale(chain: tuple[Awaited, ...], today: date) -> bool:
    return bool(chain) and chain[0].stale_on < today


def _still_measured(found: pd.DataFrame) -> pd.DataFrame:
    every = found.groupby([*_GROUP, "area_kind"])["stale"].transform("all")
    return found[~found["stale"] | every]


def _awaited(
    found: pd.DataFrame, catalogue: Catalogue, today: date
) -> list[tuple[Awaited, ...]]:
    """Return what is to come of each series, which is nothing where it has no rhythm."""
    alike, kind = standing_alike(found)
    asked = [
        (row["last_period"], usual_gap(row), catalogue[str(row["indicator_id"])])
        for row in alike
    ]
    chains = [
        _chain(str(last), today, gap, one.frequency, one.stale_after_days)
        for last, gap, one in asked
    ]
    return [chains[which] for which in kind]


@lru_cache(maxsize=2048)
def _chain(
    last_period: str,
    today: date,
    gap: float | None,
    frequency: Frequency,
    stale_after_days: int,
) -> tuple[Awaited, ...]:
    return awaited_until(
        last_period, today, gap=gap, frequency=frequency, stale_after_days=stale_after_days
    )
