"""A column of flags is asked about as flags in the cells are, and never passed over."""

import pytest

from tests.files.given import codes, examined, lent


@pytest.fixture(scope="module")
def store():
    yield from lent()


def of(store, header, *rows, **answers):
    lines = "".join(f"9999;BEF01;{row}\n" for row in rows)
    text = f"område;indikator;period;värde;{header}\n{lines}"
    return examined(store, text, answers=answers)


@pytest.mark.parametrize("header", ["flagga", "Flags", "OBS_FLAG"])
def test_each_flag_beside_a_value_is_one_question(store, header):
    found = of(store, header, "2023;51;p", "2024;52;e", "2025;53;", "2026;..;p")
    asked = {one.id: (one.suggested, one.count) for one in found.proposals}
    assert asked["flag_means:p"] == ("preliminary", 1)
    assert asked["flag_means:e"] == ("inferred", 1)
    assert "column_not_used" not in codes(found)


def test_a_column_with_anything_but_flags_is_said_not_to_be_read(store):
    found = of(store, "flagga", "2023;51;p", "2024;52;kontrollerad av kontoret")
    assert "column_not_used" in codes(found)
    assert not any(one.id.startswith("flag_means") for one in found.proposals)
