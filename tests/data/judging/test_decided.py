"""What was decided holds no more than it says."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.judging import kept_verdicts
from data.judging.decided import Decided


def test_without_its_readings_it_holds_none_of_them():
    before = pa.total_allocated_bytes()
    names = pd.Series(pa.array([f"goal {number}" for number in range(10_000)])).astype("str")
    decided = Decided(readings=pd.DataFrame({"goal_id": names})).without_readings()
    del names
    assert decided.readings.empty
    assert pa.total_allocated_bytes() - before < 10_000


def test_where_the_monitors_show_what_is_stored_none_of_it_is_held(monkeypatch):
    before = pa.total_allocated_bytes()
    names = pd.Series(pa.array([f"goal {number}" for number in range(10_000)])).astype("str")
    nobody = np.array([], dtype=object)
    monkeypatch.setattr(kept_verdicts, "said_otherwise", lambda *_given: nobody)
    decided = kept_verdicts.with_new_readings(
        None, Decided(readings=pd.DataFrame({"goal_id": names}))
    )
    del names
    assert list(decided.readings) == ["goal_id"]
    assert decided.readings.empty
    assert pa.total_allocated_bytes() - before < 10_000
