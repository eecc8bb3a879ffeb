"""What is said of a loss once it is decided: its size and date."""

import numpy as np
import pytest

from metrics.engine.screen import screen_losses
from metrics.engine.uncertainty import estimate_noise
from tests.metrics.engine.factories import fallen, unchanged

SERIES = 6_000
MEASUREMENT = np.arange(12)
LOSSES = {
    "step 1": (1.0 * (MEASUREMENT >= 0), 0),
    "step 1.5": (1.5 * (MEASUREMENT >= 0), 0),
    "step 2.5": (2.5 * (MEASUREMENT >= 0), 0),
    "late 1.5": (1.5 * (MEASUREMENT >= 6), 6),
    "late 2.5": (2.5 * (MEASUREMENT >= 6), 6),
    "ramp .15": (0.15 * (MEASUREMENT + 1), 0),
    "late ramp .3": (0.3 * np.maximum(MEASUREMENT - 5, 0), 6),
}


def decided(loss, start, *, at_once):
    """Return the screen of the series that alarmed after ``start``, and the true size.

    ``at_once``: as it was said at the first alarm, else when all had been measured.
    """
    values = unchanged(SERIES, 20, seed=25)
    arguments = {"baseline": 8, "worse": "lower", "group": np.zeros(SERIES), "horizon": 12}
    arguments["noise"] = estimate_noise(values, baseline=8, group=np.zeros(SERIES))
    values[:, 8:] -= loss
    first = screen_losses(values, **arguments).first_alarm
    last = np.where(first >= 0, first, 19) if at_once else np.full(SERIES, 19)
    values[np.arange(20) > last[:, None]] = np.nan
    screen = screen_losses(values, **arguments)
    kept = screen.alarm & (first >= 8 + start)
    return screen, kept, loss[last - 8]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("name", LOSSES)
def test_the_interval_holds_the_true_size_and_the_range_the_true_date(name, at_once):
    loss, start = LOSSES[name]
    screen, kept, truth = decided(loss, start, at_once=at_once)
    covered = (screen.size_low <= truth) & (truth <= screen.size_high)
    dated = (screen.onset_low <= 8 + start) & (8 + start <= screen.onset_high)
    assert covered[kept].mean() >= 0.93
    assert dated[kept].mean() >= 0.95


@pytest.mark.parametrize("name", LOSSES)
def test_a_size_is_not_much_exaggerated_for_having_been_picked(name):
    loss, start = LOSSES[name]
    for at_once, most in ((True, 1.45), (False, 1.25)):
        screen, kept, truth = decided(loss, start, at_once=at_once)
        ratio = screen.size[kept].mean() / truth[kept].mean()
        assert 0.75 <= ratio <= most


def test_the_size_grows_with_the_loss_however_large():
    values = unchanged(40, 20, seed=3)
    sizes = []
    for loss in (3.0, 10.0, 100.0, 1e6):
        screen = screen_losses(
            fallen(values, 12, loss), baseline=8, worse="lower", group=np.zeros(40)
        )
        sizes.append(screen.size.mean())
        assert (screen.size_low <= screen.size).all()
        assert (screen.size <= screen.size_high).all()
    assert sizes == pytest.approx([3.0, 10.0, 100.0, 1e6], rel=0.15)


def test_the_rarer_the_chance_of_the_alarm_the_more_the_size_is_drawn_back():
    values = fallen(unchanged(200, 20, seed=4), 14, 2.0)
    arguments = {"baseline": 8, "worse": "lower", "group": np.zeros(200)}
    strict = screen_losses(values, false_alarm=0.01, **arguments)
    loose = screen_losses(values, false_alarm=0.30, **arguments)
    both = strict.alarm & loose.alarm
    assert both.sum() > 50
    assert (strict.size[both] < loose.size[both]).all()
    sure = screen_losses(values, false_alarm=1e-300, **arguments)
    assert not sure.alarm.any()
