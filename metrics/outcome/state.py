"""The states a goal can be in, and the five counts they add up to."""

from enum import StrEnum


class State(StrEnum):
    """What has become of a value, in the order the decision table asks."""

    BACKGROUND = "background"
    NO_GOAL = "no_goal"
    BREAK = "break"
    NO_EVIDENCE = "no_evidence"
    RELAPSE = "relapse"
    BELOW_BASELINE = "below_baseline"
    FELL_BEHIND = "fell_behind"
    REGAINED = "regained"
    NEVER_CAME = "never_came"
    PAST_DUE_UNCLEAR = "past_due_unclear"
    WATCH = "watch"
    REACHED = "reached"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    CANNOT_TELL = "cannot_tell"
    HOLDS = "holds"
    UNCHANGED = "unchanged"


STATES = tuple(State)
"""The states in their order: what is kept of many measurements is the place among these."""


class Group(StrEnum):
    """The five counts a steering group reads first."""

    UNKNOWN = "unknown"
    LOST = "lost"
    WATCH = "watch"
    UNCHANGED = "unchanged"
    HOLDS = "holds"


_GROUPS: dict[State, Group] = {
    State.BREAK: Group.UNKNOWN,
    State.NO_EVIDENCE: Group.UNKNOWN,
    State.RELAPSE: Group.LOST,
    State.BELOW_BASELINE: Group.LOST,
    State.FELL_BEHIND: Group.LOST,
    State.REGAINED: Group.HOLDS,
    State.NEVER_CAME: Group.LOST,
    State.PAST_DUE_UNCLEAR: Group.UNKNOWN,
    State.WATCH: Group.WATCH,
    State.REACHED: Group.HOLDS,
    State.TOO_EARLY: Group.UNKNOWN,
    State.ON_TRACK: Group.HOLDS,
    State.CANNOT_TELL: Group.UNKNOWN,
    State.HOLDS: Group.HOLDS,
    State.UNCHANGED: Group.UNCHANGED,
}


def group_of(state: State) -> Group | None:
    """Return the count a state belongs to; None for background and for no goal."""
    return _GROUPS.get(state)


LOST_STATES = tuple(state for state, group in _GROUPS.items() if group is Group.LOST)
"""Everything that counts as lost."""
