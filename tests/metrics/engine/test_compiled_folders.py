"""Compiled loops of versions that nobody uses are not kept for ever."""

import fcntl
import os
import time
from pathlib import Path

from metrics.engine.compiled_folders import folder_of

DAY = 24 * 3600


def used(parent: Path, version: str, days: int) -> Path:
    """A folder with a compiled loop, last used so many days ago."""
    folder = parent / version
    (folder / "engine").mkdir(parents=True)
    (folder / "engine" / "loop.nbc").touch()
    then = time.time() - days * DAY
    os.utime(folder, (then, then))
    return folder


def versions(parent: Path) -> list[str]:
    return sorted(one.name for one in parent.iterdir())


def test_the_newest_two_stay_and_what_was_used_lately(tmp_path):
    for days in (20, 40, 60, 400):
        used(tmp_path, f"used-{days}-days-ago", days)
    assert folder_of("mine", tmp_path) == tmp_path / "mine"
    assert versions(tmp_path) == ["mine", "used-20-days-ago"]


def test_the_one_before_stays_however_old_it_is(tmp_path):
    before = used(tmp_path, "before", 400)
    folder_of("mine", tmp_path)
    assert (before / "engine" / "loop.nbc").exists()


def test_what_is_used_again_is_new_and_keeps_what_is_in_it(tmp_path):
    for version, days in (("mine", 400), ("other", 300), ("third", 200)):
        used(tmp_path, version, days)
    folder_of("mine", tmp_path)
    assert versions(tmp_path) == ["mine", "third"]
    assert (tmp_path / "mine" / "engine" / "loop.nbc").exists()


def test_a_version_that_runs_is_never_taken_away(tmp_path):
    running = used(tmp_path, "running", 400)
    for days in (300, 200):
        used(tmp_path, f"{days}", days)
    with (running / "in-use").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        os.utime(running, (0, 0))
        folder_of("mine", tmp_path)
        assert versions(tmp_path) == ["200", "mine", "running"]
    folder_of("mine", tmp_path)
    assert versions(tmp_path) == ["200", "mine"]
