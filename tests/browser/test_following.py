"""A member of the steering group looks at the promises of Göteborg."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.acts import follow, heading
from tests.browser.conftest import Opening

GARDSTEN = "polis.1480.gardsten"


def test_from_the_overview_to_what_became_of_gardsten(visit: Opening) -> None:
    page = visit("/")
    link = page.locator(f'a[href*="{GARDSTEN}"]').first
    there = follow(link, to=f"**/*{GARDSTEN}*")
    expect(heading(there)).to_contain_text("Gårdsten")


def test_the_ladder_of_gardsten_is_cut_where_the_classes_changed(visit: Opening) -> None:
    page = visit(f"/omrade?omrade={GARDSTEN}")
    chart = page.locator(".js-plotly-plot").filter(has_text="Riskområde").first
    expect(chart).to_be_visible()
    said = page.locator('[aria-label*="Polisens områdesklass"]').first.get_attribute(
        "aria-label"
    )
    assert said is not None
    assert "2017 särskilt utsatt" in said
    assert "2025 utsatt" in said
    assert "Klasserna gjordes om 2025" in said
    drawn = " ".join(chart.locator("text").all_text_contents())
    # A label of two lines is drawn without a space between them.
    for word in ("Särskiltutsatt", "Riskområde", "Utsatt", "‖"):
        assert word in drawn


@pytest.mark.parametrize("area", ["Bergsjön", "Hammarkullen", "Hjällbo", "Lövgärdet"])
def test_the_promise_of_no_especially_vulnerable_area_never_came(
    visit: Opening, area: str
) -> None:
    page = visit("/?vy=tabell")
    row = page.get_by_role("row").filter(has_text=re.compile(rf"^\s*{area}"))
    expect(row.first).to_contain_text("Uteblev")


@pytest.mark.parametrize("area", ["Biskopsgården", "Gårdsten", "Tynnered"])
def test_the_other_three_reached_it(visit: Opening, area: str) -> None:
    page = visit("/?vy=tabell")
    row = page.get_by_role("row").filter(has_text=re.compile(rf"^\s*{area}"))
    expect(row.first).to_contain_text("Nått målet")
