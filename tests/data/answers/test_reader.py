"""Questions in the words of the field: pinned to a revision, and only what one may see."""

from datetime import UTC, datetime, timedelta

import pytest

from data.acts.save import save
from data.acts.undo import undo
from data.answers.areas import all_areas
from data.answers.goals import all_goals
from data.answers.series import earlier_values, how_long, observations_of, series_of
from data.intake import UploadedFile, examine
from data.store.errors import ConflictError, StoreError, UnknownRevisionError
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.data.loading import TODAY, examined, lines, load
from tests.factories import a_door, a_reader, a_viewer

AREAS = lines(
    "area_id,kind,name,invented",
    "egen.torget,development_area,Torget (påhittat),yes",
    "egen.parken,development_area,Parken (påhittat),yes",
)
VALUES = "area_id,indicator_id,period,value,numerator,denominator"
GOALS = "goal_id,area_id,indicator_id,form,target,baseline_periods,mid,title,frozen_on"
A_GOAL = "g,egen.torget,MIX01,at_least,60,2021,2,Minst 60 procent,2022-01-01"


def share(area: str, period: int, percent: float) -> str:
    return f"{area},MIX01,{period},{percent},{percent * 10:.0f},1000"


@pytest.fixture
def store(catalogue: Catalogue) -> Store:
    opened = Store(":memory:")
    load(opened, AREAS, catalogue)
    return opened


def test_how_long_series_are_is_what_is_said_of_each_of_them(store, catalogue):
    rows = [share("egen.torget", 2021, 60), share("egen.torget", 2022, 61)]
    load(store, lines(VALUES, *rows, share("egen.parken", 2021, 50)), catalogue)
    mine = a_viewer(areas=frozenset({"egen.parken"}))
    for reader in (a_reader(store), a_reader(store, viewer=mine)):
        for asked in ({}, {"area_id": "egen.torget"}, {"indicator_id": "MIX01"}):
            told = reader.ask(series_of, **asked).sort_values("series_id")
            found = reader.ask(how_long, **asked)
            assert found.to_numpy().tolist() == told[list(found)].to_numpy().tolist()


def test_a_viewer_sees_only_the_areas_that_are_theirs(store, catalogue):
    rows = [share(area, 2024, 50) for area in ("egen.torget", "egen.parken")]
    load(store, lines(VALUES, *rows), catalogue)
    mine = a_reader(store, viewer=a_viewer(name="Maja", areas=frozenset({"egen.parken"})))
    assert list(mine.ask(all_areas)["area_id"]) == ["egen.parken"]
    assert list(mine.ask(series_of)["area_id"]) == ["egen.parken"]
    (every, _) = a_reader(store).ask(series_of)["series_id"]
    seen = mine.ask(
        observations_of, series_ids=list(a_reader(store).ask(series_of)["series_id"])
    )
    assert set(seen["area_id"]) == {"egen.parken"}
    assert set(seen["definition_version"]) == {1}
    assert every


def test_a_viewer_who_may_not_upload_saves_and_undoes_nothing(store, catalogue):
    guest = a_viewer(name="Gäst", verbs=frozenset())
    examination = examined(store, lines(VALUES, share("egen.torget", 2024, 50)), catalogue)
    with pytest.raises(StoreError, match="får inte"):
        save(a_door(store), guest, examination, catalogue=catalogue, actor="Gäst")
    with pytest.raises(StoreError, match="får inte"):
        undo(a_door(store), guest, 2, catalogue=catalogue, actor="Gäst")


def test_nothing_is_saved_without_a_name(store, catalogue):
    examination = examined(store, lines(VALUES, share("egen.torget", 2024, 50)), catalogue)
    with pytest.raises(StoreError, match="Skriv vem"):
        save(a_door(store), a_viewer(), examination, catalogue=catalogue, actor="  ")


def test_a_new_owner_sees_a_value_lost_and_back_again(store, catalogue):
    load(store, lines(GOALS, A_GOAL), catalogue)
    three = [share("egen.torget", year, value) for year, value in [(2021, 55), (2022, 56)]]
    load(store, lines(VALUES, *three, share("egen.torget", 2023, 50)), catalogue)
    assert (
        a_reader(store).ask(all_goals)["state"].iloc[0] == "no_evidence"
    )  # too old to judge today

    fresh = datetime(2024, 6, 1, tzinfo=UTC)
    fourth = lines(VALUES, share("egen.torget", 2024, 49))
    receipt = load(store, fourth, catalogue, now=TODAY)
    assert [(one.before, one.after) for one in receipt.verdicts] == [
        ("no_evidence", "below_baseline")
    ]
    back = undo(
        a_door(store),
        a_viewer(),
        receipt.revision,
        catalogue=catalogue,
        actor="Test",
        now=fresh,
    )
    assert (back.removed, back.restored) == (1, 0)
    assert [(one.before, one.after) for one in back.verdicts] == [("below_baseline", "watch")]


def test_the_baseline_is_frozen_when_it_becomes_known_and_stays(store, catalogue):
    load(store, lines(GOALS, A_GOAL), catalogue)
    assert a_reader(store).ask(all_goals)["baseline_value"].isna().all()
    load(store, lines(VALUES, share("egen.torget", 2021, 55)), catalogue)
    assert a_reader(store).ask(all_goals)["baseline_value"].iloc[0] == 55
    load(store, lines(VALUES, share("egen.torget", 2021, 40)), catalogue)
    goal = a_reader(store).ask(all_goals).iloc[0]
    assert (goal["baseline_value"], goal["goal_version"]) == (55, 1)


def test_changing_the_terms_of_a_goal_makes_a_new_version_and_keeps_the_old(store, catalogue):
    load(store, lines(GOALS, A_GOAL), catalogue)
    before = store.revision
    load(store, lines(GOALS, A_GOAL.replace(",60,", ",70,")), catalogue)
    now, then = (
        a_reader(store).ask(all_goals).iloc[0],
        a_reader(store, revision=before).ask(all_goals).iloc[0],
    )
    assert (now["goal_version"], now["target_low"]) == (2, 70)
    assert (then["goal_version"], then["target_low"]) == (1, 60)


def test_the_same_goal_again_is_the_same_version(store, catalogue):
    load(store, lines(GOALS, A_GOAL), catalogue)
    load(store, lines(VALUES, share("egen.torget", 2021, 55)), catalogue)
    receipt = load(store, lines(GOALS, A_GOAL), catalogue)
    assert (receipt.new, receipt.changed, receipt.unchanged) == (0, 0, 1)


def test_somebody_who_saved_the_same_row_first_makes_the_preview_invalid(store, catalogue):
    mine = examined(store, lines(VALUES, share("egen.torget", 2024, 50)), catalogue)
    other = examined(store, lines(VALUES, share("egen.parken", 2024, 50)), catalogue)
    save(a_door(store), a_viewer(), other, catalogue=catalogue, actor="Test", now=TODAY)
    again = examined(store, lines(VALUES, share("egen.torget", 2024, 60)), catalogue)
    save(a_door(store), a_viewer(), again, catalogue=catalogue, actor="Test", now=TODAY)
    with pytest.raises(ConflictError, match="Inget har sparats"):
        save(a_door(store), a_viewer(), mine, catalogue=catalogue, actor="Test", now=TODAY)
    assert a_reader(store).ask(series_of)["last_value"].tolist() == [50, 60]


def test_somebody_who_saved_something_else_does_not_stand_in_the_way(store, catalogue):
    mine = examined(store, lines(VALUES, share("egen.torget", 2024, 50)), catalogue)
    load(store, lines(VALUES, share("egen.parken", 2024, 50)), catalogue)
    save(a_door(store), a_viewer(), mine, catalogue=catalogue, actor="Test", now=TODAY)
    assert len(a_reader(store).ask(series_of)) == 2


def test_every_value_that_has_stood_is_kept_with_who_and_when(store, catalogue):
    load(store, lines(VALUES, share("egen.torget", 2024, 50)), catalogue)
    load(store, lines(VALUES, share("egen.torget", 2024, 60)), catalogue)
    (series_id,) = a_reader(store).ask(series_of)["series_id"]
    history = a_reader(store).ask(earlier_values, series_id=series_id)
    assert list(history["value"]) == [50, 60]
    assert list(history["actor"]) == ["Test Testsson"] * 2
    assert history["replaced_by"].notna().tolist() == [True, False]


def test_a_date_names_the_revision_that_was_the_latest_then(store, catalogue):
    first = store.revision
    load(
        store,
        lines(VALUES, share("egen.torget", 2024, 50)),
        catalogue,
        now=TODAY + timedelta(days=2),
    )
    assert a_door(store).revision_on(TODAY + timedelta(days=1)) == first
    assert a_reader(store, revision=first).ask(series_of).empty


def test_a_revision_to_come_is_refused_with_the_latest_one_named(store):
    with pytest.raises(UnknownRevisionError, match=r"Den senaste är \d"):
        a_reader(store, revision=99)


def test_a_file_of_goals_and_one_of_values_come_through_the_same_door(store, catalogue):
    kinds = {
        examine(
            a_reader(store), UploadedFile.of(text.encode(), "fil.csv"), catalogue=catalogue
        ).kind
        for text in (AREAS, lines(GOALS, A_GOAL), lines(VALUES, share("egen.torget", 2024, 50)))
    }
    assert kinds == {"areas", "goals", "observations"}
