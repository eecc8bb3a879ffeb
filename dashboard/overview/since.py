"""What has changed since the last meeting, the last quarter, or what was asked for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.overview import filters
from dashboard.page import cards, controls, days, loaders
from dashboard.page.addressed import written
from dashboard.page.loaders import finished
from dashboard.text import names, numbers, sentences, states
from dashboard.text.headline import added, changed, same_as_before
from dashboard.text.language import translator
from dashboard.text.numbers import day, short_day, whole
from data.answers import meetings
from data.answers.goals import verdicts_since
from data.answers.headline_goals import Chosen, Picked
from data.answers.revisions import all_revisions
from data.answers.rows import Row, rows_of
from data.store.swedish_time import day_of
from metrics.outcome.counts import Counts, counted
from metrics.outcome.state import State, group_of

KEY = "sedan"
_QUARTER = 3
"""Months: the one that is shown and those before it."""

_MOST = 40
"""So many goals that changed are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What now is compared with: a revision, how a heading names it, and how a count does.

    `asked` is what the address says, and `known` whether that was something to compare with.
    """

    revision: int
    heading: str
    short: str
    asked: str | None = None
    known: bool = True


def then(asked: str | None, chosen: Chosen, language: str) -> Then:
    """Find what to compare with: what the address says, otherwise the last meeting or quarter.

    The address says a revision (``17``), a day (``2026-11-03``) or a meeting, by its id. The
    last meeting is the latest one held about any area of the chosen goals. What somebody has
    read in since then never hides what changed before that.
    """
    revisions = loaders.ask(all_revisions)
    number = whole(asked)
    if asked and number is not None and number in {0, *revisions["revision_id"]}:
        return _revision(number, revisions, language, asked)
    if (when := written(asked)) is not None:
        return _day(when, language, asked)
    if asked and (meeting := meetings_to_compare_with(language).get(asked)):
        return _meeting(meeting, language, asked)
    area_ids = tuple(sorted({goal.area_id for goal in chosen.goals}))
    last = loaders.ask(meetings.last_held, area_ids=area_ids)
    if last is not None:
        return _meeting(_met(last, language), language, asked, known=not asked)
    return _day(_quarter(days.day_shown()), language, asked, known=not asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is compared with, the goals that had another state then, and those that are new."""

    since: Then
    moved: pd.DataFrame
    new: pd.DataFrame


@finished
def compared(training: bool, by: Picked, asked: str | None, language: str) -> Changes:
    """Compare the goals that are picked with how they stood: see `then` and `changes`."""
    chosen = filters.shown(training, by)
    return changes(chosen, then(asked, chosen, language))


def changes(chosen: Chosen, since: Then) -> Changes:
    """Compare the goals that are shown and count with how they stood."""
    rows = loaders.ask(verdicts_since, earlier=since.revision)
    counts = [group_of(State(state)) is not None for state in rows["after"]]
    mine = rows[rows["goal_id"].isin(chosen.goal_ids) & pd.Series(counts, dtype=bool)]
    was = mine["before"].notna()
    return Changes(since=since, moved=mine[was], new=mine[~was])


def counts_then(states_now: list[State], since: Changes) -> Counts | None:
    """Count as it was then; None when there was nothing to count."""
    before = Counter(states_now)
    before -= Counter(map(State, [*since.moved["after"], *since.new["after"]]))
    before += Counter(map(State, since.moved["before"]))
    return counted(list(before.elements())) if before else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A meeting to compare with: what to call it, its day, and the revision it saw."""

    name: str
    held_on: date
    saw: int


@finished
def meetings_to_compare_with(language: str) -> dict[str, Met]:
    """Return the concluded meetings by id, newest first."""
    pinned = loaders.shown_revision()
    held = loaders.ask(meetings.meetings).dropna(subset=["shown_revision"])
    return {
        str(row["meeting_id"]): _met(row, language)
        for row in rows_of(held)
        if int(row["shown_revision"]) <= pinned
    }


def _met(row: Row, language: str) -> Met:
    return Met(
        name=f"{row['title']}, {day(row['held_on'], language)}",
        held_on=row["held_on"].date(),
        saw=int(row["shown_revision"]),
    )


def control(language: str) -> None:
    """Let somebody choose what to compare with: a meeting, or any day."""
    _ = translator(language)
    if met := meetings_to_compare_with(language):
        controls.choose(
            _("Vad har ändrats sedan mötet"),
            {meeting_id: meeting.name for meeting_id, meeting in met.items()},
            key=KEY,
            placeholder=_("Välj ett möte"),
            among_others=True,
        )
    if (first := days.first_day()) is not None:
        controls.pick_day(
            _("Vad har ändrats sedan den"),
            key=KEY,
            first=first,
            last=loaders.this_day(),
        )


def show(found: Changes, chosen: Chosen, language: str) -> None:
    """List the goals that changed state, with what they were."""
    if not chosen.goals:
        return
    _ = translator(language)
    total, moved, new = len(chosen.states), len(found.moved), len(found.new)
    finding = added(new, language) if new and not moved else changed(moved, language)
    cards.heading(found.since.heading, finding, level=2)
    if moved:
        asked = found.since.asked
        cards.table(_moved(chosen.training, chosen.by, asked, language), header=False)
        if moved > _MOST:
            first = _(
                "De {shown} första av {total} i bokstavsordning. Filtrera för att se de andra."
            )
            st.caption(first.format(shown=_MOST, total=numbers.number(moved, 0, language)))
    said = [same_as_before(total - moved - new, language)] if total > moved + new else []
    if new and moved:
        said.append(f"{added(new, language)}.")
    if not found.since.known:
        missing = _("Länkens jämförelse {asked} finns inte här, så den används inte.")
        said.append(missing.format(asked=cards.escape(str(found.since.asked))))
    if said:
        st.caption(" ".join(said))


def _meeting(meeting: Met, language: str, asked: str | None, *, known: bool = True) -> Then:
    _ = translator(language)
    held_on = meeting.held_on
    return Then(
        revision=meeting.saw,
        heading=_("Sedan mötet {day}").format(day=day(held_on, language)),
        short=_("sedan {day}").format(day=_short(held_on, language)),
        asked=asked,
        known=known,
    )


def _day(when: date, language: str, asked: str | None, *, known: bool = True) -> Then:
    _ = translator(language)
    return Then(
        revision=min(loaders.revision_of(when), loaders.shown_revision()),
        heading=_("Sedan den {day}").format(day=day(when, language)),
        short=_("sedan {day}").format(day=_short(when, language)),
        asked=asked,
        known=known,
    )


def _short(when: date, language: str) -> str:
    """Write a day short, with its year where another is shown."""
    return short_day(when, days.day_shown(), language)


def _quarter(shown: date) -> date:
    """Return the first day of the quarter that ends with the month of a day."""
    years, month = divmod(shown.year * 12 + shown.month - _QUARTER, 12)
    return date(years, month + 1, 1)


def _revision(
    number: int,
    revisions: pd.DataFrame,
    language: str,
    asked: str | None,
) -> Then:
    _ = translator(language)
    moments = revisions.set_index("revision_id")["committed_at"]
    moment = moments.get(number)
    when = day(None if moment is None else day_of(moment), language)
    heading = _("Sedan inläsning {number}, {day}").format(number=number, day=when)
    if number == 0:
        heading = _("Sedan början")
    return Then(revision=number, heading=heading, short=_("sedan sist"), asked=asked)


@finished
def _moved(training: bool, by: Picked, asked: str | None, language: str) -> pd.DataFrame:
    return _rows(compared(training, by, asked, language).moved.head(_MOST), language)


def _rows(moved: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    rows = []
    for row in moved.to_dict("records"):
        goal = {str(name): cell for name, cell in row.items()}
        indicator = loaders.catalogue()[goal["indicator_id"]]
        name = names.measured(indicator, goal["category"], language)
        was = _("var {state}").format(state=states.before(goal, language))
        now = states.markdown(State(goal["after"]), language)
        rows.append(
            {
                "state": f"{now}  \n:gray[{was}]",
                "goal": cards.escape(f"{name}, {sentences.area_of(goal, language)}"),
            }
        )
    return pd.DataFrame(rows)
