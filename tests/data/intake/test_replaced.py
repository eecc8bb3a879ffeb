"""What a file replaces: whole series before and after, and what its rows take away."""

from collections.abc import Iterator

import pytest

from data.intake.replaced import Replaced
from data.store.store import Store
from tests.files.given import examined, lent, said

HEAD = "område;indikator;period;värde;antal_svar;källa\n"
AREA = "ovning.ekbacken.centrum"
SAVED = f"{HEAD}{AREA};SER08;2022;60;900;enkät\n{AREA};SER08;2023;61;900;enkät\n"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent(SAVED)


def of(store: Store, text: str) -> Replaced:
    return examined(store, text).replaced


def test_a_series_stands_whole_before_and_after(store: Store) -> None:
    found = of(store, f"{HEAD}{AREA};SER08;2023;58;900;enkät\n{AREA};SER08;2024;57;900;enkät\n")
    (series,) = found.series
    assert (series.area_id, series.indicator_id, found.count) == (AREA, "SER08", 1)
    assert series.values["period"].tolist() == ["2022", "2023", "2024"]
    assert series.values["before"].tolist()[:2] == [60, 61]
    assert series.values["after"].tolist() == [60, 58, 57]
    assert series.values["changed"].tolist() == [False, True, False]
    assert found.going == {}


def test_what_a_file_takes_away_is_counted_and_what_it_does_not_mention_is_said(
    store: Store,
) -> None:
    text = f"{HEAD}{AREA};SER08;2022;..;;\n{AREA};SER08;2023;61;-;enkät\n"
    found = examined(store, text)
    assert found.replaced.going == {"value": 1, "n": 1}
    assert found.replaced.series[0].values["changed"].tolist() == [True, False]
    assert "antal_svar och källa" in said(found, "details_of_another_value")


def test_new_series_replace_nothing(store: Store) -> None:
    assert of(store, f"{HEAD}ovning.ekbacken;SER08;2022;60;900;x\n") == Replaced()
