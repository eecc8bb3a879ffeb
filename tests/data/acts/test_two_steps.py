"""Nobody waits for what others judge, and what is saved meanwhile is judged with it."""

import threading
from contextlib import contextmanager

import pandas as pd
import pytest

from data.acts.save import rehearse, save
from data.judging import assess as judging
from data.judging import kept_verdicts
from data.store import staged
from data.store.errors import ConflictError
from tests.data.loading import TODAY, examined, load
from tests.data.portfolio import built_city, copied, goals, ordinary, surveyed
from tests.factories import a_door, a_viewer, rows_of, writing

AREAS = [f"omrade-{letter}" for letter in "abcdefgh"]
PATIENCE = 120
BIG = surveyed({area: [45.0] for area in AREAS}, first=2025)


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Eight surveyed areas, six of them with a goal."""
    values = ordinary(AREAS, 15)
    return built_city(tmp_path_factory.mktemp("city"), catalogue, values, AREAS[:6])


@pytest.fixture
def store(built):
    with copied(built) as store:
        yield store


def saving(store, examination, catalogue):
    return save(
        a_door(store), a_viewer(), examination, catalogue=catalogue, actor="Stor", now=TODAY
    )


class Judged(threading.Thread):
    """A file on its way in, whose judging is done and not yet saved until it may go on."""

    def __init__(self, store, examination, catalogue):
        super().__init__()
        self.done, self.may_go_on = threading.Event(), threading.Event()
        self.failed = None
        self._asked = store, examination, catalogue

    def run(self):
        try:
            saving(*self._asked)
        except Exception as error:  # it is raised again where the test is
            self.failed = error


@contextmanager
def judged(monkeypatch, store, text, catalogue):
    """Lend a thread that has judged a file on a snapshot; it is saved when the test is done."""
    whole = judging.ahead
    thread = Judged(store, examined(store, text, catalogue), catalogue)

    def waits(*given, **asked):
        answer = whole(*given, **asked)
        if threading.current_thread() is thread:
            thread.done.set()
            assert thread.may_go_on.wait(PATIENCE)
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(judging, "ahead", waits)
        thread.start()
        assert thread.done.wait(PATIENCE)
        try:
            yield
        finally:
            thread.may_go_on.set()
            thread.join(PATIENCE)
    if thread.failed is not None:
        raise thread.failed


def kept(store, table):
    """Everything a table says now, and not since when."""
    return rows_of(
        store,
        "SELECT * EXCLUDE (revision_from, revision_to, brought_by) "
        "FROM {table}_as_of($r) ORDER BY ALL".replace("{table}", table),
        r=store.revision,
    )


def assert_as_one_after_the_other(store, built, catalogue, *texts):
    with copied(built) as other:
        for text in texts:
            load(other, text, catalogue)
        for table in (
            "observation",
            "assessment",
            "monitor_reading",
            "noise_model",
            "common_movement",
        ):
            pd.testing.assert_frame_equal(kept(store, table), kept(other, table))


@pytest.mark.parametrize(
    "small",
    [
        surveyed({"vild": [50.0]}, first=2025),
        surveyed({"omrade-a": [44.0]}, first=2026),
        goals(["omrade-g"]),
    ],
    ids=["of others", "of a goal that both concern", "that is a goal"],
)
def test_a_small_file_is_saved_while_a_large_one_is_judged_and_both_are_right(
    store, built, catalogue, monkeypatch, small
):
    before = store.revision
    with judged(monkeypatch, store, BIG, catalogue):
        assert load(store, small, catalogue).revision == before + 1
    assert store.revision == before + 2
    assert_as_one_after_the_other(store, built, catalogue, small, BIG)


def test_what_a_file_differs_in_is_found_once_also_where_somebody_begins_its_series(
    store, built, catalogue, monkeypatch
):
    beside, whole = [], staged.stage
    monkeypatch.setattr(
        staged, "stage", lambda *given: (beside.append(given[1]), whole(*given))[1]
    )
    mixed = BIG + "omrade-a,TRY01,2025,40,300,T\nomrade-a,SER08,2012,61,400,T\n"
    load(store, mixed.replace("TRY01", "TRY02"), catalogue)
    assert beside.count("observation") == 1, beside
    with copied(built) as other:
        begun = f"{BIG.splitlines()[0]}\nomrade-a,TRY01,2024,41,300,T\n"
        with judged(monkeypatch, other, mixed, catalogue):
            load(other, begun, catalogue)
        assert_as_one_after_the_other(other, built, catalogue, begun, mixed)


def test_who_was_first_with_the_same_row_is_saved_and_the_other_is_told(
    store, catalogue, monkeypatch
):
    same = surveyed({"omrade-a": [41.0]}, first=2025)
    waiting = judged(monkeypatch, store, BIG, catalogue)
    with pytest.raises(ConflictError), waiting:
        load(store, same, catalogue)
    measured = rows_of(store, "SELECT value FROM observation_as_of(1000) WHERE period = '2025'")
    assert measured["value"].tolist() == [41.0]


def test_what_fails_between_judging_and_saving_saves_nothing(store, catalogue, monkeypatch):
    def fails(*given):
        raise OSError("The disk is full.")

    newest = store.revision
    before = rows_of(store, "SELECT count(*) AS n FROM observation")["n"].iloc[0]
    waiting = judged(monkeypatch, store, BIG, catalogue)
    with pytest.raises(OSError, match="full"), waiting:
        monkeypatch.setattr(kept_verdicts, "keep", fails)
    assert store.revision == newest
    assert rows_of(store, "SELECT count(*) AS n FROM observation")["n"].iloc[0] == before


def test_a_preview_waits_for_nobody_who_writes(store, catalogue):
    examination, found = examined(store, BIG, catalogue), []

    def previews():
        found.append(
            rehearse(a_door(store), a_viewer(), examination, catalogue=catalogue, now=TODAY)
        )

    with writing(store) as cursor:
        cursor.execute("UPDATE assessment SET revision_to = revision_to")
        thread = threading.Thread(target=previews)
        thread.start()
        thread.join(PATIENCE)
        assert found, "it waits for the writer"
    assert {change.after for change in found[0]} == {"watch"}
