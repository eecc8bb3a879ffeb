"""SciPy's special functions, loaded when the first is asked for.

They take an eighth of a second to load, and most that imports a rule only reads what others
have worked out by it.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """Return a function of `scipy.special` (PEP 562)."""
    return getattr(import_module("scipy.special"), name)
