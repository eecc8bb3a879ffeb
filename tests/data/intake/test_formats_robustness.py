"""No file in another format, however broken, is more than a refusal or a table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake import annotated
from data.intake.formats import format_of
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable
from data.store.store import Store
from tests.files.given import examined, lent

FILES = sorted((Path(__file__).parents[2] / "files" / "formats").glob("*.[pjc]*"))
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b'"', b";", b",", b"[", b"{", b"null", b"-1", b"1e999", b"NaN", b'""', b"\\u0000"]
    ),
    st.sampled_from([b"9" * 400, b"[" * 3000, b'{"a":' * 3000, b"\xff\xfe", b"\r", b"\n\n"]),
    st.sampled_from([b"true", b"[[]]", b'{"0":{}}', b'"..."', b"TLIST(A1)", b"KEYS"]),
)


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """A file with a few pieces of it replaced, doubled or left out."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(len(content), start + draw(st.integers(0, 60)))
        piece = draw(st.one_of(PIECES, st.just(content[start:end] * 2)))
        content = content[:start] + piece + content[end:]
    return content[: draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_whole_file_is_answered_with_findings_or_questions(store: Store, file: Path) -> None:
    examination = examined(store, file.read_bytes(), file.name)
    assert examination.findings or examination.proposals
    assert all(
        finding.message("sv") and finding.message("en") for finding in examination.findings
    )
    assert examination.frames or examination.stops or examination.waiting
    assert annotated(examination, "sv")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(file: Path, data: st.DataObject) -> None:
    content = data.draw(mutated(file.read_bytes()))
    read = format_of(content, file.name).read(content, file.name, Questions())
    assert isinstance(read, TextTable | Refusal)
    if isinstance(read, TextTable):
        assert all(len(column) == len(read.rows) for column in read.cells.columns)
        assert len(read.headers) == len(read.cells.columns)
