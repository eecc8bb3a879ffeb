"""What has become of a goal, in whole sentences: the same on every page and in every file.

A goal is a row of `Reader.goals`: numbers are in the indicator's published unit. Every sentence
is a Swedish template here and has its English in the locale files.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dashboard.text import numbers
from dashboard.text.language import plural, translator
from metrics.errors import PeriodError
from metrics.indicator import Direction, Evidence, Indicator
from metrics.outcome import State
from metrics.period import Frequency, parse_period

Goal = Mapping[str, Any]

BREAK_CAUSES = {
    "boundary": "gränsen ritades om",
    "question": "frågan byttes",
    "supplier": "uppgiftslämnaren byttes",
    "definition": "definitionen ändrades",
    "ladder": "skalan gjordes om",
    "price": "prisläget räknades om",
    "reorganisation": "verksamheten gjordes om",
}
"""What happened to a series that was cut, as the end of a sentence."""

_BREAK_CELLS = {
    "boundary": "ny gräns",
    "question": "ny fråga",
    "supplier": "ny uppgiftslämnare",
    "definition": "ny definition",
    "ladder": "ny skala",
    "price": "nytt prisläge",
    "reorganisation": "ny organisation",
}

_REASONS = {
    "missing": "det senaste mätvärdet saknas",
    "no_observation": "det finns inget mätvärde än",
    "stale": "det senaste mätvärdet är för gammalt",
    "few_answers": "svaren är för få",
    "direction_unconfirmed": "ingen har bekräftat åt vilket håll som är bättre",
    "inferred_class": "den senaste klassen är härledd, inte utläst ur listan",
    "hidden": "värdet är dolt, eftersom det gäller för få personer",
    "before_effect": "effekten kan inte ha kommit än",
    "few_measurements": "mätningarna är för få",
    "insensitive": "serien är för osäker",
    "preliminary": "värdet är preliminärt",
    "expected_dip": "svackan var väntad",
    "behind": "utvecklingen är sämre än i jämförelseområdena",
    "alarm": "tidig varning, inte bekräftad",
}

_REASON_CELLS = {
    "missing": "värdet saknas",
    "no_observation": "inget mätvärde än",
    "direction_unconfirmed": "riktning obekräftad",
    "inferred_class": "klassen är härledd",
    "hidden": "dolt, för få personer",
    "few_measurements": "för få mätningar",
}

_GRADES = (
    "Styrka 0 av 4: inte bedömt",
    "Styrka 1 av 4: iakttagelse",
    "Styrka 2 av 4: signal",
    "Styrka 3 av 4: bekräftat",
    "Styrka 4 av 4: bekräftat och förklarat",
)

_UNIT_WORDS = {
    "percent": "procent",
    "per_100k": "per 100\u00a0000 invånare",
    "per_1000": "per 1\u00a0000 invånare",
    "sek_thousand": "tusen kronor",
}


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


def cell(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the second line of a matrix cell: the number, or the reason there is none."""
    _ = translator(language)
    state, why = state_of(goal), str(goal.get("verdict_reason") or "")
    if state is State.BREAK:
        return _(_BREAK_CELLS.get(why, "bruten serie"))
    if state is State.NO_EVIDENCE:
        return _reason_cell(goal, indicator, why, language)
    if state is State.TOO_EARLY and (starts := day_of(goal, "earliest_effect")):
        return _("bedöms från {year}").format(year=starts.year)
    if state is State.HOLDS and seen(goal, indicator, language):
        least = value_of(goal, "detectable") or 0.0
        worse = _worse_by(goal, indicator, least, language)
        return _("hade sett {size} enheter").format(size=worse)
    if state is State.CANNOT_TELL and why in _REASON_CELLS:
        return _(_REASON_CELLS[why])
    return _number_cell(goal, indicator, language)


def reason(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say why a goal has its state, as the end of a sentence; empty when nothing needs it."""
    _ = translator(language)
    why = str(goal.get("verdict_reason") or "")
    if why == "few_answers" and indicator.evidence is not Evidence.SURVEY_SHARE:
        return _("underlaget är för litet")
    return _({**_REASONS, **BREAK_CAUSES}[why]) if why in {**_REASONS, **BREAK_CAUSES} else ""


def grade(goal: Goal, language: str) -> str:
    """Write the strength of the evidence in words, ``Styrka 3 av 4: bekräftat``."""
    number = value_of(goal, "evidence_grade")
    return translator(language)(_GRADES[int(number)] if number is not None else _GRADES[0])


def target(goal: Goal, indicator: Indicator, language: str, *, short: bool = False) -> str:
    """Write what the goal asks for: ``minst 65 procent``, in cells and charts ``minst 65 %``.

    Empty when the goal has no level in numbers or classes.
    """
    _ = translator(language)
    form, (low, high), level = str(goal.get("form") or ""), targets(goal), level_of(goal)
    if form == "class":
        return _classes(goal, indicator, language)
    if level is None:
        return ""
    if form == "band" and low is not None and high is not None:
        bounds = numbers.span(low, high, _digits([low, high], indicator), language)
        return bounds + _suffix(indicator, language, short, high)
    kept = "behålla {value}" if short else "att behålla {value}"
    wording = {"at_most": "högst {value}", "hold": kept}.get(form, "minst {value}")
    return _(wording).format(value=_written([level], indicator, language, short)[0])


def targets(goal: Goal) -> tuple[float | None, float | None]:
    """Return the lower and the upper bound of the goal, in the indicator's unit."""
    return value_of(goal, "target_low"), value_of(goal, "target_high")


def level_of(goal: Goal) -> float | None:
    """Return the one level a value is held against: target, near bound of a band, baseline."""
    low, high = targets(goal)
    form = goal.get("form")
    if form == "hold":
        return value_of(goal, "baseline_value")
    if form == "at_most":
        return high if high is not None else low
    if form == "band" and low is not None and high is not None:
        value = value_of(goal, "value")
        return high if value is not None and value > high else low
    return low if low is not None else high


def difference(size: float, indicator: Indicator, language: str) -> str:
    """Write a difference in a sentence: ``8 procentenheter``, ``1,5 procentenheter``."""
    size = abs(size)
    digits = 0 if _whole(size, indicator) else max(indicator.decimals, 1)
    written = numbers.number(size, digits, language)
    one = 1 if written == "1" else 2
    if indicator.unit == "percent":
        unit = plural(language, "procentenhet", "procentenheter", one)
        return f"{written}{numbers.NO_BREAK}{unit}"
    if indicator.unit in {"count", "share_0_1"}:
        return f"{written}{numbers.NO_BREAK}{plural(language, 'enhet', 'enheter', one)}"
    return written + _suffix(indicator, language, False, size)


def seen(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the smallest worsening we would have seen, as a heading; empty if unknown."""
    size = value_of(goal, "detectable")
    if (
        size is None
        or indicator.evidence is Evidence.ORDINAL
        or not _may_occur(size, indicator)
    ):
        return ""
    return translator(language)("Vi hade inte sett en försämring mindre än {size}.").format(
        size=difference(size, indicator, language)
    )


def _may_occur(size: float, indicator: Indicator) -> bool:
    """Whether a change of this size fits inside the limits of the unit."""
    low, high = indicator.plausible_low, indicator.plausible_high
    return low is None or high is None or size <= high - low


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


def period(written: str, language: str) -> str:
    """Write a period as people say it: ``2024``, ``andra kvartalet 2024``."""
    _ = translator(language)
    try:
        parsed = parse_period(written)
    except PeriodError:
        return written
    year, part = written[:4], re.split(r"[-/]", parsed.text)[-1].lstrip("QSTW0")
    if parsed.frequency in _PERIODS:
        return _(_PERIODS[parsed.frequency][int(part) - 1]).format(year=year)
    if parsed.frequency is Frequency.WEEK:
        return _("vecka {part} {year}").format(part=part, year=year)
    if parsed.frequency is Frequency.MONTH:
        return numbers.day(parsed.start, language).split(" ", 1)[1]
    if parsed.frequency is Frequency.DAY:
        return numbers.day(parsed.start, language)
    return parsed.text.replace("-", numbers.DASH)


_PERIODS = {
    Frequency.QUARTER: (
        "första kvartalet {year}",
        "andra kvartalet {year}",
        "tredje kvartalet {year}",
        "fjärde kvartalet {year}",
    ),
    Frequency.HALF_YEAR: ("första halvåret {year}", "andra halvåret {year}"),
    Frequency.TERM: (
        "första tertialet {year}",
        "andra tertialet {year}",
        "tredje tertialet {year}",
    ),
}


def amount(value: float | None, indicator: Indicator, language: str) -> str:
    """Write a value in running text: ``57 procent``, ``9 timmar per vecka``."""
    if value is None:
        return numbers.DASH
    return _written([value], indicator, language, False)[0]


def class_name(code: str, indicator: Indicator, language: str) -> str:
    """Return the name of a class as it stands on the axis: ``Särskilt utsatt``."""
    for step in indicator.ladder:
        if step.code == code:
            return step.en if language == "en" else step.sv
    return code


def area(goal: Goal, language: str) -> str:
    """Return the area's name in the language asked for."""
    english = goal.get("area_name_en")
    if language == "en" and isinstance(english, str) and english:
        return english
    return str(goal.get("area_name") or "")


def side_of_target(goal: Goal, language: str) -> str:
    """Say on which side of the goal a bad value lies: under, over or outside it."""
    _ = translator(language)
    sides = {"lower": "under det", "higher": "över det"}
    return _(sides.get(str(goal.get("worse") or ""), "utanför det"))


def state_of(goal: Goal) -> State:
    """Return the goal's state; one that has not been assessed has no evidence."""
    state = goal.get("state")
    return State(state) if isinstance(state, str) and state else State.NO_EVIDENCE


def value_of(goal: Goal, key: str) -> float | None:
    """Return a number of the goal, or None where there is none."""
    try:
        number = float(goal.get(key))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number


def day_of(goal: Goal, key: str) -> date | None:
    """Return a day of the goal, or None where there is none."""
    value = goal.get(key)
    if value is None or value != value or isinstance(value, float):
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def listed(goal: Goal, key: str) -> list[str]:
    """Return a list of the goal (periods, classes), empty where there is none."""
    value = goal.get(key)
    if value is None or isinstance(value, (str, float)):
        return []
    return [str(item) for item in value]


# ---- one sentence per state


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
    if goal.get("narrowly") is True:
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


# ---- what the sentence rests on


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
    written = _written([value, *held_against], indicator, language, False)[0]
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
    if goal.get("also_below_baseline") is True:
        return f"{standing} {_('Värdet är också sämre än utgångsläget.')}".strip()
    return standing


def _twice_below(goal: Goal, indicator: Indicator, language: str) -> str:
    twice = translator(language)("Värdet har varit sämre än utgångsläget två mätningar i rad.")
    return f"{twice} {_asked(goal, indicator, language)}".rstrip()


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


# ---- the police list, whose sentences are about the area itself


def _is_police_list(indicator: Indicator) -> bool:
    return (
        indicator.evidence is Evidence.ORDINAL and indicator.finest_geography == "police_area"
    )


def _police_finding(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    shunned = _shunned(goal, indicator, language)
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
    return _(sentence).format(area=area(goal, language), shunned=shunned, year=_year(goal))


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


def _shunned(goal: Goal, indicator: Indicator, language: str) -> str:
    """Name the worst class the goal rules out, as it stands inside a sentence."""
    kept = listed(goal, "target_classes")
    ruled_out = [step for step in indicator.ladder if kept and step.code not in kept]
    if not ruled_out:
        return ""
    worst = max(ruled_out, key=lambda step: step.severity)
    return lower_first(worst.en if language == "en" else worst.sv)


# ---- pieces


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
    before, after = _written([then, now], indicator, language, False)
    if now == then:
        return ""
    begun = since(periods, language)
    unit = _suffix(indicator, language, False, now)
    template = (
        "sjunkit från {before} till {after} sedan {since}"
        if now < then
        else "stigit från {before} till {after} sedan {since}"
    )
    return _(template).format(before=before.removesuffix(unit), after=after, since=begun)


def since(periods: Sequence[str], language: str) -> str:
    """Write the baseline's periods: the one there is, its year, or the first and last year."""
    first, last = periods[0][:4], periods[-1][:4]
    if len(periods) == 1:
        return period(periods[0], language)
    return first if first == last else f"{first}{numbers.DASH}{last}"


def _worsened(goal: Goal) -> bool:
    """Whether the value is on the worse side of its baseline."""
    now, then = value_of(goal, "value"), value_of(goal, "baseline_value")
    if now is None or then is None:
        return False
    return now > then if goal.get("worse") == "higher" else now < then


def _subject(indicator: Indicator, language: str) -> str:
    return indicator.wording(language).subject


def lower_first(words: str) -> str:
    """Lower the first letter, unless the word is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _written(
    values: Sequence[float], indicator: Indicator, language: str, short: bool
) -> list[str]:
    """Write values with the same digits: as few as keep them apart."""
    digits = _digits(values, indicator)
    return [
        numbers.number(value, digits, language) + _suffix(indicator, language, short, value)
        for value in values
    ]


def _digits(values: Sequence[float], indicator: Indicator) -> int:
    """Return how many decimals keep values apart; none where whole numbers do."""
    apart = len({round(value) for value in values}) == len(set(values))
    if indicator.decimals == 0:
        return 0 if apart else 1
    whole = all(value == round(value) for value in values)
    large = min(abs(value) for value in values) >= 10
    return 0 if whole or (apart and large) else indicator.decimals


def _whole(size: float, indicator: Indicator) -> bool:
    return size == round(size) or (size >= 3 and indicator.unit != "share_0_1")


def _suffix(indicator: Indicator, language: str, short: bool, value: float) -> str:
    """Return the unit after a number, with its space: in words, or as a sign in cells."""
    _ = translator(language)
    if short:
        return numbers.measured(0, indicator.unit, 0, language)[1:]
    if indicator.unit in _UNIT_WORDS:
        return numbers.NO_BREAK + _(_UNIT_WORDS[indicator.unit])
    if indicator.unit in {"share_0_1", "class"}:
        return ""
    words = indicator.wording(language).unit.split(" (")[0]
    return f"{numbers.NO_BREAK}{words}"


def _gap(goal: Goal) -> float | None:
    """Return how much worse the value is than what its state is about."""
    state, value = state_of(goal), value_of(goal, "value")
    if state is State.FELL_BEHIND:
        return value_of(goal, "size")
    below = state is State.BELOW_BASELINE
    level = value_of(goal, "baseline_value") if below else level_of(goal)
    return None if value is None or level is None else abs(value - level)


def _worse_by(goal: Goal, indicator: Indicator, size: float, language: str) -> str:
    digits = 0 if _whole(size, indicator) else max(indicator.decimals, 1)
    written = numbers.number(size, digits, language)
    worse = goal.get("worse") or (
        "higher" if indicator.direction is Direction.LOWER else "lower"
    )
    sign = {"lower": numbers.MINUS, "higher": "+"}.get(str(worse), "±")
    return f"{sign}{written}"


def _year(goal: Goal) -> str:
    return str(goal.get("last_period") or "")[:4]


def _classes(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    if shunned := _shunned(goal, indicator, language):
        return _("inte {shunned}").format(shunned=shunned)
    return ""


def _reason_cell(goal: Goal, indicator: Indicator, why: str, language: str) -> str:
    _ = translator(language)
    if why == "stale" and goal.get("last_period"):
        return _("senast {period}").format(period=period(str(goal["last_period"]), language))
    floor = value_of(goal, "minimum_n") or indicator.minimum_n
    if why == "few_answers" and floor:
        return _("för få svar, golv {floor}").format(floor=numbers.number(floor, 0, language))
    return _(_REASON_CELLS.get(why, "inget underlag"))


def _number_cell(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    if indicator.evidence is Evidence.ORDINAL:
        code = goal.get("class_code")
        name = class_name(code, indicator, language) if isinstance(code, str) else ""
        return f"{lower_first(name)} {_year(goal)}".strip() or _("inget underlag")
    value, state = value_of(goal, "value"), state_of(goal)
    if value is None:
        return _("inget underlag")
    if state in {State.BACKGROUND, State.NO_GOAL}:
        return numbers.measured(value, indicator.unit, indicator.decimals, language)
    if state is State.BELOW_BASELINE and (then := value_of(goal, "baseline_value")):
        now, was = _written([value, then], indicator, language, True)
        bare = was.removesuffix(_suffix(indicator, language, True, then))
        return _("{now}, var {was}").format(now=now, was=bare)
    return _value_and_target(goal, indicator, value, language)


def _value_and_target(goal: Goal, indicator: Indicator, value: float, language: str) -> str:
    low, high = targets(goal)
    level = level_of(goal)
    against = [level] if level is not None else []
    digits = _digits([value, *against], indicator)
    now = numbers.measured(value, indicator.unit, digits, language)
    if goal.get("form") == "band" and low is not None and high is not None:
        asked = numbers.span(low, high, _digits([low, high], indicator), language)
    elif level is not None and goal.get("form") != "hold":
        asked = numbers.number(level, _digits([level], indicator), language)
    else:
        return now
    return translator(language)("{now}, mål {target}").format(now=now, target=asked)
