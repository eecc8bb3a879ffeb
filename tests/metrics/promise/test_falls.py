"""Between which stages a promise fell, when some of them were never checked."""

import pandas as pd

from metrics.promise.decision import course
from metrics.promise.falls import last_seen
from tests.promise_factories import TODAY, _frames, checked, missing, promise, reached

ALL = [reached(stage, f"20{12 + stage}-01-01") for stage in range(4)]


def fall(*records, stages=ALL, position: int = 3) -> tuple[int, bool]:
    frames = _frames([promise(origin_stage=0)], records, (), (), stages)
    way = course(*frames, on=TODAY)
    falls = pd.DataFrame({"commitment_id": way["commitment_id"].unique(), "position": position})
    (row,) = last_seen(way, falls).to_dict("records")
    return row["seen_at"], row["gap"]


def test_a_promise_seen_at_the_stage_before_fell_there():
    assert fall(checked(2), missing(3)) == (2, False)


def test_stages_that_nobody_checked_leave_the_place_open():
    assert fall(missing(3)) == (0, True)


def test_a_stage_the_project_does_not_have_leaves_nothing_open():
    skipped = [ALL[0], ALL[1], reached(2, skipped=True), ALL[3]]
    assert fall(checked(1), missing(3), stages=skipped) == (1, False)


def test_no_falls_give_no_rows():
    empty = pd.DataFrame({"commitment_id": [], "position": []}, dtype=object)
    way = pd.DataFrame(columns=["commitment_id", "position", "state", "skipped"])
    assert last_seen(way, empty).empty
