"""Nothing reaches the store but through its door, and nobody is somebody by default."""

import ast
from pathlib import Path

import pytest

from data.answers.areas import all_areas
from data.answers.goals import all_goals
from data.door import Door
from data.store.access import Identity, Verb, Viewer, may_undo
from data.store.errors import StoreError, UnknownRevisionError
from data.store.store import Store
from tests.factories import a_door, a_viewer

ROOT = Path(__file__).parents[2]
AREA = "ovning.ekbacken.centrum"

DOOR, STORE, ENTRY = "data/door.py", "data/store/", "tests/factories.py"
CURSORS = {"_cursor", "_query", "_trying", "_writing"}
QUESTIONS = {"rows", "visible", "cursor"}
ASKING = ("data/answers/", "data/judging/", "data/intake/", DOOR, STORE)
"""Where questions in SQL are written; everywhere else they are asked by name."""


def breaches(path: str, source: str) -> list[str]:
    """Say how a file gets past the door, by its path from the root and its text."""
    tree = ast.parse(source)
    found = [*_everyone(source)]
    if not path.startswith("tests/"):
        found += [*_default_viewers(tree)]
    if path != DOOR and not path.startswith(STORE):
        found += [*_made(tree, path), *_imported(tree, path)]
        if path != ENTRY:
            found += [*_private(tree)]
    if path.startswith(("data/", "dashboard/")) and not path.startswith(ASKING):
        found += [*_asked_in_sql(tree)]
    return found


def _everyone(source):
    return ["EVERYONE"] if "EVERYONE" in source else []


def _default_viewers(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            plain = [*node.args.posonlyargs, *node.args.args]
            defaults = [None] * (len(plain) - len(node.args.defaults)) + node.args.defaults
            pairs = zip(
                [*plain, *node.args.kwonlyargs],
                [*defaults, *node.args.kw_defaults],
                strict=True,
            )
            yield from (f"{one.arg} = ..." for one, value in pairs if value and _viewer(one))
        if isinstance(node, ast.AnnAssign) and node.value and _is_viewer(node.annotation):
            yield f"{ast.unparse(node.target)} = ..."


def _viewer(argument):
    return argument.arg.strip("_") == "viewer" or _is_viewer(argument.annotation)


def _is_viewer(annotation):
    return annotation is not None and "Viewer" in ast.unparse(annotation)


def _made(tree, path):
    made_here = {"Reader", "Store", "Viewer"} if not path.startswith("tests/") else {"Reader"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if name in made_here:
                yield f"{name}(...)"


def _imported(tree, path):
    """Of the store's own module, data may know what is current, and the dashboard nothing."""
    allowed = {"CURRENT"} if path.startswith("data/") else set()
    if path.startswith("tests/"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "data.store.store":
            yield from (f"import {one.name}" for one in node.names if one.name not in allowed)
        if isinstance(node, ast.ImportFrom) and node.module == "data.store":
            yield from ("import store" for one in node.names if one.name == "store")
        if isinstance(node, ast.Import):
            yield from ("import store" for one in node.names if one.name == "data.store.store")


def _private(tree):
    for node in ast.walk(tree):
        streamlits_own = isinstance(node, ast.Attribute) and any(
            one in ast.unparse(node) for one in ("_active_dg", "st._event.", "block._cursor")
        )
        if isinstance(node, ast.Attribute) and node.attr in CURSORS and not streamlits_own:
            yield f".{node.attr}"


def _asked_in_sql(tree):
    modules = {
        one.asname or one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for one in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked, of = node.func.attr, ast.unparse(node.func.value)
            if asked in QUESTIONS and of not in modules:
                yield f".{asked}(...)"


def test_nothing_gets_past_the_door():
    files = [
        file for room in ("data", "dashboard", "tests") for file in (ROOT / room).rglob("*.py")
    ]
    places = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
    del places["tests/data/test_door.py"]
    assert len(places) > 300
    found = {place: breaches(place, text) for place, text in places.items()}
    assert {place: each for place, each in found.items() if each} == {}


@pytest.mark.parametrize(
    ("path", "planted", "breach"),
    [
        ("data/acts/a.py", "store._writing()", "._writing"),
        ("data/answers/a.py", "store._query('SELECT 1')", "._query"),
        ("data/judging/a.py", "with door._store._cursor() as c: pass", "._cursor"),
        ("tests/data/a.py", "store._writing()", "._writing"),
        ("dashboard/page/a.py", "Reader(lend, viewer=v, revision=1)", "Reader(...)"),
        ("tests/data/a.py", "reader.Reader(lend, viewer=v, revision=1)", "Reader(...)"),
        ("dashboard/doors/a.py", "here = Store(path)", "Store(...)"),
        ("data/sample/a.py", "Store(path)", "Store(...)"),
        ("dashboard/page/a.py", "who = Viewer(areas=None)", "Viewer(...)"),
        ("dashboard/a.py", "from data.store.store import CURRENT", "import CURRENT"),
        ("dashboard/a.py", "from data.store.store import shared", "import shared"),
        ("dashboard/a.py", "from data.store import store", "import store"),
        ("dashboard/a.py", "import data.store.store", "import store"),
        ("data/acts/a.py", "from data.store.store import CURRENT, Store", "import Store"),
        ("data/acts/a.py", "def act(door, viewer=None): ...", "viewer = ..."),
        ("data/acts/a.py", "def act(door, *, viewer=NOBODY): ...", "viewer = ..."),
        ("data/door.py", "def act(self, who: Viewer = Viewer()): ...", "who = ..."),
        ("data/door.py", "ask = lambda viewer=None: 1", "viewer = ..."),
        ("dashboard/a.py", "class A:\n    viewer: Viewer = Viewer(name='x')", "viewer = ..."),
        ("data/store/access.py", "EVERYONE = 1", "EVERYONE"),
        ("dashboard/page/a.py", "reader.rows('SELECT 1')", ".rows(...)"),
        ("data/acts/a.py", "door.reader(viewer).visible('SELECT 1')", ".visible(...)"),
        ("dashboard/doors/a.py", "with facts.cursor() as cursor: pass", ".cursor(...)"),
    ],
)
def test_a_planted_breach_is_found(path, planted, breach):
    assert breach in breaches(path, planted)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/door.py", "Reader(store._cursor, viewer=v, revision=1)"),
        ("data/store/store.py", "with store._writing() as cursor: pass"),
        ("data/answers/a.py", "def areas(reader): return reader.visible('SELECT 1')"),
        ("data/intake/a.py", "from data.store.store import CURRENT"),
        ("dashboard/charts/a.py", "from x import lettering\nlettering.rows('two words')"),
        ("data/acts/a.py", "def act(door, viewer, *, areas=()): ..."),
    ],
)
def test_what_goes_through_the_door_is_no_breach(path, text):
    assert breaches(path, text) == []


def test_nobody_sees_nothing_and_may_do_nothing(sample):
    nobody = Viewer()
    assert a_door(sample).reader(nobody).ask(all_areas).empty
    assert a_door(sample).reader(nobody).ask(all_goals).empty
    assert [verb for verb in Verb if nobody.may(verb)] == []


def test_without_login_the_person_at_the_machine_sees_and_may_do_everything(sample):
    door = a_door(sample)
    here = door.who()
    assert len(door.reader(here).ask(all_areas)) > 300
    assert all(here.may(verb) for verb in Verb)


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer(), False),
        (a_viewer(), True),
        (a_viewer(name=" EVA  Ek", verbs=frozenset({Verb.UNDO})), True),
        (a_viewer(name="Bo", verbs=frozenset({Verb.UNDO})), False),
        (a_viewer(name="", verbs=frozenset({Verb.UNDO})), False),
        (a_viewer(organisation_id="bolaget"), True),
        (a_viewer(organisation_id="staden"), False),
    ],
)
def test_an_upload_is_undone_by_its_uploader_or_a_keeper_of_the_organisation(viewer, may):
    assert may_undo(viewer, actor="Eva Ek", organisation_id="bolaget") is may


def test_who_has_only_signed_may_not_undo_what_others_uploaded(sample):
    signed = a_door(sample).who(signed="Eva Ek")
    assert may_undo(signed, actor="eva ek")
    assert not may_undo(signed, actor="Kvarvärde")
    assert not may_undo(a_door(sample).who(signed=""), actor="")


def test_somebody_who_logs_in_and_was_never_invited_is_nobody(sample):
    stranger = a_door(sample).who(Identity(issuer="https://id.exempel.se", subject="maja"))
    assert stranger.verbs == frozenset()
    assert a_door(sample).reader(stranger).ask(all_areas).empty


@pytest.mark.parametrize("verb", Verb)
def test_what_a_viewer_may_not_do_is_refused_in_a_sentence_and_writes_nothing(verb):
    door = Door(Store(":memory:"))
    # Whoever confirms sends a file to do so: what is in it decides, before it is saved.
    others = a_viewer(verbs=frozenset(Verb) - {verb, Verb.CONFIRM})
    with pytest.raises(StoreError, match=r"^Du får inte .+\.$"), door.act(others, verb):
        pytest.fail("a refused act was lent a cursor")
    assert door.revision == 0


def test_an_act_about_an_area_that_is_not_the_viewers_is_refused():
    door = Door(Store(":memory:"))
    mine = a_viewer(areas=frozenset({AREA}))
    with door.act(mine, Verb.PLAN, [AREA]):
        pass
    with pytest.raises(StoreError, match="inte ditt"), door.act(mine, Verb.PLAN, [AREA, "x"]):
        pytest.fail("a refused act was lent a cursor")


def test_a_reader_is_pinned_to_what_was_asked_or_to_the_latest(sample):
    door = a_door(sample)
    assert door.reader(a_viewer()).revision == door.revision
    assert door.reader(a_viewer(), 1).revision == 1
    with pytest.raises(UnknownRevisionError, match=f"Den senaste är {door.revision}"):
        door.reader(a_viewer(), door.revision + 1)
