"""Which breaks concern a series, and where they stand on its line."""

import pandas as pd
import pytest

from metrics.methods.timeline import breaks_in


def a_break(version: float | None) -> pd.DataFrame:
    """A break of an indicator: of one version of its definition, or of all."""
    about = {"indicator_id": "TRY14", "area_id": None, "category": None}
    return pd.DataFrame([about | {"definition_version": version}])


def of_version(version: int | None) -> pd.DataFrame:
    """A measurement of that version of the definition; None where it does not say."""
    row = {"indicator_id": "TRY14", "area_id": "a", "category": ""}
    return pd.DataFrame([row if version is None else row | {"definition_version": version}])


@pytest.mark.parametrize(
    ("stated", "of", "kept"),
    [(1, 1, True), (1, 2, False), (None, 2, True), (1, None, True)],
)
def test_a_break_concerns_only_the_version_of_the_definition_it_names(stated, of, kept):
    assert len(breaks_in(a_break(stated), of_version(of))) == kept
