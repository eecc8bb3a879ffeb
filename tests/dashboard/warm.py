"""What a page costs when nothing has changed since it was drawn: work, not time."""

from collections import Counter
from dataclasses import dataclass

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from data.store.touched import Recorded
from tests.dashboard.driving import checked


@dataclass(frozen=True, slots=True)
class Work:
    """Questions to the store, elements built anew, and messages sent to the browser."""

    questions: int
    built: int
    sent: int


KNOWN = {
    "overview": Work(0, 26, 81),
    "area": Work(0, 33, 46),
    "area of a place": Work(0, 17, 144),
    "outcome": Work(0, 9, 14),
    "outcome of a goal": Work(0, 30, 77),
    "initiatives": Work(0, 11, 17),
    "promises": Work(0, 27, 43),
    "meeting": Work(0, 21, 25),
    "upload": Work(0, 59, 69),
    "new_place": Work(0, 65, 69),
    "catalogue": Work(0, 12, 34),
    "method": Work(0, 6, 12),
    "accessibility": Work(0, 6, 12),
    "compare": Work(0, 19, 72),
    "map": Work(0, 26, 37),
    "population": Work(0, 18, 22),
}
"""What each page took when it was last counted."""


def stays_cheap(page: AppTest, name: str) -> None:
    """Check that a page asks the store nothing again, and does not do twice what it did."""
    found, known = warm(page), KNOWN[name]
    assert not found.questions
    assert found.built < 2 * known.built, found
    assert found.sent < 2 * known.sent, found


def warm(page: AppTest) -> Work:
    """Run a page that has run before once more, and count."""
    counted: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        for kind, name in (
            (Recorded, "execute"),
            (DeltaGenerator, "_enqueue"),
            (DeltaGenerator, "_block"),
            (ScriptRunContext, "enqueue"),
        ):
            patch.setattr(kind, name, _counting(counted, name, getattr(kind, name)))
        checked(page.run())
    return Work(
        questions=counted["execute"],
        built=counted["_enqueue"] + counted["_block"],
        sent=counted["enqueue"],
    )


def _counting(counted, name, method):
    def counting(self, *given, **asked):
        counted[name] += 1
        return method(self, *given, **asked)

    return counting
