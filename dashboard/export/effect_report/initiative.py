"""One initiative with everything that is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.export.effect_report.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """An initiative: its row, what it is held to, and what its worth is assumed to rest on."""

    row: Mapping[str, Any]
    effects: tuple[Effect, ...]
    parameters: pd.DataFrame

    @property
    def initiative_id(self) -> str:
        """The id in the address."""
        return str(self.row["initiative_id"])

    @property
    def area_id(self) -> str:
        """The area the money was for."""
        return str(self.row["area_id"])

    @property
    def invented(self) -> bool:
        """Whether it is made up for training."""
        return bool(self.row["invented"])

    def title(self, language: str) -> str:
        """Its name in the language asked for."""
        english = self.row.get("title_en")
        return str(english if language == "en" and english else self.row["title"])

    def area_name(self, language: str) -> str:
        """The area's name in the language asked for."""
        english = self.row.get("area_name_en")
        return str(english if language == "en" and english else self.row["area_name"])

    def text(self, name: str) -> str:
        """A text of the initiative; empty where nothing is known."""
        said = self.row.get(name)
        return said.strip() if isinstance(said, str) else ""

    def sources(self) -> list[str]:
        """Where what is said of it comes from: addresses, or words."""
        return [one.strip() for one in self.text("source").split("|") if one.strip()]

    def number(self, name: str) -> float | None:
        """A number of the initiative; None where it is not known."""
        value = self.row.get(name)
        return None if value is None or pd.isna(value) else float(value)
