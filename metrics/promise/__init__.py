"""What has become of a promise: from what was found at each stage to a state."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metrics.promise.decision import RULE_VERSION, course, decide, decide_promises, joined
    from metrics.promise.state import Joined, PromiseState

_MODULE_OF = {
    "Joined": "state",
    "PromiseState": "state",
    "RULE_VERSION": "decision",
    "course": "decision",
    "decide": "decision",
    "decide_promises": "decision",
    "joined": "decision",
}

__all__ = [
    "RULE_VERSION",
    "Joined",
    "PromiseState",
    "course",
    "decide",
    "decide_promises",
    "joined",
]


def __getattr__(name: str) -> Any:
    """Import the module of a name that is asked for (PEP 562): some take a while."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
