"""Compiles the engine's loops, and never runs one that was compiled from other source.

numba keeps compiled loops on disk and checks only the file of the loop itself, so a change in
a loop that it calls would go unseen and the old numbers would stay. The folder is therefore
named after the source of all of `metrics`.

numba takes a third of a second to load, and most that imports a loop only reads what others
have worked out with it: it is loaded when the first loop is run. What is only shown of a goal
does without it (`of_few`).
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, cached_property, update_wrapper
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from metrics.engine.compiled_folders import folder_of

Loop = TypeVar("Loop", bound=Callable[..., Any])
Found = TypeVar("Found")

_FEW = 100
"""So many measurements Python follows sooner than it loads numba."""

_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


class Compiled:
    """A loop, which is compiled when it is first run; it may stand in other loops."""

    def __init__(self, function: Callable[..., Any], **how: bool) -> None:
        """Remember the loop, and how numba is to compile it."""
        self._function, self._how = function, how
        update_wrapper(self, function)

    def __call__(self, *given: Any) -> Any:
        """Run it: compiled, or as it is written (`of_few`)."""
        return (self._function if _as_written.get() else self._dispatcher)(*given)

    @cached_property
    def _dispatcher(self) -> Any:
        compiler = _numba().njit(cache=True, error_model="numpy", **self._how)
        return compiler(self._function)

    @property
    def _numba_type_(self) -> Any:
        """What numba asks anything that it finds in a loop for: here it is the loop's own."""
        return self._dispatcher._numba_type_


def compiled(function: Loop) -> Loop:
    """Compile a loop over arrays to machine code, once per machine and version of the source.

    A division by nought is infinite or NaN, as it is in NumPy: a loop that may raise in its
    middle cannot take several series in one step.
    """
    return cast("Loop", Compiled(function))


def inlined(function: Loop) -> Loop:
    """Compile a step within such a loop, which becomes part of every loop that takes it."""
    return cast("Loop", Compiled(function, forceinline=True))


def of_few(find: Callable[[], Found], measurements: int) -> Found:
    """Return what is found of so many measurements, by loops as they are written.

    They do the same sums in the same order, but nobody has shown that Python's last bit is the
    compiler's everywhere: it is for what is shown, and no verdict is found so. They are
    compiled where there are many measurements, where numba is there already, and where Python
    refuses what an array takes, as a division by nought.
    """
    if measurements <= _FEW and not _loaded():
        before = _as_written.set(True)
        try:
            with np.errstate(all="ignore"):
                return find()
        except (ArithmeticError, ValueError):
            pass  # it is found below, or refused once more
        finally:
            _as_written.reset(before)
    return find()


def _loaded() -> bool:
    return _numba.cache_info().currsize > 0


@cache
def _numba() -> Any:
    import numba

    numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]
    return numba


def _folder() -> Path:
    """Return a folder of the user's cache, or a temporary one where that cannot be written."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    try:
        return folder_of(source(), kept / "kvarvarde")
    except OSError:
        return Path(tempfile.mkdtemp(prefix="kvarvarde-"))


@cache
def source() -> str:
    """Return what names the source of all of `metrics`, and numba."""
    digest = hashlib.sha256(version("numba").encode())
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
