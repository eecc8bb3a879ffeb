"""What a goal asked for before it was changed, and how it stood then."""

from dataclasses import replace

from dashboard.text import numbers, states
from dashboard.text.amounts import target
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import EarlierTerms, Goal


def changed_goal(before: EarlierTerms, goal: Goal, indicator: Indicator, language: str) -> str:
    """Say when a goal was changed, what it asked for until then and how it stood."""
    _ = translator(language)
    then = replace(
        goal,
        form=before.form,
        target_low=before.target_low,
        target_high=before.target_high,
        target_classes=before.target_classes,
        baseline_value=before.baseline_value,
    )
    asked = [target(then, indicator, language)]
    if before.target_due is not None and before.target_due != goal.target_due:
        due = numbers.day(before.target_due, language)
        asked.append(_("senast {day}").format(day=due))
    return _("Målet ändrades {day}. Före det var det {target}, och läget var {state}.").format(
        day=numbers.day(before.changed_on, language),
        target=" ".join(part for part in asked if part),
        state=states.word(before.state, language),
    )
