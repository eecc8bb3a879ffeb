"""The names that others build on stay where they are."""

import importlib
import subprocess
import sys
from itertools import chain
from types import ModuleType

import pytest

import metrics

STABLE = (
    *("screen_losses", "LossScreen", "estimate_noise", "NoiseModel"),
    *("judge", "decide", "freeze", "as_monitored", "standard_error", "Evidence"),
    *("wilson", "byar", "mean_interval", "spc_xmr", "recent_trend", "mann_kendall"),
    *("dissimilarity", "theil_h", "mutual_information", "entropy", "jensen_shannon"),
    *("vacancy_chain", "social_value", "SocialValue", "suppress"),
)
"""What the documentation of the method promises to callers outside."""


@pytest.mark.parametrize("name", STABLE)
def test_every_promised_name_is_a_documented_function_or_class(name):
    named = getattr(metrics, name)
    assert name in metrics.__all__
    assert not isinstance(named, ModuleType), "a file of the same name hides it"
    assert named.__doc__.strip()


def test_the_names_are_the_same_wherever_they_are_imported_from():
    from metrics.definition import indicator
    from metrics.engine import noise, sampling
    from metrics.outcome import decision, prepared

    assert metrics.judge is decision.judge
    assert metrics.as_monitored is prepared.as_monitored
    assert metrics.freeze is noise.freeze
    assert metrics.standard_error is sampling.standard_error
    assert metrics.Evidence is indicator.Evidence


@pytest.mark.parametrize("name", metrics.__all__)
def test_every_stable_name_can_be_imported(name):
    assert getattr(metrics, name).__doc__


def test_every_room_is_listed():
    assert sorted(chain(*metrics._ROOMS.values())) == sorted(metrics.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = metrics.nothing_here


def test_opening_the_library_does_not_wake_the_compiler():
    program = "import sys, metrics; print('numba' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_the_decision_is_also_imported_from_its_own_package():
    outcome = importlib.import_module("metrics.outcome")
    for name in outcome.__all__:
        assert getattr(outcome, name) is not None
    assert outcome.judge is metrics.judge
    assert outcome.decide is metrics.decide
