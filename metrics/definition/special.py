"""SciPy's special functions, loaded when the first is asked for, and nothing else of SciPy.

Most that imports a rule only reads what others have worked out by it. The functions take a
hundredth of a second to load; the package around them, which also serves other kinds of arrays
than NumPy's, loads how Fortran is wrapped and how tests are written, and takes ten times that.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import RLock
from types import ModuleType
from typing import Any, Final

_PACKAGE: Final = "scipy.special"
_LOADING = RLock()


def __getattr__(name: str) -> Any:
    """Return a function of `scipy.special` (PEP 562)."""
    return getattr(functions(), name)


@cache
def functions() -> ModuleType:
    """Return the module that has the functions: the very same that the package gives."""
    with _LOADING:
        spec = find_spec(_PACKAGE)
        if _PACKAGE in sys.modules or spec is None:
            return import_module(_PACKAGE)
        # The package is not run: it only says where its modules lie, while one is loaded.
        sys.modules[_PACKAGE] = standing_in = module_from_spec(spec)
        # What another thread asks of it meanwhile the package answers, when it is there.
        standing_in.__getattr__ = _whole  # type: ignore[method-assign]
        try:
            return import_module(f"{_PACKAGE}._ufuncs")
        finally:
            del sys.modules[_PACKAGE]


def _whole(name: str) -> Any:
    with _LOADING:
        return getattr(import_module(_PACKAGE), name)
