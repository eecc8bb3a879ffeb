"""Files too large to be held in memory: read from disk, block by block."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from data.intake.format import Format
from data.intake.formats import delimited, format_of
from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable
from data.intake.uploaded import HEAD, UploadedFile

BLOCK = 16 << 20
"""How many bytes are read at a time."""

HELD = 200_000_000
"""A file of at most so many bytes can be read whole, with every accident a text can have."""


def opened(file: UploadedFile) -> tuple[Format, UploadedFile]:
    """Return the format of a file, and the file with its content unless it is read in blocks.

    Only plain delimited text is read in blocks.
    """
    if file.path is None:
        return format_of(file.content, file.name), file
    path = file.path
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    form = format_of(head, file.name)
    if form is not delimited.FORMAT or not delimited.is_text(head):
        whole = replace(file, content=path.read_bytes(), path=None)
        return format_of(whole.content, file.name), whole

    def read(_content: bytes, name: str, questions: Questions) -> TextTable | Refusal:
        return _read(path, name, questions)

    return replace(form, read=read), file


def _read(path: Path, name: str, questions: Questions) -> TextTable | Refusal:
    with path.open("rb") as stream:
        head = _until_line_end(stream.read(HEAD))
    table = delimited.read_blocks(head, lambda start: blocks(path, start), name)
    pa.default_memory_pool().release_unused()
    if table is not None:
        return table
    size = path.stat().st_size
    if size > HELD:
        megabytes = {"size": round(size / 1e6), "most": HELD // 1_000_000}
        return Refusal(code="large_file_odd", details={**megabytes})
    return delimited.read(path.read_bytes(), name, questions)


def _until_line_end(content: bytes) -> bytes:
    cut = content.rfind(b"\n")
    return content[: cut + 1] if cut >= 0 else content


def blocks(path: Path, start: int) -> Iterator[bytes]:
    """Read a file from a byte on in blocks of whole lines, without blank lines at its end."""
    block = b""
    for following in _lines(path, start):
        if block:
            yield block
        block = following
    if last := block.rstrip(b"\r\n"):
        yield last


def _lines(path: Path, start: int) -> Iterator[bytes]:
    rest = b""
    with path.open("rb") as stream:
        stream.seek(start)
        while read := stream.read(BLOCK):
            whole, end, rest = (rest + read).rpartition(b"\n")
            if end:
                yield whole + end
    if rest.strip():
        yield rest
