"""Areas and themes: every goal as shape, word, number and one way to why."""

from collections import Counter, defaultdict

import pandas as pd
import streamlit as st

from dashboard.overview import ladders, pages
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series import promises_of_area
from dashboard.text import names, sentences, states
from dashboard.text.headline import counting, named
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH
from dashboard.text.themes import theme_name
from data.answers.headline_goals import Chosen, Picked
from metrics.definition.indicator import Theme
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, State, group_of

_QUIET = {
    Group.HOLDS: ("{number} mål håller", "{number} mål håller"),
    Group.UNCHANGED: ("{number} mål är oförändrat", "{number} mål är oförändrade"),
}
"""The counts that a list tells in one line each."""

_BETWEEN = "  \n\u00a0  \n"

_MOST_IN_A_CELL = 6
"""Goals that a cell tells, and that a list does of an area.

Of more what is lost or at risk first, and the way to the others.
"""

_FIRST = (Group.LOST, Group.WATCH)


def legend(language: str) -> None:
    """Explain the shapes as running text."""
    _ = translator(language)
    st.markdown(
        _(
            "Varje ruta är ett mål. {lost}: något som nåtts eller lovats finns inte längre. "
            "{watch}: tidig varning, inte bekräftad. {unchanged}: målet är inte nått, och "
            "värdet har inte ändrats säkert. {holds}: målet är nått eller på väg, eller det "
            "som skulle behållas är kvar. {regained}: var förlorat, två mätningar i rad "
            "tillbaka. {early}: effekten kan inte ha kommit än. {unknown}: inget värde som går "
            "att bedöma. {broken}: gräns eller fråga ändrades, jämförs inte."
        ).format(
            lost=states.SIGNS[State.RELAPSE].markdown(_("Förlorat")),
            watch=states.SIGNS[State.WATCH].markdown(_("Bevaka")),
            unchanged=states.SIGNS[State.UNCHANGED].markdown(_("Oförändrat")),
            holds=states.SIGNS[State.HOLDS].markdown(_("Håller")),
            regained=states.SIGNS[State.REGAINED].markdown(_("Återvunnet")),
            early=states.SIGNS[State.TOO_EARLY].markdown(_("För tidigt")),
            unknown=states.SIGNS[State.NO_EVIDENCE].markdown(_("Saknar underlag")),
            broken=states.SIGNS[State.BREAK].markdown(_("Brott i serien")),
        ),
        width=1130,
    )


def show(chosen: Chosen, language: str, *, as_list: bool) -> None:
    """Show the goals, as tables or as a list for a narrow screen, with the legend."""
    if not as_list:
        legend(language)
        as_tables(chosen, language)
        return
    for place, rows in _lists(chosen.training, chosen.by, chosen.page, language):
        st.subheader(place, anchor=False)
        cards.table(rows, header=False)
    with st.expander(translator(language)("Så läser du tecknen")):
        legend(language)


def as_tables(chosen: Chosen, language: str) -> None:
    """Show the class goals list by list, and the others by theme."""
    ladders.show(chosen, language)
    if not all(ladders.is_ordinal(goal) for goal in chosen.goals):
        by_theme = _themes(chosen.training, chosen.by, chosen.page, language)
        st.table(by_theme, border="horizontal")


@finished
def _themes(training: bool, by: Picked, page: int, language: str) -> pd.DataFrame:
    goals = pages.shown(training, by, page).goals
    others = [goal for goal in goals if not ladders.is_ordinal(goal)]
    return _with_promises(others, language)


@finished
def _lists(
    training: bool, by: Picked, page: int, language: str
) -> list[tuple[str, pd.DataFrame]]:
    return lists(pages.shown(training, by, page), language)


def _with_promises(goals: list[Goal], language: str) -> pd.DataFrame:
    """Lay the goals out with the promises of their areas beside them, never added to them."""
    arranged = table(goals, language)
    areas = dict.fromkeys(goal.area_id for goal in goals)
    promised = promises_of_area.cells(areas, training=goals[0].invented, language=language)
    if not set(areas) & set(promised):
        return arranged
    _ = translator(language)
    none = f":gray[{DASH} {_('inga löften')}]"
    return arranged.assign(**{_("Löften"): [promised.get(area_id, none) for area_id in areas]})


def table(goals: list[Goal], language: str) -> pd.DataFrame:
    """Lay the goals out: a row per area in alphabetical order, a column per theme."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    themes = [
        theme
        for theme in Theme
        if any(catalogue[goal.indicator_id].theme is theme for goal in goals)
    ]
    cells: dict[str, dict[Theme, list[Goal]]] = defaultdict(lambda: defaultdict(list))
    for goal in goals:
        place = cards.area_link(goal.area_id, sentences.area(goal, language))
        cells[place][catalogue[goal.indicator_id].theme].append(goal)
    rows = [
        {theme_name(theme, language): _cells(row[theme], language) for theme in themes}
        for row in cells.values()
    ]
    return pd.DataFrame(rows, index=pd.Index(list(cells), name=_("Område")))


def lists(chosen: Chosen, language: str) -> list[tuple[str, pd.DataFrame]]:
    """Lay the same out as sentences, area by area: each area's link and its sentences."""
    by_area: dict[str, list[Goal]] = defaultdict(list)
    for goal in chosen.goals:
        by_area[goal.area_id].append(goal)
    return [
        (
            cards.area_link(area_id, sentences.area(goals[0], language)),
            pd.DataFrame({"": [*_said(goals, language), *_kept(goals, language)]}),
        )
        for area_id, goals in by_area.items()
    ]


def as_rows(goals: list[Goal], language: str) -> pd.DataFrame:
    """Return the goals as a plain table to download."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    return pd.DataFrame(
        [
            {
                _("Område"): sentences.area(goal, language),
                _("Mål"): goal.title,
                _("Indikator"): catalogue[goal.indicator_id].wording(language).name,
                _("Läge"): states.word(goal.verdict.state, language),
                _("Sedan"): str(goal.verdict.since or ""),
                _("Senaste period"): goal.verdict.last_period,
                _("Värde"): goal.verdict.value,
                _("Klass"): goal.verdict.class_code,
                _("Mening"): sentences.verdict(goal, catalogue[goal.indicator_id], language),
            }
            for goal in goals
        ]
    )


def _said(goals: list[Goal], language: str) -> list[str]:
    catalogue = loaders.catalogue()
    loud = [goal for goal in goals if group_of(goal.verdict.state) not in (*_QUIET, None)]
    told, others = _told(loud, language)
    said = [
        f"[{states.markdown(goal.verdict.state, language)}]"
        f"({cards.address('utfall', mal=goal.goal_id)}). "
        + cards.escape(sentences.finding(goal, catalogue[goal.indicator_id], language))
        for goal in told
    ]
    return said + others


def _told(goals: list[Goal], language: str) -> tuple[list[Goal], list[str]]:
    """Return the goals of a place that are told of, and the way to the others, if any."""
    more = len(goals) - _MOST_IN_A_CELL
    if more <= 0:
        return goals, []
    there = cards.address("omrade", omrade=goals[0].area_id)
    words = plural(language, "och {n} mål till", "och {n} mål till", more).format(n=more)
    return sorted(goals, key=_after)[:_MOST_IN_A_CELL], [f"[{words}]({there})"]


def _kept(goals: list[Goal], language: str) -> list[str]:
    catalogue = loaders.catalogue()
    lines = []
    for group, (one, many) in _QUIET.items():
        kept = [goal for goal in goals if group_of(goal.verdict.state) is group]
        if kept:
            shorts = (
                names.measured(catalogue[goal.indicator_id], goal.category, language)
                for goal in kept
            )
            listed = [
                name.lower() if count == 1 else f"{name.lower()} ({count})"
                for name, count in Counter(shorts).items()
            ]
            words = counting(language, one, many, len(kept))
            sign = states.GROUP_SIGNS[group]
            said = f":{sign.markdown_colour}[{sign.glyph} **{words}:**]"
            lines.append(f"{said} {cards.escape(named(listed, language))}.")
    return lines


def _cells(goals: list[Goal], language: str) -> str:
    """Write the goals of a cell under each other, named when they are several."""
    _ = translator(language)
    if not goals:
        return f":gray[– {_('inget mål')}]"
    told, others = _told(goals, language)
    said = [_cell(goal, language, named=len(goals) > 1) for goal in told]
    return _BETWEEN.join(said + others)


def _after(goal: Goal) -> int:
    """Return how far down a goal stands where not all are told."""
    group = goal.verdict.group
    return _FIRST.index(group) if group in _FIRST else len(_FIRST)


def _cell(goal: Goal, language: str, *, named: bool) -> str:
    indicator = loaders.catalogue()[goal.indicator_id]
    second = sentences.cell(goal, indicator, language)
    if named:
        second = f"{names.measured(indicator, goal.category, language)}: {second}"
    where = cards.address("utfall", mal=goal.goal_id)
    state = states.markdown(goal.verdict.state, language)
    return f"{state}  \n[{cards.escape(second)}]({where})"
