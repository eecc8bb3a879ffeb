"""What a format is: one record, by which a file is recognised and read."""

from collections.abc import Callable
from dataclasses import dataclass

from data.intake.questions import Questions
from data.intake.text_table import Refusal, TextTable


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Format:
    """One format of files that can be read.

    `recognises` says of a file's content (and name) whether it is of this format, and `read`
    makes it a table of texts, or says why it cannot; what the file leaves open it asks.
    The files of a format with a `kind` are always of that kind, whatever their headers say.
    Those of one `in_own_words` name what they measure as their publisher does.
    """

    name: str
    recognises: Callable[[bytes, str], bool]
    read: Callable[[bytes, str, Questions], TextTable | Refusal]
    kind: str = ""
    in_own_words: bool = False


def published_format(
    name: str,
    recognises: Callable[[bytes, str], bool],
    read: Callable[[bytes, str, Questions], TextTable | Refusal],
) -> Format:
    """Return a format of published tables: measurements, named as their publisher does."""
    return Format(
        name=name, recognises=recognises, read=read, kind="observations", in_own_words=True
    )
