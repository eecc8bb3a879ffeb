"""What is drawn with a goal's own values, as it was judged: comparator and level."""

from dataclasses import dataclass, field

import pandas as pd

from data.answers.followed import Followed
from data.answers.reader import Asks, Reader
from data.judging import compared, monitoring
from metrics.definition.indicator import Indicator
from metrics.outcome import level_table


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
    if one.goal_id is None or one.indicator.evidence.is_exact:
        return Beside(comparator=comparator)
    return Beside(
        comparator=comparator,
        levels=asks.ask(levels, indicator=one.indicator, goal_id=one.goal_id),
    )


def levels(reader: Reader, *, indicator: Indicator, goal_id: str) -> pd.DataFrame:
    """Return the level of a goal after each measurement, by today's rule.

    The columns of `metrics.outcome.level_table.COLUMNS`; no row for a promise to hold, and for
    a goal that is not there or may not be seen.
    """
    inputs = reader.ask(monitoring.of_goal, indicator=indicator, goal_id=goal_id)
    if inputs is None or not inputs.goals["assessable"].all():
        return pd.DataFrame()
    return level_table.levels(inputs.goals, inputs.measurements, noise=inputs.noise)
