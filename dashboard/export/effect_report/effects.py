"""One line of an effect report: baseline, now, interval and verdict, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.text import names, numbers, sentences, states
from dashboard.text.language import translator
from data.answers.followed import Followed
from metrics.definition.indicator import Evidence, Indicator
from metrics.methods.timeline import Point, points
from metrics.outcome.goal import Goal
from metrics.outcome.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an initiative is held to, in words that are ready to stand in a report.

    No figure stands alone: `interval` says how sure `now` is, or why that is not said, and
    `verdict` and `sentence` what has become of it. `linked` goals are the initiative's own:
    only they say what became of it.
    """

    name: str
    place: str
    baseline: str
    now: str
    interval: str
    target: str
    state: State
    verdict: str
    sentence: str
    indicator_id: str
    goal_id: str = ""
    series_id: int | None = None
    linked: bool = False


def of_goal(followed: Followed, language: str, *, linked: bool) -> Effect:
    """Write the line of a goal; a series that has none is only followed."""
    goal, indicator = followed.goal, followed.indicator
    if goal is None:
        return of_series(followed, language)
    state = goal.verdict.state
    last = _judged(followed)
    return Effect(
        name=names.measured(indicator, followed.key.category, language),
        place=sentences.area(followed.key, language),
        baseline=_baseline(goal, followed, language),
        now=_now(last, indicator, language),
        interval=_interval(last, indicator, language),
        target=_target(goal, indicator, language),
        state=state,
        verdict=states.label(state, language),
        sentence=sentences.verdict(goal, indicator, language),
        indicator_id=indicator.id,
        goal_id=goal.goal_id,
        series_id=followed.key.series_id,
        linked=linked,
    )


def of_series(followed: Followed, language: str) -> Effect:
    """Write the line of a series that is followed without a goal: shown, never judged."""
    _ = translator(language)
    indicator = followed.indicator
    known = [point for point in points(followed.observations, indicator) if _is_known(point)]
    last = known[-1] if known else None
    state = State.NO_GOAL if indicator.may_be_assessed else State.BACKGROUND
    without = _("{subject} följs utan mål.")
    background = _("{subject} följs som bakgrund och bedöms aldrig.")
    said = without if state is State.NO_GOAL else background
    return Effect(
        name=names.measured(indicator, followed.key.category, language),
        place=sentences.area(followed.key, language),
        baseline=_missing(language),
        now=_now(last, indicator, language),
        interval=_interval(last, indicator, language),
        target=_missing(language),
        state=state,
        verdict=states.label(state, language),
        sentence=said.format(subject=indicator.wording(language).subject),
        indicator_id=indicator.id,
        series_id=followed.key.series_id,
    )


def unmeasured(indicator: Indicator, category: str, place: str, language: str) -> Effect:
    """Write the line of what was to be followed but has no figures."""
    _ = translator(language)
    state = State.NO_EVIDENCE if indicator.may_be_assessed else State.BACKGROUND
    subject = indicator.wording(language).subject
    return Effect(
        name=names.measured(indicator, category, language),
        place=place,
        baseline=_missing(language),
        now=_missing(language),
        interval=_missing(language),
        target=_missing(language),
        state=state,
        verdict=states.label(state, language),
        sentence=_("Inga mätvärden är inlästa: {subject}.").format(
            subject=sentences.lower_first(subject)
        ),
        indicator_id=indicator.id,
    )


def counted(effects: Sequence[Effect]) -> list[State]:
    """Return the states of the initiative's own goals; what is only followed is not counted."""
    return [effect.state for effect in effects if effect.linked]


def _missing(language: str) -> str:
    return translator(language)("saknas")


def is_about_space(effect: Effect) -> bool:
    """Whether it is about premises or homes, which are never read together."""
    return effect.indicator_id in {*PREMISES, *HOMES}


PREMISES = ("BOS03",)
HOMES = ("BOS01", "BOS02")


def _is_known(point: Point) -> bool:
    return point.value is not None or bool(point.class_code)


def _judged(followed: Followed) -> Point | None:
    """Return the measurement the verdict stands on."""
    last = followed.verdict.last_period
    found = points(followed.observations, followed.indicator)
    named = [point for point in found if point.period == last and _is_known(point)]
    return named[-1] if named else None


def _now(point: Point | None, indicator: Indicator, language: str) -> str:
    if point is None:
        return _missing(language)
    if point.class_code:
        written = sentences.lower_first(
            sentences.class_name(point.class_code, indicator, language)
        )
    else:
        written = numbers.measured(point.value, indicator.unit, indicator.decimals, language)
    return f"{written} ({sentences.period(point.period, language)})"


def _interval(point: Point | None, indicator: Indicator, language: str) -> str:
    """Write the 95 % interval, or why there is none: all are counted, or it was not given."""
    _ = translator(language)
    if point is None:
        return _missing(language)
    if point.low is not None and point.high is not None:
        return numbers.span(point.low, point.high, indicator.decimals, language)
    if indicator.evidence is Evidence.ORDINAL:
        return _("en bedömning, inget urval")
    if indicator.evidence.is_exact:
        return _("alla räknas")
    return _("osäkerheten saknas")


def _baseline(goal: Goal, followed: Followed, language: str) -> str:
    indicator, periods = followed.indicator, goal.baseline_periods
    when = f" ({sentences.since(periods, language)})" if periods else ""
    base, code = goal.baseline_value, goal.baseline_class
    if followed.is_ordinal and code:
        return sentences.lower_first(sentences.class_name(code, indicator, language) + when)
    if base is None or followed.is_ordinal:
        return _missing(language)
    return numbers.measured(base, indicator.unit, indicator.decimals, language) + when


def _target(goal: Goal, indicator: Indicator, language: str) -> str:
    asked = sentences.target(goal, indicator, language, short=True)
    due = goal.target_due
    written = asked or _missing(language)
    when = numbers.day(due, language) if due else translator(language)("inget datum")
    return f"{written}, {when}"
