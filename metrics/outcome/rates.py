"""The false alarms that are allowed, and what the monitors say of each goal at each look."""

from dataclasses import dataclass

from metrics.arrays import Bools, Floats

WATCH_RATE = 0.005
"""False watch alarms per series and year when nothing happens."""

LOST_RATE = 0.001
"""False loss alarms per series and year when nothing happens."""

DISCOVERY_RATE = 0.10
"""Of the losses on the agenda, at most this share are false on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What one reference's monitor says after each look, shape (goals, looks + 1).

    Latched: an alarm stays until the monitor restarts. The cell after a goal's last look is
    for a preliminary value, which can warn and never confirm.
    """

    watch: Bools
    lost: Bools
    p_value: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What the monitors say at each look, against each of the three references."""

    baseline: Alarms
    target: Alarms
    comparator: Alarms


def per_look(yearly_rate: float | Floats, looks_per_year: Floats) -> Floats:
    """Spread a yearly false-alarm probability over the looks of a year: 1-(1-a)^(1/looks)."""
    rate: Floats = 1.0 - (1.0 - yearly_rate) ** (1.0 / looks_per_year)
    return rate
