"""The answer of a planned goal, in parts that are drawn once and then sent as they were."""

from datetime import date

from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.planning import answer, goal, page, series
from dashboard.planning.choices import Asked
from dashboard.planning.series import Chosen
from dashboard.text.planning import Plan
from data.judging.planned import USUAL, Planned
from metrics.outcome.planned import Foreseen


@drawn
def opening(chosen: Chosen, asked: Asked, today: date, language: str) -> None:
    """Say where we are, and the answer as a sentence with years."""
    plan, seen, held = _foreseen(chosen, asked, today, language)
    page.opening(chosen, plan, seen, held, language)


@drawn
def alarms(chosen: Chosen, asked: Asked, today: date, language: str) -> None:
    """Say how often something is taken for a loss where nothing happens."""
    _plan, seen, held = _foreseen(chosen, asked, today, language)
    page.alarms(seen, held, language)


@finished
def beforehand(
    chosen: Chosen, asked: Asked, level: float | None, today: date, language: str
) -> tuple[str, ...]:
    """Say what is known of a goal of a level before it is looked through."""
    plan, seen, held = _foreseen(chosen, asked, today, language)
    return goal.beforehand(chosen, level, plan, seen, held)


@drawn
def pictures(
    chosen: Chosen, asked: Asked, level: float | None, today: date, language: str, dark: bool
) -> None:
    """Draw what may happen, and say what it rests on; `level` is that of the goal."""
    plan, seen, held = _foreseen(chosen, asked, today, language)
    if seen is not None and held is not None:
        answer.pictures(plan, seen, chosen, level, dark=dark)
        answer.limits(plan, held)


@drawn
def what_helps(chosen: Chosen, asked: Asked, today: date, language: str) -> None:
    """Show what other ways to measure would give."""
    plan, seen, held = _foreseen(chosen, asked, today, language)
    if seen is not None and held is not None:
        answer.what_helps(plan, seen, chosen, held, asked)


@drawn
def how_large(chosen: Chosen, asked: Asked, today: date, language: str, dark: bool) -> None:
    """Draw how large a fall must be to be seen."""
    plan, seen, _held = _foreseen(chosen, asked, today, language)
    if seen is not None:
        answer.how_large(plan, seen, dark=dark)


def _foreseen(
    chosen: Chosen, asked: Asked, today: date, language: str
) -> tuple[Plan, Foreseen | None, Planned | None]:
    held = None
    if chosen.series_id is not None:
        held = series.held_against(chosen.series_id, asked.baseline or USUAL)
    plan, seen = page.plan(chosen, held, asked, today, language)
    return plan, seen, held
