"""No figure of `make bench` may come to twice what it is: the short version, for every change.

Each is counted, or a ratio within one run of processor time, which a busy machine lengthens
alike. What pages do is counted in `tests/dashboard/page/test_warm.py`, and what a command
loads in `tests/dashboard/doors/test_cli_usage.py`. Whoever makes one smaller writes it here.
"""

from pathlib import Path

import pytest

from data.store.touched import Recorded
from tests import new_owner
from tests.benchmarks.built import built_here, over_parquet
from tests.benchmarks.detection import speed
from tests.benchmarks.nation import judged_again
from tests.files.given import a_store, examined, save

JUDGED, GROWN, SCREENED, STORED = 4.4, 1.5, 6.0, 2.9
"""Times: the rule, a third of the areas, a bare loop, and zstd Parquet, of small ones."""

TRIED, SAVED = 6, 140
"""Questions to the store."""


def test_judging_a_nation_again_takes_few_times_what_the_rule_takes() -> None:
    judged_again(10)  # what is loaded and compiled is not judging
    whole, rule, _some = judged_again(50)
    more, _rule, _some = judged_again(150)
    assert whole / rule < 2 * JUDGED
    assert more / whole < 2 * GROWN, "of three times the areas"


def test_the_engine_takes_few_times_what_a_bare_loop_takes() -> None:
    found = speed(200_000)
    assert found.ours / found.bare < 2 * SCREENED


def test_a_store_takes_few_times_the_room_of_its_tables_as_parquet(tmp_path: Path) -> None:
    built_here(120, 10, 20, tmp_path)
    ours, tables = over_parquet(tmp_path)
    assert ours / tables < 2 * STORED


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that the store is given."""
    statements: list[str] = []
    note = Recorded._note

    def noted(self: Recorded, sql: str) -> None:
        statements.append(sql)
        note(self, sql)

    monkeypatch.setattr(Recorded, "_note", noted)
    return statements


def test_one_row_is_tried_and_saved_with_few_questions(asked: list[str]) -> None:
    store = a_store()
    for file in (new_owner.AREAS, new_owner.THREE_YEARS, new_owner.GOAL):
        save(store, file)
    asked.clear()
    examined(store, new_owner.values(44))
    assert len(asked) < 2 * TRIED
    asked.clear()
    save(store, new_owner.values(44))
    assert len(asked) < 2 * (TRIED + SAVED)
    store.close()
