"""The finding about a goal in one sentence, state by state: the title of its page."""

from collections.abc import Callable
from typing import Any

from dashboard.text import numbers
from dashboard.text.amounts import lower_first, number_word, period, side_of_target, suffix
from dashboard.text.coming_back import nearly_back, on_its_way_back
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.movement import movement, tells_movement, vanished
from dashboard.text.police import police_finding
from dashboard.text.reasons import reason
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

_Finding = Callable[[Goal, Indicator, str], str]


def finding(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say in one sentence what has become of a goal: the title of its page."""
    special = police_finding(goal, indicator, language)
    return special or _FINDINGS[goal.verdict.state](goal, indicator, language)


def _broken(goal: Goal, indicator: Indicator, language: str) -> str:
    if why := reason(goal, indicator, language):
        return _say(
            "{subject} går inte att jämföra bakåt: {why}.", indicator, language, why=why
        )
    return _say("{subject} går inte att jämföra bakåt: serien är bruten.", indicator, language)


def _no_evidence(goal: Goal, indicator: Indicator, language: str) -> str:
    why = reason(goal, indicator, language)
    if not why:
        return _say("{subject} går inte att bedöma än.", indicator, language)
    return _say("{subject} går inte att bedöma: {why}.", indicator, language, why=why)


def _relapse(goal: Goal, indicator: Indicator, language: str) -> str:
    if said := on_its_way_back(goal):
        return _say(said, indicator, language)
    return _say(
        "{subject} nådde målet men har legat {side} två mätningar i rad.",
        indicator,
        language,
        side=side_of_target(goal, language),
    )


def _below_baseline(goal: Goal, indicator: Indicator, language: str) -> str:
    if said := on_its_way_back(goal):
        return _say(said, indicator, language)
    return _moved(
        "{subject} har {moved}.",
        "{subject} är sämre än utgångsläget.",
        goal,
        indicator,
        language,
    )


def _fell_behind(goal: Goal, indicator: Indicator, language: str) -> str:
    if goal.verdict.behind is not None and goal.gap is None:
        return _say(
            "{subject} har halkat efter jämförelseområdena, men inte i den senaste mätningen.",
            indicator,
            language,
        )
    return _say("{subject} halkar efter jämförelseområdena.", indicator, language)


def _never_came(goal: Goal, indicator: Indicator, language: str) -> str:
    due = goal.target_due
    if vanished(goal):
        return _gone(goal, indicator, language)
    if due is None:
        return _say("{subject} nådde aldrig målet.", indicator, language)
    return _say("{subject} nådde inte målet till {year}.", indicator, language, year=due.year)


def _gone(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say until when there was what is not there now: what was promised came, and went."""
    now, then = goal.verdict.value, goal.verdict.met_value
    until = period(goal.verdict.met_period, language)
    when = period(goal.verdict.last_period, language)
    counted = indicator.evidence is Evidence.STOCK and indicator.unit == "count"
    if counted and goal.worse == "lower" and now is not None and then is not None:
        return _fewer_left(now, then, until, when, indicator, language)
    template = (
        "{subject} höll till och med {until}, men inte {when}."
        if goal.form == "hold"
        else "{subject} var vid målet till och med {until}, men inte {when}."
    )
    return _say(template, indicator, language, until=until, when=when)


def _fewer_left(
    now: float, then: float, until: str, when: str, indicator: Indicator, language: str
) -> str:
    """``Sex funktioner i drift fanns till och med 2024. 2025 är de fem.``"""
    there = number_word(then, language) + suffix(indicator, language, False, then)
    template = plural(
        language,
        "{there} fanns till och med {until}; {when} är det {now}.",
        "{there} fanns till och med {until}; {when} är de {now}.",
        1 if now == 1 else 2,
    )
    said = template.format(
        there=there, until=until, when=when, now="1" if now == 1 else number_word(now, language)
    )
    return upper_first(said)


def _watch(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say how a value has moved, where that is what it is watched for."""
    if goal.verdict.reason == "behind":
        return _say("{subject} bör bevakas.", indicator, language)
    with_numbers = "{subject} har {moved} och bör bevakas."
    return _moved(with_numbers, "{subject} bör bevakas.", goal, indicator, language)


def _past_due_unclear(goal: Goal, indicator: Indicator, language: str) -> str:
    if indicator.evidence.is_exact and goal.form != "hold" and nearly_back(goal):
        return _say(
            "Måldatumet har passerat. {subject} är inte vid målet, men det skiljer mindre än "
            "vad som spelar roll.",
            indicator,
            language,
        )
    template = (
        "Måldatumet har passerat, men det är oklart om {inner} höll."
        if goal.form == "hold"
        else "Måldatumet har passerat, men det är oklart om {inner} nådde målet."
    )
    return _say(template, indicator, language)


def _regained(goal: Goal, indicator: Indicator, language: str) -> str:
    if goal.verdict.reason == "came_late":
        return _say("{subject} nådde målet, men först efter måldatumet.", indicator, language)
    return _say("{subject} var ett förlorat värde men är tillbaka.", indicator, language)


def _reached(goal: Goal, indicator: Indicator, language: str) -> str:
    if goal.verdict.reason == "worse_preliminary":
        return _say(
            "{subject} har nått målet, men ett nyare, preliminärt värde är tydligt sämre.",
            indicator,
            language,
        )
    if goal.verdict.narrowly:
        return _say("{subject} har nått målet, men med liten marginal.", indicator, language)
    return _say("{subject} har nått målet.", indicator, language)


def _cannot_tell(goal: Goal, indicator: Indicator, language: str) -> str:
    if why := reason(goal, indicator, language):
        return _say(
            "Det går inte att avgöra om {inner} har ändrats: {why}.",
            indicator,
            language,
            why=why,
        )
    return _say("Det går inte att avgöra om {inner} har ändrats.", indicator, language)


def _holds(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say that a promise to hold is kept; verdicts of older rules had no word of their own."""
    if goal.form != "hold":
        return _say("{subject} visar ingen säker förändring.", indicator, language)
    if goal.verdict.reason == "held_until_due" and goal.target_due is not None:
        day = numbers.day(goal.target_due, language)
        return _say("{subject} höll till den {day}.", indicator, language, day=day)
    if said := _HELD.get(goal.verdict.reason):
        return _say(said, indicator, language)
    return _say("{subject} håller.", indicator, language)


_HELD = {
    "worse_once": "{subject} har hållit, men den senaste mätningen är tydligt sämre. "
    "En till måste bekräfta det.",
    "worse_twice": "{subject} har hållit, men är sämre än utgångsläget minst två mätningar i "
    "rad. Slumpen kan ännu förklara det.",
    "worse_preliminary": "{subject} har hållit, men ett nyare, preliminärt värde är tydligt "
    "sämre.",
}
"""What is said of a promise to hold that is worse in its latest measurements, by the reason."""

_UNCHANGED = {
    "once_at_target": "{subject} är vid målet, och nästa mätning kan bekräfta det.",
    "worse_once": "{subject} är tydligt sämre i den senaste mätningen, men en till måste "
    "bekräfta det.",
    "worse_twice": "{subject} är sämre än utgångsläget minst två mätningar i rad, men slumpen "
    "kan ännu förklara det.",
    "worse_preliminary": "{subject} har inte ändrats säkert, men ett nyare, preliminärt värde "
    "är tydligt sämre.",
    "below_without_alarm": "{subject} är något sämre än utgångsläget, men inte mer än det "
    "brukar variera.",
    "past_target": "{subject} har gått förbi målet och är nu utanför det på andra sidan.",
}
"""What is said of an unchanged goal, by the reason."""


def _unchanged(goal: Goal, indicator: Indicator, language: str) -> str:
    if goal.verdict.reason == "too_slow":
        return _moved(
            "{subject} har {moved}, men det går för långsamt för att nå målet i tid.",
            "{subject} blir bättre, men för långsamt för att nå målet i tid.",
            goal,
            indicator,
            language,
        )
    if said := _UNCHANGED.get(goal.verdict.reason):
        return _say(said, indicator, language)
    if goal.verdict.was_reached:
        return _say("{subject} har varit vid målet, men är det inte nu.", indicator, language)
    if goal.verdict.reason == "fallen_back":
        return _say(
            "{subject} har varit närmare målet men har glidit ifrån det.", indicator, language
        )
    template = (
        "{subject} har knappt ändrats, och målet är inte nått."
        if indicator.evidence.is_exact
        else "{subject} har inte ändrats säkert, och målet är inte nått."
    )
    return _say(template, indicator, language)


def _say(template: str, indicator: Indicator, language: str, **words: Any) -> str:
    subject = indicator.wording(language).subject
    return translator(language)(template).format(
        subject=subject, inner=lower_first(subject), **words
    )


def _moved(
    with_numbers: str, without: str, goal: Goal, indicator: Indicator, language: str
) -> str:
    """Choose the template that can be filled: with how the value has moved, or without."""
    if tells_movement(goal, indicator, language):
        moved = movement(goal, indicator, language)
        return _say(with_numbers, indicator, language, moved=moved)
    return _say(without, indicator, language)


def _always(template: str) -> _Finding:
    """Say the same of every goal in a state."""
    return lambda _goal, indicator, language: _say(template, indicator, language)


def _by_movement(with_numbers: str, without: str) -> _Finding:
    """Say of every goal in a state how its value has moved, where that is told."""
    return lambda goal, indicator, language: _moved(
        with_numbers, without, goal, indicator, language
    )


_FINDINGS: dict[State, _Finding] = {
    State.BACKGROUND: _always("{subject} följs som bakgrund och bedöms aldrig."),
    State.NO_GOAL: _always("{subject} följs utan mål."),
    State.BREAK: _broken,
    State.NO_EVIDENCE: _no_evidence,
    State.RELAPSE: _relapse,
    State.BELOW_BASELINE: _below_baseline,
    State.FELL_BEHIND: _fell_behind,
    State.REGAINED: _regained,
    State.NEVER_CAME: _never_came,
    State.PAST_DUE_UNCLEAR: _past_due_unclear,
    State.WATCH: _watch,
    State.REACHED: _reached,
    State.TOO_EARLY: _always("Det är för tidigt att bedöma {inner}."),
    State.ON_TRACK: _by_movement(
        "{subject} har {moved} och är på väg mot målet.",
        "{subject} är på väg mot målet.",
    ),
    State.CANNOT_TELL: _cannot_tell,
    State.HOLDS: _holds,
    State.UNCHANGED: _unchanged,
}
