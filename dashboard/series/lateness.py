"""How many of the series behind the goals are late, with the way to which."""

from collections.abc import Collection, Iterable

from dashboard.page import cards, days, loaders
from dashboard.text.filtered import late
from dashboard.text.language import translator
from data.answers.goals import all_goals
from data.answers.headline_goals import Chosen


def say(chosen: Chosen, language: str) -> None:
    """Say how many are late; nothing when none is."""
    behind = {goal.series_id for goal in chosen.goals}
    _say(behind, language)


def of_areas(area_ids: Collection[str], language: str) -> None:
    """Say how many of the series behind some areas' goals are late; nothing when none is."""
    goals = loaders.ask(all_goals)
    _say(goals[goals["area_id"].isin(area_ids)]["series_id"], language)


def _say(series_ids: Iterable[int], language: str) -> None:
    behind = days.overdue(behind_goals=True)["series_id"].isin(set(series_ids))
    if said := _linked(late(int(behind.sum()), language), language):
        cards.source_line(said)


def _linked(sentence: str, language: str) -> str:
    if not sentence:
        return ""
    where = cards.address("katalog", **{"del": "forsenat"})
    return f"{sentence} [{translator(language)('Visa vilka')}]({where})"
