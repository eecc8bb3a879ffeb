"""What Streamlit's scripts import of each other, so that none is waited for after another.

A browser that is told to fetch a script at once learns what that one imports when it has come,
and asks for it when something needs it: a first chart waited for thirty small scripts in three
rounds.
"""

import re
from collections.abc import Iterator
from functools import cache

from dashboard.doors.packed import STATIC

_IMPORTS = re.compile(r'(?:from|import)"\./([\w-][\w.-]*\.js)"')
_HEAD = 20_000
"""Characters within which a script names what it imports: the largest is five million."""


@cache
def with_imported(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """Return scripts with all that they import, and what that imports, each once."""
    found = dict.fromkeys(scripts)
    waiting = list(scripts)
    while waiting:
        new = [name for name in _imported(waiting.pop()) if name not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return tuple(found)


def _imported(script: str) -> Iterator[str]:
    file = STATIC / "js" / script
    if file.is_file():
        with file.open(encoding="utf-8") as source:
            yield from _IMPORTS.findall(source.read(_HEAD))
