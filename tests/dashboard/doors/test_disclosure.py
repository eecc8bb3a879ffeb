"""No path of the dashboard shows or gives back a number of few people without clearance."""

import json
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from dashboard.doors import api
from dashboard.export import asking, minutes, xlsx
from dashboard.installation import installation
from dashboard.outcome import recompute
from dashboard.settings import SettingsError, settings
from data.answers import agenda
from data.answers.followed import Gatherer
from data.door import Door
from data.store import store as stores
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.asgi import Client
from tests.conftest import TODAY
from tests.dashboard.driving import app_of, everything, installed, shown, specs
from tests.data.loading import lines, load
from tests.factories import a_viewer

AREA, GOAL = "ovning.ekbacken.centrum", "ovning.mal.try14.centrum"
MEETING = "mote.2026-12-03-1"
FEW = f"{AREA},TRY14,2026,16.2790697674,7,43,43,test"
"""Seven of the 43 who were asked, which makes 16.3 percent."""

GIVEN_AWAY = re.compile(r"(?<![\d.,])16([.,]3|[.,]27|[.,]28)(?!\d* ?y2)|7 av 43|(?<!\d)43\.0\b")
"""The share, rounded as charts, sentences and files do, and who were asked."""


@pytest.fixture
def viewer(sample_file: Path, tmp_path_factory, monkeypatch, catalogue: Catalogue) -> Iterator:
    """Let whoever comes through any door be a viewer with these terms."""
    place = tmp_path_factory.mktemp("few") / "store.duckdb"
    place.write_bytes(sample_file.read_bytes())
    store = Store(place)
    load(
        store,
        lines("area_id,indicator_id,period,value,numerator,denominator,n,source", FEW),
        catalogue,
        now=TODAY,
    )
    store.close()

    def be(**terms: object) -> None:
        monkeypatch.setattr(Door, "who", lambda *_, **__: a_viewer(**terms))

    with installed(place, monkeypatch):
        yield be
    stores._open.pop(str(place), None)


def all_of(page: AppTest) -> str:
    """Everything that a page sends: words, tables, charts with their hover texts."""
    return "\n".join([everything(page), json.dumps(specs(page)), *sent(page._tree)])


def sent(node: object) -> Iterator[str]:
    if (message := getattr(node, "proto", None)) is not None:
        yield str(message)
    for child in getattr(node, "children", {}).values():
        yield from sent(child)


def texts_of(content: bytes, name: str = "") -> Iterator[str]:
    """Everything that can be read in a file, whatever it is packed in."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as parts:
            for part in parts.namelist():
                yield from texts_of(parts.read(part), part)
    elif content.startswith(b"%PDF"):
        yield from (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    elif not name.endswith((".png", ".jpeg", ".svg", ".py")):
        yield re.sub(r"base64,[\w+/=]+", "", content.decode("utf-8", "replace"))


def files(**asked: object) -> Iterator[str]:
    """The texts of what is exported of a goal or an area, in every format."""
    here = installation()
    from_store = Gatherer(here.door.reader(here.door.who()), here.catalogue)
    none = dict.fromkeys(("goal_id", "area_id", "meeting_id", "areas"))
    terms = none | {"training": False, "language": "sv"} | asked
    deck = asking.deck(
        asking.Asked(**terms), from_store, made_on=TODAY.date(), home="http://hemma"
    )
    for form in asking.FORMATS:
        yield from texts_of(asking.written(form, deck, None))


def packages() -> Iterator[str]:
    """The texts of the package with which a verdict is reached again, and of a workbook."""
    here = installation()
    followed = Gatherer(here.door.reader(here.door.who()), here.catalogue).goal(GOAL)
    assert followed is not None
    yield from texts_of(recompute._packed(followed.goal, followed))
    rows = followed.observations.astype(object).where(followed.observations.notna(), None)
    yield from texts_of(xlsx.as_xlsx(rows, xlsx.About(title="x", revision=1), "sv"))


def papers() -> Iterator[str]:
    """The texts of the minutes of a meeting about the area."""
    here = installation()
    found = agenda.of(here.door.reader(here.door.who()), MEETING)
    assert found is not None
    assert AREA in found.area_ids
    said = minutes.of(found, here.catalogue, revision=here.door.revision, language="sv")
    yield from texts_of(minutes.document(said, TODAY.date(), "sv"))


def answers() -> Iterator[str]:
    """What the API answers, now and as of the revision that is the latest."""
    client = Client(api.create(installation))
    revision = installation().door.revision
    for path in (
        f"/observations?area_id={AREA}",
        f"/observations?area_id={AREA}&revision={revision}",
        f"/assessments?area_id={AREA}",
        f"/assessments?area_id={AREA}&revision={revision}",
        f"/exports/html?area_id={AREA}&revision={revision}",
        "/templates/TRY14",
        "/deliveries",
        "/deliveries.ics",
        "/commitments",
        "/catalogue",
        "/revisions",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield from texts_of(answer.content)


def test_a_share_of_few_people_leaves_by_no_door(viewer) -> None:
    viewer(clearance=True)
    ways = (answers, packages, partial(files, goal_id=GOAL))
    assert all(any(map(GIVEN_AWAY.search, way())) for way in ways)

    viewer()
    more = (partial(files, area_id=AREA), partial(files, meeting_id=MEETING), papers)
    for text in chain.from_iterable(way() for way in (*ways, *more)):
        assert not (found := GIVEN_AWAY.search(text)), text[found.start() - 60 : found.end()]
    asked = {
        "outcome": {"mal": GOAL},
        "area": {"data": "ovning", "omrade": AREA},
        "compare": {"data": "ovning", "indikator": "TRY14"},
        "map": {"data": "ovning", "indikator": "TRY14"},
        "overview": {"data": "ovning"},
        "meeting": {"data": "ovning", "mote": MEETING},
        "new_goal": {"data": "ovning", "omrade": AREA, "indikator": "TRY14"},
    }
    for view, query in asked.items():
        page = all_of(shown(app_of(), view, **query))
        assert not (found := GIVEN_AWAY.search(page)), page[found.start() - 60 : found.end()]
        assert view in {"overview", "meeting", "new_goal"} or "få personer" in page


def test_limits_that_cannot_be_are_named_and_others_are_those_of_the_catalogue(
    catalogue: Catalogue,
) -> None:
    with pytest.raises(SettingsError, match=r"SMALLEST_COUNT: noll.*\n.*HIDE_ZERO: nej"):
        settings({"KVARVARDE_SMALLEST_COUNT": "noll", "KVARVARDE_HIDE_ZERO": "nej"})
    chosen = settings(
        {"KVARVARDE_SMALLEST_COUNT": "20", "KVARVARDE_PUBLIC_SUPPLIERS": "SCB, Kolada"}
    )
    limits = catalogue.protecting(
        smallest_count=chosen.smallest_count,
        hide_zero=chosen.hide_zero,
        published=chosen.public_suppliers,
    )
    asked = {
        one: (limits[one].smallest_count, limits[one].published) for one in ("TRY14", "MIX01")
    }
    assert asked == {"TRY14": (20, ("SCB", "Kolada")), "MIX01": (0, ())}
