"""How many of the series behind the goals are late, with the way to which."""

from collections.abc import Collection

from dashboard.page import cards, loaders
from dashboard.text.filtered import late
from dashboard.text.language import translator
from data.answers.goals import all_goals
from data.answers.headline_goals import Chosen


def say(chosen: Chosen, language: str) -> None:
    """Say how many are late; nothing when none is."""
    said = loaders.figure(
        "late", lambda: _said(chosen, language), loaders.day_shown(), *chosen.about, language
    )
    if said:
        cards.source_line(said)


def of_areas(area_ids: Collection[str], language: str) -> None:
    """Say how many of the series behind some areas' goals are late; nothing when none is."""
    goals = loaders.ask(all_goals)
    behind = goals[goals["area_id"].isin(area_ids)]["series_id"]
    count = int(loaders.overdue()["series_id"].isin(behind).sum())
    if said := _linked(late(count, language), language):
        cards.source_line(said)


def _said(chosen: Chosen, language: str) -> str:
    behind = {int(goal["series_id"]) for goal in chosen.goals}
    sentence = late(int(loaders.overdue()["series_id"].isin(behind).sum()), language)
    return _linked(sentence, language)


def _linked(sentence: str, language: str) -> str:
    if not sentence:
        return ""
    where = cards.address("katalog", **{"del": "forsenat"})
    return f"{sentence} [{translator(language)('Visa vilka')}]({where})"
