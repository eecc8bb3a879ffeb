"""How far a value has moved, since when, and whether chance alone would have done it."""

from dashboard.text import numbers
from dashboard.text.amounts import difference, in_words, since, suffix
from dashboard.text.goal_row import Goal, day_of, level_of, listed, state_of, value_of
from dashboard.text.language import translator
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.state import State

_RARE = 0.01
"""Losses are alarmed at about one in a hundred in ten years; only what is rarer is printed."""


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


def tells_movement(goal: Goal, indicator: Indicator, language: str) -> bool:
    """Whether the move since the baseline fits the finding: not when watched yet above it."""
    fits = worsened(goal) is not (state_of(goal) is State.ON_TRACK)
    return (fits or goal.get("worse") == "both") and bool(movement(goal, indicator, language))


def worsened(goal: Goal) -> bool:
    """Whether the value is on the worse side of its baseline."""
    now, then = value_of(goal, "value"), value_of(goal, "baseline_value")
    if now is None or then is None:
        return False
    return now > then if goal.get("worse") == "higher" else now < then


def gap(goal: Goal) -> float | None:
    """Return how much worse the value is than what its state is about."""
    state, value = state_of(goal), value_of(goal, "value")
    if state is State.FELL_BEHIND:
        return value_of(goal, "behind")
    below = state is State.BELOW_BASELINE
    level = value_of(goal, "baseline_value") if below else level_of(goal)
    return None if value is None or level is None else abs(value - level)


def size_and_onset(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say when a loss began and how large it is, with its interval; empty when not dated."""
    _ = translator(language)
    if state_of(goal) not in {State.RELAPSE, State.BELOW_BASELINE}:
        return ""
    size, low, high = (value_of(goal, key) for key in ("size", "size_low", "size_high"))
    onset, parts = day_of(goal, "onset"), []
    if onset:
        parts.append(_begun(goal, onset.year, language))
    if size is not None and low is not None and high is not None:
        told = difference(size, indicator, language)
        bounds = numbers.span(abs(low), abs(high), 0 if abs(size) >= 3 else 1, language)
        sentence = _("Den är ungefär {size} (osäkerhet {span}).")
        exact = _("Den är ungefär {size}.")
        parts.append((sentence if low < high else exact).format(size=told, span=bounds))
    return " ".join(parts)


def _begun(goal: Goal, year: int, language: str) -> str:
    """Say when a loss began, and how early and late it may have been where that is known."""
    _ = translator(language)
    first, last = day_of(goal, "onset_low"), day_of(goal, "onset_high")
    if first is None or last is None or first.year == last.year:
        return _("Försämringen började troligen {year}.").format(year=year)
    told = _("Försämringen började troligen {year}, tidigast {first} och senast {last}.")
    return told.format(year=year, first=first.year, last=last.year)


def beyond_chance(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say that a loss is more than chance gives, with the p-value's class where it is small.

    Empty for what is counted in full, where chance plays no part, and for other states.
    """
    _ = translator(language)
    tested = _TESTED.get(state_of(goal))
    if tested is None or indicator.evidence.is_exact:
        return ""
    chance = value_of(goal, tested)
    if chance is None or chance > _RARE:
        return _("Det är mer än slumpen ger.")
    digits = 0 if chance >= _RARE else 1
    share = numbers.measured(chance * 100, "percent", digits, language)
    return _("Det är mer än slumpen ger ({share}).").format(share=share)


_TESTED = {
    State.RELAPSE: "p_target",
    State.BELOW_BASELINE: "p_baseline",
    State.FELL_BEHIND: "p_comparator",
}
