"""The parts of the page about one series, in the order they are read."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe import measurement_table
from dashboard.charts.describe.chart import ribbon_words
from dashboard.outcome import reading_aids
from dashboard.page import addressed, blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import view
from dashboard.series.followed import again, comparator, drawn_with
from dashboard.text import names, outcomes, sentences, states
from dashboard.text.changed_goal import changed_goal
from dashboard.text.hidden import hidden
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.answers.goal_records import earlier_terms, goal_records
from data.answers.goals import all_goals, earlier_promises


def trail(followed: Followed, language: str) -> None:
    """Say where we are."""
    _ = translator(language)
    area = cards.escape(sentences.area(followed.key, language))
    here = cards.escape(names.measured(followed.indicator, followed.key.category, language))
    there = view.linked(area, "omrade", omrade=followed.area_id)
    st.markdown(f":small[:gray[{_('Utfall')} · {there} · {here}]]")


def opening(followed: Followed, language: str) -> None:
    """Say what has become of the goal, and how sure that is."""
    goal, indicator = followed.goal, followed.indicator
    found = outcomes.title(goal, indicator, followed.observations, language)
    st.title(cards.escape(found), anchor=False)
    view.badges(followed, language)
    st.markdown(cards.escape(outcomes.paragraph(goal, indicator, language)), width=900)
    if goal is not None:
        rows = loaders.ask(earlier_promises, goal_id=goal.goal_id)
        for before in earlier_terms(rows):
            said = changed_goal(before, goal, indicator, language)
            st.markdown(f":material/history: {cards.escape(said)}", width=900)


def what_is_drawn(followed: Followed, language: str) -> None:
    """Say what the chart counts, and what the band is."""
    _ = translator(language)
    words = followed.indicator.wording(language)
    unit = words.unit.split(" (")[0]
    counted = [words.numerator if followed.is_ordinal else f"{words.numerator}, {unit}"]
    level = not followed.is_ordinal and not drawn_with(followed).levels.empty
    if level or followed.observations[["n", "low"]].notna().any(axis=None):
        counted.append(ribbon_words(language, level=level))
    st.caption(". ".join(cards.escape(part.rstrip(".")) for part in counted) + ".")


def sensitivity(followed: Followed, language: str) -> bool:
    """Print the smallest worsening the series would have shown as a heading, where known."""
    goal = followed.goal
    heading = sentences.seen(goal, followed.indicator, language) if goal else ""
    if not heading:
        return False
    _ = translator(language)
    left, right = blocks.columns(2, gap="large", vertical_alignment="center")
    left.header(heading, anchor=False)
    sampled = _(
        "En försämring av den storleken syns i fyra fall av fem."
        " Mindre kan finnas utan att märkas."
    )
    counted = _(
        "Allt räknas, så slumpen stör inte. Mindre försämringar räknas inte som förlust."
    )
    right.markdown(counted if followed.indicator.evidence.is_exact else sampled)
    return True


def table(followed: Followed, language: str) -> None:
    """Show every measurement with what is needed to judge it."""
    _ = translator(language)
    words = _("Samma siffror som tabell: värde, täljare, antal svar, osäkerhet och inläsning")
    with blocks.expander(words):
        whole = measurement_table.readable(followed.observations, followed.indicator, language)
        cards.newest(whole, language)


def downloads(followed: Followed) -> None:
    """Offer every measurement as a file."""
    cards.downloads(
        lambda: measurement_table.handed_on(followed.observations),
        f"{followed.area_id}.{followed.indicator.id}",
        invented=followed.invented,
        source=lambda: view.publisher(followed, addressed.language()),
    )


def beside(followed: Followed, language: str) -> None:
    """Show what must be asked before anybody says loss, and other ways to read the series."""
    left, right = blocks.columns(2, gap="large")
    with left:
        view.three_questions(followed, language)
    with right:
        _other_readings(followed, language)


def _other_readings(followed: Followed, language: str) -> None:
    _ = translator(language)
    read = _read_otherwise(followed.goal_id, followed.series_id, language)
    if read.empty:
        return  # they read numbers, and this series has classes
    cards.heading(_("Läshjälp, inte larmet"), _("Andra sätt att läsa serien"), level=2)
    st.table(read, border="horizontal", hide_index=True, hide_header=True)
    st.caption(_("Räknat som NHS och Fingertips själva räknar. De avgör aldrig läget här."))


@finished
def _read_otherwise(goal_id: str | None, series_id: int, language: str) -> pd.DataFrame:
    followed = again(goal_id, series_id)
    given = reading_aids.aids(
        followed.observations,
        indicator=followed.indicator,
        goal=followed.goal,
        cuts=followed.cuts(),
        language=language,
    )
    if not given:
        return reading_aids.as_table([])
    compared = reading_aids.compared(
        followed.observations, comparator(followed), followed.goal, followed.indicator, language
    )
    beside = (compared, reading_aids.peers(followed.goal, language))
    every = [*(one for one in beside if one is not None), *given]
    return reading_aids.as_table(every)


def source_line(followed: Followed, language: str) -> None:
    """End with source, what may mislead, and the version of the rule."""
    _ = translator(language)
    if gone := hidden(followed.observations, language):
        cards.source_line(cards.escape(gone))
    misleading = followed.indicator.wording(language).misleading
    cards.source_line(cards.escape(misleading))
    rule = ""
    if followed.goal is not None and followed.goal.verdict.rule_version:
        rule = _("Regelversion {version}.").format(version=followed.goal.verdict.rule_version)
    cards.source_line(f"{view.source(followed, language)} {rule}".strip())


def ask(area_id: str | None, training: bool, language: str) -> None:
    """Offer every goal to choose from when the address names none; never real and invented.

    Those of the area that somebody comes from stand first, by themselves.
    """
    _ = translator(language)
    cards.heading(_("Utfall"), _("Vilket mål vill du se?"), level=1)
    choices = {
        addressed.REAL: _("Verkliga områden"),
        addressed.TRAINING: _("Övning (påhittat)"),
    }
    controls.segment(_("Siffror"), choices, key="data", default=addressed.REAL)
    if training:
        cards.invented_badge(language)
    pages = -(-_count(training) // _ON_A_PAGE)
    if pages > 1:
        cards.link("omrade", _("Sök bland områden"), data=addressed.selection().data)
    if area_id is not None and _goals_in(area_id, language):
        cards.heading("", _("Alla mål"), level=2)
    _every_goal(training, controls.page(pages), language)


_ON_A_PAGE, _OF_AN_AREA = 60, 20


@finished
def _count(training: bool) -> int:
    return int((loaders.ask(all_goals)["invented"] == training).sum())


@drawn
def _goals_in(area_id: str, language: str) -> bool:
    """Offer the goals of an area; return whether it has any."""
    goals = loaders.ask(all_goals)
    mine = goals[goals["area_id"] == area_id]
    if mine.empty:
        return False
    area = cards.escape(sentences.area(goal_records(mine)[0], language))
    title = translator(language)("Mål i {area}").format(area=area)
    cards.heading("", title, level=2)
    said = translator(language)("De {shown} första av {total} mål. Alla står på områdets sida.")
    cards.in_part(_to_goals(mine, language), said, _OF_AN_AREA)
    return True


@drawn
def _every_goal(training: bool, page: int, language: str) -> None:
    """Offer the goals of a page, each with the way to it and its state."""
    goals = loaders.ask(all_goals)
    mine = goals[goals["invented"] == training].iloc[(page - 1) * _ON_A_PAGE :]
    cards.table(_to_goals(mine.head(_ON_A_PAGE), language))


def _to_goals(goals: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    catalogue = loaders.catalogue()
    rows = []
    for goal in goal_records(goals):
        named = names.measured(catalogue[goal.indicator_id], goal.category, language)
        there = view.linked(cards.escape(named), "utfall", mal=goal.goal_id)
        area = cards.escape(sentences.area(goal, language))
        rows.append(
            {
                _("Mål"): f"{there}  \n:gray[{area}]",
                _("Läge"): states.markdown(goal.verdict.state, language),
            }
        )
    return pd.DataFrame(rows)
