"""One file for the browser: whole, offline, described, and harmless."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from dashboard.export import html
from dashboard.export.decks import story
from dashboard.export.decks.slide import Cell, Slide, Table
from tests.dashboard.export.exporting import HOME, a_deck


class Outline(HTMLParser):
    """What stands in a page: tags with their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def named(self, *names):
        return [(tag, given) for tag, given in self.tags if tag in names]


@pytest.fixture(scope="module")
def page(gathered) -> str:
    slides = story.of_overview(gathered, "sv", training=True)
    return html.write(a_deck(slides)).decode()


def test_nothing_is_fetched_from_anywhere(page):
    for tag, given in Outline(page).tags:
        for name in ("src", "srcset", "data", "poster", "action"):
            assert name not in given, tag
        if tag in {"link", "script", "iframe", "img", "object"}:
            assert "href" not in given
    assert set(re.findall(r"url\((\w+):", page)) <= {"data"}
    assert "@import" not in page


def test_the_policy_allows_the_script_of_the_page_and_no_other(page):
    policy = next(g["content"] for _t, g in Outline(page).named("meta") if "http-equiv" in g)
    script = re.search(r"<script>(.*)</script>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy


def test_it_is_in_swedish_with_one_h1_and_a_heading_for_each_slide(gathered, page):
    outline = Outline(page)
    assert outline.named("html")[0][1]["lang"] == "sv"
    slides = story.of_overview(gathered, "sv", training=True)
    assert [tag for tag, _ in outline.named("h1", "h2")] == ["h1", *["h2"] * len(slides)]


def test_every_drawing_is_described_and_every_chart_has_its_table(gathered, page):
    outline = Outline(page)
    for _tag, given in outline.named("svg"):
        assert given["role"] == "img"
        assert given["aria-label"]
    charts = [s for s in story.of_overview(gathered, "sv", training=True) if s.chart]
    assert page.count("Samma siffror som tabell") == len(charts) == 5


def test_every_invented_slide_says_so(gathered, page):
    assert page.count('class="badge"') == page.count("<section")
    real = html.write(a_deck(story.of_overview(gathered, "sv"))).decode()
    assert 'class="badge"' not in real


def test_ids_are_used_once(page):
    ids = [given["id"] for _tag, given in Outline(page).tags if given.get("id")]
    assert len(ids) == len(set(ids))


def test_what_somebody_has_written_is_only_text():
    nasty = '</title><script>alert(1)</script><img src=x onerror="alert(1)">'
    table = Table(columns=(nasty,), rows=((Cell(text=nasty),),))
    slide = Slide(
        topic=nasty, sentence=nasty, said=nasty, notes=(nasty,), source=nasty, table=table
    )
    outline = Outline(html.write(a_deck((slide,))).decode())
    assert len(outline.named("script")) == 1
    assert not outline.named("img")


def test_the_address_of_the_view_holds_ids_only(page):
    links = [given["href"] for _tag, given in Outline(page).named("a")]
    assert links
    assert all(re.fullmatch(rf"{HOME}/[\w-]*\?[\w=.&-]+", link) for link in links)
