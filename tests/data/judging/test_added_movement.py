"""What areas did together is laid to what is kept, and says what all of it would say."""

from pathlib import Path

import pandas as pd
import pytest

from data.judging import moving_together
from data.judging.common_movement import common_movement
from tests.data.loading import lines, load
from tests.data.portfolio import FIRST, a_city, copied, goals, ordinary, surveyed
from tests.factories import a_reader, a_viewer, writing

AREAS = [f"omrade-{letter}" for letter in "abcdefghijklm"]
YEARS = 15
NEXT = FIRST + YEARS


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    folder = tmp_path_factory.mktemp("added")
    with a_city(folder, catalogue, AREAS) as store:
        load(store, surveyed(ordinary(AREAS[:12], YEARS)), catalogue)
        load(store, goals(AREAS[:4], mid=6), catalogue)
        path = Path(store.path)
    return path


@pytest.fixture
def store(built):
    with copied(built) as store:
        yield store


def later(areas, share=61.0, first=NEXT):
    return surveyed({area: [share] for area in areas}, first=first)


def whole_after(store, catalogue, monkeypatch, *texts):
    """Load some files, and name the indicators that all was read of."""
    real, read = moving_together.of_indicators, set()

    def noted(cursor, revision, indicator_ids):
        read.update(indicator_ids)
        return real(cursor, revision, indicator_ids)

    monkeypatch.setattr(moving_together, "of_indicators", noted)
    for text in texts:
        load(store, text, catalogue)
    areas = a_reader(store).rows("SELECT area_id FROM area_as_of($revision)")["area_id"]
    sees_all = a_reader(store, viewer=a_viewer(areas=frozenset(areas)))
    pd.testing.assert_frame_equal(
        common_movement(a_reader(store)), common_movement(sees_all), check_dtype=False
    )
    return read


ADDED = {
    "the next year of some": [later(AREAS[1:11])],
    "the next year in parts": [later(AREAS[:6]), later(AREAS[6:9]), later(AREAS[9:12])],
    "two years at once": [
        surveyed({area: [60.0, 64.0] for area in AREAS[:11]}, first=NEXT),
    ],
    "a correction of the last year": [later(AREAS[2:4], 58.0, first=NEXT - 1)],
    "a correction of the reference": [later(AREAS[:11], 66.0, first=FIRST + 2)],
    "a year of too few": [later(AREAS[:3])],
}


@pytest.mark.parametrize("texts", ADDED.values(), ids=ADDED)
def test_what_is_added_is_laid_to_what_is_kept(store, catalogue, monkeypatch, texts):
    assert whole_after(store, catalogue, monkeypatch, *texts) == set()


UNTOLD = {
    "everybody has worsened": [later(AREAS[:11], 30.0)],
    "an area that was never seen": [later([*AREAS[:9], AREAS[12]])],
    "what was final is preliminary": [
        lines(
            "area_id,indicator_id,period,value,n,status,source",
            *(f"{area},SER08,{NEXT - 1},60.0,400,preliminary,test" for area in AREAS[:10]),
        )
    ],
}


@pytest.mark.parametrize("texts", UNTOLD.values(), ids=UNTOLD)
def test_where_that_is_not_enough_to_know_everything_is_read(
    store, catalogue, monkeypatch, texts
):
    assert whole_after(store, catalogue, monkeypatch, *texts) == {"SER08"}


def test_what_was_kept_before_its_days_were_is_read_once(store, catalogue, monkeypatch):
    with writing(store) as cursor:
        cursor.execute("DELETE FROM common_movement_days")
    assert whole_after(store, catalogue, monkeypatch, later(AREAS[:11])) == {"SER08"}
    assert whole_after(store, catalogue, monkeypatch, later(AREAS[:11], 62.0)) == set()


def test_an_area_that_was_only_measured_on_other_days_is_known(store, catalogue, monkeypatch):
    long_ago = surveyed({AREAS[12]: [60.0]}, first=FIRST + 9)
    assert whole_after(store, catalogue, monkeypatch, long_ago) == {"SER08"}
    next_year = later([*AREAS[1:10], AREAS[12]])
    assert whole_after(store, catalogue, monkeypatch, next_year) == set()
