"""A file as somebody uploads it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file and what is said of it beside; the same bytes, name and words are the same.

    `kind` overrides what the headers say, `indicator_id` fills in for a missing column, and
    `answers` are what was answered to the questions it raises, by their ids. `sender` is the
    name of the one who brings it, whose earlier answers count too.
    """

    sha256: str
    name: str
    content: bytes = field(compare=False, repr=False)
    kind: str | None = None
    indicator_id: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    sender: str = ""

    @classmethod
    def of(
        cls,
        content: bytes,
        name: str,
        *,
        kind: str | None = None,
        indicator_id: str | None = None,
        answers: Mapping[str, str] | None = None,
        sender: str = "",
    ) -> Self:
        """Fingerprint a file."""
        return cls(
            sha256=hashlib.sha256(content).hexdigest(),
            name=name,
            content=content,
            kind=kind,
            indicator_id=indicator_id,
            answers=tuple(sorted((answers or {}).items())),
            sender=sender,
        )
