"""A working day in some minutes: people click, others read in, try and undo; does it last?

``python -m tests.benchmarks.soak [MINUTES] [VIEWERS] [STORE]``, on a copy of a store or on a
new one of the shipped data, prints the server's memory every minute, how fast it grows in the
second half, what viewers waited, and everything that went wrong.
"""

import json
import random
import shutil
import sys
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import numpy as np

from tests.benchmarks.changed import ANSWER, FILE
from tests.benchmarks.viewers import Viewing, quantile, watch
from tests.serving import Served, served
from tests.viewed import PAGES

SLOPE = 4.0
"""Megabytes a minute that the memory may grow in the second half: what saved rows take."""


@dataclass(slots=True)
class Seen:
    """What happened: how often what was done, what people waited, memory, and what broke."""

    done: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def resident(pid: int) -> float:
    """Return the memory that a process holds, in megabytes; Linux only."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(said.split("VmRSS:")[1].split()[0]) / 1_024


def click(server: Served, seen: Seen, over: threading.Event, viewers: int) -> None:
    """Open one page after another with some viewers, who click and read in between."""
    draw = random.Random(1)
    while not over.is_set():
        page, query = draw.choice(list(PAGES.values()))
        viewing = Viewing(page=page, query=query, reruns=3, reading=1.0)
        try:
            waits = watch(server.url, viewing, viewers=viewers)
        except Exception as error:  # a page that is not answered is what is looked for
            seen.wrong.append(f"{page}?{query}: {type(error).__name__} {error}")
            continue
        seen.done["pages"] += len(waits.first) + len(waits.reruns)
        seen.waits += [*waits.first, *waits.reruns]
        seen.wrong += [f"{page}?{query}: {each}" for each in waits.exceptions]


def write(server: Served, seen: Seen, over: threading.Event) -> None:
    """Try a file, read it in, and take every second back."""
    with httpx.Client(base_url=f"{server.url}/api/v1", trust_env=False, timeout=600) as client:
        for turn in range(1_000_000):
            if over.wait(2.0):
                return
            text = FILE.format(value=30 + turn % 300 / 10)
            _send(client, seen, "previews", text, dry_run="true")
            saved = _send(client, seen, "imports", text)
            if turn % 2 and saved:
                answer = client.post(f"/revisions/{saved}/undo", params={"actor": "soak"})
                _note(seen, "undos", answer)


def _send(client: httpx.Client, seen: Seen, what: str, text: str, **more: str) -> int:
    answer = client.post(
        "/imports",
        files={"file": ("changed.csv", text.encode())},
        data={"actor": "soak", "answers": json.dumps(ANSWER), **more},
    )
    _note(seen, what, answer)
    return int(answer.json().get("revision") or 0)


def _note(seen: Seen, what: str, answer: httpx.Response) -> None:
    seen.done[what] += 1
    if answer.status_code != 200:
        seen.wrong.append(f"{what}: {answer.status_code} {answer.text[:200]}")


def follow(server: Served, seen: Seen, minutes: int) -> None:
    """Print the memory every minute until it is over."""
    ends = time.monotonic()
    for minute in range(minutes + 1):
        seen.memory.append(resident(server.process.pid))
        p95 = quantile(seen.waits, 0.95) if seen.waits else 0
        said = ", ".join(f"{count} {what}" for what, count in sorted(seen.done.items()))
        print(
            f"{minute:3} min {seen.memory[-1]:8.0f} MB  p95 {p95:6.0f} ms  {said}", flush=True
        )
        ends += 60
        if minute < minutes:
            time.sleep(max(0, ends - time.monotonic()))


def main(minutes: int = 20, viewers: int = 10, store: Path | None = None) -> int:
    """Let it go on for so many minutes; return how many things went wrong."""
    seen, over = Seen(), threading.Event()
    with TemporaryDirectory() as name, _served(Path(name), store) as here:
        people = threading.Thread(target=click, args=(here, seen, over, viewers))
        keepers = threading.Thread(target=write, args=(here, seen, over))
        for each in (people, keepers):
            each.start()
        follow(here, seen, minutes)
        over.set()
        for each in (people, keepers):
            each.join()
        seen.wrong += [line for line in here.log.read_text().splitlines() if "rror" in line]
    half = seen.memory[len(seen.memory) // 2 :]
    slope = float(np.polyfit(range(len(half)), half, 1)[0]) if len(half) > 1 else 0.0
    print(f"{slope:+.2f} MB a minute in the second half (bound {SLOPE:g})")
    print(*seen.wrong[:20], f"{len(seen.wrong)} went wrong", sep="\n")
    return len(seen.wrong) + (slope > SLOPE)


def _served(folder: Path, store: Path | None) -> AbstractContextManager[Served]:
    place = folder / "store.duckdb"
    if store is not None:
        shutil.copy(store, place)
    return served(place, folder)


if __name__ == "__main__":
    numbers, stores = sys.argv[1:3], sys.argv[3:4]
    sys.exit(main(*map(int, numbers), *map(Path, stores)) > 0)
