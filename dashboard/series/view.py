"""The pieces that show one series, on the page of its area and on its own page."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts.describe import measurement_table
from dashboard.charts.describe.chart import Chart
from dashboard.charts.describe.ladder import ladder
from dashboard.charts.describe.lines import levels_by_period
from dashboard.charts.describe.series import series
from dashboard.charts.plotly.drawing import draw
from dashboard.charts.theme import Spec
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import questions
from dashboard.series.followed import again, drawn_with
from dashboard.series.people import moved_in
from dashboard.text import numbers, outcomes, sentences
from dashboard.text.language import translator
from data.answers import waiting
from data.answers.followed import Followed
from data.judging.beside import Beside
from metrics.outcome.goal import Goal
from metrics.outcome.state import State


def linked(label: str, path: str, **query: str) -> str:
    """Return a link in Markdown to another page; `label` is Markdown already."""
    return f"[{label}]({cards.address(path, **query)})"


def badges(followed: Followed, language: str) -> None:
    """Show the state, the strength of the evidence, breaks, and whether it is all made up."""
    _ = translator(language)
    with st.container(horizontal=True, gap="xsmall"):
        if followed.goal is not None:
            cards.state_badge(followed.goal.verdict.state, language)
            st.badge(sentences.grade(followed.goal, language), color="gray")
            unreleased_badge(followed.goal.goal_id, language)
        broken = followed.goal is not None and followed.goal.verdict.state is State.BREAK
        for cut in () if broken else followed.cuts():
            year = _("Brott i serien {year}").format(year=cut.year)
            st.badge(f"‖{numbers.NO_BREAK}{year}", color="violet")
        if followed.invented:
            cards.invented_badge(language)


def unreleased_badge(goal_id: str, language: str) -> None:
    """Mark a verdict that rests on figures which others do not see yet."""
    if goal_id in loaders.ask(waiting.seen_early):
        st.badge(translator(language)("Ej släppt"), color="orange")


@drawn
def not_proven(language: str) -> None:
    """Say that a change after a measure is not a change because of it."""
    proof, other = outcomes.not_proven(language)
    st.markdown(f"**{proof}** {other}", width=900)


def chart(followed: Followed, *, dark: bool, language: str, key: str) -> int:
    """Draw the series as steps or as a line, described for those who cannot see it.

    Returns the left margin in pixels, for a chart that is to stand under it.
    """
    spec, alt = _drawn(followed.goal_id, followed.series_id, dark, language)
    cards.plot(spec, alt=alt, key=key)
    return int(spec["layout"]["margin"]["l"])


@finished
def _drawn(goal_id: str | None, series_id: int, dark: bool, language: str) -> tuple[Spec, str]:
    followed = again(goal_id, series_id)
    described = as_chart(followed, lambda: drawn_with(followed), language)
    return draw(described, dark=dark), described.alt


def as_chart(followed: Followed, beside: Callable[[], Beside], language: str) -> Chart:
    """Describe a series as steps or as a line; only a line asks what is drawn `beside` it."""
    asked: dict[str, Any] = {
        "indicator": followed.indicator,
        "goal": followed.goal,
        "breaks": followed.breaks,
        "events": followed.events,
        "language": language,
    }
    if followed.is_ordinal:
        return ladder(followed.observations, **asked)
    with_it = beside()
    return series(
        followed.observations, comparator=with_it.comparator, ribbon=with_it.levels, **asked
    )


def same_numbers(followed: Followed, language: str) -> None:
    """Offer the numbers of the chart as a table."""
    with st.expander(translator(language)("Samma siffror som tabell")):
        shown = _numbers(followed.goal_id, followed.series_id, language)
        cards.newest(shown, language)


@finished
def _numbers(goal_id: str | None, series_id: int, language: str) -> pd.DataFrame:
    one = again(goal_id, series_id)
    limits = levels_by_period(None if one.is_ordinal else drawn_with(one).levels)
    return measurement_table.short(one.observations, one.indicator, language, levels=limits)


def break_notes(followed: Followed, language: str) -> None:
    """Say in words what each cut in the chart was."""
    for cut in followed.cuts():
        note = cut.note_en if language == "en" else cut.note_sv
        mark = f":violet[‖{numbers.NO_BREAK}**{cut.year}**]"
        st.markdown(f"{mark} {cards.escape(note)}", width=900)


def event_list(events: pd.DataFrame, language: str) -> None:
    """List what happened: when, what, which areas and indicators, and who says so.

    `events` has the columns of `data.answers.events.happened`, or those of `Reader.events`,
    which do not say the number of the charts nor which other areas are concerned.
    """
    if events.empty:
        return
    cards.heading("", translator(language)("Vad hände här"), level=2)
    for event in events.to_dict("records"):
        title, text = (
            cards.swedish(str(event[part] or ""), language) for part in ("title", "text")
        )
        number = f"{event['number']}\\. " if "number" in event else ""
        lines = [f"{number}**{_when(event, language)}** · {title}"]
        lines += [f":gray[{part}]" for part in (text, _concerned(event, language)) if part]
        st.markdown("  \n".join(lines), width=900)


def _when(event: Mapping[Any, Any], language: str) -> str:
    starts, ends = event["starts_on"], event["ends_on"]
    if pd.isna(ends) or ends == starts:
        return numbers.day(starts, language)
    return f"{numbers.day(starts, language)}{numbers.DASH}{numbers.day(ends, language)}"


def _concerned(event: Mapping[Any, Any], language: str) -> str:
    """Say which indicators and other areas an event concerns, and who laid it in."""
    _ = translator(language)
    known = loaders.catalogue()
    named = [
        known[one].wording(language).short if one in known else str(one)
        for one in event["indicator_ids"]
        if one
    ]
    about = ", ".join(named) or _("allt i området")
    said = [_("Gäller {what}.").format(what=cards.escape(sentences.lower_first(about)))]
    if event.get("areas"):
        also = ", ".join(cards.escape(str(area)) for area in event["areas"])
        said.append(_("Gäller också {areas}.").format(areas=also))
    if event["effect"] == "expected_dip":
        said.append(_("En svacka under tiden är väntad och blir högst Bevaka."))
    if event["author"]:
        said.append(_("Inlagt av {author}.").format(author=cards.escape(str(event["author"]))))
    return " ".join(said)


def three_questions(followed: Followed, language: str) -> None:
    """Answer what must be asked before anybody says loss."""
    _ = translator(language)
    first = str(followed.observations["period"].iloc[0]) if len(followed.observations) else ""
    stored = questions.stored(followed.goal)
    people = {} if stored else moved_in(followed.area_id, first[:4])
    given = questions.answers(followed.cuts(), first, people, language, followed.goal)
    cards.heading(_("Innan vi säger förlust"), _("Tre frågor"), level=2)
    st.table(questions.as_table(given), border="horizontal", hide_index=True, hide_header=True)


def publisher(followed: Followed, language: str) -> str:
    """Name who the numbers come from, as the files said or else the definition.

    What both say is written in the language; what only a file says stands as it does there.
    """
    source = followed.indicator.source
    names = [
        source.named(language) if one == source.publisher else one for one in _given(followed)
    ]
    return "; ".join(names) or source.named(language)


def _given(followed: Followed) -> list[str]:
    """List what files said of where the numbers come from, in words: at most two."""
    given = [
        one
        for one in followed.observations["source"].dropna().unique()
        if one and not one.startswith("http") and "|" not in one
    ]
    return given[:2]


def source(followed: Followed, language: str) -> str:
    """Write where the numbers come from, for the line at the end."""
    source = followed.indicator.source
    named = [
        cards.escape(source.named(language))
        if one == source.publisher
        else cards.swedish(one, language)
        for one in _given(followed) or [source.publisher]
    ]
    return translator(language)("Källa: {source}.").format(source="; ".join(named))


def goal_words(goal: Goal, followed: Followed, language: str) -> str:
    """Name a goal as it was written: its title in the language asked for."""
    asked = sentences.target(goal, followed.indicator, language)
    short = followed.indicator.wording(language).short
    return sentences.title(goal, language) or asked or short
