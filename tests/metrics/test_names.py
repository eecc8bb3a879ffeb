"""The names that others build on stay where they are."""

import subprocess
import sys

import pytest

import metrics


@pytest.mark.parametrize("name", metrics.__all__)
def test_every_stable_name_can_be_imported(name):
    assert getattr(metrics, name).__doc__


def test_every_room_is_listed():
    assert sorted(metrics._ROOM_OF) == sorted(metrics.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = metrics.nothing_here


def test_opening_the_library_does_not_wake_the_compiler():
    program = "import sys, metrics; print('numba' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"
