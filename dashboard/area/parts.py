"""The parts of an area's page that ask nothing: each is drawn once, and then sent as it was."""

import pandas as pd
import streamlit as st

from dashboard.area import background, course, homes, page
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import area_picker, followed, lateness, promises_of_area, view
from data.answers.areas import all_areas
from data.answers.events import happened


@drawn
def trail(area_id: str, language: str) -> None:
    """Say where we are."""
    area_picker.breadcrumb(_area(area_id), loaders.ask(all_areas), language)


@drawn
def start(area_id: str, language: str) -> None:
    """Say what became of what was promised here."""
    page.opening(_area(area_id), followed.in_area(area_id), language)


@drawn
def late(area_id: str, language: str) -> None:
    """Say how much is late: see `lateness.of_areas`."""
    lateness.of_areas([area_id], language)


@drawn
def axis(area_id: str, dark: bool, language: str) -> None:
    """Show the goals on one time axis: see `course.show`."""
    course.show(area_id, followed.in_area(area_id), dark, language)


@drawn
def background_of(area_id: str, dark: bool, language: str) -> None:
    """Show the promises, the homes, and what is followed without a goal."""
    area = _area(area_id)
    promises_of_area.show(area_id, language)
    homes.character(area, dark, language)
    background.without_goals(area, loaders.ask(all_areas), language)


@drawn
def municipality(area_id: str, language: str) -> None:
    """Show what is followed without a goal in the municipality around it."""
    background.of_the_municipality(_area(area_id), loaders.ask(all_areas), language)


@drawn
def events(area_id: str, language: str) -> None:
    """List what happened here."""
    st.divider()
    view.event_list(loaders.ask(happened, area_id=area_id), language)


@drawn
def sources(area_id: str, language: str) -> None:
    """Say where the numbers of the page come from."""
    goals = followed.in_area(area_id)
    said = list(dict.fromkeys(view.source(one, language) for one in goals))
    note = cards.swedish(str(_area(area_id)["note"] or ""), language)
    cards.source_line(" ".join([*said, note]).strip())


@finished
def _area(area_id: str) -> pd.Series:
    areas = loaders.ask(all_areas)
    area: pd.Series = areas[areas["area_id"] == area_id].iloc[0]
    return area
