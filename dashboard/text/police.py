"""What the police list says of an area, as people say it."""

from dashboard.text.amounts import list_year, ruled_out
from dashboard.text.language import translator
from dashboard.text.movement import vanished
from dashboard.text.names import area
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.goal import Goal
from metrics.outcome.state import State


def _is_police_list(indicator: Indicator) -> bool:
    return (
        indicator.evidence is Evidence.ORDINAL and indicator.finest_geography == "police_area"
    )


def police_finding(goal: Goal, indicator: Indicator, language: str) -> str:
    """Say what became of a goal about the list; empty for other goals and other states."""
    _ = translator(language)
    shunned = ruled_out(goal, indicator, language)
    if not _is_police_list(indicator) or not shunned:
        return ""
    if vanished(goal):
        return _(
            "{area} var inte {shunned} på {until} års lista, men är det på {year} års lista."
        ).format(
            area=area(goal, language),
            shunned=shunned,
            until=goal.verdict.met_period[:4],
            year=list_year(goal),
        )
    sentence = {
        State.NEVER_CAME: "{area} var {shunned} även på {year} års lista.",
        State.REACHED: "{area} är inte {shunned} på {year} års lista.",
        State.RELAPSE: "{area} är {shunned} igen på {year} års lista.",
        State.REGAINED: "{area} är inte längre {shunned} på {year} års lista.",
    }.get(goal.verdict.state)
    if sentence is None:
        return ""
    return _(sentence).format(area=area(goal, language), shunned=shunned, year=list_year(goal))


def police_grounds(goal: Goal, indicator: Indicator, language: str) -> str | None:
    """Return what follows a sentence about the list; None where there is no such sentence."""
    _ = translator(language)
    if not police_finding(goal, indicator, language):
        return None
    if goal.verdict.state in {State.NEVER_CAME, State.RELAPSE}:
        return _("Målet var att inget område skulle vara det.")
    if goal.verdict.break_id:
        return _("Skalan gjordes om samma år, så steget dit jämförs inte.")
    return _("Målet är att inget område ska vara det.")
