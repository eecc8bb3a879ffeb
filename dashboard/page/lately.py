"""What has been asked lately, so that it can be asked again before anybody does."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Again = TypeVar("Again")


class Lately(Generic[Again]):
    """At most so many things that were asked, those asked last."""

    def __init__(self, most: int) -> None:
        """Keep at most `most`."""
        self._most = most
        self._asked: OrderedDict[Hashable, Again] = OrderedDict()
        self._guard = threading.Lock()

    def note(self, key: Hashable, again: Again) -> None:
        """Keep how to ask for what stands under a key."""
        with self._guard:
            self._asked[key] = again
            self._asked.move_to_end(key)
            if len(self._asked) > self._most:
                self._asked.popitem(last=False)

    def latest_first(self) -> list[Again]:
        """Return what was asked, that which was asked last first."""
        with self._guard:
            return list(reversed(self._asked.values()))
