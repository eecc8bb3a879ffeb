"""A goal as it was frozen, and its verdict: what sentences, charts and files are made of."""

from dataclasses import dataclass
from datetime import date
from math import isclose

from metrics.definition.period import MEASUREMENTS_PER_YEAR, parse_period
from metrics.outcome.state import Group, State, group_of

_SAYS_LATE = [2026, 5]
"""The rule version since which a verdict has `detectable_late`."""

_SIZED_LAST = [2026, 7]
"""The rule version since which a loss is as large as at its last measurement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What has become of a goal, in the indicator's published unit.

    `met_period` is the last measurement at which the goal was met, `met_value` its value.
    What is not known is None, '' or False; a goal that has not been assessed has `Verdict()`.
    Chances (``p_...``) are between 0 and 1. `detectable` is the smallest worsening that would
    have been seen from the first measurement, `detectable_late` if it began in the last two
    years: None where none would have been, and in what an earlier rule decided. `questions` is
    JSON, as `data.judging.three_questions` answers them.
    """

    state: State = State.NO_EVIDENCE
    since: date | None = None
    assessed_on: date | None = None
    rule_version: str = ""
    reason: str = ""
    break_id: str = ""
    last_period: str = ""
    value: float | None = None
    class_code: str = ""
    met_period: str = ""
    met_value: float | None = None
    worsening: float | None = None
    behind: float | None = None
    was_reached: bool = False
    also_below_baseline: bool = False
    narrowly: bool = False
    on_agenda: bool = False
    evidence_grade: int | None = None
    p_baseline: float | None = None
    p_target: float | None = None
    p_comparator: float | None = None
    detectable: float | None = None
    detectable_late: float | None = None
    size: float | None = None
    size_low: float | None = None
    size_high: float | None = None
    onset: date | None = None
    onset_low: date | None = None
    onset_high: date | None = None
    peers_changed: int | None = None
    peers_compared: int | None = None
    questions: str = ""

    @property
    def is_assessed(self) -> bool:
        """Whether the goal has been assessed at all."""
        return self.assessed_on is not None

    @property
    def says_late(self) -> bool:
        """Whether the rule that decided it says what would have been seen if it began late."""
        return self._decided_by() >= _SAYS_LATE

    @property
    def sized_last(self) -> bool:
        """Whether the rule that decided it sizes a loss at its last measurement."""
        return self._decided_by() >= _SIZED_LAST

    @property
    def in_year(self) -> bool:
        """Whether the last measurement is of a part of a year, which may have a season."""
        if not self.last_period:
            return False
        return MEASUREMENTS_PER_YEAR.get(parse_period(self.last_period).frequency, 1.0) > 1

    @property
    def group(self) -> Group | None:
        """The count it belongs to; None for what is never counted or not assessed."""
        return group_of(self.state) if self.is_assessed else None

    def _decided_by(self) -> list[int]:
        return [int(part) for part in self.rule_version.split("-") if part.isdigit()]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierTerms:
    """What a goal asked for before it was changed, and the state it had then."""

    form: str
    target_low: float | None
    target_high: float | None
    target_classes: tuple[str, ...]
    target_due: date | None
    baseline_value: float | None
    state: State
    changed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is followed in one area: the key of its measurements, and the area's names."""

    series_id: int
    indicator_id: str
    definition_version: int
    area_id: str
    geo_version: str
    category: str
    area_name: str
    area_name_en: str
    invented: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Series):
    """A series with what was promised of it, as it was frozen, and the verdict.

    Levels and `mid`, the smallest difference that matters, are in the indicator's published
    unit. What is not known is None, '' or ().
    """

    goal_id: str
    goal_version: int
    title: str
    title_en: str
    form: str
    worse: str
    baseline_periods: tuple[str, ...]
    baseline_value: float | None
    baseline_class: str
    target_low: float | None
    target_high: float | None
    target_classes: tuple[str, ...]
    target_due: date | None
    earliest_effect: date | None
    denominator_text: str
    mid: float | None
    minimum_n: int | None
    after_the_fact: bool
    frozen_on: date | None
    frozen_by: str
    owner_role: str
    document: str
    document_url: str
    page: str
    reason: str
    verdict: Verdict

    @property
    def targets(self) -> tuple[float | None, float | None]:
        """The lower and the upper bound."""
        return self.target_low, self.target_high

    @property
    def level(self) -> float | None:
        """The one level a value is held against: target, near bound of a band, baseline."""
        low, high = self.targets
        if self.form == "hold":
            return self.baseline_value
        if self.form == "at_most":
            return high if high is not None else low
        if self.form == "band" and low is not None and high is not None:
            value = self.verdict.value
            return high if value is not None and value > high else low
        return low if low is not None else high

    @property
    def judged_value(self) -> float | None:
        """The latest value as the verdict held it against the goal, in the unit.

        It is without its season where a sample is measured several times a year and the season
        is known. Of what may worsen both ways it is as it was measured.
        """
        value, worse, start = self.verdict.value, self.verdict.worsening, self.baseline_value
        if value is None or worse is None or start is None or self.worse == "both":
            return value
        if not self.verdict.in_year or self.form == "class":
            return value
        free = start - worse if self.worse == "lower" else start + worse
        return value if isclose(free, value, rel_tol=1e-9, abs_tol=1e-9) else free

    @property
    def gap(self) -> float | None:
        """How much worse `judged_value` is than what its state is about, in the unit.

        None where it is not worse: what is lost stays so until it is back twice.
        """
        state = self.verdict.state
        below = state is State.BELOW_BASELINE
        size = self._short_of(self.baseline_value if below else self.level)
        if state is State.FELL_BEHIND:
            size = self.verdict.behind
        return size if size is not None and size > 0 else None

    @property
    def worsens_down(self) -> bool:
        """Whether the value worsens downwards from where it is; of a band, on its side."""
        value, low = self.verdict.value, self.target_low
        low = self.baseline_value if low is None else low
        under = value is not None and low is not None and value < low
        return under if self.worse == "both" else self.worse == "lower"

    def _short_of(self, level: float | None) -> float | None:
        value = self.judged_value
        if value is None or level is None:
            return None
        if self.worse == "both":
            held = self.form == "hold"
            return abs(value - level) if held else self._outside(value) - self._outside(level)
        return level - value if self.worse == "lower" else value - level

    def _outside(self, value: float) -> float:
        """Return how far a value is outside the band."""
        low, high = self.targets
        under = low - value if low is not None else 0.0
        return max(under, value - high if high is not None else 0.0, 0.0)
