"""What is drawn with a goal's own values, as it was judged."""

from dataclasses import dataclass, field

import pandas as pd

from data.answers.followed import Asks, Followed
from data.judging import compared, monitoring
from data.judging.inputs import Inputs
from metrics.outcome import level_table, onsets


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the values of one series.

    `comparator` has the columns of `data.judging.compared.of_goals`, `levels` those of
    `metrics.outcome.level_table.COLUMNS`; both are empty where there is nothing.
    """

    comparator: pd.DataFrame | None = None
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)


def of_followed(asks: Asks, one: Followed) -> Beside:
    """Return what is drawn with the values of a followed series."""
    comparator = compared.of_followed(asks, one)
    inputs = _inputs(asks, one)
    if inputs is None or not inputs.goals["assessable"].all():
        return Beside(comparator=comparator)
    drawn = level_table.levels(inputs.goals, inputs.measurements, noise=inputs.noise)
    return Beside(comparator=comparator, levels=drawn)


def seen_from(asks: Asks, one: Followed) -> pd.DataFrame:
    """Return the smallest worsening that a goal would have shown, by when it began.

    One row per monitored measurement: see `metrics.outcome.onsets.COLUMNS`. No row for what has
    no goal, and for what is counted in full.
    """
    inputs = _inputs(asks, one)
    if inputs is None:
        return pd.DataFrame(columns=list(onsets.COLUMNS))
    return onsets.seen_by_onset(inputs.goals, inputs.measurements, noise=inputs.noise)


def _inputs(asks: Asks, one: Followed) -> Inputs | None:
    """Return what a sampled goal was judged by: what is drawn is worked out by today's rule."""
    if one.goal_id is None or one.indicator.evidence.is_exact:
        return None
    return asks.ask(monitoring.given, indicator=one.indicator, goal_id=one.goal_id)
