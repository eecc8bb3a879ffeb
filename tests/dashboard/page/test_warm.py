"""No view may come to cost twice what it did: its work is counted, which no machine changes."""

from urllib.parse import parse_qsl

import pytest

from dashboard.page import cards
from tests.dashboard.driving import shown
from tests.dashboard.warm import Work, warm
from tests.viewed import PAGES

pytestmark = pytest.mark.app

KNOWN = {
    "Läget": Work(0, 9, 76, 32_761),
    "Läget, övning": Work(0, 9, 77, 40_926),
    "Läget, lista": Work(0, 9, 92, 36_654),
    "Läget, filtrerat": Work(0, 13, 82, 35_293),
    "Läget, som det var": Work(0, 11, 77, 38_862),
    "Område": Work(0, 6, 145, 48_947),
    "Område, övning": Work(0, 6, 141, 103_790),
    "Utfall": Work(0, 6, 56, 25_441),
    "Utfall, övning": Work(0, 8, 74, 47_669),
    "Jämför": Work(0, 10, 80, 56_442),
    "Jämför, övning": Work(0, 9, 60, 68_654),
    "Karta": Work(0, 14, 38, 92_170),
    "Karta, övning": Work(0, 13, 38, 21_061),
    "Befolkning": Work(0, 4, 59, 26_948),
    "Befolkning, övning": Work(0, 4, 50, 25_715),
    "Löfteskedjan": Work(0, 17, 53, 29_840),
    "Löfteskedjan, övning": Work(0, 16, 61, 55_358),
    "Satsningar": Work(0, 7, 18, 8_657),
    "Satsningar, övning": Work(0, 6, 19, 9_009),
    "Möten": Work(0, 7, 26, 7_839),
    "Ett möte, övning": Work(0, 21, 64, 25_844),
    "Ladda upp": Work(0, 20, 71, 20_034),
    "Ny plats": Work(0, 54, 75, 20_166),
    "Lägg in ett mål": Work(0, 18, 31, 34_274),
    "Skriv in": Work(0, 30, 40, 20_000),
    "Katalog": Work(0, 5, 35, 31_007),
    "Katalog, försenat": Work(0, 6, 26, 18_609),
    "En indikator": Work(0, 7, 29, 13_729),
    "Så avgörs en förlust": Work(0, 3, 13, 40_584),
    "Tillgänglighet": Work(0, 3, 13, 7_513),
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
