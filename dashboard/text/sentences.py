"""What has become of a goal, in whole sentences: the same on every page and in every file.

A goal is a row of `Reader.goals`: numbers are in the indicator's published unit. Every sentence
is a Swedish template here and has its English in the locale files.
"""

from collections.abc import Callable
from typing import Any

from dashboard.text import numbers
from dashboard.text.amounts import (
    amount,
    class_name,
    difference,
    in_words,
    list_year,
    lower_first,
    period,
    ruled_out,
    side_of_target,
    since,
    suffix,
    target,
)
from dashboard.text.goal_row import (
    Goal,
    area,
    day_of,
    flag,
    level_of,
    listed,
    state_of,
    targets,
    value_of,
)
from dashboard.text.language import translator
from dashboard.text.reasons import BREAK_CAUSES, cell, grade, reason, seen
from metrics.indicator import Evidence, Indicator
from metrics.outcome import State

__all__ = [
    "BREAK_CAUSES",
    "Goal",
    "amount",
    "area",
    "cell",
    "certainty",
    "class_name",
    "day_of",
    "difference",
    "finding",
    "grade",
    "headline_loss",
    "level_of",
    "listed",
    "lower_first",
    "movement",
    "period",
    "reason",
    "seen",
    "side_of_target",
    "since",
    "size_and_onset",
    "state_of",
    "target",
    "targets",
    "value_of",
    "verdict",
]


def finding(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say in one sentence what has become of a goal: the title of its page."""
    special = _police_finding(goal, indicator, language)
    return special or _FINDINGS[state_of(goal)](goal, indicator, language)


def verdict(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what has become of a goal and how sure that is: the finding and what it rests on."""
    rests_on = certainty(goal, indicator, language)
    return f"{finding(goal, indicator, language)} {rests_on}".strip()


def certainty(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what the finding rests on: value, goal, reason, the smallest worsening seen."""
    addition = _police_addition(goal, indicator, language)
    if addition is None:
        return _ADDITIONS.get(state_of(goal), _nothing)(goal, indicator, language)
    return addition


def headline_loss(goal: Goal, indicator: Indicator, language: str) -> str:
    """Name one lost goal, its area and the size of the loss: a heading without a stop."""
    _ = translator(language)
    state, place = state_of(goal), area(goal, language)
    if indicator.evidence is Evidence.ORDINAL:
        return finding(goal, indicator, language).rstrip(".")
    what = _("{subject} i {area}").format(subject=_subject(indicator, language), area=place)
    gap = _gap(goal)
    if gap is None or state not in _HEADLINES:
        return finding(goal, indicator, language).rstrip(".")
    side = side_of_target(goal, language)
    size = difference(gap, indicator, language)
    return _(_HEADLINES[state]).format(what=what, side=side, size=size)


_HEADLINES = {
    State.RELAPSE: "{what} nådde målet men är nu {size} {side}",
    State.BELOW_BASELINE: "{what} är {size} sämre än utgångsläget",
    State.NEVER_CAME: "{what} nådde aldrig målet: {size} {side} vid måldatum",
    State.FELL_BEHIND: "{what} halkar efter jämförelseområdena med {size}",
}


def size_and_onset(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say when a loss began and how large it is, with its interval; empty when not dated."""
    _ = translator(language)
    if state_of(goal) not in {State.RELAPSE, State.BELOW_BASELINE}:
        return ""
    size, low, high = (value_of(goal, key) for key in ("size", "size_low", "size_high"))
    onset, parts = day_of(goal, "onset"), []
    if onset:
        parts.append(_("Försämringen började troligen {year}.").format(year=onset.year))
    if size is not None and low is not None and high is not None:
        told = difference(size, indicator, language)
        bounds = numbers.span(abs(low), abs(high), 0 if abs(size) >= 3 else 1, language)
        sentence = _("Den är ungefär {size} (osäkerhet {span}).")
        exact = _("Den är ungefär {size}.")
        parts.append((sentence if low < high else exact).format(size=told, span=bounds))
    return " ".join(parts)


def _background(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say("{subject} följs som bakgrund och bedöms aldrig.", indicator, language)


def _no_goal(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say("{subject} följs utan mål.", indicator, language)


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
    return _say(
        "{subject} nådde målet men har legat {side} två mätningar i rad.",
        indicator,
        language,
        side=side_of_target(goal, language),
    )


def _below_baseline(goal: Goal, indicator: Indicator, language: str) -> str:
    return _moved(
        "{subject} har {moved}.",
        "{subject} är sämre än utgångsläget.",
        goal,
        indicator,
        language,
    )


def _fell_behind(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say("{subject} halkar efter jämförelseområdena.", indicator, language)


def _regained(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say("{subject} var ett förlorat värde men är tillbaka.", indicator, language)


def _never_came(goal: Goal, indicator: Indicator, language: str) -> str:
    due = day_of(goal, "target_due")
    if due is None:
        return _say("{subject} nådde aldrig målet.", indicator, language)
    return _say("{subject} nådde inte målet till {year}.", indicator, language, year=due.year)


def _past_due(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say(
        "Måldatumet har passerat, men det är oklart om {inner} nådde målet.",
        indicator,
        language,
    )


def _watch(goal: Goal, indicator: Indicator, language: str) -> str:
    return _moved(
        "{subject} har {moved} och bör bevakas.",
        "{subject} bör bevakas.",
        goal,
        indicator,
        language,
    )


def _reached(goal: Goal, indicator: Indicator, language: str) -> str:
    if flag(goal, "narrowly"):
        return _say("{subject} har nått målet, men med liten marginal.", indicator, language)
    return _say("{subject} har nått målet.", indicator, language)


def _too_early(goal: Goal, indicator: Indicator, language: str) -> str:
    return _say("Det är för tidigt att bedöma {inner}.", indicator, language)


def _on_track(goal: Goal, indicator: Indicator, language: str) -> str:
    return _moved(
        "{subject} har {moved} och är på väg mot målet.",
        "{subject} är på väg mot målet.",
        goal,
        indicator,
        language,
    )


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
    return _say("{subject} visar ingen säker förändring.", indicator, language)


_Sentence = Callable[[Goal, Indicator, str], str]

_FINDINGS: dict[State, _Sentence] = {
    State.BACKGROUND: _background,
    State.NO_GOAL: _no_goal,
    State.BREAK: _broken,
    State.NO_EVIDENCE: _no_evidence,
    State.RELAPSE: _relapse,
    State.BELOW_BASELINE: _below_baseline,
    State.FELL_BEHIND: _fell_behind,
    State.REGAINED: _regained,
    State.NEVER_CAME: _never_came,
    State.PAST_DUE_UNCLEAR: _past_due,
    State.WATCH: _watch,
    State.REACHED: _reached,
    State.TOO_EARLY: _too_early,
    State.ON_TRACK: _on_track,
    State.CANNOT_TELL: _cannot_tell,
    State.HOLDS: _holds,
}


def _nothing(goal: Goal, indicator: Indicator, language: str) -> str:
    return ""


def _standing(goal: Goal, indicator: Indicator, language: str) -> str:
    """Value and goal: ``Värdet var 57 procent 2025, målet är minst 65 procent.``"""
    _ = translator(language)
    value = value_of(goal, "value")
    if indicator.evidence is Evidence.ORDINAL or value is None:
        return ""
    when = period(str(goal.get("last_period") or ""), language)
    asked = target(goal, indicator, language)
    level = level_of(goal)
    held_against = [] if level is None or goal.get("form") == "hold" else [level]
    written = in_words([value, *held_against], indicator, language, False)[0]
    if not asked:
        return _("Värdet var {value} {when}.").format(value=written, when=when)
    if state_of(goal) in {State.NEVER_CAME, State.PAST_DUE_UNCLEAR}:
        sentence = _("Värdet var {value} {when}, målet var {target}.")
    else:
        sentence = _("Värdet var {value} {when}, målet är {target}.")
    return sentence.format(value=written, when=when, target=asked)


def _asked(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say only the goal, where the finding has said the value; otherwise both."""
    asked = target(goal, indicator, language)
    if not asked or not _tells_movement(goal, indicator, language):
        return _standing(goal, indicator, language)
    return translator(language)("Målet är {target}.").format(target=asked)


def _tells_movement(goal: Goal, indicator: Indicator, language: str) -> bool:
    """Whether the move since the baseline fits the finding: not when watched yet above it."""
    fits = _worsened(goal) is not (state_of(goal) is State.ON_TRACK)
    return (fits or goal.get("worse") == "both") and bool(movement(goal, indicator, language))


def _also_below(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    standing = _standing(goal, indicator, language)
    if flag(goal, "also_below_baseline"):
        return f"{standing} {_('Värdet är också sämre än utgångsläget.')}".strip()
    return standing


def _twice_below(goal: Goal, indicator: Indicator, language: str) -> str:
    twice = translator(language)("Värdet har varit sämre än utgångsläget två mätningar i rad.")
    return f"{twice} {_asked(goal, indicator, language)}".rstrip()


def _last_known(goal: Goal, indicator: Indicator, language: str) -> str:
    """Tell the value that cannot be judged, unless it is hidden or not there."""
    untold = {"hidden", "missing", "no_observation"}
    return "" if goal.get("verdict_reason") in untold else _standing(goal, indicator, language)


def _new_start(goal: Goal, indicator: Indicator, language: str) -> str:
    return translator(language)("Målet behöver ett nytt utgångsläge innan det kan bedömas.")


def _gap_to_comparators(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    gap, standing = _gap(goal), _standing(goal, indicator, language)
    if gap is None:
        return standing
    size = difference(gap, indicator, language)
    return _("Utvecklingen är {size} sämre.").format(size=size) + f" {standing}".rstrip()


def _watch_reason(goal: Goal, indicator: Indicator, language: str) -> str:
    why = reason(goal, indicator, language)
    standing = _asked(goal, indicator, language)
    return f"{standing} {why[:1].upper()}{why[1:]}.".strip() if why else standing


def _past_due_reason(goal: Goal, indicator: Indicator, language: str) -> str:
    why = reason(goal, indicator, language)
    standing = _standing(goal, indicator, language)
    return f"{standing} {why[:1].upper()}{why[1:]}.".strip() if why else standing


def _effect_expected(goal: Goal, indicator: Indicator, language: str) -> str:
    starts = day_of(goal, "earliest_effect")
    if starts is None:
        return ""
    return translator(language)("En effekt väntas tidigast {day}.").format(
        day=numbers.day(starts, language)
    )


def _smallest_seen(goal: Goal, indicator: Indicator, language: str) -> str:
    standing = _standing(goal, indicator, language)
    return f"{standing} {seen(goal, indicator, language)}".strip()


_ADDITIONS: dict[State, _Sentence] = {
    State.BREAK: _new_start,
    State.NO_EVIDENCE: _last_known,
    State.RELAPSE: _also_below,
    State.BELOW_BASELINE: _twice_below,
    State.FELL_BEHIND: _gap_to_comparators,
    State.REGAINED: _standing,
    State.NEVER_CAME: _standing,
    State.PAST_DUE_UNCLEAR: _past_due_reason,
    State.WATCH: _watch_reason,
    State.REACHED: _standing,
    State.TOO_EARLY: _effect_expected,
    State.ON_TRACK: _asked,
    State.CANNOT_TELL: _smallest_seen,
    State.HOLDS: _smallest_seen,
}


def _is_police_list(indicator: Indicator) -> bool:
    return (
        indicator.evidence is Evidence.ORDINAL and indicator.finest_geography == "police_area"
    )


def _police_finding(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    shunned = ruled_out(goal, indicator, language)
    if not _is_police_list(indicator) or not shunned:
        return ""
    sentence = {
        State.NEVER_CAME: "{area} var {shunned} även på {year} års lista.",
        State.REACHED: "{area} är inte {shunned} på {year} års lista.",
        State.RELAPSE: "{area} är {shunned} igen på {year} års lista.",
        State.REGAINED: "{area} är inte längre {shunned} på {year} års lista.",
    }.get(state_of(goal))
    if sentence is None:
        return ""
    return _(sentence).format(area=area(goal, language), shunned=shunned, year=list_year(goal))


def _police_addition(goal: Goal, indicator: Indicator, language: str) -> str | None:
    """Return what follows a sentence about the list; None where there is no such sentence."""
    _ = translator(language)
    if not _police_finding(goal, indicator, language):
        return None
    if state_of(goal) in {State.NEVER_CAME, State.RELAPSE}:
        return _("Målet var att inget område skulle vara det.")
    if goal.get("break_id"):
        return _("Skalan gjordes om samma år, så steget dit jämförs inte.")
    return _("Målet är att inget område ska vara det.")


def _say(template: str, indicator: Indicator, language: str, **words: Any) -> str:
    subject = _subject(indicator, language)
    return translator(language)(template).format(
        subject=subject, inner=lower_first(subject), **words
    )


def _moved(
    with_numbers: str, without: str, goal: Goal, indicator: Indicator, language: str
) -> str:
    """Choose the template that can be filled: with how the value has moved, or without."""
    if _tells_movement(goal, indicator, language):
        moved = movement(goal, indicator, language)
        return _say(with_numbers, indicator, language, moved=moved)
    return _say(without, indicator, language)


def movement(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write how a value has moved since its baseline; empty where that cannot be said."""
    _ = translator(language)
    now, then = value_of(goal, "value"), value_of(goal, "baseline_value")
    periods = listed(goal, "baseline_periods")
    if indicator.evidence is Evidence.ORDINAL or now is None or then is None or not periods:
        return ""
    before, after = in_words([then, now], indicator, language, False)
    if now == then:
        return ""
    begun = since(periods, language)
    unit = suffix(indicator, language, False, now)
    template = (
        "sjunkit från {before} till {after} sedan {since}"
        if now < then
        else "stigit från {before} till {after} sedan {since}"
    )
    return _(template).format(before=before.removesuffix(unit), after=after, since=begun)


def _worsened(goal: Goal) -> bool:
    """Whether the value is on the worse side of its baseline."""
    now, then = value_of(goal, "value"), value_of(goal, "baseline_value")
    if now is None or then is None:
        return False
    return now > then if goal.get("worse") == "higher" else now < then


def _subject(indicator: Indicator, language: str) -> str:
    return indicator.wording(language).subject


def _gap(goal: Goal) -> float | None:
    """Return how much worse the value is than what its state is about."""
    state, value = state_of(goal), value_of(goal, "value")
    if state is State.FELL_BEHIND:
        return value_of(goal, "size")
    below = state is State.BELOW_BASELINE
    level = value_of(goal, "baseline_value") if below else level_of(goal)
    return None if value is None or level is None else abs(value - level)
