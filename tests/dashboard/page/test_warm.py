"""No view may come to cost twice what it did: its work is counted, which no machine changes."""

from urllib.parse import parse_qsl

import pytest

from dashboard.page import cards
from tests.dashboard.driving import shown
from tests.dashboard.warm import Work, warm
from tests.viewed import PAGES

pytestmark = pytest.mark.app

KNOWN = {
    "Läget": Work(0, 18, 135, 82_377),
    "Läget, övning": Work(0, 18, 97, 48_005),
    "Läget, lista": Work(0, 18, 151, 86_213),
    "Läget, filtrerat": Work(0, 22, 96, 40_405),
    "Läget, som det var": Work(0, 20, 97, 47_003),
    "Område": Work(0, 6, 146, 49_448),
    "Område, övning": Work(0, 6, 142, 104_447),
    "Utfall": Work(0, 6, 52, 25_385),
    "Utfall, övning": Work(0, 9, 75, 48_318),
    "Jämför": Work(0, 12, 86, 60_997),
    "Jämför, övning": Work(0, 11, 66, 73_376),
    "Karta": Work(0, 16, 44, 102_106),
    "Karta, övning": Work(0, 14, 45, 27_701),
    "Befolkning": Work(0, 4, 59, 27_460),
    "Befolkning, övning": Work(0, 4, 50, 26_303),
    "Löfteskedjan": Work(0, 19, 59, 34_587),
    "Löfteskedjan, övning": Work(0, 18, 67, 60_176),
    "Satsningar": Work(0, 7, 18, 8_980),
    "Satsningar, övning": Work(0, 6, 19, 9_334),
    "Möten": Work(0, 7, 26, 8_162),
    "Ett möte, övning": Work(0, 21, 64, 26_167),
    "Ladda upp": Work(0, 20, 70, 19_681),
    "Katalog": Work(0, 5, 35, 31_335),
    "Katalog, försenat": Work(0, 6, 26, 18_934),
    "En indikator": Work(0, 7, 29, 14_046),
    "Så avgörs en förlust": Work(0, 3, 13, 40_875),
    "Tillgänglighet": Work(0, 3, 13, 7_951),
    "Ny plats": Work(0, 54, 75, 20_157),
    "Lägg in ett mål": Work(0, 51, 74, 57_209),
    "Skriv in": Work(0, 18, 31, 34_278),
}
"""What each view took when it was last counted."""


@pytest.mark.parametrize("name", PAGES)
def test_a_warm_view_asks_nothing_and_does_not_do_twice_what_it_did(app, name):
    path, query = PAGES[name]
    shown(app, cards._FILES[path] if path else "", **dict(parse_qsl(query)))
    app.run()  # now every control has been answered
    found, known = warm(app), KNOWN[name]
    assert not found.questions
    assert found.built < 2 * known.built, found
    assert found.sent < 2 * known.sent, found
    assert found.bytes < 2 * known.bytes, found
