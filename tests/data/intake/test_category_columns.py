"""Sex and age at once: one of them is the category, both together, or neither."""

from collections.abc import Iterator

import pytest

from data.intake import Examination
from data.store.store import Store
from tests.files.given import codes, examined, lent

ASKED = "category_columns:kön, ålder"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def of(store: Store, *rows: str, **answers: str) -> Examination:
    lines = [f"9999;TRY14;2024;64;{row}" for row in rows]
    text = "\n".join(["område;indikator;period;värde;kön;ålder", *lines, ""])
    return examined(store, text, answers={ASKED: answers["answer"]} if answers else {})


def categories(examination: Examination) -> list[str]:
    return list(examination.frames["observation"]["category"])


def test_the_only_column_that_divides_anything_is_suggested(store: Store) -> None:
    examination = of(store, "kvinnor;totalt", "män;totalt")
    (asked,) = examination.proposals
    assert (asked.id, asked.suggested) == (ASKED, "kön")
    assert asked.choices == ("kön", "ålder", "join", "stop")
    assert (categories(examination), codes(examination)) == (["kvinnor", "män"], [])


def test_rows_divided_by_one_column_each_are_read_together(store: Store) -> None:
    examination = of(store, "kvinnor;totalt", "totalt;16-24")
    assert examination.proposals[0].suggested == "join"
    assert categories(examination) == ["kvinnor", "16-24"]


def test_rows_divided_by_both_wait_for_an_answer(store: Store) -> None:
    rows = ("kvinnor;16-24", "kvinnor;totalt")
    waiting = of(store, *rows)
    assert (waiting.proposals[0].suggested, categories(waiting)) == (None, ["kvinnor"])
    assert codes(waiting) == ["rows_divided_again"]
    assert categories(of(store, *rows, answer="join")) == ["kvinnor, 16-24", "kvinnor"]
    assert categories(of(store, *rows, answer="kön")) == ["kvinnor"]
    assert codes(of(store, *rows, answer="stop")) == ["columns_divide"]
