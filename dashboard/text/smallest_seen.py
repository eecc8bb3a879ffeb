"""The smallest worsening we would have seen, from the start and in the last two years."""

from datetime import timedelta

from dashboard.text import numbers
from dashboard.text.amounts import difference, is_whole
from dashboard.text.language import translator, upper_first
from metrics.definition.indicator import Direction, Evidence, Indicator, Window
from metrics.definition.period import parse_period
from metrics.errors import PeriodError
from metrics.outcome.goal import Goal
from metrics.outcome.state import State

_UNJUDGED = {State.BACKGROUND, State.NO_GOAL, State.BREAK, State.NO_EVIDENCE}
_CALM = {State.REACHED, State.ON_TRACK, State.HOLDS, State.UNCHANGED}


def seen(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the smallest worsening we would have seen, as a heading; empty if unknown.

    Where nothing is wrong and a worsening must be larger to be seen in the last two years,
    that is said too.
    """
    size = goal.verdict.detectable
    silent = goal.verdict.state in _UNJUDGED or indicator.evidence is Evidence.ORDINAL
    if silent or size is None:
        return ""
    if at_end := at_the_end(goal, indicator):
        return translator(language)(_AT_THE_END[at_end])
    if not may_occur(size, goal, indicator):
        return ""
    year = _first_year(goal)
    if year and goal.verdict.says_late and goal.verdict.state in _CALM:
        late = _late(goal, indicator, language)
        if late != bare_size(size, indicator, language):
            return _from_when(goal, indicator, language, year, size, late)
    return translator(language)("Vi hade inte sett en försämring mindre än {size}.").format(
        size=difference(size, indicator, language)
    )


def worsening(goal: Goal, indicator: Indicator) -> str:
    """Return the direction that is worse: lower, higher or, of a band, both."""
    return goal.worse or ("higher" if indicator.direction is Direction.LOWER else "lower")


def bare_size(size: float, indicator: Indicator, language: str) -> str:
    """Write a size without its unit, which stands beside it."""
    digits = 0 if is_whole(size, indicator) else max(indicator.decimals, 1)
    return numbers.number(size, digits, language)


def _late(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write the smallest late worsening, without unit; empty where none would have shown."""
    late = goal.verdict.detectable_late
    if late is None or not may_occur(late, goal, indicator):
        return ""
    return bare_size(late, indicator, language)


def _from_when(
    goal: Goal, indicator: Indicator, language: str, year: int, size: float, late: str
) -> str:
    _, worse = translator(language), worsening(goal, indicator)
    start = {
        "lower": _("Sedan {year} hade vi sett ett fall på minst {size}."),
        "higher": _("Sedan {year} hade vi sett en ökning på minst {size}."),
    }.get(worse, _("Sedan {year} hade vi sett en försämring på minst {size}."))
    small = {
        "lower": _("{lately} bara ett på mer än {late}."),
        "higher": _("{lately} bara en på mer än {late}."),
    }.get(worse, _("{lately} bara en försämring på mer än {late}."))
    none = {
        "lower": _("Ett fall under {lately} hade inte synts."),
        "higher": _("En ökning under {lately} hade inte synts."),
    }.get(worse, _("En försämring under {lately} hade inte synts."))
    lately = _lately(indicator, language)
    since = start.format(year=year, size=difference(size, indicator, language))
    then = small if late else none
    return f"{since} {upper_first(then.format(lately=lately, late=late))}"


def _lately(indicator: Indicator, language: str) -> str:
    """Say what is late: two years, or the latest measurements where it takes longer."""
    _ = translator(language)
    slow = indicator.measurements_per_year < 1 or indicator.window is Window.ROLLING
    return _("de senaste mätningarna") if slow else _("de två senaste åren")


def _first_year(goal: Goal) -> int | None:
    """Return the year that follows the baseline; None where its periods do not say."""
    if not goal.baseline_periods:
        return None
    try:
        return (parse_period(goal.baseline_periods[-1]).end + timedelta(days=1)).year
    except PeriodError:
        return None


_AT_THE_END = {
    "lower": "Lägre än så kan värdet inte bli.",
    "higher": "Högre än så kan värdet inte bli.",
}


def at_the_end(goal: Goal, indicator: Indicator) -> str:
    """Return the direction that is worse where the value is as bad as it can be, else ''."""
    value, worse = goal.verdict.value, worsening(goal, indicator)
    end = {"lower": indicator.plausible_low, "higher": indicator.plausible_high}.get(worse)
    if value is None or end is None:
        return ""
    return worse if (value <= end if worse == "lower" else value >= end) else ""


def may_occur(size: float, goal: Goal, indicator: Indicator) -> bool:
    """Say whether a worsening of this size from the baseline fits in the limits of the unit."""
    low, high, start = indicator.plausible_low, indicator.plausible_high, goal.baseline_value
    rooms = [high - low] if low is not None and high is not None else []
    worse = worsening(goal, indicator)
    if start is not None and low is not None and worse == "lower":
        rooms.append(start - low)
    if start is not None and high is not None and worse == "higher":
        rooms.append(high - start)
    return all(size <= room + 1e-9 for room in rooms)
