"""How far a value has moved, since when, and whether chance alone would have done it."""

import math
from collections.abc import Callable

from dashboard.text import numbers
from dashboard.text.amounts import difference, in_words, since, suffix, without_season
from dashboard.text.language import translator
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal, Verdict
from metrics.outcome.state import State


def movement(goal: Goal, indicator: Indicator, language: str) -> str:
    """Write how a value has moved since its baseline; empty where that cannot be said."""
    _ = translator(language)
    now, then = goal.judged_value, goal.baseline_value
    periods = goal.baseline_periods
    if indicator.evidence is Evidence.ORDINAL or now is None or then is None or not periods:
        return ""
    before, after = in_words([then, now], indicator, language, False, goal.mid)
    if now == then:
        return ""
    begun = since(periods, language)
    unit = suffix(indicator, language, False, now)
    template = _MOVED[now < then, without_season(goal, indicator, language) != ""]
    return _(template).format(before=before.removesuffix(unit), after=after, since=begun)


_MOVED = {
    (True, False): "sjunkit från {before} till {after} sedan {since}",
    (False, False): "stigit från {before} till {after} sedan {since}",
    (True, True): "sjunkit från {before} till {after} utan årstiden sedan {since}",
    (False, True): "stigit från {before} till {after} utan årstiden sedan {since}",
}
"""By whether a value has fallen, and whether it was held against its goal without a season."""


def tells_movement(goal: Goal, indicator: Indicator, language: str) -> bool:
    """Whether the move since the baseline fits the finding: not when watched yet above it."""
    fits = worsened(goal) is not (goal.verdict.state is State.ON_TRACK)
    return (fits or goal.worse == "both") and bool(movement(goal, indicator, language))


def worsened(goal: Goal) -> bool:
    """Whether the value is on the worse side of its baseline."""
    now, then = goal.judged_value, goal.baseline_value
    if now is None or then is None:
        return False
    return now > then if goal.worse == "higher" else now < then


def vanished(goal: Goal) -> bool:
    """Whether what was not there at its due date had been there before: it came, and went."""
    at = goal.verdict
    missed = at.state is State.NEVER_CAME
    return missed and bool(at.met_period) and at.met_period != at.last_period


def size_and_onset(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say when a loss began and how large it is, with its interval; empty when not dated."""
    _ = translator(language)
    if goal.verdict.state not in {State.RELAPSE, State.BELOW_BASELINE}:
        return ""
    size, low, high = goal.verdict.size, goal.verdict.size_low, goal.verdict.size_high
    onset, parts = goal.verdict.onset, []
    if onset:
        parts.append(_begun(goal, onset.year, language))
    if size is not None and low is not None and high is not None:
        bounds = numbers.span(abs(low), abs(high), 0 if abs(size) >= 3 else 1, language)
        said = _(_sized(goal, size, low, high))
        parts.append(said.format(size=difference(size, indicator, language), span=bounds))
    return " ".join(parts)


def _sized(goal: Goal, size: float, low: float, high: float) -> str:
    """Choose how a size is told: as it is at the last measurement, or as it was before it."""
    gap = goal.gap
    if goal.verdict.sized_last and (gap is None or gap < (goal.mid or 0.0)):
        return "Den var ungefär {size} (osäkerhet {span})." if low < high else "Den var {size}."
    if low == high:
        return "Den är ungefär {size}."
    if low <= size <= high:
        return "Den är ungefär {size} (osäkerhet {span})."
    return "Den är {size} i den senaste mätningen, och {span} över flera."


def _begun(goal: Goal, year: int, language: str) -> str:
    """Say when a loss began, and how early and late it may have, where in other years."""
    first, last = goal.verdict.onset_low, goal.verdict.onset_high
    earliest, latest = first.year if first else year, last.year if last else year
    said = translator(language)(_BEGAN[earliest != year, latest != year])
    return said.format(year=year, first=earliest, last=latest)


_BEGAN = {
    (False, False): "Försämringen började troligen {year}.",
    (True, False): "Försämringen började troligen {year}, tidigast {first}.",
    (False, True): "Försämringen började troligen {year}, senast {last}.",
    (True, True): "Försämringen började troligen {year}, tidigast {first} och senast {last}.",
}
"""By whether it may have begun in a year before the likely one, and in one after it."""


def beyond_chance(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say that chance does not explain a loss.

    Empty for what is counted in full, where chance plays no part, and for other states.
    """
    if goal.verdict.state not in _TESTED or indicator.evidence.is_exact:
        return ""
    _ = translator(language)
    if goal.verdict.state is State.FELL_BEHIND:
        return _("Slumpen förklarar inte skillnaden.")
    return _("Slumpen förklarar inte försämringen.")


def chance(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say how often chance alone would have given such a loss: the p-value, for who asks.

    Empty where none was worked out, and for what is counted in full.
    """
    tested = _TESTED.get(goal.verdict.state)
    share = None if tested is None else tested(goal.verdict)
    if share is None or indicator.evidence.is_exact:
        return ""
    digits = max(1, 1 - math.floor(math.log10(share * 100))) if share > 0 else 1
    return translator(language)("Så starkt larm av slumpen ensam: {share} av fallen.").format(
        share=numbers.measured(share * 100, "percent", min(digits, 3), language)
    )


_TESTED: dict[State, Callable[[Verdict], float | None]] = {
    State.RELAPSE: lambda verdict: verdict.p_target,
    State.BELOW_BASELINE: lambda verdict: verdict.p_baseline,
    State.FELL_BEHIND: lambda verdict: verdict.p_comparator,
}
