"""What is known of the copies of the last nights."""

from datetime import UTC, date, datetime

import pytest

from data.answers.copies import nights
from data.store import audit
from data.store.access import Verb
from data.store.errors import NotAllowedError
from data.store.store import Store
from tests.factories import a_door, a_reader, a_viewer, writing

KEEPER = a_viewer(verbs=frozenset({Verb.ADMINISTER, Verb.BACKUP}))
NOBODY = a_viewer(verbs=frozenset())


@pytest.fixture
def store():
    """A store whose copies were read twice and failed once in between, and one not read."""
    store = Store(":memory:")
    told = [
        (1, audit.READ_BACK, "Inläsning 1 provläst", True),
        (2, audit.READ_BACK, "Disken är full", False),
        (3, Verb.BACKUP.value, "Kopia av inläsning 1", True),
        (4, audit.READ_BACK, "Disken är full", False),
        (4, audit.READ_BACK, "Inläsning 1 provläst", True),
    ]
    with writing(store) as cursor:
        for day, act, about, went in told:
            # Half past midnight in Sweden, which is the day before in UTC.
            now = datetime(2026, 5, day, 22, 30, tzinfo=UTC)
            audit.write(cursor, KEEPER, act, about=about, allowed=went, now=now)
    return store


def test_a_night_is_proved_copied_or_nothing_and_says_why(store):
    found = nights(a_reader(store, viewer=KEEPER), date(2026, 5, 7))
    assert [(each.day.day, each.proved, each.copied, each.said) for each in found] == [
        (2, True, False, "Inläsning 1 provläst"),
        (3, False, False, "Disken är full"),
        (4, False, True, ""),
        (5, True, False, "Inläsning 1 provläst"),
        (6, False, False, ""),
    ]
    assert len(nights(a_reader(store, viewer=KEEPER), date(2026, 12, 1))) == 28


def test_today_counts_once_its_copy_has_been_read(store):
    assert nights(a_reader(store, viewer=KEEPER), date(2026, 5, 5))[-1].day == date(2026, 5, 5)


def test_nobody_else_hears_of_them_or_writes_of_them(store):
    assert nights(a_reader(store, viewer=NOBODY), date(2026, 5, 7)) == ()
    with pytest.raises(NotAllowedError):
        a_door(store).note(NOBODY, Verb.BACKUP, audit.READ_BACK, about="provläst", went=True)
