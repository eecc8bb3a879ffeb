"""The false alarms that are allowed, and the alarms of each goal at each measurement."""

from dataclasses import dataclass

from metrics.arrays import Bools, Floats

WATCH_RATE = 0.005
"""False watch alarms per series and year when nothing happens."""

LOST_RATE = 0.001
"""False loss alarms per series and year when nothing happens."""

DISCOVERY_RATE = 0.10
"""Of the losses on the agenda, at most this share are false on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAlarms:
    """The alarms against one reference, shape (goals, measurements + 1).

    An alarm stays until the monitor restarts. The cell after a goal's last measurement is for
    a preliminary value, which can warn but never confirm a loss.
    """

    watch: Bools
    lost: Bools
    p_value: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """The alarms at each measurement, against each of the three references.

    `gain` is the mirrored alarm: an improvement on the baseline, of goals whose target was
    reached. One of `target` takes both, a gain and a fall, each at the rate of the alarm; its
    p-value is the larger of the two.
    """

    baseline: ReferenceAlarms
    target: ReferenceAlarms
    comparator: ReferenceAlarms
    gain: ReferenceAlarms


def per_measurement(yearly_rate: float | Floats, measurements_per_year: Floats) -> Floats:
    """Spread a yearly false-alarm probability a over n measurements a year: 1-(1-a)^(1/n)."""
    rate: Floats = 1.0 - (1.0 - yearly_rate) ** (1.0 / measurements_per_year)
    return rate
