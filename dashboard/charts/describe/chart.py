"""The neutral description of a chart: what screen, slide, paper and table all say.

Nothing here has a pixel or a colour. Time is a year with decimals, values are in the
indicator's unit, and every number that is read aloud stands beside it as it is written.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from dashboard.charts.describe.timeline import usual_step
from dashboard.text.language import translator
from metrics.outcome.state import State


class Form(StrEnum):
    """How values are laid out."""

    LINE = "line"
    STEPS = "steps"
    COLUMNS = "columns"
    BARS = "bars"


class Role(StrEnum):
    """What a line, a level or a stack is to the reader."""

    SERIES = "series"
    EARLIER = "earlier"
    COMPARATOR = "comparator"
    GOAL = "goal"
    BASELINE = "baseline"
    KEPT = "kept"
    LOST = "lost"
    DECIDED = "decided"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The span of an axis, and what is written along it: where, and in which words."""

    low: float = 0.0
    high: float = 1.0
    ticks: tuple[tuple[float, str], ...] = ()

    @property
    def span(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One measurement. `y` None is a gap, never a zero; in a ladder `y` is the rung.

    `low` and `high` are its own 95 % interval, `level` the limits that hold the level after it
    where a goal is judged by that.
    """

    x: float
    period: str
    y: float | None
    written: str
    low: float | None = None
    high: float | None = None
    level: tuple[float, float] | None = None
    n: int | None = None
    preliminary: bool = False
    inferred: bool = False
    unreleased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Measurements that may be joined and compared with each other, oldest first."""

    role: Role
    name: str
    dots: tuple[Dot, ...]

    @property
    def measured(self) -> tuple[Dot, ...]:
        """The dots that have a value."""
        return tuple(dot for dot in self.dots if dot.y is not None)

    @property
    def runs(self) -> tuple[tuple[Dot, ...], ...]:
        """The dots that may be joined: split at missing values and at skipped periods."""
        step = usual_step(self.dots)
        found: list[list[Dot]] = [[]]
        for dot in self.dots:
            skipped = bool(found[-1]) and dot.x - found[-1][-1].x > 1.6 * step
            if dot.y is None or skipped:
                found.append([])
            if dot.y is not None:
                found[-1].append(dot)
        return tuple(tuple(run) for run in found if run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level that values are held against, from one time to another.

    `onwards` says that it holds also after the last measurement, `named` that its name stands
    at this level (a band has one name and two bounds), `since` when it was decided. `short` is
    the name on as many rows as it takes where there is little room.
    """

    role: Role
    name: str
    y: float
    start: float
    end: float
    onwards: bool = False
    named: bool = True
    since: float | None = None
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A place that nothing is drawn or compared across, and what happened, row by row."""

    x: float
    year: str
    rows: tuple[str, ...]

    @property
    def note(self) -> str:
        """What happened, and when: ``Ny fråga 2016``."""
        return " ".join(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A class: its name, whether the goal rules it out, and the cut where it was removed."""

    name: str
    ruled_out: bool = False
    removed_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, worth a name in the chart."""

    x: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One part of every column or bar: its name, and an amount per category."""

    role: Role
    name: str
    amounts: tuple[float | None, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How far the last value has fallen, from one height to another, in words: ``−16``."""

    x: float
    start: float
    end: float
    words: str

    @property
    def middle(self) -> float:
        """The height its words stand at."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The measurement a state stands on, the state in shape and word, and its colour's name."""

    dot: Dot
    state: State
    label: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart: all that screen, picture, slide, paper and table say of it.

    `caption` says what is counted and in which unit, `alt` what the chart shows, `table` holds
    the same numbers as words. Lines, levels, cuts, events and the axes belong to lines and
    steps; `categories` and `stacks` to columns and bars, where `beside` are the places of
    those that are only for comparison; `rungs` are the classes, worst first.
    """

    form: Form
    name: str
    caption: str
    alt: str
    decimals: int
    language: str
    table: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)
    time: Axis = Axis()
    values: Axis = Axis()
    lines: tuple[Line, ...] = ()
    levels: tuple[Level, ...] = ()
    cuts: tuple[Cut, ...] = ()
    events: tuple[Event, ...] = ()
    rungs: tuple[Rung, ...] = ()
    categories: tuple[str, ...] = ()
    stacks: tuple[Stack, ...] = ()
    beside: tuple[int, ...] = ()
    verdict: Verdict | None = None
    gap: Gap | None = None

    def of(self, role: Role) -> tuple[Line, ...]:
        """Return the lines with a role."""
        return tuple(line for line in self.lines if line.role is role)

    @property
    def last(self) -> Dot | None:
        """The last measurement of the series as it is now; None without any."""
        return next((line.measured[-1] for line in self.of(Role.SERIES) if line.measured), None)

    @property
    def dots(self) -> tuple[Dot, ...]:
        """The measurements of the series itself, oldest first, gaps included."""
        own = (*self.of(Role.EARLIER), *self.of(Role.SERIES))
        return tuple(dot for line in own for dot in line.dots)

    @property
    def follows_level(self) -> bool:
        """Whether the ribbon is where the level is, and not how sure each measurement is."""
        return any(dot.level is not None for dot in self.dots)

    def ribbon_at(self, dot: Dot) -> tuple[float, float] | None:
        """Return the lower and upper edge of the ribbon at a measurement; None where it has
        none.
        """
        if self.follows_level:
            return dot.level
        return None if dot.low is None or dot.high is None else (dot.low, dot.high)

    def explained(self, *, ribbon: bool = True) -> str:
        """Say what is counted, and what the ribbon, or the thin lines of a slide, are."""
        return same_words(self.caption, self.ribbon_words(ribbon=ribbon))

    def ribbon_words(self, *, ribbon: bool = True) -> str:
        """Say what the ribbon, or the thin lines of a slide, are; empty without either."""
        if not any(self.ribbon_at(dot) for dot in self.dots):
            return ""
        return ribbon_words(self.language, level=self.follows_level, ribbon=ribbon)


def ribbon_words(language: str, *, level: bool, ribbon: bool = True) -> str:
    """Say what a ribbon, or the thin lines of a slide, show: a `level`, or 95 % intervals."""
    _ = translator(language)
    if level and ribbon:
        return _("Bandet visar var nivån ligger, med 80\u00a0% sannolikhet")
    if level:
        return _("De tunna linjerna visar var nivån ligger, med 80\u00a0% sannolikhet")
    if ribbon:
        return _("Bandet visar 95\u00a0% osäkerhet")
    return _("Strecken visar 95\u00a0% osäkerhet")


def same_words(*parts: Any) -> str:
    """Join what there is to say into sentences, each with one full stop."""
    said = [str(part).strip().rstrip(".") for part in parts if str(part).strip()]
    return "".join(f"{part}. " for part in said).strip()
