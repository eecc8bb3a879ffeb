"""Writes open files in a process of its own: ``-m dashboard.doors.archiving STORE FOLDER``.

All of a nation is sorted, and the memory for it is given back when it is done.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from data.keeping.archive import BackupError
from data.keeping.open_files import PACKAGE, written


def written_apart(store: Path, folder: Path, now: datetime, *, parquet: bool) -> dict[str, Any]:
    """See `data.keeping.open_files.written`; beside whoever is shown pages meanwhile."""
    said = [str(store), str(folder), now.isoformat(), *(["parquet"] if parquet else [])]
    done = subprocess.run([sys.executable, "-m", __name__, *said], check=False)
    if done.returncode:
        raise BackupError("Arkivet gick inte att skriva. Räckte minnet, och finns det plats?")
    package: dict[str, Any] = json.loads((folder / PACKAGE).read_text("utf-8"))
    return package


if __name__ == "__main__":
    place, made, when, *forms = sys.argv[1:]
    written(Path(place), Path(made), datetime.fromisoformat(when), parquet="parquet" in forms)
