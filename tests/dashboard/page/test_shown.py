"""Pages show the newest revision that is ready; nobody who needs the newest gets an older."""

import sys
from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard.page import addressed, loaders, shown, this_visit, who_asks
from dashboard.page.lately import Lately
from dashboard.page.loaders import finished
from dashboard.page.shown import Shown
from data.answers.reader import Reader
from data.store import ledger
from data.store.access import Viewer
from data.store.store import CURRENT, Store
from tests.factories import a_door, writing

NOW = datetime(2026, 3, 1, tzinfo=UTC)
MADE: list[int] = []


def titles(reader: Reader) -> pd.DataFrame:
    """Every event, and for which revision it was asked."""
    return reader.rows("SELECT title FROM event_as_of($revision) ORDER BY title")


@finished
def piece() -> str:
    """All titles."""
    MADE.append(loaders.shown_revision())
    return ", ".join(loaders.ask(titles)["title"])


@pytest.fixture
def store():
    store = Store(":memory:")
    save(store, "e", "Torget")
    yield store
    store.close()


@pytest.fixture
def held(store, monkeypatch):
    """What is shown of a store while each revision is made ready."""
    held = Shown()
    kept: dict[str, int] = {}
    MADE.clear()
    looking = Viewer(areas=None)
    monkeypatch.setattr(loaders, "SHOWN", held)
    monkeypatch.setattr(who_asks, "SHOWN", held)
    monkeypatch.setattr(loaders, "_LATELY", Lately(most=300))
    monkeypatch.setattr(loaders, "door", lambda: a_door(store))
    monkeypatch.setattr(loaders, "viewer", lambda: looking)
    monkeypatch.setattr(loaders, "_who", lambda _request: looking)
    monkeypatch.setattr(addressed, "moment", lambda: ())
    monkeypatch.setattr(this_visit, "saved", lambda number: kept.update(saved=number))
    monkeypatch.setattr(this_visit, "has_saved", lambda: kept.get("saved", 0))
    with held.making_ready(a_door(store)):
        yield held


def save(store: Store, event_id: str, title: str) -> int:
    """Save an event as somebody else does."""
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        row = {"event_id": event_id, "title": title}
        ledger.write(cursor, revision, "event", pd.DataFrame([row]))
    store._thread.saved = 0
    return revision


def seen(*, writes: bool = False) -> tuple[int, str]:
    """What a page shows, and of which revision."""
    with loaders.one_visit(loaders.viewer(), writes=writes):
        return loaders.shown_revision(), piece()


def test_the_revision_before_is_shown_until_the_next_is_ready(store, held):
    assert seen() == (1, "Torget")
    save(store, "f", "Parken")
    assert seen() == (1, "Torget")
    assert MADE == [1], "nobody waits"
    loaders.ask_again()
    assert MADE == [1, 2]
    assert seen() == (2, "Parken, Torget")
    assert MADE == [1, 2], "it was ready"


def test_a_visit_that_goes_on_while_the_next_is_shown_finds_what_it_began_with(
    store, held, monkeypatch
):
    monkeypatch.setattr(held, "give_way", lambda _door: None)  # to this very visit
    seen()
    save(store, "f", "Parken")
    with loaders.one_visit(loaders.viewer()):
        loaders.ask_again()
        assert piece() == "Torget"
    assert MADE == [1, 2]
    loaders.let_go()
    assert seen() == (2, "Parken, Torget")
    assert MADE == [1, 2]


def test_who_makes_a_revision_ready_gives_way_until_it_must_be_shown(store, held, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(shown.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr("data.store.store.monotonic", lambda: clock[0])
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += 0.5

    monkeypatch.setattr(shown.time, "sleep", sleep)
    seen()
    save(store, "f", "Parken")
    with loaders.one_visit(loaders.viewer()):
        loaders.ask_again()
    assert len(waits) == 4
    assert seen() == (2, "Parken, Torget")


def test_who_makes_a_revision_ready_gives_way_to_who_has_just_come(store, held, monkeypatch):
    clock, turns = [100.0], []
    monkeypatch.setattr(shown.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr("data.store.store.monotonic", lambda: clock[0])
    usual = sys.getswitchinterval()

    def sleep(_seconds: float) -> None:
        turns.append(sys.getswitchinterval())
        clock[0] += 0.1

    monkeypatch.setattr(shown.time, "sleep", sleep)
    seen()
    save(store, "f", "Parken")
    held.expect()
    loaders.ask_again()
    assert turns == [usual] * 3, "many who draw are not made to look for their turn so often"
    assert seen() == (2, "Parken, Torget")


def test_others_soon_have_their_turn_while_a_revision_is_made_ready(store, held, monkeypatch):
    seen()
    save(store, "f", "Parken")
    usual, turns = sys.getswitchinterval(), []

    def working(_door: object) -> None:
        turns.append(sys.getswitchinterval())
        raise OSError

    monkeypatch.setattr(held, "give_way", working)
    loaders.ask_again()
    assert turns
    assert max(turns) < usual / 5
    assert sys.getswitchinterval() == usual


def test_where_nobody_makes_any_ready_the_newest_is_shown(store, held, monkeypatch):
    monkeypatch.setattr(loaders, "SHOWN", Shown())
    save(store, "f", "Parken")
    assert seen() == (2, "Parken, Torget")


def test_none_is_shown_longer_than_the_bound_and_none_twice(store, held, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(shown.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr("data.store.store.monotonic", lambda: clock[0])
    save(store, "f", "Parken")
    clock[0] = shown.LONGEST - 0.1
    save(store, "g", "Skolan")
    assert seen()[0] == 1
    clock[0] = shown.LONGEST + 0.1
    assert seen()[0] == 3, "the bound is counted from the first that is not shown"
    save(store, "h", "Stationen")
    assert seen()[0] == 3


def test_what_takes_something_away_is_shown_at_once(store, held):
    seen()
    save(store, "f", "Parken")
    save(store, "e", "Torget, rättat")
    assert seen() == (3, "Parken, Torget, rättat")


def test_who_has_saved_sees_it_at_once_and_then_on(store, held):
    seen()
    revision = save(store, "f", "Parken")
    with loaders.one_visit(loaders.viewer()):
        store._thread.saved = revision  # as this page does in between
    store._thread.saved = 0
    assert seen() == (2, "Parken, Torget")


def test_a_page_where_one_writes_is_about_the_newest(store, held):
    save(store, "f", "Parken")
    assert seen(writes=True) == (2, "Parken, Torget")
    assert seen() == (1, "Torget")


def test_a_revision_that_is_asked_for_is_shown_though_it_is_not_ready(store, held, monkeypatch):
    save(store, "f", "Parken")
    monkeypatch.setattr(addressed, "moment", lambda: (("revision", "2"),))
    assert seen() == (2, "Parken, Torget")


def test_an_asking_that_is_overtaken_shows_nothing_by_itself(store, held, monkeypatch):
    seen()
    save(store, "f", "Parken")
    asked = loaders._ask_again

    def overtaken(*given):
        asked(*given)
        if store.revision == 2:
            save(store, "g", "Skolan")

    monkeypatch.setattr(loaders, "_ask_again", overtaken)
    loaders.ask_again()
    assert seen() == (1, "Torget")
    loaders.ask_again()
    assert seen() == (3, "Parken, Skolan, Torget")


def test_what_waits_for_a_release_makes_nobody_another_before_it_is_shown(
    store, held, monkeypatch
):
    seen()
    revision = save(store, "f", "Parken")
    waits = Viewer(areas=None, unreleased=((revision, 2**31 - 1),))
    monkeypatch.setattr(loaders, "viewer", lambda: waits)
    monkeypatch.setattr(loaders, "_who", lambda _request: waits)
    assert seen() == (1, "Torget")
    assert MADE == [1], "what was kept is theirs"
    loaders.ask_again()
    assert seen() == (2, "Torget")
    assert MADE == [1, 2]


def test_a_file_of_an_earlier_page_hides_what_has_been_hidden_since(store, held, monkeypatch):
    public = Viewer(areas=None)
    monkeypatch.setattr(loaders, "_who", lambda _request: public)

    with writing(store) as cursor:
        second = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        row = {"series_id": 1, "period": "2025", "value": 3.0}
        ledger.write(cursor, second, "observation", pd.DataFrame([row]))
    with loaders.one_visit(public, writes=True):
        made = loaders.later(numbers_shown)
        assert made() == ([False], 2)
    with writing(store) as cursor:
        third = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        cursor.execute(
            "INSERT INTO disclosure_mask VALUES (1, '2025', $second, 'T', $third)",
            {"second": second, "third": third},
        )
    assert made() == ([True], 2)


def numbers(reader: Reader) -> pd.DataFrame:
    """Every measurement."""
    return reader.rows("SELECT value FROM observation_as_of($revision)")


def numbers_shown() -> tuple[list[bool], int]:
    """Whether each measurement is hidden, and of which revision."""
    return loaders.ask(numbers)["value"].isna().tolist(), loaders.shown_revision()


def test_what_is_asked_now_from_a_page_that_is_held_keeps_back_what_is_not_released(
    store, held, monkeypatch
):
    seen()
    later = save(store, "f", "Parken")
    looking = Viewer(areas=None, unreleased=((later, CURRENT),))
    monkeypatch.setattr(loaders, "viewer", lambda: looking)
    monkeypatch.setattr(loaders, "_who", lambda _request: looking)
    with loaders.one_visit(looking):
        assert loaders.shown_revision() == 1
        assert list(titles(loaders.reader_now())["title"]) == ["Torget"]
