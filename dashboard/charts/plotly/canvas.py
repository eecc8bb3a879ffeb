"""A chart of values over time while it is being drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field

from dashboard.charts.describe.labels import Room
from dashboard.charts.theme import Palette, Spec
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator


@dataclass(slots=True)
class Canvas:
    """A chart being drawn: what it shows, the room that is left, and the parts so far."""

    indicator: Indicator
    ink: Palette
    language: str
    room: Room
    traces: list[Spec] = field(default_factory=list)
    shapes: list[Spec] = field(default_factory=list)
    labels: list[Spec] = field(default_factory=list)

    @property
    def translate(self) -> Callable[[str], str]:
        """The translator of the canvas' language."""
        return translator(self.language)

    @property
    def right(self) -> float:
        """The right edge of the plot, in years."""
        return self.room.x[1]
