"""Compiles the engine's loops, and never runs one that was compiled from other source.

numba keeps compiled loops on disk and checks only the file of the loop itself, so a change in
a loop that it calls would go unseen and the old numbers would stay. The folder is therefore
named after the source of all of `metrics`.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import numba


def _fingerprint() -> str:
    digest = hashlib.sha256(numba.__version__.encode())
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


SOURCE = _fingerprint()
"""Names the source of all of `metrics`, and numba."""


def _folder() -> Path:
    """Return a folder of the user's cache, or a temporary one where that cannot be written."""
    kept = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = kept / "kvarvarde" / SOURCE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="kvarvarde-"))
    return folder


numba.config.CACHE_DIR = str(_folder())  # type: ignore[attr-defined]

compiled = numba.njit(cache=True, error_model="numpy")
"""Compiles a loop over arrays to machine code, once per machine and version of the source.

A division by nought is infinite or NaN, as it is in NumPy: a loop that may raise in its middle
cannot take several series in one step.
"""

inlined = numba.njit(cache=True, error_model="numpy", forceinline=True)
"""The same for a step within such a loop, which becomes part of every loop that takes it."""
