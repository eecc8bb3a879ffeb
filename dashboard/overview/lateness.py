"""How many of the series behind the goals are late, with the way to which."""

from dashboard import cards, loaders
from dashboard.overview.chosen import Chosen
from dashboard.text.filtered import late
from dashboard.text.language import translator


def say(chosen: Chosen, language: str) -> None:
    """Say how many are late; nothing when none is."""
    said = loaders.figure(
        "late", lambda: _said(chosen, language), loaders.day_shown(), *chosen.about, language
    )
    if said:
        cards.source_line(said)


def _said(chosen: Chosen, language: str) -> str:
    behind = {int(goal["series_id"]) for goal in chosen.goals}
    sentence = late(int(loaders.overdue()["series_id"].isin(behind).sum()), language)
    if not sentence:
        return ""
    where = cards.address("katalog", **{"del": "forsenat"})
    return f"{sentence} [{translator(language)('Visa vilka')}]({where})"
