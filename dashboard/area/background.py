"""What is followed without a goal: shown small, never counted."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.series import view
from dashboard.text import numbers, sentences
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers.series import observations_of, series_of
from metrics.definition.indicator import Indicator

_MOST = 24
"""Series that are shown of an area, and of its municipality: eight rows of three."""


def without_goals(area: pd.Series, areas: pd.DataFrame, language: str) -> None:
    """Show what is followed in an area without a goal, small."""
    _ = translator(language)
    own = _open_series(str(area["area_id"]))
    if own.empty and _municipality(area, areas) is None:
        return
    st.divider()
    cards.heading(_("Följs utan mål"), _("Bakgrund: siffror utan mål"), level=2)
    if not own.empty:
        _values(_said(str(area["area_id"]), 0, language), "")


def of_the_municipality(area: pd.Series, areas: pd.DataFrame, language: str) -> None:
    """Show what is followed without a goal in the whole municipality; it says so."""
    _ = translator(language)
    above = _municipality(area, areas)
    if above is None:
        return
    badge, above_id = _("kommun, inte område"), str(above["area_id"])
    name = cards.escape(name_of(above, language))
    st.markdown(f"**{view.linked(name, 'omrade', omrade=above_id)}**")
    _values(_said(above_id, 0, language), badge)
    cards.source_line(
        _("Ett kommunvärde säger inget om ett kvarter och ger aldrig ett läge här.")
    )


def others(area_id: str, language: str) -> None:
    """Let the series beyond those that are shown at once be unfolded, where there are any."""
    count = len(_open_series(area_id)) - _MOST
    if count <= 0:
        return
    label = translator(language)("Visa {n} mått till")
    place, asked_for = controls.unfolded(label.format(n=count), key=f"background-{area_id}")
    if asked_for:
        with place:
            _values(_said(area_id, _MOST, language), "")


def _municipality(area: pd.Series, areas: pd.DataFrame) -> pd.Series | None:
    """Return the municipality an area lies in where something is followed without a goal.

    None of an area that is a municipality itself.
    """
    found = areas[areas["area_id"] == area["municipality_id"]]
    if found.empty or found["area_id"].iloc[0] == area["area_id"]:
        return None
    municipality: pd.Series = found.iloc[0]
    return None if _open_series(str(municipality["area_id"])).empty else municipality


@finished
def _open_series(area_id: str) -> pd.DataFrame:
    """Return the series without a goal, one per indicator: totals, latest definition first."""
    rows = loaders.ask(series_of, area_id=area_id)
    rows = rows[~rows["has_goal"].astype(bool) & (rows["category"] == "")]
    return rows.drop_duplicates("indicator_id", keep="last")


def _values(said: Sequence[tuple[int, str, str, str]], badge: str) -> None:
    grid = st.grid(3, min_column_width=220, gap="medium")
    for series_id, name, latest, then in said:
        with grid.container(gap="xsmall"):
            st.markdown(view.linked(name, "utfall", serie=str(series_id)))
            st.subheader(latest, anchor=False)
            st.caption(then)
            if badge:
                st.badge(badge, color="gray")


@finished
def _said(area_id: str, first: int, language: str) -> list[tuple[int, str, str, str]]:
    """Say of each series its number, its name, its latest value, and what it was before.

    Of the first ones that are shown at once, or of all from the `first` on.
    """
    rows = _open_series(area_id)[first : None if first else _MOST]
    catalogue = loaders.catalogue()
    observed = loaders.ask(
        observations_of, series_ids=tuple(int(one) for one in rows["series_id"])
    )
    by_series = dict(iter(observed.groupby("series_id")))
    said = []
    for row in rows.to_dict("records"):
        indicator = catalogue[str(row["indicator_id"])]
        own = by_series.get(row["series_id"], observed.head(0))
        name = cards.escape(indicator.wording(language).name)
        latest, then = _latest(own, indicator, language), _then(own, indicator, language)
        said.append((int(row["series_id"]), name, latest, then))
    return said


def _latest(own: pd.DataFrame, indicator: Indicator, language: str) -> str:
    known = own[own["value"].notna() | (own["class_code"].fillna("") != "")]
    if known.empty:
        return numbers.DASH
    last = known.iloc[-1]
    if isinstance(last["class_code"], str) and last["class_code"]:
        return sentences.class_name(last["class_code"], indicator, language)
    return numbers.measured(float(last["value"]), indicator.unit, indicator.decimals, language)


def _then(own: pd.DataFrame, indicator: Indicator, language: str) -> str:
    """Write when the latest value is from, and what it was five years or measurements before.

    Measurements within a year are compared with the same part of the year.
    """
    _ = translator(language)
    known = own.dropna(subset=["value"])
    if known.empty:
        return _("inget värde")
    last = known.iloc[-1]
    when = sentences.period(str(last["period"]), language)
    if last["status"] == "preliminary":
        when = _("{period}, preliminärt").format(period=when)
    same = known[known["period"].map(_part_of_year) == _part_of_year(str(last["period"]))]
    if len(same) < 2:
        return when
    earlier = same.iloc[max(len(same) - 6, 0)]
    was = numbers.measured(
        float(earlier["value"]), indicator.unit, indicator.decimals, language
    )
    then = sentences.period(str(earlier["period"]), language)
    return _("{when}; {then} var det {was}").format(when=when, was=was, then=then)


def _part_of_year(period: str) -> str:
    """Return the quarter, month or half of a period, empty for a year or a school year."""
    return period[5:] if period[4:5] == "-" and len(period) in {7, 8} else ""
