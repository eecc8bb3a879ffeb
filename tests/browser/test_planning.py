"""A goal from the page of its area: what it would show, what is wrong, and frozen once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.acts import act, follow, heading, press, write
from tests.browser.conftest import Opening, Served, serving_a_copy


@pytest.fixture(scope="module")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: the journey writes to its store."""
    with serving_a_copy(sample_file, tmp_path_factory.mktemp("planning")) as served:
        yield served


def test_a_goal_is_planned_and_frozen_from_the_page_of_its_series(visit: Opening) -> None:
    series = visit("/utfall?mal=ovning.mal.ser08.norra")
    page = follow(
        series.get_by_role("link", name="Lägg in ett mål").last, to=re.compile("nytt-mal")
    )
    expect(heading(page)).to_contain_text("skulle oftast synas 2028")
    press(page.get_by_role("radio", name="200"), then=page.get_by_text("oftast synas 2034"))
    press(
        page.get_by_role("button", name="Frys målet"), then=page.get_by_text("Ditt namn: fält")
    )
    write(page.get_by_label("Ditt namn"), "Prov Person")
    write(page.get_by_label("Nivå", exact=True), "70")
    expect(page.get_by_text("13 procentenheter över utgångsläget")).to_be_visible()
    frozen = page.get_by_role("button", name="Frys målet")
    act(page, frozen.dblclick, then=page.get_by_text(re.compile("Sparat som inläsning")))
