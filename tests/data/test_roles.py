"""Who has been given which role sees and may do what it says, where it says, until it ends."""

import math
import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.acts import people, release, tokens
from data.acts.people import Invitation, Offer
from data.acts.save import rehearse, save
from data.acts.undo import undo
from data.answers import people as answers
from data.answers import waiting
from data.answers.goals import all_goals
from data.answers.revisions import all_revisions
from data.answers.series import earlier_values, observations_of, series_of
from data.intake import UploadedFile, examine_as_suggested
from data.store import audit
from data.store.access import Identity, Role, Verb
from data.store.errors import NotAllowedError, StoreError, UnknownTokenError
from data.store.store import Store
from data.store.tables import TABLES
from tests import new_owner, promise_files
from tests.data.loading import TODAY
from tests.factories import a_door, rows_of, writing
from tests.invited_people import AREAS, ISSUER, MIDDLE, NORTH, SOUTH, figures, invited


@pytest.fixture
def store(two_places, tmp_path):
    store = Store(shutil.copy(two_places, tmp_path))
    yield store
    store.close()


def sent(store, viewer, text, catalogue):
    door = a_door(store)
    file = UploadedFile.of(text.encode(), "fil.csv")
    examination = examine_as_suggested(door.reader(viewer), file, catalogue=catalogue)
    return save(
        door, viewer, examination, catalogue=catalogue, actor="vem som helst", now=TODAY
    )


def shown(store, viewer, area_id, revision=None):
    reader = a_door(store).reader(viewer, revision)
    series = reader.ask(series_of, area_id=area_id)["series_id"].tolist()
    return reader.ask(observations_of, series_ids=series)["value"].tolist()


def who(store, identity, **asked):
    return a_door(store).who(identity, day=TODAY.date(), **asked)


def test_figures_wait_for_release_and_only_their_organisation_sees_them(store, catalogue):
    north = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
    south = invited(store, "sofie", Role.UPLOADER, SOUTH, "Sydbo")
    keeper = who(store, invited(store, "karin", Role.ADMINISTRATOR))
    before = a_door(store).reader(a_door(store).guest(reads=True)).ask(all_goals)

    receipt = sent(store, who(store, north), figures(NORTH, 41, first=2025), catalogue)

    door, guest = a_door(store), a_door(store).guest(reads=True)
    assert [each.after for each in receipt.verdicts] != []
    assert shown(store, who(store, north), NORTH) == [60, 66, 70, 41]
    for other in (who(store, south), guest):
        assert shown(store, other, NORTH) == [60, 66, 70]
        reader = door.reader(other)
        assert reader.ask(all_goals).equals(before)
        (series,) = reader.ask(series_of, area_id=NORTH)["series_id"]
        assert 41 not in reader.ask(earlier_values, series_id=int(series))["value"].tolist()
        assert receipt.revision not in reader.ask(all_revisions)["revision_id"].tolist()

    release.release(door, who(store, invited(store, "kim", Role.ADMINISTRATOR)), [5], now=TODAY)
    assert keeper.unreleased == ()
    for other in (who(store, south), door.guest(reads=True)):
        assert shown(store, other, NORTH) == [60, 66, 70, 41]
        assert not door.reader(other).ask(all_goals).equals(before)


def test_whoever_sees_figures_early_is_told_which_and_others_what_is_left_out(store, catalogue):
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    sent(store, north, figures(NORTH, 41, first=2025), catalogue)
    door = a_door(store)
    again = who(store, invited(store, "nina", Role.UPLOADER, NORTH, "Norrhem"))
    owner, other = door.reader(again), door.reader(door.guest(reads=True))
    series = owner.ask(series_of, area_id=NORTH)["series_id"].tolist()
    early = owner.ask(observations_of, series_ids=series)
    assert early["unreleased"].tolist() == [False, False, False, True]
    assert not other.ask(observations_of, series_ids=series)["unreleased"].any()
    assert owner.ask(waiting.seen_early) == {"ny.mal"}
    assert other.ask(waiting.seen_early) == owner.ask(waiting.kept_back) == frozenset()
    assert other.ask(waiting.kept_back) == {"ny.mal"}
    release.release_all(door, door.who(), now=TODAY)
    for viewer in (
        who(store, invited(store, "n", Role.UPLOADER, NORTH)),
        door.guest(reads=True),
    ):
        reader = door.reader(viewer)
        assert not reader.ask(observations_of, series_ids=series)["unreleased"].any()
        assert reader.ask(waiting.seen_early) | reader.ask(waiting.kept_back) == frozenset()


def all_rows(store, viewer):
    """Everything a question could read, whatever it asks: every row of every table."""
    reader = a_door(store).reader(viewer)
    tables = (*TABLES, "revision")
    asked = "SELECT * FROM {} WHERE $revision >= 0 ORDER BY ALL"
    return {name: reader.rows(asked.format(name)).to_csv() for name in tables}


def test_no_row_of_any_table_differs_for_others_until_release(store, catalogue):
    nora = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
    before = all_rows(store, a_door(store).guest(reads=True))
    north = who(store, nora)
    for text in (figures(NORTH, 41, first=2025), figures(NORTH, 61, 65), figures(NORTH, 62)):
        sent(store, north, text, catalogue)
    after = all_rows(store, a_door(store).guest(reads=True))
    assert {name for name in before if before[name] != after[name]} == set()
    assert all_rows(store, north)["observation"] != after["observation"]


def test_what_is_changed_before_it_is_released_stands_as_it_was(store, catalogue):
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    first = sent(store, north, figures(NORTH, 61), catalogue).revision
    sent(store, north, figures(NORTH, 62), catalogue)
    door = a_door(store)
    release.release(door, door.who(), [first + 1], now=TODAY)
    assert shown(store, door.guest(reads=True), NORTH) == [60, 66, 70]
    release.release(door, door.who(), [first], now=TODAY)
    assert shown(store, door.guest(reads=True), NORTH) == [62, 66, 70]
    release.withdraw(door, door.who(), [first])
    assert shown(store, door.guest(reads=True), NORTH) == [60, 66, 70]


def test_what_was_undone_before_it_was_released_is_never_seen_and_hides_nothing(
    store, catalogue
):
    door = a_door(store)
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    mistake = sent(store, north, figures(NORTH, 99), catalogue).revision
    north = who(store, Identity(issuer=ISSUER, subject="s-nora"))
    undone = undo(door, north, mistake, catalogue=catalogue, actor="x", now=TODAY).revision
    right = sent(store, north, figures(NORTH, 63), catalogue).revision
    release.release(door, door.who(), [right], now=TODAY)
    guest = door.guest(reads=True)
    assert shown(store, guest, NORTH) == [63, 66, 70]
    assert shown(store, guest, NORTH, mistake) == [60, 66, 70]
    assert shown(store, guest, NORTH, undone) == [60, 66, 70]
    (series,) = door.reader(guest).ask(series_of, area_id=NORTH)["series_id"]
    assert 99 not in door.reader(guest).ask(earlier_values, series_id=series)["value"].tolist()


def test_a_goal_that_comes_after_figures_that_wait_tells_nothing_of_them(store, catalogue):
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    anna = invited(store, "anna", Role.UPLOADER, NORTH, "Annat bolag")
    waits = sent(store, north, figures(NORTH, 41, first=2024), catalogue).revision
    goal = new_owner.GOAL.replace(new_owner.AREA, NORTH).replace("ny.mal", "mal.prov")
    goal = goal.replace("lower,65,", "lower,42,").replace(",2022,", ",2024,")
    file, door = UploadedFile.of(goal.encode(), "mål.csv"), a_door(store)

    tried = examine_as_suggested(door.reader(who(store, anna)), file, catalogue=catalogue)
    told = rehearse(door, who(store, anna), tried, catalogue=catalogue, now=TODAY)
    receipt = sent(store, who(store, anna), goal, catalogue)

    assert (told, receipt.verdicts) == ((), ())
    for other in (who(store, anna), door.guest(reads=True)):
        rows = all_rows(store, other)
        assert "mal.prov" in rows["goal"]
        assert "mal.prov" not in rows["assessment"] + rows["monitor_reading"]
        assert "41.0" not in rows["goal"]
    assert "41.0" in all_rows(store, north)["assessment"]
    release.release(door, door.who(), [waits], now=TODAY)
    assert "41.0" in all_rows(store, door.guest(reads=True))["assessment"]


def test_what_is_of_few_people_stays_hidden_while_something_else_waits(store, catalogue):
    door = a_door(store)
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    few = sent(store, north, figures(NORTH, 99), catalogue).revision
    release.release(door, door.who(), [few], now=TODAY)
    sent(store, north, figures(MIDDLE, 63), catalogue)
    guest = door.guest(reads=True)
    assert guest.unreleased
    seen = shown(store, guest, NORTH)
    assert seen[1:] == [66, 70]
    assert math.isnan(seen[0])
    assert shown(store, door.who(), NORTH) == [99, 66, 70]


def test_an_uploader_writes_in_their_areas_and_below_and_nowhere_else(store, catalogue):
    north = who(store, invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem"))
    sent(store, north, figures(MIDDLE, 50), catalogue)
    before = a_door(store).revision
    for text in (figures(SOUTH, 50), figures(NORTH, 71) + figures(SOUTH, 50).split("\n")[1]):
        with pytest.raises(NotAllowedError, match="inte ditt"):
            sent(store, north, text, catalogue)
    with pytest.raises(NotAllowedError, match="inte ditt"):
        sent(store, north, AREAS.replace("Syd", "Söder"), catalogue)
    assert a_door(store).revision == before
    assert (
        rows_of(store, "SELECT actor FROM revision ORDER BY revision_id")["actor"].iloc[-1]
        == "nora"
    )


def test_a_role_holds_from_its_first_day_through_its_last(store):
    days = {"valid_from": date(2026, 12, 1), "valid_to": date(2026, 12, 31)}
    nora = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem", **days)
    door = a_door(store)
    held = [
        door.who(nora, day=date(*day)).may(Verb.IMPORT)
        for day in ((2026, 11, 30), (2026, 12, 1), (2026, 12, 31), (2027, 1, 1))
    ]
    assert held == [False, True, True, False]


def test_roles_are_a_set_and_none_includes_another(store, catalogue):
    may = {role: who(store, invited(store, role, role)).verbs for role in Role}
    assert may[Role.VIEWER] == frozenset()
    assert Verb.IMPORT not in may[Role.ADMINISTRATOR] | may[Role.ANALYST] | may[Role.CONFIRMER]
    assert Verb.BACKUP in may[Role.ADMINISTRATOR]
    nora = invited(store, "nora", Role.ADMINISTRATOR, NORTH, "Norrhem")
    invited(store, "nora", Role.UPLOADER, SOUTH, "Norrhem")
    nora = who(store, nora)
    assert nora.reach(Verb.IMPORT) == {SOUTH}
    assert nora.reach(Verb.RELEASE) == {NORTH, MIDDLE}
    assert not nora.may(Verb.BACKUP)


def test_an_invitation_is_for_whoever_comes_first_with_the_address(store):
    nora = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
    assert who(store, replace(nora, email="")).verbs == frozenset()
    assert who(store, nora).name == "nora"
    assert who(store, replace(nora, email="")).name == "nora"
    assert who(store, replace(nora, subject="somebody else")).verbs == frozenset()
    assert who(store, replace(nora, issuer="https://annan.se", email="")).verbs == frozenset()


def test_an_administrator_gives_only_what_is_theirs_to_give(store):
    nora = who(store, invited(store, "nora", Role.ADMINISTRATOR, NORTH, "Norrhem"))
    door = a_door(store)
    people.invite(
        door,
        nora,
        Invitation(name="nils", email="nils@exempel.se"),
        Offer(role=Role.UPLOADER, area_id=MIDDLE),
    )
    for organisation, area_id in (("Sydbo", NORTH), ("Norrhem", SOUTH), ("Norrhem", "")):
        with pytest.raises(NotAllowedError, match="förvaltar inte"):
            people.invite(
                door,
                nora,
                Invitation(name="olle", email="olle@exempel.se", organisation=organisation),
                Offer(role=Role.VIEWER, area_id=area_id),
            )
    assert door.reader(nora).ask(answers.people)["name"].tolist() == ["nils", "nora"]
    assert door.reader(door.guest(reads=True)).ask(answers.people).empty
    assert door.reader(nora).ask(answers.log).empty


def test_the_last_administrator_stays_until_all_is_handed_over(store):
    door, karin = a_door(store), invited(store, "karin", Role.ADMINISTRATOR)
    (grant,) = door.reader(who(store, karin)).ask(answers.grants)["grant_id"]
    with pytest.raises(StoreError, match="Någon måste förvalta"):
        people.end(door, who(store, karin), int(grant))
    kim = invited(store, "kim", Role.VIEWER)
    listed = door.reader(door.who()).ask(answers.people).set_index("name")["person_id"]
    assert (
        people.hand_over(door, who(store, karin), int(listed["karin"]), int(listed["kim"])) == 1
    )
    assert who(store, kim).may(Verb.ADMINISTER)
    assert not who(store, karin).may(Verb.ADMINISTER)


def test_what_is_done_and_what_is_refused_is_in_the_log_and_cannot_be_changed(store, catalogue):
    nora = who(store, invited(store, "nora", Role.VIEWER, NORTH, "Norrhem"))
    door = a_door(store)
    with pytest.raises(NotAllowedError), door.act(nora, Verb.IMPORT):
        pass
    rows = door.reader(door.who()).ask(answers.log)
    assert rows.iloc[0][["subject", "name", "act", "allowed"]].tolist() == [
        "s-nora",
        "nora",
        "import",
        False,
    ]
    assert rows["allowed"].tolist().count(False) == 1
    assert [*broken(store)] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE audit SET allowed = false WHERE entry = 2", ["post 2 har ändrats"]),
        ("UPDATE audit SET name = 'någon annan' WHERE entry = 2", ["post 2 har ändrats"]),
        ("DELETE FROM audit WHERE entry = 3", ["saknar post 3"]),
    ],
)
def test_a_log_that_has_been_changed_says_where(store, change, said):
    with pytest.raises(NotAllowedError):
        a_door(store).require(a_door(store).guest(reads=True), Verb.IMPORT)
    with writing(store) as cursor:
        cursor.execute(change)
    found = " ".join(broken(store))
    assert all(part in found for part in said)


def broken(store):
    with writing(store) as cursor:
        rows = cursor.execute(audit.ENTRIES).fetchall()
    return audit.broken(rows)


def test_a_key_does_what_it_says_for_its_person_until_it_ends(store):
    nora = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
    door = a_door(store)
    who(store, nora)
    (person,) = door.reader(door.who()).ask(answers.people)["person_id"]
    key = tokens.make(
        door,
        door.who(),
        int(person),
        label="Enkätsystemet",
        verbs=[Verb.IMPORT, Verb.BACKUP],
        area_ids=[MIDDLE],
        days=30,
        now=TODAY,
    )
    viewer = door.bearer(key, now=TODAY + timedelta(days=29))
    assert viewer.verbs == {Verb.IMPORT}
    assert viewer.reach(Verb.IMPORT) == {MIDDLE}
    assert key.rsplit("_", 1)[1] not in rows_of(store, "SELECT * FROM api_token").to_string()
    for wrong, moment in (
        (key, TODAY + timedelta(days=30)),
        (key[:-1] + ("a" if key[-1] != "a" else "b"), TODAY),
        ("kv_x", TODAY),
    ):
        with pytest.raises(UnknownTokenError):
            door.bearer(wrong, now=moment)
    tokens.revoke(door, door.who(), key.split("_")[1])
    with pytest.raises(UnknownTokenError):
        door.bearer(key, now=TODAY)


def test_who_is_asked_of_a_dictionary_between_acts(store, monkeypatch):
    nora = invited(store, "nora", Role.UPLOADER, NORTH, "Norrhem")
    first = who(store, nora)
    first = who(store, nora)
    monkeypatch.setattr(Store, "_cursor", None)
    assert who(store, nora) == first


def test_who_recorded_does_not_confirm_and_who_confirms_sends_nothing_else(catalogue, tmp_path):
    store = promise_files.a_promised_store(tmp_path)
    maja, omar = (
        who(store, invited(store, name, Role.CONFIRMER, "", "Ekbackens kommun"))
        for name in ("Maja Ek", "Omar Lind")
    )
    with pytest.raises(NotAllowedError, match="antecknat"):
        sent(store, maja, promise_files.CONFIRMED, catalogue)
    with pytest.raises(NotAllowedError, match="läsa in"):
        sent(store, omar, promise_files.DECIDED, catalogue)
    before = a_door(store).revision
    assert sent(store, omar, promise_files.CONFIRMED, catalogue).revision == before + 1
    store.close()
