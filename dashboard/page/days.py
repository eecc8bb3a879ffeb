"""The days a page is about, and what is late on them."""

from datetime import date

import pandas as pd

from dashboard.page import addressed, loaders
from dashboard.page.loaders import finished
from data.answers import overdue as lateness
from data.answers.revisions import all_revisions
from data.store.swedish_time import day_of


@finished
def first_day() -> date | None:
    """Return the day of the first revision; None for an empty store."""
    moments = loaders.latest_revisions()["committed_at"]
    return day_of(moments.iloc[-1]) if len(moments) else None


def day_shown() -> date:
    """Return the day the page is about: today, the day asked for, or that of its revision."""
    number, day = addressed.revision(), addressed.day_asked()
    if number is None:
        return min(day, loaders.this_day()) if day else loaders.this_day()
    return _last_day() or loaders.this_day()


@finished
def _last_day() -> date | None:
    shown = loaders.ask(all_revisions)["committed_at"]
    return day_of(shown.iloc[0]) if len(shown) else None


def overdue(*, behind_goals: bool = False, indicator_id: str | None = None) -> pd.DataFrame:
    """See `data.answers.overdue.overdue`, on the day the page is about."""
    return _overdue(day_shown(), behind_goals, indicator_id)


@finished
def _overdue(day: date, behind_goals: bool, indicator_id: str | None) -> pd.DataFrame:
    return lateness.overdue(
        loaders.reader(),
        loaders.catalogue(),
        day,
        behind_goals=behind_goals,
        indicator_id=indicator_id,
    )
