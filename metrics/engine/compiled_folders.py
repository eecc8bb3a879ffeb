"""The folders that compiled loops are kept in: one for each version, and not for ever."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

if sys.platform != "win32":
    import fcntl

_KEPT = 2
"""So many versions are kept however old they are: this one, and one to go back to."""

_LATELY = 30 * 24 * 3600.0
"""Seconds in which a version that was used stays."""

_IN_USE = "in-use"
"""A file in each folder that every process locks that uses it, for as long as it runs."""

_HELD: list[TextIO] = []


def folder_of(version: str, parent: Path) -> Path:
    """Return the folder of a version in `parent`, which nobody takes away from this process.

    Versions that have not been used lately are taken away, but for the newest and those that
    run. Raises `OSError` where nothing can be written.
    """
    folder = parent / version
    if sys.platform == "win32":  # Nobody can tell there who uses a folder: all of them stay.
        folder.mkdir(parents=True, exist_ok=True)
        return folder
    _HELD.append(_held(folder))
    os.utime(folder)
    for one in _long_unused(parent):
        _take_away(one)
    return folder


def _held(folder: Path) -> TextIO:
    """Lock a folder for use; who takes it away just now is waited for, and it is made anew."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = (folder / _IN_USE).open("a")
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_SH)
        if (folder / _IN_USE).exists():
            return lock
        lock.close()


def _long_unused(parent: Path) -> Iterator[Path]:
    used = {one: one.stat().st_mtime for one in parent.iterdir() if one.is_dir()}
    for one in sorted(used, key=lambda one: used[one], reverse=True)[_KEPT:]:
        if used[one] < time.time() - _LATELY:
            yield one


def _take_away(folder: Path) -> None:
    """Take a folder away, unless a process uses it."""
    try:
        with (folder / _IN_USE).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return  # it is used, or another process has just taken it away
