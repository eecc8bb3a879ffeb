"""What is followed without a goal: shown, never counted."""

import pandas as pd
import streamlit as st

from dashboard.overview import filters
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.text.language import plural, translator
from dashboard.text.numbers import DASH, number
from data.answers.headline_goals import Picked
from data.answers.rows import rows_of
from data.answers.series import without_goals

_MOST = 60
"""Indicators that are listed: the catalogue has all."""


def show(*, training: bool, by: Picked, language: str) -> None:
    """List the indicators that have series without a goal, one row each.

    They are left out as the goals are; a choice by state leaves none, for they have no state.
    """
    _ = translator(language)
    rows = _rows(training, by, language)
    if rows.empty:
        return
    cards.heading(_("Utan mål"), _("Följs, men räknas aldrig"), level=2)
    shown = plural(language, "Visa måttet", "Visa alla {n} mått", len(rows))
    if len(rows) > _MOST:
        shown = _("Visa några av {n} mått")
    with st.expander(shown.format(n=len(rows))):
        cards.table(rows.head(_MOST))
        if len(rows) > _MOST:
            said = _("De {shown} första av {total}. [Katalogen]({address}) har alla.")
            cards.source_line(
                said.format(shown=_MOST, total=len(rows), address=cards.address("katalog"))
            )


@finished
def _rows(training: bool, by: Picked, language: str) -> pd.DataFrame:
    _ = translator(language)
    catalogue = loaders.catalogue()
    every = loaders.ask(without_goals, area_ids=filters.areas_that_fit(by))
    rows = []
    for mine in rows_of(every[every["invented"] == training]):
        indicator_id, areas = str(mine["indicator_id"]), int(mine["areas"])
        if indicator_id not in catalogue or not filters.indicator_fits(indicator_id, by):
            continue
        name = cards.escape(catalogue[indicator_id].wording(language).name)
        first, last = _year(mine["first_period"]), _year(mine["last_period"])
        rows.append(
            {
                _("Indikator"): f"[{name}]({cards.address('katalog', indikator=indicator_id)})",
                _("Områden"): plural(language, "{n} område", "{n} områden", areas).format(
                    n=number(areas, 0, language)
                ),
                _("Mätningar"): first if first == last else f"{first}{DASH}{last}",
            }
        )
    rows.sort(key=lambda row: row[_("Indikator")].casefold())
    return pd.DataFrame(rows)


def _year(period: str) -> str:
    """Shorten a period to its year, ``2014-Q1`` to ``2014``; school years stay as they are."""
    return period.split("-")[0]
