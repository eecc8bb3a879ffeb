"""What has become of a goal: from its measurements to a state after each of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metrics.outcome.decision import RULE_VERSION, Judged, as_monitored, decide, judge
    from metrics.outcome.state import Group, State, group_of

_MODULE_OF = {
    "Group": "state",
    "Judged": "decision",
    "RULE_VERSION": "decision",
    "State": "state",
    "as_monitored": "decision",
    "decide": "decision",
    "group_of": "state",
    "judge": "decision",
}

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


def __getattr__(name: str) -> Any:
    """Import the module of a name that is asked for (PEP 562): some take a while."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
