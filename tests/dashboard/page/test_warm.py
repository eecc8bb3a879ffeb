"""No view may come to cost a third more: its work is counted, which no machine changes."""

from urllib.parse import parse_qsl

import pytest

from dashboard.page import cards, loaders, replay
from dashboard.page.cache import Cache
from dashboard.page.lately import Lately
from tests.dashboard.driving import shown
from tests.dashboard.warm import Work, warm
from tests.viewed import PAGES

pytestmark = pytest.mark.app

KNOWN = {
    "Läget": Work(0, 0, 137, 69_600),
    "Läget, övning": Work(0, 0, 99, 45_120),
    "Läget, lista": Work(0, 0, 153, 73_435),
    "Läget, filtrerat": Work(0, 0, 99, 37_345),
    "Läget, som det var": Work(0, 1, 93, 43_311),
    "Område": Work(0, 0, 158, 52_227),
    "Område, övning": Work(0, 0, 159, 96_212),
    "Utfall": Work(0, 0, 63, 30_267),
    "Utfall, övning": Work(0, 0, 86, 49_724),
    "Utfall, välj mål": Work(0, 0, 25, 16_530),
    "Jämför": Work(0, 1, 88, 54_162),
    "Jämför, övning": Work(0, 0, 68, 49_093),
    "Karta": Work(0, 1, 46, 95_090),
    "Karta, övning": Work(0, 0, 47, 26_272),
    "Befolkning, välj område": Work(0, 2, 29, 21_826),
    "Befolkning": Work(0, 0, 69, 30_898),
    "Befolkning, övning": Work(0, 0, 60, 28_970),
    "Löfteskedjan": Work(0, 2, 63, 33_469),
    "Löfteskedjan, övning": Work(0, 1, 69, 52_890),
    "Satsningar": Work(0, 2, 23, 12_178),
    "Satsningar, övning": Work(0, 1, 24, 12_040),
    "Möten": Work(0, 2, 31, 10_875),
    "Ett möte, övning": Work(0, 3, 74, 30_502),
    "Ladda upp": Work(0, 2, 77, 24_126),
    "Ny plats": Work(0, 5, 79, 21_376),
    "Lägg in ett mål": Work(0, 0, 81, 62_796),
    "Skriv in": Work(0, 4, 38, 37_708),
    "Katalog": Work(0, 0, 41, 34_641),
    "Katalog, försenat": Work(0, 0, 31, 22_050),
    "En indikator": Work(0, 0, 35, 17_549),
    "Så avgörs en förlust": Work(0, 0, 21, 44_321),
    "Tillgänglighet": Work(0, 0, 19, 11_583),
    "Administration": Work(0, 1, 63, 38_133),
}
"""What each view took when it was last counted."""

MOST_FRAMES = 12
"""So many tables, columns and rows a warm view may look at: what is made of them is kept."""


@pytest.mark.parametrize("name", PAGES)
def test_a_warm_view_asks_nothing_and_does_no_more_than_it_did(app, name):
    path, query = PAGES[name]
    shown(app, cards._FILES[path] if path else "", **dict(parse_qsl(query)))
    app.run()  # now every control has been answered
    found, known = warm(app), KNOWN[name]
    assert not found.questions
    assert found.frames <= MOST_FRAMES, found
    assert found.built <= known.built + 2, found
    assert found.sent < 4 / 3 * known.sent, found
    assert found.bytes < 4 / 3 * known.bytes, found


@pytest.mark.parametrize("name", ["Läget, övning", "Utfall, övning", "Löfteskedjan, övning"])
def test_what_is_drawn_ahead_is_what_a_visitor_would_have_drawn(app, name, monkeypatch, caplog):
    monkeypatch.setattr(loaders, "_LATELY", lately := Lately(most=1_000))
    monkeypatch.setattr(replay, "_DRAWN", by_visitor := Cache(1_000))
    path, query = PAGES[name]
    shown(app, cards._FILES[path] if path else "", **dict(parse_qsl(query)))
    monkeypatch.setattr(loaders, "_who", lambda _request: lately.latest_first()[0][0].viewer)
    monkeypatch.setattr(replay, "_DRAWN", ahead := Cache(1_000))
    loaders.ask_again()
    assert not caplog.records
    assert _messages(ahead) == _messages(by_visitor)


def _messages(drawn):
    return {
        key: [one.SerializeToString(deterministic=True) for one in slot[0][1].value.messages]
        for key, slot in drawn._kept.items()
    }
