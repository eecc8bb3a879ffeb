"""The states a promise can be in, and what it comes to together with the outcome."""

from enum import StrEnum


class PromiseState(StrEnum):
    """What has become of a promise on its way from the first analysis to daily use."""

    DELIVERED = "delivered"
    IN_USE = "in_use"
    CARRIED = "carried"
    WEAKENED = "weakened"
    NO_TRACE = "no_trace"
    LOST = "lost"
    DECIDED_AWAY = "decided_away"
    REPLACED = "replaced"
    NOT_DELIVERED = "not_delivered"
    RESTORED = "restored"
    NOT_ASSESSED = "not_assessed"


CARRIED = frozenset(
    {
        PromiseState.DELIVERED,
        PromiseState.IN_USE,
        PromiseState.CARRIED,
        PromiseState.WEAKENED,
        PromiseState.RESTORED,
    }
)
"""A carrier is there, whole or not."""

FALLEN = frozenset(
    {
        PromiseState.NO_TRACE,
        PromiseState.LOST,
        PromiseState.DECIDED_AWAY,
        PromiseState.REPLACED,
        PromiseState.NOT_DELIVERED,
    }
)
"""No longer carried, for whatever reason; only two of them are losses."""


class Joined(StrEnum):
    """The two ledgers side by side: never a sum, and never a proof of cause."""

    HOLDS = "holds"
    HELD_ANYWAY = "held_anyway"
    NOT_ENOUGH = "not_enough"
    LOST_AND_MISSED = "lost_and_missed"
    NOT_ASSESSED = "not_assessed"
