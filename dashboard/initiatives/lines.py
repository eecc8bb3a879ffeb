"""The lines of an effect report as a table: the same on the card and in the report."""

from collections.abc import Sequence

import pandas as pd

from dashboard.export.effect_report.effects import Effect
from dashboard.page import cards
from dashboard.series import view
from dashboard.text import states
from dashboard.text.language import translator


def table(given: Sequence[Effect], language: str, *, linked: bool = True) -> pd.DataFrame:
    """Return one row per line: baseline, now, interval, target and verdict."""
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Mått"): _name(effect, linked),
                _("Utgångsläge"): _quiet(effect.baseline, language),
                _("Nu"): _quiet(effect.now, language),
                _("95\u00a0% osäkerhet"): _quiet(effect.interval, language),
                _("Mål"): _quiet(effect.target, language),
                _("Läge"): states.markdown(effect.state, language),
            }
            for effect in given
        ]
    )


def _quiet(words: str, language: str) -> str:
    """Write what is missing in grey, so that what is known stands out."""
    return f":gray[{words}]" if words == translator(language)("saknas") else words


def _name(effect: Effect, linked: bool) -> str:
    name = cards.escape(effect.name)
    if not linked or not (effect.goal_id or effect.series_id is not None):
        return name
    asked = {"mal": effect.goal_id} if effect.goal_id else {"serie": str(effect.series_id)}
    return view.linked(name, "utfall", **asked)
