"""Somebody looks at how it goes elsewhere, where, and who lives there."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.acts import follow, heading, idle, path_of, type_key
from tests.browser.conftest import Opening
from tests.serving import Served

MAP = "/karta?indikator=MIX01&niva=regso&inom=kommun.1407.ockero"


def test_the_map_asks_nobody_else_for_anything(visit: Opening, server: Served) -> None:
    page = visit("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url + MAP)
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    idle(page)
    home = urlsplit(server.url).netloc
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {home}


def test_a_click_on_the_map_asks_for_the_area_and_the_link_shows_the_same(
    visit: Opening,
) -> None:
    page = visit("/karta?data=ovning&indikator=BOS03")
    # The sign in an area stands where it can be pressed.
    sign = page.locator(".annotation").filter(has_text="Ekbacken norra").last
    sign.element_handle().wait_for_element_state("stable")
    box = sign.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 2)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 2)
    page.wait_for_url(re.compile("omrade=ovning.ekbacken.norra"))
    expect(page.get_by_role("heading", name="Ekbacken norra (påhittat)")).to_be_visible()
    again = visit(path_of(page))
    expect(again.get_by_role("heading", name="Ekbacken norra (påhittat)")).to_be_visible()


def test_an_area_is_chosen_by_keyboard_without_the_map(visit: Opening) -> None:
    page = visit("/karta?data=ovning&indikator=BOS03")
    field = page.get_by_role("combobox", name=re.compile("Område"))
    field.focus()
    page.keyboard.type("äng")
    expect(page.get_by_role("option").filter(has_text="Ekbacken äng")).to_be_visible()
    type_key(page, "Enter")
    page.wait_for_url(re.compile("omrade=ovning.ekbacken.ang"))
    idle(page)
    expect(page.get_by_role("heading", name="Ekbacken äng (påhittat)")).to_be_visible()


def test_another_page_of_areas_lives_in_the_link(visit: Opening) -> None:
    page = visit("/jamfor?indikator=SKO01&niva=municipality&sida=3")
    expect(page.get_by_role("heading", level=3).last).to_have_text("Örebro")
    expect(page.locator(".js-plotly-plot")).to_have_count(2)


def test_panels_stand_below_each_other_on_a_phone(visit: Opening) -> None:
    page = visit("/jamfor?data=ovning&indikator=MIX01", width=320)
    panels = page.locator(".js-plotly-plot")
    expect(panels).to_have_count(4)
    places = [panel.bounding_box() for panel in panels.all()]
    lefts = {round(place["x"]) for place in places if place}
    assert len(lefts) == 1


def test_from_a_panel_to_why(visit: Opening) -> None:
    page = visit("/jamfor?indikator=TRY08")
    link = page.get_by_role("heading", level=3).get_by_role("link").first
    there = follow(link, to=re.compile("/utfall"))
    expect(heading(there)).to_contain_text("Bergsjön")
