"""Damaged files of every format for a while: how many, how long the slowest took, what came."""

import os
import resource
import time
from collections import Counter

import pytest

from data.intake.formats import FORMATS
from tests.data.intake.test_damaged_files import FILES, is_answered
from tests.files.damaged import damaged
from tests.files.given import a_store, examined

pytestmark = pytest.mark.bench

SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
"""How long each format is tried; ``FUZZ_SECONDS`` says otherwise."""

FIRST = 1_000
"""The seeds before are tried in the suite."""


def test_damaged_files_of_every_format() -> None:
    store = a_store()
    print(f"\n{'format':<18}{'files':>7}{'slowest ms':>12}{'peak MB':>9}  what is said most")
    for form in (each.name for each in FORMATS):
        said: Counter[str] = Counter()
        slowest, seed = 0.0, FIRST
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            content = damaged(FILES[form], seed)
            start = time.process_time()
            is_answered(store, content)
            slowest = max(slowest, time.process_time() - start)
            said.update({each.code for each in examined(store, content, "fil").findings})
            seed += 1
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        often = ", ".join(f"{code} {count}" for code, count in said.most_common(4))
        print(f"{form:<18}{seed - FIRST:7}{1000 * slowest:12.0f}{peak:9.0f}  {often}")
    store.close()
