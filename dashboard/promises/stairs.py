"""The staircase, the same as a list, and the choice of a step."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.staircase import carried, fallen_words, shown, staircase
from dashboard.charts.plotly.staircase import draw_staircase
from dashboard.charts.theme import Spec
from dashboard.page import addressed, cards, controls, room, widgets
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.promises.chosen import Chosen, Key, of
from dashboard.text import promises as words
from dashboard.text.headline import counting
from dashboard.text.language import translator, upper_first
from dashboard.text.numbers import MINUS
from metrics.promise.records import POSITIONS
from metrics.promise.state import PromiseState

_STEP = "steg"
_FEWEST = 2
_DECIDED = words.SIGNS[PromiseState.DECIDED_AWAY].glyph


def show(key: Key, view: str, *, dark: bool, language: str) -> None:
    """Draw the staircase, or say it stage by stage; the numbers stand beside either."""
    places = _places(key)
    if places is None:
        st.caption(translator(language)("Trappan ritas när minst två skeden är kända."))
        return
    if view == addressed.LIST:
        _as_list(key, language)
        return
    spec, alt = _drawn(*key, dark, room.of_visit() == room.MIDDLE, language)
    widgets.selectable_chart(
        spec,
        controls.following_clicks("staircase", _STEP, places),
        alt=alt,
        key="staircase",
        means=tuple(places.items()),
    )
    _in_figures(key, language)


@finished
def _places(key: Key) -> dict[int, str] | None:
    """Return the stage of each step that is drawn; None where there are too few."""
    stairs = of(*key).stairs
    if int(stairs["reached"].sum()) < _FEWEST:
        return None
    return {place: str(at) for place, at in enumerate(shown(stairs)["position"])}


@drawn
def _as_list(key: Key, language: str) -> None:
    cards.table(as_sentences(of(*key).stairs, language), header=False)


@drawn
def _in_figures(key: Key, language: str) -> None:
    with st.expander(translator(language)("Samma siffror som tabell")):
        cards.table(as_table(of(*key).stairs, language))


@finished
def _drawn(
    area_id: str, theme: str, strength: str, dark: bool, brief: bool, language: str
) -> tuple[Spec, str]:
    described = staircase(of(area_id, theme, strength).stairs, language=language)
    return draw_staircase(described, dark=dark, brief=brief), described.alt


def as_sentences(stairs: pd.DataFrame, language: str) -> pd.DataFrame:
    """Say the staircase stage by stage, for a narrow screen."""
    lines = []
    for row in shown(stairs).to_dict("records"):
        name = words.stage(row["position"], language)
        day = row["reached_on"]
        year = "" if pd.isna(day) else f" {pd.Timestamp(day).year}"
        if row["reached"]:
            said = " · ".join([carried(row, language), *fallen_words(row, language)])
        else:
            _ = translator(language)
            said = _("finns inte i projektet") if row["skipped"] else _("för tidigt")
        lines.append(f"**{upper_first(name)}**{year}  \n{said}")
    return pd.DataFrame({"": lines})


def as_table(stairs: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay the staircase out: one row per stage, with what is carried and what fell."""
    _ = translator(language)
    rows = []
    for row in shown(stairs).to_dict("records"):
        day = row["reached_on"]
        year = "" if pd.isna(day) else str(pd.Timestamp(day).year)
        name = words.stage(row["position"], language)
        if row["skipped"]:
            bears = _("finns inte i projektet")
        else:
            bears = str(row["carried"]) if row["reached"] else _("för tidigt")
        rows.append(
            {
                _("Skede"): upper_first(name),
                _("År"): year,
                _("Bärs"): bears,
                _("Tappat"): _count(row["lost"] + row["not_delivered"]),
                _("Utan spår"): _count(row["no_trace"]),
                _("Beslutat bort"): _count(row["decided_away"] + row["replaced"]),
                _("Återfört"): _count(row["restored"]),
                _("Ej bedömt"): _count(row["unknown"]),
            }
        )
    return pd.DataFrame(rows)


def _count(number: int) -> str:
    return str(int(number)) if number else ""


def step(key: Key, language: str) -> int | None:
    """Let somebody choose a step where something fell, by keyboard as by click."""
    options, default = _steps(key, language)
    if not options:
        return None
    asked = translator(language)("Steg i trappan")
    return int(controls.segment(asked, options, key=_STEP, default=default))


@finished
def _steps(key: Key, language: str) -> tuple[dict[str, str], str]:
    """Return the steps where something fell, and the one to begin with."""
    falls = of(*key).falls
    if falls.empty:
        return {}, ""
    worst = words.worst_step(falls)
    default = str(worst[0] if worst else falls["position"].min())
    steps = falls.groupby("position")
    return {str(place): _label(here, language) for place, here in steps}, default


def _label(here: pd.DataFrame, language: str) -> str:
    """Name a step, with how many disappeared there and how many were decided away."""
    position = int(here["position"].iloc[0])
    count = len(words.silent(here))
    decided = len(here) - count
    name = words.stage(position, language, short=True)
    where = translator(language)("Till {stage}").format(stage=name)
    if position >= POSITIONS.index((6, 1)):
        where = translator(language)("I bruk {stage}").format(stage=name)
    signs = (f"{MINUS}{count}" if count else "", f"{_DECIDED}{decided}" if decided else "")
    return " ".join(filter(None, (where, *signs)))


def heading(chosen: Chosen, position: int, language: str) -> None:
    """Say which step is looked at, and how many fell there."""
    here = chosen.stairs.set_index("position")["reached_on"].get(position)
    when = "" if pd.isna(here) else f" {pd.Timestamp(here).year}"
    fell = chosen.falls[chosen.falls["position"] == position]
    topic = upper_first(words.between(fell, language))
    cards.heading(f"{topic}{when}", words.step_title(fell, language), level=2)


def came_back(chosen: Chosen, position: int, language: str) -> str:
    """Say how many of those that fell at a step were restored; empty when none was."""
    here = chosen.falls[chosen.falls["position"] == position]
    count = int(here["restored"].sum())
    if not count:
        return ""
    return counting(
        language,
        "{number} av dem är återfört i ett senare skede.",
        "{number} av dem är återförda i ett senare skede.",
        count,
    )
