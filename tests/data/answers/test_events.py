"""An event is told with everybody it concerns, to those who may see them."""

from data.answers.events import happened
from data.store.store import Store
from tests.factories import a_reader, a_viewer

CENTRUM = "ovning.ekbacken.centrum"


def test_events_come_oldest_first_with_author_and_number(sample: Store):
    found = happened(a_reader(sample), area_id=CENTRUM)
    assert found["title"].tolist() == ["Torget öppnar", "Fritidsgården tappar en tjänst"]
    assert found["number"].tolist() == [1, 2]
    assert found["indicator_ids"].tolist() == [[""], ["SER07"]]
    assert set(found["author"]) == {"övningsledare"}


def test_an_area_without_events_has_none(sample: Store):
    assert happened(a_reader(sample), area_id="kommun.1480").empty


def test_another_area_of_the_event_is_named_only_to_those_who_may_see_it(sample: Store):
    own = a_reader(sample, viewer=a_viewer(areas=frozenset({CENTRUM})))
    assert happened(own, area_id=CENTRUM)["areas"].tolist() == [[], []]
    assert happened(own, area_id="ovning.ekbacken.norra").empty
