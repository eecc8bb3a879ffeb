"""Every page, drawn by the whole app without a click, in both languages."""

import pytest

from tests.dashboard.driving import checked, shown, words

pytestmark = pytest.mark.app

PAGES = [
    "overview",
    "area",
    "outcome",
    "initiatives",
    "promises",
    "meeting",
    "upload",
    "new_place",
    "new_goal",
    "by_hand",
    "catalogue",
    "method",
    "accessibility",
]
ENGLISH_LEFT = ("nan", "None", "NaT", "2024.0", "2025.0")


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_draws_itself_without_a_click(app, page, language):
    said = words(shown(app, page, sprak=language))
    assert app.title[0].value
    left = said.replace("None of ", "").split()  # an English sentence may begin so
    for stray in ENGLISH_LEFT:
        assert stray not in left


def test_laget_opens_with_the_real_areas_and_what_we_do_not_know(app):
    shown(app)
    assert app.title[0].value == (
        "Fyra av tolv mål kan vi inte bedöma. Av de åtta övriga är fem förlorade."
    )
    assert [metric.value for metric in app.metric] == ["4", "5", "0", "0", "3"]


def test_the_biggest_loss_names_every_area_that_is_equally_far(app):
    said = words(shown(app, tema="safety"))
    assert "Bergsjön, Hammarkullen, Hjällbo och Lövgärdet" in said


def test_a_goal_missed_on_its_day_says_how_far_it_was_then(app):
    assert (
        "Antalet klara bostäder i BoStad2021 nådde inte målet i tid och var då"
        " 2\u202f926\u00a0bostäder under det"
    ) in words(shown(app))


def test_the_training_area_is_never_counted_with_the_real_ones(app):
    shown(app, data="ovning")
    assert app.title[0].value.startswith("Nio av 28 mål")
    assert "Påhittade siffror" in words(app)


def test_series_without_a_goal_are_followed_and_never_counted(app):
    said = words(shown(app))
    assert "Följs, men räknas aldrig" in said


def test_a_list_says_the_same_as_the_table(app):
    shown(app, vy="lista", data="ovning")
    subheaders = [one.value for one in app.subheader]
    assert any("omrade=ovning.ekbacken.centrum" in one for one in subheaders)
    sentences = " ".join(str(table.value) for table in app.table)
    assert "Återfall" in sentences
    assert "mål håller" in sentences


def test_laget_speaks_english_when_asked(app):
    shown(app, sprak="en")
    assert app.title[0].value == (
        "Four of twelve goals cannot be judged. Of the other eight, five are lost."
    )


def test_an_earlier_revision_is_shown_as_it_was_and_says_so(app):
    shown(app, revision="2")
    assert "Så här såg det ut efter inläsning 2" in app.info[0].value
    assert app.title[0].value == "Inga mål är inlagda än."


def test_a_revision_that_is_not_there_is_a_sentence(app):
    app.query_params["revision"] = "9999"
    app.run()
    assert not app.exception
    assert "Det finns ingen inläsning 9999" in app.error[0].value


def test_the_catalogue_says_when_nobody_has_confirmed_a_direction(app):
    shown(app, "catalogue", indikator="TRY02")
    assert "Otrygghet" in app.title[0].value
    assert "Riktningen är inte bekräftad" in words(app)
    assert "bedöms inte: det får läget Saknar underlag" in words(app)


def test_the_catalogue_says_which_role_confirmed_a_direction_and_when(app):
    said = words(shown(app, "catalogue", indikator="TRY08"))
    assert "Lägre är bättre" in said
    assert "Bekräftad av rollen katalogansvarig den 22 november 2026." in said
    assert "Hämta mallen" in {button.label for button in app.get("download_button")}


def test_what_is_only_proposed_says_so(app):
    said = words(shown(app, "catalogue", indikator="MIX05"))
    assert "Föreslaget är att lägre är bättre. Ingen i en namngiven roll" in said


def test_the_catalogue_says_how_good_the_figures_are_real_and_invented_apart(app):
    shown(app, "catalogue", indikator="TRY13")
    (quality,) = [table.value for table in app.table if "Verkliga områden" in table.value]
    assert list(quality.columns) == ["Verkliga områden"]
    assert quality.loc["Värden som saknas", "Verkliga områden"] == "28 (4,0\u00a0%)"
    assert quality.loc["Senaste period", "Verkliga områden"] == "andra kvartalet 2026"
    assert quality.loc["Svar bakom ett värde", "Verkliga områden"] == "antalet lämnas inte"


def test_what_is_late_has_a_page_of_its_own(app):
    shown(app, "catalogue", **{"del": "forsenat"})
    assert app.title[0].value.endswith("serier är försenade, fyra av dem bakom mål")
    real, invented = (table.value for table in app.table)
    assert "Anmälda våldsbrott" in " ".join(real["Indikator"])
    assert "[Till mallen](/ladda-upp?indikator=" in real["Indikator"].iloc[0]
    assert "dagar för sent" in real["Senast i tid"].iloc[0]
    assert len(invented) == 2


def test_laget_says_how_many_of_its_series_are_late(app):
    assert "Fyra serier bakom målen är försenade." in words(shown(app))


def test_an_unknown_indicator_falls_back_to_the_list(app):
    shown(app, "catalogue", indikator="FINNSINTE")
    assert "FINNSINTE" in app.info[0].value


@pytest.mark.parametrize(
    ("goal", "sentence"),
    [
        ("ovning.mal.ser01.centrum", "Allt räknas"),
        ("ovning.mal.try14.centrum", "fyra fall av fem"),
    ],
)
def test_only_a_sample_speaks_of_how_often_it_sees_a_worsening(app, goal, sentence):
    assert sentence in words(shown(app, "outcome", mal=goal))


@pytest.mark.usefixtures("drawn_anew")
def test_a_language_that_is_pressed_is_at_once_that_of_the_whole_page(app):
    shown(app, "promises", sprak="sv")
    (language,) = (one for one in app.button_group if "English" in one.options)
    checked(language.set_value("en").run())
    said = words(app)
    assert "No login is set up" in said
    assert "Ingen inloggning" not in said
