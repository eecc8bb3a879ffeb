"""A place of one's own: everything as one revision, once, by whoever may."""

from dataclasses import replace

import pytest

from data.acts.new_place import check_place, save_place, try_place
from data.acts.undo import undo
from data.intake.new_place import NewPlace
from data.intake.pasted import pasted
from data.store.errors import NotAllowedError, StoreError
from data.store.roles import Role
from data.store.store import Store
from metrics.outcome.state import State
from tests import invited_people
from tests.data.loading import TODAY
from tests.factories import a_door, rows_of

SHARES = (46, 45, 47, 46, 60, 69, 71, 70, 71, 52, 51)
SQUARE = NewPlace(
    key="a",
    name="Torget",
    kind="public_space",
    municipality="1487",
    shape='{"type": "Point", "coordinates": [12.3, 58.4]}',
    wording="Minst 65 procent ska känna sig trygga på kvällen.",
    target_group="boende",
    promised_on="2017-03-01",
    due_on="2024-12-31",
    indicator_id="TRY14",
    form="at_least",
    target="65",
    pasted=pasted("\n".join(f"{2013 + at}\t{share},3\t402" for at, share in enumerate(SHARES))),
)
COUNTED = """
SELECT (SELECT count(*) FROM area WHERE revision_to > 1000000) AS areas,
       (SELECT count(*) FROM area_boundary WHERE revision_to > 1000000) AS boundaries,
       (SELECT count(*) FROM series) AS series,
       (SELECT count(*) FROM goal WHERE revision_to > 1000000) AS goals,
       (SELECT count(*) FROM commitment WHERE revision_to > 1000000) AS promises
"""


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store.duckdb")
    yield store
    store.close()


def test_a_place_is_tried_saved_once_and_taken_back_as_one(store, catalogue):
    door = a_door(store)
    said = {"catalogue": catalogue, "now": TODAY}
    trial = try_place(door, door.who(), SQUARE, **said)
    assert trial.followed.goal.verdict.state is State.NO_EVIDENCE  # of a group of one series
    assert trial.followed.goal.after_the_fact
    assert (trial.baseline.periods, trial.baseline.reason) == (
        ("2015", "2016"),
        "before_promise",
    )
    assert counted(store) == [0, 0, 0, 0, 0]

    with pytest.raises(StoreError, match="Ditt namn"):
        save_place(door, door.who(), SQUARE, actor=" ", **said)
    worse = replace(SQUARE, pasted=pasted("2020\t460"))
    with pytest.raises(StoreError, match="Inget har sparats"):
        save_place(door, door.who(), worse, actor="Maja", **said)
    assert counted(store) == [0, 0, 0, 0, 0]

    first = save_place(door, door.who(), SQUARE, actor="Maja", **said)
    assert first == save_place(door, door.who(), SQUARE, actor="Maja", **said)
    assert (first.area_id, first.goal_id) == ("plats.1487.torget", "mal.1487.torget.try14")
    assert counted(store) == [2, 1, 1, 1, 1]  # the municipality too: it was not there
    (goal,) = rows_of(
        store, "SELECT in_headline, after_the_fact FROM goal WHERE revision_to > 1000000"
    ).to_dict("records")
    assert goal == {"in_headline": False, "after_the_fact": True}

    other = replace(SQUARE, key="b")
    again = "plats.1487.torget-2"
    assert check_place(door, door.who(), other, **said).ids.area_id == again
    undo(door, door.who(), first.revision, actor="Maja", **said)
    assert counted(store) == [0, 0, 1, 0, 0]  # a series keeps its number
    assert check_place(door, door.who(), SQUARE, **said).ids.area_id == again


def counted(store):
    tables = rows_of(store, COUNTED)
    return [int(tables[name].iloc[0]) for name in tables.columns]


def test_whoever_hands_in_for_an_area_makes_places_in_it_and_nowhere_else(
    two_places, tmp_path, catalogue
):
    place = tmp_path / "store.duckdb"
    place.write_bytes(two_places.read_bytes())
    with invited_people.opened(place) as store:
        door = a_door(store)
        known = invited_people.invited(store, "nora", Role.UPLOADER, invited_people.NORTH)
        nora = door.who(known, day=TODAY.date())
        bare = NewPlace(key="a", name="Hörnet (påhittat)", kind="building", invented=True)
        said = {"catalogue": catalogue, "actor": "nora", "now": TODAY}
        mine = replace(bare, municipality=invited_people.NORTH)
        assert save_place(door, nora, mine, **said).area_id == "plats.norr.hornet-pahittat"
        theirs = replace(bare, key="b", municipality=invited_people.SOUTH)
        for elsewhere in (theirs, replace(theirs, municipality="1487")):
            with pytest.raises(NotAllowedError, match="inte ditt"):
                save_place(door, nora, elsewhere, **said)
        reads = invited_people.invited(store, "lasse", Role.VIEWER, invited_people.NORTH)
        with pytest.raises(NotAllowedError):
            try_place(
                door, door.who(reads, day=TODAY.date()), mine, catalogue=catalogue, now=TODAY
            )
