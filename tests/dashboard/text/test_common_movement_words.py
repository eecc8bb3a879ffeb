"""What areas did together, and what the agenda is held to, in approved words."""

import pytest

from dashboard.text import assurance, common_movement
from metrics.definition.catalogue import load_catalogue
from tests.dashboard.approval import approve_text

CATALOGUE = load_catalogue()
MOVEMENT = {
    "period_before": "2022",
    "period": "2023",
    "areas": 316,
    "fell": 304,
    "rose": 12,
    "mid": None,
    "direction": "fell",
    "alarms": False,
    "parent_name": "Göteborg",
}
RUN = {
    "q": 0.1,
    "tested": 600,
    "monitored": 600,
    "tested_invented": 12,
    "monitored_invented": 1,
    "watch_rate": 0.005,
    "lost_rate": 0.001,
}


def said(language):
    income, safety = CATALOGUE["MIX07"], CATALOGUE["TRY14"]
    least = MOVEMENT | {"mid": 5.0, "fell": 20, "areas": 24}
    loss = least | {"alarms": True}
    return [
        common_movement.sentence(MOVEMENT, income, language),
        common_movement.sentence(least, safety, language),
        common_movement.sentence(least | {"direction": "rose", "rose": 20}, safety, language),
        common_movement.common_loss(loss, safety, ["Norra", "Södra"], language),
        common_movement.common_loss(loss | {"parent_name": ""}, safety, [], language),
        assurance.agenda(RUN, language),
        assurance.false_alarms(RUN, language),
        assurance.false_alarms(RUN, language, invented=True),
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_approved(language):
    approve_text(f"common-movement.{language}.txt", "\n".join(said(language)) + "\n")


def test_silence_where_there_is_nothing_to_say():
    calm = MOVEMENT | {"direction": ""}
    assert common_movement.sentence(calm, CATALOGUE["MIX07"], "sv") == ""
    assert common_movement.common_loss(MOVEMENT, CATALOGUE["MIX07"], [], "sv") == ""
    assert assurance.agenda(RUN | {"tested": 0}, "sv") == ""
    assert assurance.false_alarms(RUN | {"monitored": None}, "sv") == ""
