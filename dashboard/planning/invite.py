"""What the page says before anything is chosen: what it does, and what one can begin with."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import on_the_move, view
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.series import series_of


@drawn
def show(area_id: str | None, training: bool, language: str) -> None:
    """Say what the page does; offer what is measured in the area, or what moves anywhere."""
    _ = translator(language)
    st.markdown(
        _(
            "Välj ett område och vad som mäts där. Då ser ni hur stort ett fall måste vara för "
            "att synas, och hur snart, innan målet fryses."
        ),
        width=700,
    )
    here = _measured_in(area_id, language) if area_id else []
    anywhere = [] if area_id else _moving(training, language)
    if here:
        cards.heading("", _("Det här mäts där"), level=2)
    elif anywhere:
        cards.heading("", _("Eller börja med något som redan rör sig"), level=2)
    if offered := [*here, *anywhere]:
        st.markdown("\n".join(f"- {each}" for each in offered))
    st.markdown(
        _("Finns platsen eller måttet inte här? [Lägg in en ny plats]({address}).").format(
            address=cards.address("ny-plats")
        )
    )


@finished
def _measured_in(area_id: str, language: str) -> list[str]:
    """Link to a goal for everything that is measured in an area and may be assessed."""
    catalogue = loaders.catalogue()
    known = loaders.ask(series_of, area_id=area_id)["indicator_id"].astype(str).unique()
    named = {
        one: catalogue[one].wording(language).name
        for one in known
        if one in catalogue and catalogue[one].may_be_assessed
    }
    return [
        view.linked(cards.escape(name), "nytt-mal", omrade=area_id, indikator=one)
        for one, name in sorted(named.items(), key=lambda pair: pair[1].casefold())
    ]


@finished
def _moving(training: bool, language: str) -> list[str]:
    """Link to a goal for each of the series that have moved most beside the others."""
    rows = on_the_move.every(training)
    if rows is None:
        return []
    areas = loaders.ask(all_areas).set_index("area_id", drop=False)
    return [
        _offered(row, areas.loc[row["area_id"]], language) for row in on_the_move.chosen(rows)
    ]


def _offered(row: dict[str, Any], area: pd.Series, language: str) -> str:
    indicator = loaders.catalogue()[str(row["indicator_id"])]
    what = on_the_move.about(row, indicator, language)
    said = f"{name_of(area, language)}: {what}"
    return view.linked(cards.escape(said), "nytt-mal", **on_the_move.plan(row))
