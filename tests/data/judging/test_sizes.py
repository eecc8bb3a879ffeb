"""What has been simulated is kept beside the store, and found before anybody asks."""

import zipfile

import numpy as np
import pytest

from data.judging import sizes
from metrics.engine import foreseen, whole_rule
from metrics.engine.answers import Answers
from metrics.engine.whole_rule import Rule, detectable_loss

RULE = Rule(
    baseline=3,
    rho=0.0,
    degrees_of_freedom=20.0,
    measurements=6,
    rate=0.002,
    smallest=1.5,
    confirming=2,
    measurements_left=6,
)


@pytest.fixture
def forgetful(monkeypatch):
    """Begin as a new process does; the returned function begins once more."""

    def forget():
        answers = Answers()
        for module in (whole_rule, foreseen):
            monkeypatch.setattr(module, "ANSWERS", answers)
        monkeypatch.setattr(sizes, "_RECALLED", set())
        monkeypatch.setattr(sizes, "_KEPT", {})

    forget()
    return forget


@pytest.fixture
def simulated(monkeypatch):
    """List the rules that had to be simulated."""
    real, asked = whole_rule._found, []

    def noted(rule):
        asked.append(rule)
        return real(rule)

    monkeypatch.setattr(whole_rule, "_found", noted)
    return asked


def test_what_one_process_has_found_another_knows(tmp_path, forgetful, simulated):
    store = str(tmp_path / "store.duckdb")
    found = detectable_loss(RULE)
    sizes.keep(store)
    forgetful()
    sizes.recall(store)
    assert detectable_loss(RULE) == found
    assert len(simulated) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["store.sizes.npz"]


def test_what_one_more_measurement_asks_is_found_before(tmp_path, forgetful, simulated):
    store = str(tmp_path / "store.duckdb")
    late = RULE._replace(measurements_left=3)
    detectable_loss(RULE), detectable_loss(late)
    assert sizes.work_ahead(store, at_rest=0) == 2
    assert sizes.work_ahead(store, at_rest=0) == 0, "only one step beyond what is asked"
    simulated.clear()
    detectable_loss(RULE._replace(measurements=7, measurements_left=7))
    detectable_loss(late._replace(measurements=7))
    assert not simulated
    assert sizes.work_ahead(store, at_rest=0) == 2, "the step after what has been asked now"
    forgetful()
    assert sizes.work_ahead(store, at_rest=0) == 0, "another process begins where it ended"


def test_a_busy_server_is_left_alone_and_the_rest_is_found_when_it_is_quiet(
    tmp_path, forgetful
):
    store = str(tmp_path / "store.duckdb")
    detectable_loss(RULE), detectable_loss(RULE._replace(measurements_left=3))
    assert sizes.work_ahead(store, at_rest=0, busy=lambda: True) == 1
    assert sizes.work_ahead(store, at_rest=0) == 1


def a_folder(file):
    file.mkdir()


def another_array(file):
    with file.open("wb") as out:
        np.save(out, np.zeros((2, 2)))


def a_thing_of_python(file):
    np.savez(
        file, made_by=np.array(foreseen.made_by()), rows=np.array([{"a": 1}], dtype=object)
    )


def no_array(file):
    np.savez(file, made_by=np.array(foreseen.made_by()))
    with zipfile.ZipFile(file, "a") as whole:
        whole.writestr("rows", b"text")


def too_large(file):
    np.savez(file, made_by=np.array(foreseen.made_by()))
    head = b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 10), }"
    with zipfile.ZipFile(file, "a") as whole:
        whole.writestr("rows.npy", b"\x93NUMPY\x01\x00\x76\x00" + head.ljust(117) + b"\n")


def packed_and_spoilt(file):
    np.savez_compressed(file, made_by=np.array(foreseen.made_by()), rows=np.zeros((9, 10)))
    content = bytearray(file.read_bytes())
    at = content.index(b"rows.npy") + len(b"rows.npy") + 20
    content[at : at + 8] = b"\xff" * 8
    file.write_bytes(content)


def endless(file):
    rows = np.array([[*RULE, 12, 1], [*RULE._replace(measurements=np.inf), 12, 1]], dtype=float)
    np.savez(file, made_by=np.array(foreseen.made_by()), rows=rows)


@pytest.mark.parametrize(
    "foreign",
    [
        *(a_folder, another_array, a_thing_of_python, no_array, too_large),
        *(packed_and_spoilt, endless),
    ],
)
def test_whatever_stands_in_the_place_of_the_file_nobody_is_stopped(
    tmp_path, forgetful, foreign
):
    store = str(tmp_path / "store.duckdb")
    foreign(tmp_path / "store.sizes.npz")
    sizes.recall(store)
    assert foreseen.number_known() == 0
    detectable_loss(RULE)
    sizes.keep(store)
    assert [file.name for file in tmp_path.iterdir()] == ["store.sizes.npz"]


@pytest.mark.parametrize("spoilt", [True, False])
def test_a_spoilt_file_and_one_of_another_source_say_nothing(tmp_path, forgetful, spoilt):
    store = str(tmp_path / "store.duckdb")
    file = tmp_path / "store.sizes.npz"
    rows = np.array([[*RULE, 12, 1]], dtype=float)
    np.savez(file, made_by=np.array(foreseen.made_by()), rows=rows)
    sizes.recall(store)
    assert foreseen.number_known() == 1
    forgetful()
    if spoilt:
        file.write_bytes(file.read_bytes()[:100])
    else:
        np.savez(file, made_by=np.array("another"), rows=rows)
    sizes.recall(store)
    assert foreseen.number_known() == 0
