"""An area's goals on one time axis: states as shape and word, breaks as cuts."""

from dashboard.charts.describe.course import Row, Span, course
from dashboard.charts.describe.timeline import year_ticks_between
from metrics.methods.timeline import Cut
from metrics.outcome.state import State
from tests.dashboard.approval import approve_figure
from tests.dashboard.charts.drawn import a_course

SAFE = Row(
    name="Trygg på kvällen",
    spans=[
        Span(state=None, start=2010, end=2018, first="2010", last="2017"),
        Span(state=State.ON_TRACK, start=2018, end=2020, first="2018", last="2019"),
        Span(state=State.REACHED, start=2020, end=2024, first="2020", last="2023"),
        Span(state=State.WATCH, start=2024, end=2025, first="2024", last="2024"),
        Span(state=State.RELAPSE, start=2025, end=2026, first="2025", last="2025"),
    ],
)
BROKEN = Row(
    name="Trygghetsindex",
    spans=[
        Span(state=State.HOLDS, start=2018, end=2022, first="2018", last="2021"),
        Span(state=State.BREAK, start=2022, end=2026, first="2022", last="2025"),
    ],
    cuts=[Cut(x=2021.9, period="2022", kind="question")],
)
EVENTS = [(2019.36, "Torget öppnar")]
LIGHT = {"dark": False, "language": "sv"}


def texts(spec):
    return [label["text"] for label in spec["layout"]["annotations"]]


def test_the_latest_state_is_always_in_words():
    said = texts(a_course([SAFE, BROKEN], **LIGHT))
    assert "<b>▼\u00a0Återfall</b>" in said
    assert "<b>‖\u00a0Brott i serien</b>" in said


def test_a_stretch_without_room_for_its_word_keeps_its_shape():
    said = texts(a_course([SAFE], **LIGHT))
    assert said.count("●") == 2


def test_a_shape_that_would_lie_on_a_word_is_left_to_the_table():
    assert "◇" not in texts(a_course([SAFE], **LIGHT))
    assert "Bevaka 2024" in course([SAFE], language="sv").alt


def test_a_break_cuts_only_its_own_row():
    shapes = a_course([SAFE, BROKEN], **LIGHT)["layout"]["shapes"]
    assert {(one["y0"], one["y1"]) for one in shapes} == {(-0.16, 0.16)}


def test_many_events_are_numbers_in_one_row():
    many = [(2015.0 + at, str(at + 1)) for at in range(5)]
    spec = a_course([SAFE], many, **LIGHT)
    tops = {label["y"] for label in spec["layout"]["annotations"] if label["text"].isdecimal()}
    assert len(tops) == 1


def test_years_are_few_and_whole():
    assert year_ticks_between((2010.0, 2026.0)) == [2011, 2014, 2017, 2020, 2023, 2026]
    assert year_ticks_between((2024.2, 2025.9)) == [2025]
    assert year_ticks_between((1726.0, 2026.0)) == [1726, 1826, 1926, 2026]


def test_the_course_is_as_approved():
    approve_figure("course", a_course([SAFE, BROKEN], EVENTS, **LIGHT))


def test_the_dark_english_course_is_as_approved():
    spec = a_course([SAFE, BROKEN], EVENTS, dark=True, language="en")
    approve_figure("course_dark_en", spec)


def test_the_alt_text_tells_every_state_in_order():
    said = course([SAFE, BROKEN], happened=["Torget öppnar 11 maj 2019"], language="sv").alt
    assert said == (
        "Tidsaxel med 2 mål. Trygg på kvällen: Utgångsläge mäts 2010–2017, På väg 2018–2019,"
        " Nått målet 2020–2023, Bevaka 2024, Återfall 2025. Trygghetsindex: Håller 2018–2021,"
        " Brott i serien 2022–2025, serien bruten 2022. Händelser: Torget öppnar 11 maj 2019."
    )


def test_an_area_without_goals_still_draws():
    assert a_course([], **LIGHT)["data"] == []
