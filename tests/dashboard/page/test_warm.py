"""No view may come to cost twice what it did: its work is counted, which no machine changes."""

from urllib.parse import parse_qsl

import pytest

from dashboard.page import cards
from tests.dashboard.driving import shown
from tests.dashboard.warm import Work, warm
from tests.viewed import PAGES

pytestmark = pytest.mark.app

KNOWN = {
    "Läget": Work(0, 1, 136, 81_370),
    "Läget, övning": Work(0, 1, 98, 47_004),
    "Läget, lista": Work(0, 1, 152, 85_207),
    "Läget, filtrerat": Work(0, 2, 97, 39_119),
    "Läget, som det var": Work(0, 3, 92, 45_058),
    "Område": Work(0, 1, 156, 53_808),
    "Område, övning": Work(0, 1, 152, 108_852),
    "Utfall": Work(0, 1, 63, 30_577),
    "Utfall, övning": Work(0, 2, 86, 52_911),
    "Jämför": Work(0, 1, 88, 59_972),
    "Jämför, övning": Work(0, 0, 68, 72_534),
    "Karta": Work(0, 2, 46, 101_141),
    "Karta, övning": Work(0, 0, 47, 26_741),
    "Befolkning": Work(0, 0, 69, 31_801),
    "Befolkning, övning": Work(0, 0, 60, 30_573),
    "Löfteskedjan": Work(0, 4, 63, 34_873),
    "Löfteskedjan, övning": Work(0, 3, 69, 59_264),
    "Satsningar": Work(0, 2, 23, 12_089),
    "Satsningar, övning": Work(0, 1, 24, 11_954),
    "Möten": Work(0, 2, 31, 10_842),
    "Ett möte, övning": Work(0, 15, 74, 30_146),
    "Ladda upp": Work(0, 2, 77, 23_558),
    "Katalog": Work(0, 0, 41, 34_538),
    "Katalog, försenat": Work(0, 0, 31, 21_950),
    "En indikator": Work(0, 0, 35, 17_481),
    "Så avgörs en förlust": Work(0, 0, 19, 43_958),
    "Tillgänglighet": Work(0, 0, 19, 11_429),
    "Ny plats": Work(0, 3, 76, 20_899),
    "Lägg in ett mål": Work(0, 4, 81, 62_626),
    "Skriv in": Work(0, 12, 38, 37_857),
    "Administration": Work(0, 2, 60, 40_000),
}
"""What each view took when it was last counted."""


@pytest.mark.parametrize("name", PAGES)
def test_a_warm_view_asks_nothing_and_does_not_do_twice_what_it_did(app, name):
    path, query = PAGES[name]
    shown(app, cards._FILES[path] if path else "", **dict(parse_qsl(query)))
    app.run()  # now every control has been answered
    found, known = warm(app), KNOWN[name]
    assert not found.questions
    assert found.built <= 2 * known.built + 2, found
    assert found.sent < 2 * known.sent, found
    assert found.bytes < 2 * known.bytes, found
