"""Why a goal has its state, how sure that is, and what a cell has room for."""

from dashboard.text import numbers
from dashboard.text.amounts import (
    class_name,
    digits_of,
    in_words,
    list_year,
    lower_first,
    period,
    promised_digits,
    suffix,
    without_season,
)
from dashboard.text.coming_back import cell_on_its_way_back
from dashboard.text.language import translator
from dashboard.text.smallest_seen import at_the_end, bare_size, seen, worsening
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

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
    "not_measured_at_due": "ingen mätning finns vid måldatum",
    "preliminary_at_due": "värdet vid måldatum är preliminärt",
    "not_measured_since": "inget har mätts sedan målet sattes",
    "few_answers": "svaren är för få",
    "direction_unconfirmed": "ingen har bekräftat åt vilket håll som är bättre",
    "inferred_class": "den senaste klassen är härledd, inte utläst ur listan",
    "hidden": "värdet är dolt, eftersom det gäller för få personer",
    "before_effect": "effekten kan inte ha kommit än",
    "few_measurements": "mätningarna är för få",
    "insensitive": "serien är för osäker",
    "no_season": "utgångsläget har inte två hela år, så årstiden går inte att räkna bort",
    "no_noise": "ingen vet hur mycket serien brukar röra sig",
    "no_mid": "ingen har sagt hur stor en skillnad måste vara för att spela roll",
    "preliminary": "ett nyare, preliminärt värde är tydligt sämre",
    "expected_dip": "svackan var väntad",
    "fell_after_due": "löftet höll till måldatum, och försämringen kom efter det",
    "behind": "utvecklingen är sämre än i jämförelseområdena",
    "alarm": "tidig varning, inte bekräftad",
    "short_of_target": "målet har nåtts men nås inte längre, ännu inte bekräftat",
    "sudden": "två mätningar i rad är plötsligt mycket sämre, inte bekräftat",
}

WORSE_LATELY = {
    "worse_once": "{now}; tydligt sämre, inte bekräftat",
    "worse_twice": "{now}; sämre, kan vara slump",
    "worse_preliminary": "{now}; preliminärt tydligt sämre",
}
"""The cell of what is calm and yet worse in its latest measurements, by the reason."""

_REASON_CELLS = {
    "missing": "värdet saknas",
    "no_observation": "inget mätvärde än",
    "not_measured_at_due": "inte mätt vid måldatum",
    "preliminary_at_due": "preliminärt vid måldatum",
    "not_measured_since": "inte mätt sedan dess",
    "direction_unconfirmed": "riktning obekräftad",
    "inferred_class": "klassen är härledd",
    "hidden": "dolt, för få personer",
    "few_measurements": "för få mätningar",
}

_GRADES = (
    "Inte bedömt",
    "Iakttagelse",
    "Signal",
    "Bekräftat",
    "Bekräftat och förklarat",
)


def reason(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say why a goal has its state, as the end of a sentence; empty when nothing needs it."""
    _ = translator(language)
    why = goal.verdict.reason
    if why == "few_answers" and indicator.evidence is not Evidence.SURVEY_SHARE:
        return _("underlaget är för litet")
    return _({**_REASONS, **BREAK_CAUSES}[why]) if why in {**_REASONS, **BREAK_CAUSES} else ""


def grade(goal: Goal, language: str) -> str:
    """Write the strength of the evidence in words, ``Bekräftat``."""
    number = goal.verdict.evidence_grade
    return translator(language)(_GRADES[number or 0])


def cell(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the second line of a matrix cell: the number, or the reason there is none."""
    _ = translator(language)
    state, why = goal.verdict.state, goal.verdict.reason
    if state is State.BREAK:
        return _(_BREAK_CELLS.get(why, "bruten serie"))
    if state is State.NO_EVIDENCE:
        return _reason_cell(goal, indicator, why, language)
    if state is State.TOO_EARLY and (starts := goal.earliest_effect):
        return _("bedöms från {year}").format(year=starts.year)
    if state in {State.HOLDS, State.UNCHANGED} or why in WORSE_LATELY:
        return _and_seen(goal, indicator, language)
    if state is State.CANNOT_TELL and why in _REASON_CELLS:
        return _(_REASON_CELLS[why])
    now = _number_cell(goal, indicator, language)
    coming = cell_on_its_way_back(goal)
    return _(coming).format(now=now) if coming else now


def _and_seen(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write value and goal, and how large a worsening would have been seen."""
    now = _number_cell(goal, indicator, language)
    if goal.verdict.reason in WORSE_LATELY:
        said = WORSE_LATELY[goal.verdict.reason]
        return translator(language)(said).format(now=now)
    if not seen(goal, indicator, language):
        return now
    _ = translator(language)
    if at_end := at_the_end(goal, indicator):
        ends = {
            "lower": _("{now}; kan inte bli lägre"),
            "higher": _("{now}; kan inte bli högre"),
        }
        return ends[at_end].format(now=now)
    said = {
        "lower": _("{now}; ett fall på {size} hade synts"),
        "higher": _("{now}; en ökning på {size} hade synts"),
    }.get(worsening(goal, indicator), _("{now}; en försämring på {size} hade synts"))
    size = bare_size(goal.verdict.detectable or 0.0, indicator, language)
    return said.format(now=now, size=size)


def _reason_cell(goal: Goal, indicator: Indicator, why: str, language: str) -> str:
    _ = translator(language)
    if why == "stale" and goal.verdict.last_period:
        return _("senast {period}").format(period=period(goal.verdict.last_period, language))
    floor = indicator.fewest(goal.minimum_n)
    if why == "few_answers" and floor:
        answers = indicator.evidence is Evidence.SURVEY_SHARE
        said = (
            _("för få svar, golv {floor}") if answers else _("för litet underlag, golv {floor}")
        )
        return said.format(floor=numbers.number(floor, 0, language))
    return _(_REASON_CELLS.get(why, "inget underlag"))


def _number_cell(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    if indicator.evidence is Evidence.ORDINAL:
        name = class_name(goal.verdict.class_code, indicator, language)
        return f"{lower_first(name)} {list_year(goal)}".strip() or _("inget underlag")
    value, state = goal.verdict.value, goal.verdict.state
    if value is None:
        return _("inget underlag")
    judged = goal.judged_value
    if state in {State.BACKGROUND, State.NO_GOAL} or judged is None:
        return numbers.measured(value, indicator.unit, indicator.decimals, language)
    then = goal.baseline_value
    if state is State.BELOW_BASELINE and then is not None:
        now, was = in_words([judged, then], indicator, language, True, goal.mid)
        bare = was.removesuffix(suffix(indicator, language, True, then))
        now = _as_judged(now, goal, indicator, language)
        return _("{now}, var {was}").format(now=now, was=bare)
    return _value_and_target(goal, indicator, judged, language)


def _as_judged(now: str, goal: Goal, indicator: Indicator, language: str) -> str:
    """Say that a written value is without its season, where it reads otherwise with it."""
    free = without_season(goal, indicator, language)
    return translator(language)("{now} utan årstid").format(now=now) if free else now


def _value_and_target(goal: Goal, indicator: Indicator, value: float, language: str) -> str:
    low, high = goal.targets
    level = goal.level
    against = [level] if level is not None else []
    digits = digits_of([value, *against], indicator, goal.mid)
    now = numbers.measured(value, indicator.unit, digits, language)
    now = _as_judged(now, goal, indicator, language)
    if goal.form == "band" and low is not None and high is not None:
        asked = numbers.span(low, high, promised_digits(low, high), language)
    elif level is not None:
        own = 0 if level == round(level) else digits
        own = own if goal.form == "hold" else promised_digits(level)
        asked = numbers.number(level, own, language)
    else:
        return now
    _ = translator(language)
    said = _("{now}, behålla {target}") if goal.form == "hold" else _("{now}, mål {target}")
    return said.format(now=now, target=asked)
