"""Compiles the engine's loops, and never runs one that was compiled from other source.

numba keeps compiled loops on disk and checks only the file of the loop itself, so a change in
a loop that it calls would go unseen and the old numbers would stay. The folder is therefore
named after the source of all of `metrics`.

numba takes a third of a second to load, and most that imports a loop only reads what others
have worked out with it: it is loaded when the first loop is run.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache, cached_property, update_wrapper
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, cast

from metrics.engine.compiled_folders import folder_of

Loop = TypeVar("Loop", bound=Callable[..., Any])


class Compiled:
    """A loop, which is compiled when it is first run; it may stand in other loops."""

    def __init__(self, function: Callable[..., Any], **how: bool) -> None:
        """Remember the loop, and how numba is to compile it."""
        self._function, self._how = function, how
        update_wrapper(self, function)

    def __call__(self, *given: Any) -> Any:
        """Run it, compiled."""
        return self._dispatcher(*given)

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
