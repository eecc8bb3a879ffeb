"""The names of the themes."""

from dashboard.text.language import translator
from metrics.definition.indicator import Theme

_NAMES = {
    Theme.SAFETY: "Trygghet",
    Theme.HOUSING: "Bostäder och lokaler",
    Theme.SERVICE: "Service",
    Theme.MIX: "Blandning",
    Theme.POPULATION: "Befolkning",
    Theme.SCHOOL_WORK: "Skola och arbete",
    Theme.DELIVERY: "Genomförande",
}


def theme_name(theme: Theme, language: str) -> str:
    """Return a theme's name in the language asked for."""
    return translator(language)(_NAMES[theme])
