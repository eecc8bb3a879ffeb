"""A truth stands in one place: what is written again elsewhere would come to disagree."""

from pathlib import Path

import pytest

from metrics.state import LOST_STATES

ROOT = Path(__file__).parent.parent
CODE = [
    file for room in ("metrics", "data", "dashboard") for file in (ROOT / room).rglob("*.py")
]


def written(*texts: str) -> set[str]:
    """The files whose code holds any of the texts."""
    return {
        str(file.relative_to(ROOT))
        for file in CODE
        if any(text in file.read_text("utf-8") for text in texts)
    }


@pytest.mark.parametrize("state", LOST_STATES)
def test_the_lost_states_are_named_where_it_is_decided_and_nowhere_else(state):
    named = written(f"'{state}'", f'"{state}"')
    assert {file for file in named if not file.startswith("metrics/")} == set()
    assert "metrics/state.py" in named
