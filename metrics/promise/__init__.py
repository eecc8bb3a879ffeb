"""What has become of a promise: from what was found at each stage to a state."""

from typing import TYPE_CHECKING

from metrics.definition.lazy import names_of

if TYPE_CHECKING:
    from metrics.promise.decision import RULE_VERSION, course, decide, decide_promises, joined
    from metrics.promise.state import Joined, PromiseState

__all__ = [
    "RULE_VERSION",
    "Joined",
    "PromiseState",
    "course",
    "decide",
    "decide_promises",
    "joined",
]

__getattr__ = names_of(
    __name__,
    {
        "decision": ("RULE_VERSION", "course", "decide", "decide_promises", "joined"),
        "state": ("Joined", "PromiseState"),
    },
)
