"""Finds free room for labels, so that words do not lie on lines or on each other.

Everything is measured in shares of the plot, 0-1, for a plot of `WIDTH` x `HEIGHT` pixels:
narrow enough that what fits here fits on a phone beside a column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH = 200
HEIGHT = 320
_LETTER = 7.2
_LINE = 19
_TOO_MANY = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in shares of the plot."""

    left: float
    right: float
    bottom: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def meets(self, other: "Box") -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for a label: where it is anchored and which of its corners that is."""

    x: float
    y: float
    anchor: tuple[str, str]
    shift: tuple[float, float] = (0, 0)


@dataclass(slots=True)
class Room:
    """What is already drawn, as points and rectangles; labels are placed where least is hit."""

    x: tuple[float, float]
    y: tuple[float, float]
    points: list[tuple[float, float]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def draw(self, line: Sequence[tuple[float, float]]) -> None:
        """Take up the room of a line given in data coordinates."""
        for (x0, y0), (x1, y1) in pairwise(line):
            for step in range(13):
                share = step / 12
                self.points.append(self._share(x0 + share * (x1 - x0), y0 + share * (y1 - y0)))

    def place(self, words: str, spots: Iterable[Spot]) -> Spot:
        """Choose the first spot that hits least, and take up its room."""
        best, box, _hits = self._best(words, spots)
        self.boxes.append(box)
        return best

    def place_if_free(self, words: str, spots: Iterable[Spot]) -> Spot | None:
        """Choose a spot as `place` does, or none where it would lie on words or a line."""
        best, box, hits = self._best(words, spots)
        if hits > _TOO_MANY:
            return None
        self.boxes.append(box)
        return best

    def _best(self, words: str, spots: Iterable[Spot]) -> tuple[Spot, Box, float]:
        lines = words.split("<br>")
        size = (max(map(len, lines)) * _LETTER / WIDTH, len(lines) * _LINE / HEIGHT)
        boxes = [(spot, self._box(spot, size)) for spot in spots]
        return min(((*pair, self._hits(pair[1])) for pair in boxes), key=lambda found: found[2])

    def _share(self, x: float, y: float) -> tuple[float, float]:
        return (
            (x - self.x[0]) / (self.x[1] - self.x[0]),
            (y - self.y[0]) / (self.y[1] - self.y[0]),
        )

    def _box(self, spot: Spot, size: tuple[float, float]) -> Box:
        x, y = self._share(spot.x, spot.y)
        x, y = x + spot.shift[0] / WIDTH, y + spot.shift[1] / HEIGHT
        left = {"left": x, "center": x - size[0] / 2, "right": x - size[0]}[spot.anchor[0]]
        bottom = {"bottom": y, "middle": y - size[1] / 2, "top": y - size[1]}[spot.anchor[1]]
        return Box(left, left + size[0], bottom, bottom + size[1])

    def _hits(self, box: Box) -> float:
        outside = box.bottom < 0 or box.top > 1.02 or box.left < -0.02 or box.right > 1.2
        return (
            sum(box.holds(*point) for point in self.points)
            + 25 * sum(box.meets(other) for other in self.boxes)
            + 40 * outside
        )
