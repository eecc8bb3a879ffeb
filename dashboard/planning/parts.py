"""The answer of a planned goal, in parts that are drawn once and then sent as they were."""

from datetime import date

from dashboard.page.replay import drawn
from dashboard.planning import answer, page, series
from dashboard.planning.choices import Asked
from dashboard.planning.series import Chosen
from dashboard.text.planning import Plan
from data.judging.planned import Planned
from metrics.outcome.planned import Foreseen


@drawn
def pictures(
    chosen: Chosen, asked: Asked, level: float | None, today: date, language: str, dark: bool
) -> None:
    """Draw what may happen, and say what it rests on; `level` is that of the goal."""
    if found := _foreseen(chosen, asked, today, language):
        plan, seen, held = found
        answer.pictures(plan, seen, chosen, level, dark=dark)
        answer.limits(plan, held)


@drawn
def what_helps(chosen: Chosen, asked: Asked, today: date, language: str) -> None:
    """Show what other ways to measure would give."""
    if found := _foreseen(chosen, asked, today, language):
        plan, seen, held = found
        answer.what_helps(plan, seen, chosen, held, asked)


@drawn
def how_large(chosen: Chosen, asked: Asked, today: date, language: str, dark: bool) -> None:
    """Draw how large a fall must be to be seen."""
    if found := _foreseen(chosen, asked, today, language):
        plan, seen, _held = found
        answer.how_large(plan, seen, dark=dark)


def _foreseen(
    chosen: Chosen, asked: Asked, today: date, language: str
) -> tuple[Plan, Foreseen, Planned] | None:
    if chosen.series_id is None:
        return None
    held = series.held_against(chosen.series_id, asked.baseline)
    plan, seen = page.plan(chosen, held, asked, today, language)
    return None if seen is None or held is None else (plan, seen, held)
