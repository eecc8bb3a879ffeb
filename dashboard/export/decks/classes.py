"""Losses about the same classes as one table: every list that was made, area by area."""

from collections.abc import Sequence

from dashboard.export.decks.slide import Cell, Slide, Table
from dashboard.text import areas, sentences, states
from dashboard.text.amounts import class_name, lower_first
from dashboard.text.language import translator
from dashboard.text.themes import theme_name
from data.answers.followed import Followed
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

_ROWS, _LISTS = 8, 5


def slides(
    every: Sequence[Followed],
    states_now: Sequence[State],
    *,
    resting_on: str,
    path: str,
    language: str,
) -> tuple[Slide, ...]:
    """Tell the goals about one kind of classes: eight areas a slide, the latest lists.

    `every` are goals of one indicator with classes, `states_now` those of all that it has.
    """
    indicator = every[0].indicator
    name = indicator.wording(language).name
    return tuple(
        Slide(
            topic=theme_name(indicator.theme, language),
            sentence=areas.became(name, states_now, language),
            table=_table(every[first : first + _ROWS], indicator, language),
            notes=(indicator.wording(language).misleading, resting_on),
            source=resting_on,
            path=path,
            invented=any(one.invented for one in every),
        )
        for first in range(0, len(every), _ROWS)
    )


def _table(every: Sequence[Followed], indicator: Indicator, language: str) -> Table:
    _ = translator(language)
    written = [
        dict(zip(one.observations["period"], one.observations["class_code"], strict=True))
        for one in every
    ]
    lists = sorted({period for one in written for period in one})[-_LISTS:]
    cut = {cut.period for one in every for cut in one.cuts()}
    headings = [f"‖ {one}" if one in cut else one for one in lists]
    return Table(
        columns=(_("Område"), *headings, _("Läge")),
        rows=tuple(
            (
                Cell(text=sentences.area(one.key, language)),
                *(_class(classes.get(period), indicator, language) for period in lists),
                *_state(one.goal, language),
            )
            for one, classes in zip(every, written, strict=True)
        ),
        alt=_("Klassen på varje lista, område för område."),
    )


def _class(code: object, indicator: Indicator, language: str) -> Cell:
    if not isinstance(code, str) or not code:
        return Cell(text="–")
    return Cell(text=lower_first(class_name(code, indicator, language)))


def _state(goal: Goal | None, language: str) -> tuple[Cell, ...]:
    if goal is None:
        return (Cell(text=""),)
    sign = states.SIGNS[goal.verdict.state]
    said = states.label(goal.verdict.state, language)
    return (Cell(text=said, token=sign.token, strong=True),)
