"""Many rows read at once say and are the same as few."""

import pandas as pd
import pytest

from data.answers import goals, places, reader
from data.store.errors import TooMuchError
from tests.factories import a_reader

MIXED = """
SELECT 'omrade' AS area_id, range::INTEGER AS n, nullif(range, 1)::INTEGER AS gap,
       nullif(range, 1)::BIGINT AS large, range > 1 AS yes, nullif(range > 1, true) AS unsure,
       range / 3 AS value, nullif(range / 3, 0) AS some,
       DATE '2020-01-31' + range::INTEGER AS day,
       nullif(DATE '2020-01-01' + range::INTEGER, DATE '2020-01-02') AS no_day,
       'Öckerö ' || range AS name, nullif('x' || range, 'x1') AS word, NULL::VARCHAR AS never
FROM range({rows}) WHERE $revision IS NOT NULL
"""


@pytest.mark.parametrize("rows", [0, 1, 3, 50_000])
def test_many_rows_are_the_rows_and_the_types_that_few_are(sample, rows):
    asked = a_reader(sample)
    question = MIXED.format(rows=rows)
    pd.testing.assert_frame_equal(asked.many(question), asked.visible(question))


def test_every_measurement_of_an_indicator_is_told_as_before(sample):
    asked = a_reader(sample)
    for one in ("MIX01", "SKO01", "TRY14", "FINNSINTE"):
        for question in (places._OF_INDICATOR, places._FIGURES):
            many = asked.many(question, indicator_id=one)
            pd.testing.assert_frame_equal(many, asked.visible(question, indicator_id=one))


def test_every_goal_is_told_as_before(sample):
    asked = a_reader(sample)
    few = asked.visible(goals._GOALS, ids=None)
    pd.testing.assert_frame_equal(asked.many(goals._GOALS, ids=None), few)


def test_more_rows_than_may_be_given_are_refused_before_they_are_read(sample, monkeypatch):
    monkeypatch.setattr(reader, "MOST_ROWS", 5)
    with pytest.raises(TooMuchError, match="Välj en indikator eller ett område"):
        a_reader(sample).many(MIXED.format(rows=10_000_000_000))


def test_where_all_rows_are_wanted_they_are_kept_once():
    rows = pd.DataFrame({"series_id": [1, 1, 2]})
    assert places.only(rows, rows["series_id"] > 0) is rows
    some = places.only(rows, rows["series_id"] > 1)
    assert list(some.index) == [0]
    assert some["series_id"].tolist() == [2]
