"""What a page costs when nothing has changed since it was drawn: work, not time."""

from collections import Counter
from dataclasses import dataclass

import pytest
from pandas.core.generic import NDFrame
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from data.store.touched import Recorded
from tests.dashboard.driving import checked


@dataclass(frozen=True, slots=True)
class Work:
    """Questions to the store, elements built anew, messages to the browser and their bytes.

    `frames` are those that pandas made: of a table each row, or column, that is looked at.
    """

    questions: int
    built: int
    sent: int
    bytes: int
    frames: int = 0


def warm(page: AppTest) -> Work:
    """Run a page that has run before once more, and count."""
    counted: Counter[str] = Counter()
    sizes: list[int] = []
    send = ScriptRunContext.enqueue

    def sending(run, message):
        sizes.append(message.ByteSize())
        send(run, message)

    with pytest.MonkeyPatch.context() as patch:
        for kind, name in (
            (Recorded, "execute"),
            (DeltaGenerator, "_enqueue"),
            (DeltaGenerator, "_block"),
            (NDFrame, "__init__"),
        ):
            patch.setattr(kind, name, _counting(counted, name, getattr(kind, name)))
        patch.setattr(ScriptRunContext, "enqueue", sending)
        checked(page.run())
    return Work(
        questions=counted["execute"],
        built=counted["_enqueue"] + counted["_block"],
        sent=len(sizes),
        bytes=sum(sizes),
        frames=counted["__init__"],
    )


def _counting(counted, name, method):
    def counting(self, *given, **asked):
        counted[name] += 1
        return method(self, *given, **asked)

    return counting
