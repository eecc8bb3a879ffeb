"""Commands in processes of their own, forked from one that has loaded everything already."""

import os
import secrets
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.processes", "dashboard.doors.server"])


def begun(
    act: Callable[..., None], *given: object, store: Path, said: Path, **environment: str
) -> BaseProcess:
    """Begin an act in a process of its own that uses `store`; what it says goes to a file."""
    said.write_text("")
    surroundings = {"KVARVARDE_STORE": str(store), **environment}
    process = _FORKS.Process(target=_run, args=(act, given, said, surroundings))
    # A page that a test has run is left as the main module, and would be run again there.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    return process


def command(*words: str) -> None:
    """Run ``kvarvarde`` with some words."""
    from dashboard.doors.cli import main

    sys.exit(main(words))


def _run(
    act: Callable[..., None], given: tuple[object, ...], said: Path, new: dict[str, str]
) -> None:
    from dashboard.doors import running

    os.environ.update(new)
    # A process that is forked must not take another's announcement for its own.
    running.INSTANCE = secrets.token_urlsafe(16)
    with said.open("w", buffering=1) as out, redirect_stdout(out), redirect_stderr(out):
        act(*given)
