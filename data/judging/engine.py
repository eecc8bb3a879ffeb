"""Where the arithmetic of an assessment is done: in this process unless another is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from metrics.engine.noise import freeze


class Decided(Protocol):
    """What an assessment needs of `metrics.judge`: verdicts, and what the monitors showed."""

    @property
    def verdicts(self) -> pd.DataFrame:
        """One row per goal, in the order of the goals."""

    @property
    def readings(self) -> pd.DataFrame:
        """One row per monitored measurement of every line."""


def judge(*given: Any, **asked: Any) -> Decided:
    """See `metrics.judge`, which is loaded when something is judged: pages only read."""
    from metrics.outcome import decision

    return decision.judge(*given, **asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What decides goals as `metrics.judge` does, and freezes noise as `metrics.freeze`."""

    judge: Callable[..., Decided] = judge
    freeze: Callable[[pd.DataFrame, pd.DataFrame], pd.DataFrame] = freeze


HERE = Engine()
"""This process."""
