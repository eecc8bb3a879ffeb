"""What has become of a goal, in whole sentences: the same on every page and in every file.

A goal comes with its verdict: numbers are in the indicator's published unit. Every sentence is
a Swedish template here and has its English in the locale files.
"""

from dashboard.text.amounts import (
    amount,
    class_name,
    difference,
    lower_first,
    period,
    side_of_target,
    since,
    target,
)
from dashboard.text.findings import finding
from dashboard.text.grounds import certainty
from dashboard.text.language import translator
from dashboard.text.movement import movement, size_and_onset, vanished
from dashboard.text.names import area, area_of, title
from dashboard.text.reasons import BREAK_CAUSES, cell, grade, reason
from dashboard.text.smallest_seen import seen
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import parse_period
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

__all__ = [
    "BREAK_CAUSES",
    "amount",
    "area",
    "area_of",
    "cell",
    "certainty",
    "class_name",
    "difference",
    "finding",
    "grade",
    "headline_loss",
    "lower_first",
    "movement",
    "period",
    "reason",
    "seen",
    "side_of_target",
    "since",
    "size_and_onset",
    "target",
    "title",
    "verdict",
]


def verdict(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what has become of a goal and how sure that is: the finding and what it rests on."""
    rests_on = certainty(goal, indicator, language)
    return f"{finding(goal, indicator, language)} {rests_on}".strip()


def headline_loss(goal: Goal, indicator: Indicator, language: str) -> str:
    """Name one lost goal, its area and the size of the loss: a heading without a stop."""
    _ = translator(language)
    state, place = goal.verdict.state, area(goal, language)
    if indicator.evidence is Evidence.ORDINAL:
        return finding(goal, indicator, language).rstrip(".")
    what = _("{subject} i {area}").format(
        subject=indicator.wording(language).subject, area=place
    )
    far = goal.gap
    if far is None or state not in _HEADLINES:
        return finding(goal, indicator, language).rstrip(".")
    side = side_of_target(goal, language)
    size = difference(far, indicator, language)
    if vanished(goal):
        until = period(goal.verdict.met_period, language)
        gone = _("{what} höll målet till och med {until} men är nu {size} {side}")
        return gone.format(what=what, until=until, side=side, size=size)
    if _left_its_band(goal):
        return _("{what} är {size} utanför målet").format(what=what, size=size)
    wording = _AT_ITS_DAY if _last_when_due(goal) else _HEADLINES[state]
    return _(wording).format(what=what, side=side, size=size)


def _left_its_band(goal: Goal) -> bool:
    """Whether a value is outside a band that its baseline was inside: so far it is worse."""
    (low, high), start = goal.targets, goal.baseline_value
    below = goal.verdict.state is State.BELOW_BASELINE
    if not below or goal.form != "band" or start is None:
        return False
    return (low is None or low <= start) and (high is None or start <= high)


def _last_when_due(goal: Goal) -> bool:
    """Say whether nothing has been measured since the day a goal should have been met."""
    if goal.verdict.state is not State.NEVER_CAME or goal.target_due is None:
        return False
    return parse_period(goal.verdict.last_period).end <= goal.target_due


_AT_ITS_DAY = "{what} nådde inte målet i tid och var då {size} {side}"

_HEADLINES = {
    State.RELAPSE: "{what} nådde målet men är nu {size} {side}",
    State.BELOW_BASELINE: "{what} är {size} sämre än utgångsläget",
    State.NEVER_CAME: "{what} nådde inte målet i tid och är nu {size} {side}",
    State.FELL_BEHIND: "{what} halkar efter jämförelseområdena med {size}",
}
