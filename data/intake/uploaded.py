"""A file as somebody uploads it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

HEAD = 256 * 1024
"""So much of the beginning of a file is enough to say what it is."""

LARGE = 32_000_000
"""A file on disk of more bytes is not read into memory as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file and what is said of it beside; the same bytes, name and words are the same.

    `kind` overrides what the headers say, `indicator_id` fills in for a missing column, and
    `answers` are what was answered to the questions it raises, by their ids. `sender` is the
    name of the one who brings it, whose earlier answers count too. A large file on disk has a
    `path` and no content.
    """

    sha256: str
    name: str
    content: bytes = field(compare=False, repr=False)
    kind: str | None = None
    indicator_id: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    sender: str = ""
    path: Path | None = field(default=None, compare=False, repr=False)

    @classmethod
    def at(cls, path: Path, **said: Any) -> Self:
        """Fingerprint a file on disk; `said` is what `of` takes."""
        if path.stat().st_size <= LARGE:
            return cls.of(path.read_bytes(), path.name, **said)
        with path.open("rb") as stream:
            fingerprint = hashlib.file_digest(stream, "sha256").hexdigest()
        return replace(cls.of(b"", path.name, **said), sha256=fingerprint, path=path)

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
