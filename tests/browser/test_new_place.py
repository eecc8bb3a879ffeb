"""A place of one's own from nothing, with clicks counted, on a wide screen and a narrow one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import MAIN, choose, expect_room, heading, idle, press, write
from tests.browser.conftest import Opening, serving_a_copy
from tests.browser.test_everybody import barriers
from tests.browser.uploads import clicks, count_clicks
from tests.serving import Served

SHARES = (46, 45, 47, 46, 60, 69, 71, 70, 71, 52, 51)
PASTED = "år\tprocent\tsvar\n" + "\n".join(
    f"{2015 + at}\t{share},3\t402" for at, share in enumerate(SHARES)
)

FIELDS = 7
"""Fields that a person presses to write in, which no page sees: they are filled here."""


@pytest.fixture(scope="module")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of their own for journeys that save."""
    with serving_a_copy(sample_file, tmp_path_factory.mktemp("own")) as running:
        yield running


def write_day(page: Page, label: str, day: str) -> None:
    """Write a day in a field, figure by figure as the keyboard does."""
    idle(page)
    page.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first.click()
    page.keyboard.type(day)
    page.keyboard.press("Tab")
    idle(page)


def test_a_place_of_ones_own_in_fifteen_clicks(visit: Opening) -> None:
    page = visit("/ny-plats", width=1440)
    count_clicks(page)
    main = page.locator(MAIN)
    write(page.get_by_label("Namn", exact=True), "Torgkvarteret")
    choose(
        page.get_by_label("Kommun", exact=True),
        "Vänersborg",
        then=page.get_by_text("Kommunens delar finns inte här"),
    )
    main.get_by_text("Kvarter", exact=True).click()
    write(page.get_by_label("Löftet, med sina egna ord"), "Minst 65 procent ska vara trygga.")
    write(page.get_by_label("Till vem"), "boende")
    write_day(page, "Lovat den", "20190301")
    write_day(page, "Klart senast", "20221231")
    write(page.get_by_label("Sök med egna ord"), "trygg på kvällen")
    press(
        page.get_by_role("button", name=re.compile("^Trygg på kvällen")),
        then=page.get_by_label("Målet (procent)"),
    )
    write(page.get_by_label("Målet (procent)"), "65")
    write(page.get_by_label("Värden", exact=True), PASTED)
    expect(main.get_by_text("Återfall").first).to_be_visible()
    expect(main.get_by_text("Skrivet i efterhand").first).to_be_visible()
    expect(main.get_by_text("11 mätningar lästa.")).to_be_visible()
    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    expect(main).to_have_js_property("clientWidth", 320)
    idle(page)
    expect_room(page, MAIN)
    assert barriers(page, outside='[data-testid="stSidebar"]') == []
    page.set_viewport_size({"width": 1440, "height": 900})

    write(page.get_by_label("Ditt namn"), "Test Testsson")
    press(
        page.get_by_role("button", name="Spara platsen").last,
        then=heading(page).filter(has_text="Torgkvarteret är sparad"),
    )
    assert clicks(page) + FIELDS <= 15
    own = visit("/omrade?omrade=plats.1487.torgkvarteret")
    expect(own.get_by_text("Återfall").first).to_be_visible()
