"""What moves without a goal, what is missing, and what somebody can do from Läget."""

import pandas as pd
import pytest

from dashboard.series import on_the_move
from tests.dashboard.driving import shown, words

pytestmark = pytest.mark.app


def test_those_furthest_away_are_chosen_but_no_more_than_two_of_one_place_or_indicator():
    rows = pd.DataFrame(
        {
            "area_id": list("aaabcdefgh"),
            "indicator_id": list("xyzxxyyzzw"),
            "apart": [9.0, -8, 7, 6, 5, -4, 3, 2, -1, 0.5],
        }
    )
    chosen = on_the_move.chosen(rows)
    assert [one["apart"] for one in chosen] == [9.0, -8, 6, -4, 2, -1]


def test_laget_shows_what_moves_and_what_is_missing_and_invites(app):
    shown(app, vy="tabell")
    said = words(app).replace("\\", "")
    assert "Sex serier utan mål som har rört sig mest mot de andra" in said
    assert "Det här är inte förluster" in said
    alts = [one.proto.alt for one in app.get("plotly_chart")]
    moved = [alt for alt in alts if "Trångboddhet" in alt and "Öckerö" in alt]
    assert moved == [
        "Trångboddhet i flerbostadshus, norm 2, Öckerö: 12\u00a0procent 2012, "
        "3,9\u00a0procent 2023. Jämförelsen är 14\u00a0procent."
    ]
    assert said.count("/nytt-mal?omrade=") == on_the_move.SIX
    assert "Tre frågor som andra kan svara på" in said
    assert "mailto:?subject=Siffror%20som%20saknas&body=Hej" in said
    ways = {link.proto.label for link in app.get("page_link")}
    assert {"Ny plats", "Lägg in ett mål", "Ladda upp"} <= ways
    address, *_rest = [one.value for one in app.code]
    assert "vy=tabell" in address


def test_the_place_that_was_looked_at_follows_through_the_menu_until_it_is_left(app):
    shown(app, "area", omrade="ovning.ekbacken.centrum")
    app.switch_page("views/population.py").run()
    assert "ovning.ekbacken.centrum" in app.query_params["omrade"]
    app.query_params.clear()  # as the menu does
    app.switch_page("views/overview.py").run()
    assert "ovning" in app.query_params["data"]
    assert "omrade" not in app.query_params
    app.switch_page("views/population.py").run()
    del app.query_params["omrade"]
    app.run()
    assert "omrade" not in app.query_params
