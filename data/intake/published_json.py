"""JSON as statistics offices publish it, with every number as it was written."""

import json
from collections.abc import Mapping
from typing import Any

NUMBER = str
"""Numbers are kept as text: 12.40 has two decimals."""


def parsed(content: bytes) -> Mapping[str, Any] | None:
    """Return the object of a JSON text with its numbers as texts, None for anything else."""
    try:
        found = json.loads(
            content.decode("utf-8-sig"),
            parse_float=NUMBER,
            parse_int=NUMBER,
            parse_constant=lambda text: None,
        )
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def mapping(value: object) -> Mapping[str, Any]:
    """Return a value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[Any]:
    """Return a value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Write a value as text that can be stored, ``""`` for null, lists and objects."""
    if value is None or isinstance(value, (bool, dict, list)):
        return ""
    return str(value).encode("utf-8", "replace").decode()


def whole_number(value: object) -> int | None:
    """Read a number written with at most nine digits, None for anything else."""
    written = text(value)
    return (
        int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
    )


def is_object(content: bytes) -> bool:
    """Whether a content begins as a JSON object does."""
    return content[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
