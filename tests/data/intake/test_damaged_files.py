"""Whatever has happened to a file of any format, it is answered in Swedish, and shortly."""

from collections.abc import Iterator

import pytest

from data.intake.findings import ECHOED, SHOWN
from data.intake.formats import FORMATS, format_of
from data.store.store import Store
from tests.files.damaged import damaged, files
from tests.files.given import examined, lent

FILES = files()
TRIES = 12
LONGEST = 1_500


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def is_answered(store: Store, content: bytes) -> None:
    """No traceback, no more than the caps, and always a sentence that says something."""
    examination = examined(store, content, "fil")
    assert examination.findings or examination.proposals or examination.frames
    assert len(examination.findings) <= SHOWN
    for finding in examination.findings:
        sentence = finding.message("sv")
        assert 10 < len(sentence) < LONGEST
        assert len(finding.read) <= ECHOED
    for proposal in examination.proposals:
        assert 10 < len(proposal.question.sv) < LONGEST


def test_there_is_a_file_of_every_format() -> None:
    assert {form: format_of(content, "fil").name for form, content in FILES.items()} == {
        each.name: each.name for each in FORMATS
    }


@pytest.mark.parametrize("form", [each.name for each in FORMATS])
def test_a_damaged_file_of_any_format_is_answered(store: Store, form: str) -> None:
    for seed in range(TRIES):
        is_answered(store, damaged(FILES[form], seed))
