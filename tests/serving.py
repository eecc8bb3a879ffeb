"""Starts the real server in a process of its own, and waits until it answers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

PATIENCE = 300
"""Seconds a server may take on a busy machine; a first start builds the shipped store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server: where it answers, its store, its process and what it has said."""

    url: str
    store: Path
    process: subprocess.Popen[bytes]
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(store: Path, **more: str) -> dict[str, str]:
    """The environment of a command that uses `store` and nothing of the person's own."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("KVARVARDE_")}
    return {**own, "KVARVARDE_STORE": str(store), "PYTHONDONTWRITEBYTECODE": "1", **more}


def ran(
    store: Path, folder: Path, *arguments: str, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run Python with `arguments` from `folder`, as a command that uses `store`, to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=surroundings(store),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        **options,
    )


CLI = ("-m", "dashboard.doors.cli")


def asked(url: str, **headers: str) -> httpx.Response:
    """Ask a server that may have much else to do, without the person's own proxy."""
    return httpx.get(url, headers=headers, timeout=PATIENCE, trust_env=False)


@contextmanager
def served(store: Path, folder: Path, **environment: str) -> Iterator[Served]:
    """Run ``kvarvarde serve`` on a free port from `folder` until the block ends."""
    port = free_port()
    command = [sys.executable, *CLI, "serve", "--port", str(port)]
    with running(command, f"http://127.0.0.1:{port}", store, folder, environment) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    url: str,
    store: Path,
    folder: Path,
    environment: Mapping[str, str],
) -> Iterator[Served]:
    """Run a server command and wait for its ``/healthz``."""
    log = folder / f"server-{urlsplit(url).port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=surroundings(store, **environment),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(url, process, log)
        yield Served(url=url, store=store, process=process, log=log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise AssertionError(f"The server ended:\n{log.read_text()}")
        try:
            if httpx.get(f"{url}/healthz", timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)  # between two questions, not instead of them
    raise AssertionError(f"No answer from {url}:\n{log.read_text()}")
