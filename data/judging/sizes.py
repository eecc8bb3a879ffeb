"""Keeps beside the store how large a loss must be to be seen, and works it out ahead.

It is simulated by `metrics`, and the same in every process: a file that is lost or old costs
time and nothing else. After an import the questions of the next one are known.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event

import numpy as np

from metrics.engine import foreseen

_IN_MEMORY = ":memory:"
_AT_REST = 3.0
"""Seconds of rest for each second of work ahead: others are asking for something now."""

_RECALLED: set[str] = set()
_KEPT: dict[str, int] = {}
"""How many answers each file has."""


def recall(store: str) -> None:
    """Take over what was kept beside a store, the first time it is asked for."""
    if store == _IN_MEMORY or store in _RECALLED:
        return
    _RECALLED.add(store)
    before = foreseen.number_known()
    # A file that is no such file says so in as many ways as it can be spoilt.
    with suppress(Exception):
        _learn_from(_file(store))
        _KEPT[store] = foreseen.number_known() - before


def _learn_from(file: Path) -> None:
    if not file.is_file():
        return
    with file.open("rb") as content:
        found = np.load(content, allow_pickle=False)
        if str(found["made_by"]) == foreseen.made_by():
            foreseen.learn(found["rows"])


def keep(store: str) -> None:
    """Keep what is known beside a store, where more is known than is kept."""
    number = foreseen.number_known()
    if store == _IN_MEMORY or _KEPT.get(store, 0) >= number:
        return
    # A store that nobody may write beside is judged all the same.
    with suppress(OSError):
        _write(_file(store))
        _KEPT[store] = number


def _write(file: Path) -> None:
    """Write a file anew, whole or not at all, and leave nothing beside it."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            np.savez(out, made_by=np.array(foreseen.made_by()), rows=foreseen.known())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)


def work_ahead(
    store: str,
    *,
    stop: Event | None = None,
    busy: Callable[[], bool] = lambda: False,
    at_rest: float = _AT_REST,
) -> int:
    """Find what is asked after one more measurement, and keep it; return how many that were.

    With pauses, so that it takes a part of the machine and not all of it, and until `stop` or
    until the server is `busy` with others: then there may be more to find.
    """
    recall(store)
    stop = stop or Event()
    found, start = 0, time.thread_time()
    for _rule in foreseen.ahead():
        found += 1
        if stop.wait(at_rest * (time.thread_time() - start)) or busy():
            break
        start = time.thread_time()
    keep(store)
    return found


def know_onsets(store: str) -> None:
    """Find how much larger a loss must be that began later, of all that was asked, and keep it.

    For a store that is made to be looked at: *Utfall* then simulates nothing.
    """
    if store == _IN_MEMORY:
        return
    for _rule in foreseen.later_onsets():
        pass
    keep(store)


def _file(store: str) -> Path:
    return Path(store).with_suffix(".sizes.npz")
