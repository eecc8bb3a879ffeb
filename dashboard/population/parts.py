"""The parts of Befolkning that ask nothing: each is drawn once, and then sent as it was."""

import pandas as pd
import streamlit as st

from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.population import homes, income, moving_chains, page
from dashboard.series import area_picker, people
from data.answers.areas import all_areas


@drawn
def trail(area_id: str, language: str) -> None:
    """Say where we are."""
    area_picker.breadcrumb(area_of(area_id), loaders.ask(all_areas), language)


@drawn
def whole(area_id: str, dark: bool, language: str) -> None:
    """Show who lives in an area and in which homes, what they earn, and what is not known."""
    area = area_of(area_id)
    lives, dwellings = people.people(area_id), people.homes(area_id)
    page.opening(area, lives, dwellings, language)
    st.divider()
    homes.homes_then_and_now(area, dwellings, dark, language)
    left, right = st.columns(2, gap="large")
    with left:
        page.how_many(area_id, lives, dark, language)
    with right:
        income.income(area, dark, language)
        income.income_of_parts(dwellings, language)
        page.by_age(area, dark, language)
        page.also_followed(area, language)
        page.not_known(area, lives, dwellings, language)
    moving_chains.show(area_id, dark, language)


@drawn
def sources(area_id: str, language: str) -> None:
    """Say where the counts come from: see `page.sources`."""
    page.sources(area_of(area_id), people.people(area_id), people.homes(area_id), language)


@finished
def area_of(area_id: str) -> pd.Series:
    """Return what is known of an area that is there."""
    areas = loaders.ask(all_areas)
    area: pd.Series = areas[areas["area_id"] == area_id].iloc[0]
    return area
