"""What a finding rests on, state by state: value, goal, chance, the smallest worsening seen."""

from collections.abc import Callable

from dashboard.text import numbers
from dashboard.text.amounts import (
    class_name,
    difference,
    in_words,
    lower_first,
    period,
    side_of_target,
    target,
    without_season,
)
from dashboard.text.coming_back import nearly_back
from dashboard.text.language import translator, upper_first
from dashboard.text.movement import beyond_chance, tells_movement
from dashboard.text.police import police_grounds
from dashboard.text.reasons import WORSE_LATELY, reason
from dashboard.text.smallest_seen import seen
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import Group, State, group_of


def certainty(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what the finding rests on: value, goal, reason, the smallest worsening seen."""
    said = police_grounds(goal, indicator, language)
    if said is None:
        said = _GROUNDS.get(goal.verdict.state, _nothing)(goal, indicator, language)
    if not goal.after_the_fact or group_of(goal.verdict.state) in {None, Group.UNKNOWN}:
        return said
    late = translator(language)("Målet sattes i efterhand, när siffrorna redan fanns.")
    return f"{said} {late}".strip()


def _nothing(goal: Goal, indicator: Indicator, language: str) -> str:
    return ""


def _position(goal: Goal, indicator: Indicator, language: str) -> str:
    """Value and goal: ``Värdet var 57 procent 2025, målet är minst 65 procent.``

    Where the verdict is of the value without its season, that is told too.
    """
    _ = translator(language)
    value = goal.verdict.value
    if indicator.evidence is Evidence.ORDINAL or value is None:
        return ""
    when = period(goal.verdict.last_period, language)
    asked = target(goal, indicator, language)
    written = _beside_level(goal, value, indicator, language)
    if not asked:
        sentence = _("Värdet var {value} {when}.")
    elif goal.verdict.state in {State.NEVER_CAME, State.PAST_DUE_UNCLEAR}:
        sentence = _("Värdet var {value} {when}, målet var {target}.")
    else:
        sentence = _("Värdet var {value} {when}, målet är {target}.")
    said = sentence.format(value=written, when=when, target=asked)
    free = without_season(goal, indicator, language)
    return f"{said} {_('Utan årstiden är det {value}.').format(value=free)}" if free else said


def _by_level(goal: Goal, indicator: Indicator, language: str) -> str:
    """Value and goal; and the level, where a sample's latest measurement says otherwise."""
    _ = translator(language)
    position, value = _position(goal, indicator, language), goal.judged_value
    if not position or value is None or goal.form == "hold" or indicator.evidence.is_exact:
        return position
    met = _meets(value, goal)
    if goal.verdict.state is State.REACHED and not met:
        said = _("Mätningen är {side}, men nivån över flera mätningar är vid målet.")
        return f"{position} {said.format(side=side_of_target(goal, language))}"
    if goal.verdict.state is State.PAST_DUE_UNCLEAR and met:
        said = _("Mätningen är vid målet, men nivån över flera mätningar är det inte säkert.")
        return f"{position} {said}"
    return position


def _meets(value: float, goal: Goal) -> bool:
    """Whether a value is at the target or better."""
    low, high = goal.targets
    if goal.worse == "lower":
        low, high = (high if low is None else low), None
    elif goal.worse == "higher":
        low, high = None, (low if high is None else high)
    return (low is None or value >= low) and (high is None or value <= high)


def _beside_level(goal: Goal, value: float, indicator: Indicator, language: str) -> str:
    """Write a value with the decimals that it takes beside what it is held against."""
    held_against = [] if goal.level is None else [goal.level]
    return in_words([value, *held_against], indicator, language, False, goal.mid)[0]


def _asked(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say only the goal, where the finding has said the value; otherwise both."""
    asked = target(goal, indicator, language)
    if not asked or not tells_movement(goal, indicator, language):
        return _position(goal, indicator, language)
    return translator(language)("Målet är {target}.").format(target=asked)


def _also_below(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    said = [beyond_chance(goal, indicator, language), _position(goal, indicator, language)]
    position = " ".join(part for part in said if part)
    if goal.verdict.also_below_baseline:
        return f"{position} {_('Värdet är också sämre än utgångsläget.')}".strip()
    return position


def _twice_below(goal: Goal, indicator: Indicator, language: str) -> str:
    twice = translator(language)("Värdet har varit sämre än utgångsläget två mätningar i rad.")
    chance = beyond_chance(goal, indicator, language)
    stated = _position if nearly_back(goal) else _asked
    said = [twice, chance, stated(goal, indicator, language), _last_reached(goal, language)]
    return " ".join(part for part in said if part)


def _last_known(goal: Goal, indicator: Indicator, language: str) -> str:
    """Tell the last value that is known, and how it stood to the goal then."""
    _ = translator(language)
    at, asked = goal.verdict, target(goal, indicator, language)
    when = period(at.last_period, language)
    if indicator.evidence is Evidence.ORDINAL and at.class_code and when:
        known = lower_first(class_name(at.class_code, indicator, language))
        return _("Senast kända klass var {known} {when}.").format(known=known, when=when)
    unsure = at.reason == "direction_unconfirmed" or at.value is None
    stood = None if unsure or not asked else _stood(goal)
    if stood is None or at.value is None:
        return _position(goal, indicator, language)
    written = _beside_level(goal, at.value, indicator, language)
    return _(_STOOD[stood]).format(value=written, when=when, target=asked)


def _stood(goal: Goal) -> str | None:
    """Return on which side of the goal its last known value was; None where that is not known.

    A promise to hold is held while less than what matters is lost.
    """
    value, level, (low, high) = goal.verdict.value, goal.level, goal.targets
    if value is None or level is None:
        return None
    if goal.form == "band":
        inside = (low is None or low <= value) and (high is None or value <= high)
        return "met" if inside else "outside"
    short = level - value if goal.worse == "lower" else value - level
    short = abs(short) if goal.worse == "both" else short
    allowed = (goal.mid or 0.0) if goal.form == "hold" else 0.0
    lost = short >= allowed if allowed else short > 0
    if not lost:
        return "held" if goal.form == "hold" else "met"
    return {"lower": "under", "higher": "over"}.get(goal.worse, "outside")


_STOOD = {
    "met": "Senast kända värde var {value} {when}. Det var vid målet, som är {target}.",
    "held": "Senast kända värde var {value} {when}. Då höll målet, som är {target}.",
    "under": "Senast kända värde var {value} {when}. Det låg under målet, som är {target}.",
    "over": "Senast kända värde var {value} {when}. Det låg över målet, som är {target}.",
    "outside": "Senast kända värde var {value} {when}. Det låg utanför målet, som är {target}.",
}


def _new_start(goal: Goal, indicator: Indicator, language: str) -> str:
    asked = translator(language)("Målet behöver ett nytt utgångsläge innan det kan bedömas.")
    return f"{_last_reached(goal, language)} {asked}".strip()


def _last_reached(goal: Goal, language: str) -> str:
    """Say when a target that was reached was last met; empty of a promise to hold."""
    if goal.form == "hold" or not goal.verdict.was_reached or not goal.verdict.met_period:
        return ""
    when = period(goal.verdict.met_period, language)
    return translator(language)("Målet var senast nått {when}.").format(when=when)


def _gap_to_comparators(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    said = [beyond_chance(goal, indicator, language), _position(goal, indicator, language)]
    if (behind := goal.gap) is not None:
        size = difference(behind, indicator, language)
        said.insert(0, _("Utvecklingen är {size} sämre.").format(size=size))
    return " ".join(part for part in said if part)


def _watch_reason(goal: Goal, indicator: Indicator, language: str) -> str:
    why = reason(goal, indicator, language)
    stated = _position if goal.verdict.reason == "behind" else _asked
    position = stated(goal, indicator, language)
    if goal.verdict.reason != "short_of_target":
        position = f"{position} {_last_reached(goal, language)}".strip()
    return f"{position} {upper_first(why)}.".strip() if why else position


def _past_due_reason(goal: Goal, indicator: Indicator, language: str) -> str:
    why = reason(goal, indicator, language)
    position = _by_level(goal, indicator, language)
    return f"{position} {upper_first(why)}.".strip() if why else position


def _effect_expected(goal: Goal, indicator: Indicator, language: str) -> str:
    starts = goal.earliest_effect
    if starts is None:
        return ""
    return translator(language)("En effekt väntas tidigast {day}.").format(
        day=numbers.day(starts, language)
    )


def _smallest_seen(goal: Goal, indicator: Indicator, language: str) -> str:
    """Value and goal, and what would have been seen; not beside what may be just that."""
    position = _position(goal, indicator, language)
    if goal.verdict.reason in WORSE_LATELY:
        return position
    return f"{position} {seen(goal, indicator, language)}".strip()


_GROUNDS: dict[State, Callable[[Goal, Indicator, str], str]] = {
    State.BREAK: _new_start,
    State.NO_EVIDENCE: _last_known,
    State.RELAPSE: _also_below,
    State.BELOW_BASELINE: _twice_below,
    State.FELL_BEHIND: _gap_to_comparators,
    State.REGAINED: _position,
    State.NEVER_CAME: _position,
    State.PAST_DUE_UNCLEAR: _past_due_reason,
    State.WATCH: _watch_reason,
    State.REACHED: _by_level,
    State.TOO_EARLY: _effect_expected,
    State.ON_TRACK: _asked,
    State.CANNOT_TELL: _smallest_seen,
    State.HOLDS: _smallest_seen,
    State.UNCHANGED: _smallest_seen,
}
