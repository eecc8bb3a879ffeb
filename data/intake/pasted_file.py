"""The values of a small file as the text that could have been pasted instead."""

from data.intake.formats import format_of
from data.intake.pasted import MOST_LINES
from data.intake.questions import Questions
from data.intake.text_table import Refusal


def text_of(content: bytes, name: str) -> str:
    """Return the cells of a table, with tabs between; '' for a file that cannot be read.

    Only plain tables: what a published table says beside its cells would be lost.
    """
    form = format_of(content, name)
    if form.in_own_words or form.kind:
        return ""
    table = form.read(content, name, Questions())
    if isinstance(table, Refusal):
        return _without_headers(content)
    columns = [column.to_pylist() for column in table.cells.columns]
    rows = [table.headers, *list(zip(*columns, strict=True))[:MOST_LINES]]
    return "\n".join("\t".join(str(cell or "") for cell in row) for row in rows)


def _without_headers(content: bytes) -> str:
    """Return plain text as it is: a file of nothing but values has no headers to know it by."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return text if all(sign.isprintable() or sign in "\t\r\n" for sign in text) else ""
