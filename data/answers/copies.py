"""How the copies of the last nights are: taken and read back, or not and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from data.answers.people import log
from data.answers.reader import Reader
from data.store.access import Verb
from data.store.audit import READ_BACK
from data.store.swedish_time import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One day in Sweden: whether a copy was read back, when, and what the log says of it.

    `copied` is whether a copy was taken at all.
    """

    day: date
    proved: bool
    copied: bool
    at: datetime | None = None
    said: str = ""


def nights(reader: Reader, until: date, *, many: int = 28) -> tuple[Night, ...]:
    """Return the last days up to `until`, from the first whose copy was read back or failed.

    Today is a day of its own once its copy has been read. None for who may not see the log.
    """
    entries = log(reader)
    entries = entries[entries["act"].isin([READ_BACK, Verb.BACKUP.value])]
    days = entries.assign(day=[day_of(moment) for moment in entries["moment"]])
    read = days.loc[days["act"] == READ_BACK, "day"]
    if read.empty:
        return ()
    last = until if until in set(read) else until - timedelta(days=1)
    first = max(read.min(), last - timedelta(days=many - 1))
    return tuple(_nights(days, first, last))


def _nights(entries: pd.DataFrame, first: date, last: date) -> Iterator[Night]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        mine = entries[entries["day"] == day]
        read = mine[mine["act"] == READ_BACK]
        # The best of the night counts: one that failed may have been taken again.
        told = read.sort_values("allowed", ascending=False, kind="stable").head(1)
        yield Night(
            day=day,
            proved=bool(told["allowed"].any()),
            copied=bool((mine["allowed"] & (mine["act"] == Verb.BACKUP.value)).any()),
            at=None if told.empty else told["moment"].iloc[0].to_pydatetime(),
            said="" if told.empty else str(told["about"].iloc[0]),
        )
