"""Tables straight to what the screen draws, for tests of figures: described, then drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.describe.character import Mix, character
from dashboard.charts.describe.course import Row, course
from dashboard.charts.describe.ladder import ladder
from dashboard.charts.describe.map import Place, state_map, value_map
from dashboard.charts.describe.multiples import panel
from dashboard.charts.describe.outlines import Outline
from dashboard.charts.describe.series import series, small_line
from dashboard.charts.describe.stacked import tenure
from dashboard.charts.describe.staircase import staircase
from dashboard.charts.plotly.character import draw_character
from dashboard.charts.plotly.course import draw_course
from dashboard.charts.plotly.ladder import draw_ladder
from dashboard.charts.plotly.lines import draw_series, draw_small_line
from dashboard.charts.plotly.map import draw_map
from dashboard.charts.plotly.multiples import draw_panel
from dashboard.charts.plotly.staircase import draw_staircase
from dashboard.charts.plotly.tenure import draw_tenure
from dashboard.charts.theme import Spec
from metrics.definition.indicator import Indicator


def a_series(observations: pd.DataFrame, *, dark: bool, **about: Any) -> Spec:
    return draw_series(series(observations, **about), dark=dark)


def a_small_line(
    observations: pd.DataFrame,
    goal: Mapping[str, Any],
    indicator: Indicator,
    breaks: pd.DataFrame | None,
    *,
    dark: bool,
    language: str,
) -> Spec:
    described = small_line(observations, goal, indicator, breaks, language=language)
    return draw_small_line(described, dark=dark)


def a_ladder(observations: pd.DataFrame, *, dark: bool, **about: Any) -> Spec:
    return draw_ladder(ladder(observations, **about), dark=dark)


def a_tenure(counts: pd.DataFrame, *, dark: bool, language: str) -> Spec:
    return draw_tenure(tenure(counts, language=language), dark=dark)


def a_panel(observations: pd.DataFrame, *, dark: bool, **about: Any) -> Spec:
    return draw_panel(panel(observations, **({"name": "Ås"} | about)), dark=dark)


def a_character(
    mixes: Sequence[Mix], names: Mapping[str, str], *, dark: bool, language: str
) -> Spec:
    described = character(mixes, names, name="Bostäder", language=language)
    return draw_character(described, dark=dark)


def a_staircase(stairs: pd.DataFrame, *, dark: bool, language: str) -> Spec:
    return draw_staircase(staircase(stairs, language=language), dark=dark)


def a_value_map(
    outlines: Sequence[Outline], places: Sequence[Place], names: Sequence[str], *, dark: bool,
    **about: Any,
) -> Spec:  # fmt: skip
    described = value_map(outlines, places, names, **({"what": "Andel"} | about))
    return draw_map(described, dark=dark)


def a_state_map(
    outlines: Sequence[Outline], places: Sequence[Place], *, dark: bool, language: str
) -> Spec:
    return draw_map(state_map(outlines, places, what="Mål", language=language), dark=dark)


def a_course(
    rows: Sequence[Row],
    events: Sequence[tuple[float, str]] = (),
    *,
    dark: bool,
    language: str,
) -> Spec:
    return draw_course(course(rows, events, language=language), dark=dark)
