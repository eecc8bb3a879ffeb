"""What is the same for many goals is asked, read and written once for all of them."""

import json

import pandas as pd
import pytest

from data.judging import assess, facts, goal_rows, three_questions
from data.judging.concerned import EVERY_GOAL
from data.store import ledger
from data.store.access import Verb
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from tests.factories import a_door, a_viewer
from tests.files.given import TODAY


@pytest.fixture
def cursor(sample):
    with a_door(sample).rehearse(a_viewer(), Verb.REASSESS) as cursor:
        yield cursor


class OnlyColumns:
    """A cursor that answers in columns, and makes no object of each value."""

    def __init__(self, cursor):
        self.sql, self.register = cursor.sql, cursor.register
        self.unregister = cursor.unregister


class Counted(Catalogue):
    """A catalogue that counts how often it is asked."""

    asked = 0

    def __getitem__(self, key):
        self.asked += 1
        return super().__getitem__(key)


PLAIN = """
SELECT a.goal_id, o.series_id, o.period, CAST(o.period_start AS TIMESTAMP) AS period_start,
       CAST(o.period_end AS TIMESTAMP) AS period_end, o.value, o.class_code, o.numerator,
       o.denominator, CAST(o.n AS DOUBLE) AS n, o.low, o.high, o.status = 'final' AS final,
       coalesce(o.missing_reason, '') IN ('suppressed', 'few_people') AS hidden,
       o.evidence = 'inferred' AND coalesce(o.class_code, '') <> '' AS inferred
FROM goal a JOIN series s USING (series_id) JOIN observation o USING (series_id)
WHERE a.revision_to = $current AND o.revision_to = $current
ORDER BY a.goal_id, o.period_end, o.period_start
"""


def test_facts_are_read_as_columns_and_say_what_the_store_says(cursor, catalogue):
    revision = ledger.newest(cursor)
    goals = goal_rows.read(cursor, catalogue, revision)
    found = facts.read(OnlyColumns(cursor), catalogue, goals[::-1], revision)
    said = cursor.execute(PLAIN, {"current": CURRENT}).df()
    assert len(said) > 100
    pd.testing.assert_frame_equal(found.rows.drop(columns="number"), said)
    asked = goals["goal_id"].to_numpy()[::-1]
    assert asked[found.owner].tolist() == said["goal_id"].tolist()
    assert found.periods[found.period].tolist() == said["period"].tolist()


def test_what_an_indicator_says_is_asked_once_for_all_its_goals(cursor, catalogue):
    counting = Counted(catalogue.values())
    goals = goal_rows.read(cursor, counting, ledger.newest(cursor))
    assert counting.asked <= goals["indicator_id"].nunique() < len(goals)


def test_no_block_is_begun_for_goals_that_the_one_before_has_room_for(cursor, monkeypatch):
    revision, every_goal = ledger.newest(cursor), assess.concerned.every_goal(cursor)
    found = "SELECT goal_id, count(*) FROM goal JOIN observation o USING (series_id) "
    found += "WHERE goal.revision_to = $c AND o.revision_to = $c GROUP BY 1"
    measured = dict(cursor.execute(found, {"c": CURRENT}).fetchall())
    number = sum(measured.values())
    monkeypatch.setattr(assess, "_AT_A_TIME", number)
    assert assess._blocks(cursor, revision, None) == [None]
    assert assess._blocks(cursor, revision, every_goal) == [set(every_goal)]

    monkeypatch.setattr(assess, "_AT_A_TIME", number // 3)
    blocks = assess._blocks(cursor, revision, None)
    assert 3 <= len(blocks) <= 4
    assert set().union(*blocks) == set(every_goal)
    assert sum(map(len, blocks)) == len(every_goal)
    heavy = max(sum(measured.get(one, 0) for one in some) for some in blocks)
    assert heavy < number // 2, "a block is as heavy as its measurements, not its goals"


def test_no_block_has_more_measurements_than_one_may_have_unless_an_indicator_has(monkeypatch):
    monkeypatch.setattr(assess, "_AT_A_TIME", 6)
    for sizes, blocks in (
        ([4, 4, 4], [0, 1, 2]),
        ([3, 3, 3], [0, 0, 1]),
        ([9, 0, 7], [0, 1, 1]),
    ):
        assert assess._filled(pd.Series(sizes)).tolist() == blocks


def test_answers_that_goals_share_are_written_once(cursor, catalogue, monkeypatch):
    written = []
    of = three_questions.Written.of
    monkeypatch.setattr(
        three_questions.Written, "of", lambda answer: written.append(answer) or of(answer)
    )
    revision = ledger.newest(cursor)
    found = assess.decide(cursor, revision, catalogue, EVERY_GOAL, assessed_on=TODAY)
    answers = [json.loads(each) for one in found for each in one.verdicts["questions"]]
    assert len(written) < sum(map(len, answers)) / 3
