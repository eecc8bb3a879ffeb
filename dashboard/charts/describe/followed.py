"""One followed series with everything that is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.charts.describe.timeline import Cut, cuts, points
from dashboard.text import sentences
from metrics.definition.indicator import Evidence, Indicator


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A series: its key, its goal if there is one, its measurements, breaks and events."""

    key: Mapping[str, Any]
    goal: Mapping[str, Any] | None
    indicator: Indicator
    observations: pd.DataFrame
    breaks: pd.DataFrame
    events: pd.DataFrame

    @property
    def name(self) -> str:
        """What tells this series from every other, with its goal."""
        goal_id = "" if self.goal is None else str(self.goal["goal_id"])
        return f"{goal_id}.{self.key['series_id']}"

    @property
    def area_id(self) -> str:
        """The area the series is about."""
        return str(self.key["area_id"])

    @property
    def invented(self) -> bool:
        """Whether the numbers are made up for training."""
        return bool(self.key["invented"])

    @property
    def is_ordinal(self) -> bool:
        """Whether the values are classes, drawn as steps and never counted with."""
        return self.indicator.evidence is Evidence.ORDINAL

    def cuts(self) -> list[Cut]:
        """Where the series was broken, between two of its measurements."""
        return self._cuts

    @cached_property
    def _cuts(self) -> list[Cut]:
        placed = points(self.observations, self.indicator)
        return cuts(self.breaks, self.observations, placed)

    def area_name(self, language: str) -> str:
        """The area's name in the language asked for."""
        return sentences.area(self.key, language)
