"""What has become of a goal: from its measurements to a state after each of them."""

from typing import TYPE_CHECKING

from metrics.definition.lazy import names_of

if TYPE_CHECKING:
    from metrics.outcome.decision import RULE_VERSION, Judged, decide, judge
    from metrics.outcome.prepared import as_monitored
    from metrics.outcome.state import Group, State, group_of

__all__ = [
    "RULE_VERSION",
    "Group",
    "Judged",
    "State",
    "as_monitored",
    "decide",
    "group_of",
    "judge",
]

__getattr__ = names_of(
    __name__,
    {
        "decision": ("RULE_VERSION", "Judged", "decide", "judge"),
        "prepared": ("as_monitored",),
        "state": ("Group", "State", "group_of"),
    },
)
