"""Any page as it was on a day: marked, with the way back, and followed by every link."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.page.addressed import written
from data.store.store import Store
from data.store.swedish_time import day_of, end_of_day
from tests.dashboard.driving import app_of, installed_to_read, shown
from tests.factories import writing

pytestmark = pytest.mark.app

LATEST_YEAR = "96-training-2025.csv"


@pytest.fixture(scope="module")
def early_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped store, as if all but the latest had been read in on 3 November.

    That evening, in Sweden: at half past eleven, when the fourth had not begun.
    """
    path = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("early") / "store.duckdb"))
    store = Store(path)
    with writing(store) as cursor:
        cursor.execute(
            "UPDATE revision SET committed_at = '2026-11-03 22:30' WHERE revision_id < "
            "(SELECT max(revision_id) FROM revision WHERE file_name = ?)",
            [LATEST_YEAR],
        )
    store.close()
    return path


@pytest.fixture
def app(early_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    with installed_to_read(early_file, monkeypatch):
        yield app_of()


def links(app: AppTest) -> dict[str, str]:
    return {link.proto.label: link.proto.query_string for link in app.get("page_link")}


def test_a_day_shows_what_was_the_latest_when_it_ended_in_sweden(app):
    shown(app, data="ovning", datum="2026-11-03")
    assert app.info[0].value.startswith(
        "Så här såg det ut den 3 november 2026, efter inläsning "
    )
    assert app.title[0].value != shown(app, datum="2026-11-22").title[0].value


def test_the_day_before_the_first_is_a_sentence_with_the_way_back(app):
    shown(app, datum="2026-11-02")
    assert app.title[0].value == "Den 2 november 2026 fanns inget inläst än"
    assert "Det första lästes in den 3 november 2026." in app.markdown[0].value
    assert "datum" not in links(app)["Visa hur det är nu"]


def test_what_is_no_day_is_a_sentence(app):
    shown(app, datum="2026-13-45")
    assert "är ingen dag. Skriv den som 2026-11-03." in app.title[0].value
    assert "Visa hur det är nu" in links(app)


def test_a_day_to_come_is_now_and_says_so(app):
    shown(app, datum="2030-01-01")
    assert "har inte varit än. Så här är det nu." in app.info[0].value
    assert app.title[0].value.startswith("Fyra av tolv mål")


def test_a_day_since_which_nothing_came_says_so(app):
    shown(app, datum="2026-11-22")
    assert "Inget har lästs in sedan dess." in app.info[0].value


def test_every_link_of_the_page_stays_on_the_day(app):
    shown(app, data="ovning", datum="2026-11-03")
    followed = {label: query for label, query in links(app).items() if "nu" not in label}
    assert followed
    assert all("datum=2026-11-03" in query for query in followed.values())
    cells = " ".join(str(table.value.to_numpy()) for table in app.table)
    assert cells.count("](/") == cells.count("datum=2026-11-03") > 20


def test_what_is_finished_for_a_day_is_not_shown_as_now(app):
    shown(app, data="ovning", datum="2026-11-22")
    del app.query_params["datum"]
    app.run()
    cells = " ".join(str(table.value.to_numpy()) for table in app.table)
    assert "/utfall?" in cells
    assert "datum=" not in cells


@pytest.mark.parametrize("page", ["area", "catalogue", "method", "accessibility"])
def test_every_page_is_marked(app, page):
    shown(app, page, datum="2026-11-03")
    assert "Så här såg det ut den 3 november 2026" in app.info[0].value


def test_the_day_follows_through_the_menu_and_is_left_behind_on_the_way_back(app):
    shown(app, datum="2026-11-03")
    del app.query_params["datum"]  # the menu leads to an address of its own
    app.switch_page("views/catalogue.py").run()
    assert app.query_params["datum"] == "2026-11-03"
    del app.query_params["datum"]  # as the way back does
    app.run()
    assert not app.info
    shown(app, "method")
    assert "datum" not in app.query_params


def test_uploading_is_always_about_now(app):
    shown(app, datum="2026-11-03")
    del app.query_params["datum"]
    app.switch_page("views/upload.py").run()
    assert "datum" not in app.query_params
    assert not app.date_input


def test_a_day_chosen_in_the_foot_takes_the_place_of_a_revision(app):
    shown(app, revision="2")
    (chooser,) = [one for one in app.date_input if one.label == "Visa hur det var den"]
    assert (chooser.min, chooser.max) == (date(2026, 11, 3), date(2026, 11, 22))
    chooser.set_value(date(2026, 11, 3)).run()
    assert app.query_params["datum"] == "2026-11-03"
    assert "revision" not in app.query_params
    assert "den 3 november 2026" in app.info[0].value


def test_what_was_late_then_is_told_as_of_then(app):
    shown(app, "catalogue", datum="2026-11-03", **{"del": "forsenat"})
    assert "serier är försenade" in app.title[0].value


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 3, 22, 59, 59, tzinfo=UTC), date(2026, 11, 3)),
        (datetime(2026, 11, 3, 23, 0, tzinfo=UTC), date(2026, 11, 4)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_ends_at_midnight_in_sweden(moment, day):
    stored = moment.replace(tzinfo=None)
    assert day_of(moment) == day_of(stored) == day
    assert end_of_day(day - timedelta(days=1)) < stored <= end_of_day(day)


@pytest.mark.parametrize("text", [None, "", "skräp", "2026", "20261103", "2026-02-30"])
def test_what_is_not_written_as_a_day_is_none(text):
    assert written(text) is None
