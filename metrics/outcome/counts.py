"""States added up: the five counts of goals, and what has happened to goals since a day."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.outcome.state import Group, State, group_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many goals are in each of the five counts; what is never counted is left out."""

    unknown: int
    lost: int
    watch: int
    unchanged: int
    holds: int

    @property
    def total(self) -> int:
        """All goals that count."""
        return self.unknown + self.lost + self.watch + self.unchanged + self.holds

    @property
    def judged(self) -> int:
        """The goals whose state says something about the value."""
        return self.total - self.unknown

    def of(self, group: Group) -> int:
        """The number in one count."""
        return int(getattr(self, str(group)))


def counted(states: Sequence[State]) -> Counts:
    """Count states into the five groups."""
    groups = [group_of(state) for state in states]
    return Counts(**{str(group): groups.count(group) for group in Group})


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """How much has happened since a day: goals lost, regained or moved otherwise, and values
    measured."""

    lost: int
    regained: int
    moved: int
    measured: int

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not any((self.lost, self.regained, self.moved, self.measured))
