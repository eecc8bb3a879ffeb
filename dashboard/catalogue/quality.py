"""How good the figures of an indicator are: how many, how many missing, and where broken."""

import pandas as pd
import streamlit as st

from dashboard.catalogue import overdue
from dashboard.page import cards, days, loaders
from dashboard.page.loaders import finished
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from dashboard.text.numbers import DASH, NO_BREAK
from data.answers.quality import quality
from data.answers.series import all_breaks
from metrics.definition.indicator import Indicator


def show(indicator: Indicator, language: str) -> None:
    """Show what there is to judge by; a sentence when nothing is measured yet."""
    _ = translator(language)
    cards.heading("", _("Så bra är underlaget"), level=2)
    series = loaders.ask(quality, indicator_id=indicator.id)
    if series.empty:
        st.markdown(_("Inga mätvärden är inlästa än."))
        return
    cards.table(_table(indicator.id, language), index=True)
    late = days.overdue(indicator_id=indicator.id)
    for invented in (False, True):
        mine = late[late["invented"] == invented]
        if said := overdue.of_indicator(mine, language):
            whose = f"{_('Övning (påhittat)')}: " if invented else ""
            st.markdown(f"{whose}{said}", width=900)
    _broken(indicator, language)


@finished
def _table(indicator_id: str, language: str) -> pd.DataFrame:
    return table(loaders.ask(quality, indicator_id=indicator_id), language)


def table(series: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay out a column for the real areas and one for the invented, a row per question."""
    _ = translator(language)
    sides = {
        _("Verkliga områden"): series[~series["invented"]],
        _("Övning (påhittat)"): series[series["invented"]],
    }
    columns = {name: _facts(mine, language) for name, mine in sides.items() if len(mine)}
    return pd.DataFrame(columns).rename_axis(_("Fråga"))


def _facts(series: pd.DataFrame, language: str) -> dict[str, str]:
    _ = translator(language)
    rows = int(series["measurements"].sum())

    def part(column: str) -> str:
        number = int(series[column].sum())
        return f"{numbers.number(number, 0, language)} ({_share(number, rows, language)})"

    latest = series[series["last_end"] == series["last_end"].max()]
    return {
        _("Områden"): numbers.number(series["area_id"].nunique(), 0, language),
        _("Serier"): numbers.number(len(series), 0, language),
        _("Mätningar"): numbers.number(rows, 0, language),
        _("Mätt från"): sentences.period(str(series["first_period"].min()), language),
        _("Senaste period"): sentences.period(str(latest["last_period"].iloc[0]), language),
        _("Serier som har den"): numbers.number(len(latest), 0, language),
        _("Värden som saknas"): part("missing"),
        _("Dolda värden, små tal"): part("suppressed"),
        _("Preliminära värden"): part("preliminary"),
        _("Härledda värden"): part("inferred"),
        _("Svar bakom ett värde"): _answers(series, language),
    }


def _share(number: int, total: int, language: str) -> str:
    share = 100 * number / total
    digits = 0 if share in (0, 100) or share >= 10 else 1
    if 0 < share < 0.05:
        return translator(language)("mindre än {limit}").format(
            limit=numbers.measured(0.1, "percent", 1, language)
        )
    return numbers.measured(share, "percent", digits, language)


def _answers(series: pd.DataFrame, language: str) -> str:
    known = series.dropna(subset=["n_low", "n_high"])
    if known.empty:
        return translator(language)("antalet lämnas inte")
    return numbers.span(float(known["n_low"].min()), float(known["n_high"].max()), 0, language)


def _broken(indicator: Indicator, language: str) -> None:
    """Name what cannot be compared, oldest first."""
    _ = translator(language)
    breaks = loaders.ask(all_breaks)
    mine = breaks[breaks["indicator_id"] == indicator.id]
    if mine.empty:
        return
    st.markdown(
        "\n".join(
            f"- :violet[‖]{NO_BREAK}**{cards.escape(str(row['first_period']))}** {DASH} "
            f"{cards.escape(str(row[f'note_{language}'] or row['note_sv']))}"
            for row in mine.to_dict("records")
        ),
        width=900,
    )
