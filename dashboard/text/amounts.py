"""Values, goals and periods in running text, with the unit in words."""

import re
from collections.abc import Sequence
from itertools import combinations

from dashboard.text import numbers
from dashboard.text.language import plural, translator
from metrics.definition.indicator import Indicator
from metrics.definition.period import Frequency, parse_period
from metrics.errors import PeriodError
from metrics.outcome.goal import Goal

_UNIT_WORDS = {
    "percent": "procent",
    "per_100k": "per 100\u00a0000 invånare",
    "per_1000": "per 1\u00a0000 invånare",
    "sek_thousand": "tusen kronor",
}

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
    return in_words([value], indicator, language, False)[0]


def without_season(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the latest value without its season; empty where it reads as it was measured."""
    value, judged = goal.verdict.value, goal.judged_value
    if value is None or judged is None:
        return ""
    level = [] if goal.level is None else [goal.level]
    measured, free = (
        in_words([one, *level], indicator, language, False, goal.mid)[0]
        for one in (value, judged)
    )
    return "" if free == measured else free


def difference(size: float, indicator: Indicator, language: str) -> str:
    """Write a difference in a sentence: ``8 procentenheter``, ``1,5 procentenheter``.

    A count has its own word where there are several: ``40 elever``.
    """
    size = abs(size)
    digits = 0 if is_whole(size, indicator) else max(indicator.decimals, 1)
    written = numbers.number(size, digits, language)
    one = 1 if written == "1" else 2
    if indicator.unit == "percent":
        unit = plural(language, "procentenhet", "procentenheter", one)
        return f"{written}{numbers.NO_BREAK}{unit}"
    if indicator.unit == "count" and one > 1:
        return f"{written}{numbers.NO_BREAK}{indicator.wording(language).unit.split()[0]}"
    if indicator.unit in {"count", "share_0_1"}:
        return f"{written}{numbers.NO_BREAK}{plural(language, 'enhet', 'enheter', one)}"
    return written + suffix(indicator, language, False, size)


def target(goal: Goal, indicator: Indicator, language: str, *, short: bool = False) -> str:
    """Write what the goal asks for: ``minst 65 procent``, in cells and charts ``minst 65 %``.

    Empty when the goal has no level in numbers or classes.
    """
    _ = translator(language)
    form, (low, high), level = goal.form, goal.targets, goal.level
    if form == "class":
        return _classes(goal, indicator, language)
    if level is None:
        return ""
    if form == "band" and low is not None and high is not None:
        bounds = numbers.span(low, high, promised_digits(low, high), language)
        return bounds + suffix(indicator, language, short, high)
    kept = "behålla {value}" if short else "att behålla {value}"
    wording = {"at_most": "högst {value}", "hold": kept}.get(form, "minst {value}")
    asked = numbers.number(level, _level_digits(goal, level, indicator), language)
    return _(wording).format(value=asked + suffix(indicator, language, short, level))


def _level_digits(goal: Goal, level: float, indicator: Indicator) -> int:
    """Return how many decimals the level of a goal is written with.

    A target has those it was promised with; a baseline, which is a mean, those that tell it
    from the value.
    """
    beside = goal.verdict.value
    if goal.form != "hold":
        return promised_digits(level)
    against = [level] if beside is None or level == round(level) else [level, beside]
    return digits_of(against, indicator, goal.mid)


def promised_digits(*levels: float) -> int:
    """Return how many decimals levels were promised with, at most three."""
    most = _rounded(levels, _MOST_DIGITS)
    few = range(_MOST_DIGITS)
    return next((one for one in few if _rounded(levels, one) == most), _MOST_DIGITS)


def side_of_target(goal: Goal, language: str) -> str:
    """Say on which side of the goal a bad value lies: under, over or outside it."""
    _ = translator(language)
    sides = {"lower": "under det", "higher": "över det"}
    return _(sides.get(goal.worse, "utanför det"))


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


def since(periods: Sequence[str], language: str) -> str:
    """Write the baseline's periods: the one there is, its year, or the first and last year."""
    first, last = periods[0][:4], periods[-1][:4]
    if len(periods) == 1:
        return period(periods[0], language)
    return first if first == last else f"{first}{numbers.DASH}{last}"


def class_name(code: str, indicator: Indicator, language: str) -> str:
    """Return the name of a class as it stands on the axis: ``Särskilt utsatt``."""
    for step in indicator.ladder:
        if step.code == code:
            return step.en if language == "en" else step.sv
    return code


def lower_first(words: str) -> str:
    """Lower the first letter, unless the word is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def ruled_out(goal: Goal, indicator: Indicator, language: str) -> str:
    """Name the worst class the goal rules out, as it stands inside a sentence."""
    kept = goal.target_classes
    ruled_out = [step for step in indicator.ladder if kept and step.code not in kept]
    if not ruled_out:
        return ""
    worst = max(ruled_out, key=lambda step: step.severity)
    return lower_first(worst.en if language == "en" else worst.sv)


def _classes(goal: Goal, indicator: Indicator, language: str) -> str:
    _ = translator(language)
    if shunned := ruled_out(goal, indicator, language):
        return _("inte {shunned}").format(shunned=shunned)
    return ""


def list_year(goal: Goal) -> str:
    """Return the year of the last list or measurement."""
    return goal.verdict.last_period[:4]


def in_words(
    values: Sequence[float],
    indicator: Indicator,
    language: str,
    short: bool,
    mid: float | None = None,
) -> list[str]:
    """Write values with the same digits: as few as keep them apart; see `digits_of`."""
    digits = digits_of(values, indicator, mid)
    return [
        numbers.number(value, digits, language) + suffix(indicator, language, short, value)
        for value in values
    ]


_MOST_DIGITS = 3


def digits_of(values: Sequence[float], indicator: Indicator, mid: float | None = None) -> int:
    """Return how many decimals keep values apart; none where whole numbers do.

    As many as it takes for the rounded values to say what the values do: which is larger and,
    with `mid`, whether they differ by what matters.
    """
    digits = _readable_digits(values, indicator)
    enough = range(digits, max(digits, _MOST_DIGITS) + 1)
    true = _told(values, mid)
    return next((one for one in enough if _told(_rounded(values, one), mid) == true), digits)


def _readable_digits(values: Sequence[float], indicator: Indicator) -> int:
    whole = all(value == round(value) for value in values)
    if indicator.decimals == 0 or whole:
        return 0
    apart = len({round(value) for value in values}) == len(set(values))
    large = min(abs(value) for value in values) >= 10
    return 0 if apart and large else indicator.decimals


def _rounded(values: Sequence[float], digits: int) -> list[float]:
    return [round(value, digits) for value in values]


def _told(values: Sequence[float], mid: float | None) -> list[tuple[bool, bool, bool]]:
    """Return of each pair of values which is larger, and whether the difference matters."""
    return [
        (one < other, one > other, mid is not None and abs(one - other) >= mid - 1e-9)
        for one, other in combinations(values, 2)
    ]


def is_whole(size: float, indicator: Indicator) -> bool:
    """Whether a difference is told well enough without decimals."""
    return size == round(size) or (size >= 3 and indicator.unit != "share_0_1")


def suffix(indicator: Indicator, language: str, short: bool, value: float) -> str:
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


_NUMBERS = ("noll", "ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


def number_word(count: float, language: str) -> str:
    """Write a small count as a word, a large one in figures: ``två av sju``."""
    if count in range(len(_NUMBERS)):
        return translator(language)(_NUMBERS[int(count)])
    return numbers.number(count, 0 if count == round(count) else 1, language)
