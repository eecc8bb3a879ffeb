"""What somebody has written outlives a reload, for as many people as there is room for."""

from dashboard.page.visits import Visits

ONE, TWO = "1" * 32, "2" * 32


def test_each_browser_has_what_was_written_there_and_nothing_else() -> None:
    visits = Visits()
    visits.keep(ONE, "uploader", {"name": "Maja"})
    assert visits.kept(ONE, "uploader") == {"name": "Maja"}
    assert visits.kept(TWO, "uploader") == {}
    visits.kept(ONE, "uploader")["name"] = "Bo"
    assert visits.kept(ONE, "uploader") == {"name": "Maja"}


def test_the_longest_away_and_what_is_no_name_of_ours_are_forgotten() -> None:
    visits = Visits(most=1, things=1)
    for visitor in (ONE, "", "../etc", TWO):
        visits.keep(visitor, "uploader", {"name": visitor})
    assert [visits.kept(each, "uploader") for each in (ONE, "", "../etc")] == [{}, {}, {}]
    visits.keep(TWO, "answers", {"a": "b"})
    assert (visits.kept(TWO, "uploader"), visits.kept(TWO, "answers")) == ({}, {"a": "b"})
    visits.keep(TWO, "answers", {"a": "b" * 300_000})
    assert visits.kept(TWO, "answers") == {"a": "b"}
