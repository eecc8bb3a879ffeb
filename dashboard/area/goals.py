"""The goals of an area, each with its chart: of many, or of long ones, some at a time."""

from collections.abc import Sequence
from itertools import accumulate

import streamlit as st

from dashboard.area import page
from dashboard.page import controls
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import followed
from dashboard.text.language import translator
from data.answers.followed import Followed
from metrics.outcome.state import Group

_MOST, _FEWEST = 10, 4
"""Goals that are drawn at once, and how few of them where they are long."""

_MEASUREMENTS = 240
"""So many measurements are drawn at once: of many goals, or of long ones, as of few and short.

That is ten goals of 24 measurements, or six of forty.
"""

_IN_A_PART = 12
"""Goals that are unfolded at a time."""


@drawn
def at_once(area_id: str, dark: bool, language: str) -> None:
    """Show the goals that are drawn at once."""
    goals = followed.in_area(area_id)
    shown = shown_of(goals)
    _show(in_order(goals, shown)[:shown], dark, language, alone=len(goals) == 1)


def others(area_id: str, dark: bool, language: str) -> None:
    """Let the goals beyond those be unfolded, part by part, where there are any."""
    shown, total = _counted(area_id)
    label = translator(language)("Visa mål {first}–{last} av {total}")
    for start in range(shown, total, _IN_A_PART):
        end = min(start + _IN_A_PART, total)
        said = label.format(first=start + 1, last=end, total=total)
        place, asked_for = controls.unfolded(said, key=f"goals-{area_id}-{start}")
        if asked_for:
            with place:
                _part(area_id, start, dark, language)


@finished
def _counted(area_id: str) -> tuple[int, int]:
    """Return how many goals are drawn at once, and how many there are."""
    goals = followed.in_area(area_id)
    return shown_of(goals), len(goals)


@drawn
def _part(area_id: str, start: int, dark: bool, language: str) -> None:
    goals = followed.in_area(area_id)
    goals = in_order(goals, shown_of(goals))
    _show(goals[start : start + _IN_A_PART], dark, language)


def _show(goals: Sequence[Followed], dark: bool, language: str, alone: bool = False) -> None:
    if alone:
        st.divider()
        page.only_goal(goals[0], dark, language)
    else:
        page.side_by_side(goals, dark, language)


def shown_of(goals: Sequence[Followed]) -> int:
    """Return how many of the goals are drawn at once."""
    long = accumulate(len(one.observations) for one in goals[:_MOST])
    fit = sum(measured <= _MEASUREMENTS for measured in long)
    return min(len(goals), max(fit, _FEWEST))


def in_order(goals: Sequence[Followed], shown: int) -> list[Followed]:
    """Return goals as they are read: where fewer are `shown`, what is lost or at risk first."""
    return list(goals) if len(goals) <= shown else sorted(goals, key=_place)


def _place(one: Followed) -> int:
    group = one.verdict.group
    return _FIRST.index(group) if group in _FIRST else len(_FIRST)


_FIRST = (Group.LOST, Group.WATCH)
