"""Drafts that a process which was killed has left: nobody else would take them away."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

_A_DAY = 24 * 3600
"""Seconds after which a draft is nobody's: no copy takes that long."""


def swept(folder: Path, *patterns: str) -> None:
    """Take away drafts in a folder, by their names, that have not been touched for a day."""
    oldest = time.time() - _A_DAY
    for pattern in patterns:
        for draft in folder.glob(pattern):
            with suppress(OSError):
                if draft.stat().st_mtime < oldest:
                    _taken_away(draft)


def _taken_away(draft: Path) -> None:
    if draft.is_dir() and not draft.is_symlink():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink()
