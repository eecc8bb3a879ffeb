"""What somebody has written, kept on the server past a reload and a lost connection.

The browser has a random name in a cookie that it forgets when it is closed; what was written
is here, under that name, until the server is restarted. Nothing of it stands in an address,
which people send on.
"""

import re
from collections import OrderedDict
from threading import Lock

COOKIE = "kvarvarde_visit"

_NAME = re.compile(r"[0-9a-f]{32}")
_LONGEST = 200_000
"""So many characters are kept of one thing: longer answers are not a person's."""


class Visits:
    """What the latest visitors have written, each by a key."""

    def __init__(self, *, most: int = 1_000, things: int = 40) -> None:
        """Keep at most `things` for each of at most `most` visitors, the latest."""
        self._most = most
        self._things = things
        self._lock = Lock()
        self._kept: OrderedDict[str, OrderedDict[str, dict[str, str]]] = OrderedDict()

    def keep(self, visitor: str, key: str, texts: dict[str, str]) -> None:
        """Keep texts under a key; nothing for a visitor without a name of ours."""
        size = sum(len(name) + len(text) for name, text in texts.items())
        if not _NAME.fullmatch(visitor) or size > _LONGEST:
            return
        with self._lock:
            mine = self._kept.setdefault(visitor, OrderedDict())
            mine[key] = dict(texts)
            mine.move_to_end(key)
            self._kept.move_to_end(visitor)
            while len(mine) > self._things:
                mine.popitem(last=False)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def kept(self, visitor: str, key: str) -> dict[str, str]:
        """Return the texts kept under a key, none when there are none."""
        with self._lock:
            mine = self._kept.get(visitor)
            return dict(mine.get(key, {})) if mine else {}


VISITS = Visits()
"""The visitors of this process."""
