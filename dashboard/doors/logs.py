"""What the server writes of what it does: few lines, none about anybody, as JSON if asked."""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

_AT_ONCE = 5
_WHILE = 60.0
_QUERY = re.compile(r"\?[^\s\"']*")


class Flood(logging.Filter):
    """Lets the same line pass a few times a minute, and then says how many it held back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nothing seen; `clock` gives seconds."""
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, str, int, str], tuple[float, int]] = {}
        self._lock = Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written; the first after a while says what was held."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        same = (record.name, record.pathname, record.lineno, kind)
        with self._lock:
            now = self._clock()
            begun, count = self._seen.get(same, (now, 0))
            if now - begun >= _WHILE:
                record.held_back, begun, count = max(0, count - _AT_ONCE), now, 0
            self._seen[same] = (begun, count + 1)
        return count < _AT_ONCE


class JsonLines(logging.Formatter):
    """Writes a line as one JSON object, with where it broke but not what was in it.

    An error's own words may name a person or a file: its kind and its places are enough.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: time, level, logger, message, and the error if there is one."""
        line: dict[str, Any] = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _QUERY.sub("", record.getMessage()),
        }
        if held_back := getattr(record, "held_back", 0):
            line["held_back"] = held_back
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [
                f"{place.filename}:{place.lineno} {place.name}"
                for place in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(line, ensure_ascii=False)


def arrange(*, as_json: bool) -> None:
    """Hold floods back in every log of this process, and write JSON if that is asked for."""
    flood = Flood()
    for handler in _handlers():
        handler.addFilter(flood)
        if as_json:
            handler.setFormatter(JsonLines())


def _handlers() -> Iterator[logging.Handler]:
    names = list(logging.root.manager.loggerDict)
    loggers = [logging.root, *(logging.getLogger(name) for name in names)]
    yield from dict.fromkeys(each for logger in loggers for each in logger.handlers)
    if logging.lastResort is not None:
        yield logging.lastResort
