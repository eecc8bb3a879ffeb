"""A chart over time while it is being drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dashboard.charts.describe.chart import Chart
from dashboard.charts.plotly.labels import Room, Spot
from dashboard.charts.theme import Palette, Spec, palette, text
from dashboard.text.language import translator


@dataclass(slots=True)
class Canvas:
    """A chart being drawn: its description, the room that is left, and the parts so far."""

    chart: Chart
    ink: Palette
    room: Room
    traces: list[Spec] = field(default_factory=list)
    shapes: list[Spec] = field(default_factory=list)
    labels: list[Spec] = field(default_factory=list)

    @classmethod
    def of(cls, chart: Chart, dark: bool) -> "Canvas":
        """Return an empty canvas with the axes of a description."""
        return cls(chart, palette(dark), Room(chart.time.span, chart.values.span))

    @property
    def translate(self) -> Callable[[str], str]:
        """The translator of the chart's language."""
        return translator(self.chart.language)

    @property
    def right(self) -> float:
        """The right edge of the plot, in years."""
        return self.room.x[1]

    def label_if_free(self, words: str, spots: Sequence[Spot], colour: str) -> bool:
        """Write words at the best of the spots; False where they would lie on a line."""
        spot = self.room.place_if_free(words, spots)
        if spot is None:
            return False
        self.labels.append(
            text(spot.x, spot.y, words, colour, anchor=spot.anchor, shift=spot.shift)
        )
        return True
