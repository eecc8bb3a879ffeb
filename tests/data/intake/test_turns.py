"""A few files are read at once, and who waits too long is told so."""

from contextlib import ExitStack

import pytest

from data.intake.turns import AT_ONCE, turn
from data.store.errors import StoreBusyError


def test_when_all_turns_are_taken_whoever_comes_is_told_to_wait():
    with ExitStack() as readers:
        for _ in range(AT_ONCE):
            readers.enter_context(turn())
        with pytest.raises(StoreBusyError, match="Andra filer läses just nu"), turn(patience=0):
            pass
    with turn(patience=0):
        pass


def test_a_reading_that_breaks_gives_its_turn_back():
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="broken"), turn(patience=0):
            raise ValueError("broken")
