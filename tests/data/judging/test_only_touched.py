"""After a change only what it concerns is judged, and every verdict is as if all were."""

import random
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.judging import assess as judging
from data.judging import concerned, disclosure, shown_verdicts
from data.judging.engine import HERE
from data.store import definitions, ledger
from data.store.store import Store
from tests.data.portfolio import copied
from tests.factories import rows_of, writing

NOW = datetime(2024, 3, 1, tzinfo=UTC)
AREAS = [f"omrade-{letter}" for letter in "abcdefgh"]
SURVEY, COUNTED, PEOPLE, CLASSED = "SER08", "SKO01", "BEF01", "GEN03"
FIRST, LAST, BASELINE = 2012, 2023, ["2012", "2013", "2014"]
KEPT = ("assessment", "monitor_reading", "goal", "noise_model", "common_movement")


def measured(indicator_id, area_ids, years, value, n=400):
    frame = pd.DataFrame(
        [(area, str(year)) for area in area_ids for year in years],
        columns=["area_id", "period"],
    )
    return frame.assign(
        indicator_id=indicator_id,
        definition_version=1,
        geo_version="",
        category="",
        supplier="",
        period_start=pd.to_datetime(frame["period"] + "-01-01"),
        period_end=pd.to_datetime(frame["period"] + "-12-31"),
        value=[value() for _ in range(len(frame))],
        n=n,
        status="final",
        evidence="measured",
    )


def goal(indicator_id, area_id, **terms):
    row = {
        "goal_id": f"mal.{indicator_id}.{area_id}".lower(), "goal_version": 1, "title": "Mål",
        "indicator_id": indicator_id, "area_id": area_id, "definition_version": 1,
        "geo_version": "", "category": "", "supplier": "", "form": "hold", "worse": "lower",
        "baseline_periods": BASELINE, "comparator_use": "watch", "mid": 4.0,
        "in_headline": True, "after_the_fact": False, "frozen_on": pd.Timestamp("2015-01-01"),
        "target_due": pd.Timestamp("2025-12-31"), "frozen_by": "test",
    }  # fmt: skip
    return row | terms


def changed(store, catalogue, on, *written, only_touched=True):
    """Write rows of tables in one revision and judge what they concern; return its number."""
    with writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=on)
        for table, rows in written:
            frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
            if table in {"observation", "goal"}:
                frame = ledger.resolve_series(cursor, frame, revision)
            ledger.write(cursor, revision, table, frame)
        judging.assess(
            cursor, revision, catalogue, assessed_on=on.date(), only_touched=only_touched
        )
    return revision


@pytest.fixture(scope="module")
def built(tmp_path_factory, catalogue):
    """Eight areas in two districts, surveyed and counted; the first has fallen in both."""
    path = tmp_path_factory.mktemp("touched") / "store.duckdb"
    store, draw = Store(path), random.Random(1)
    around = [("stad", "municipality"), ("norr", "district"), ("sor", "district")]
    areas = [{"area_id": one, "kind": kind, "name": one} for one, kind in around]
    areas += [{"area_id": one, "kind": "development_area", "name": one} for one in AREAS]
    lies_in = [
        {"area_id": one, "other_area_id": "norr" if one < "omrade-e" else "sor",
         "relation": "parent"}
        for one in AREAS
    ]  # fmt: skip
    years = range(FIRST, LAST + 1)
    rows = pd.concat(
        [
            measured(SURVEY, AREAS, years, lambda: round(draw.gauss(60, 2.5), 1)),
            measured(COUNTED, AREAS, years, lambda: round(draw.gauss(80, 3), 1), n=None),
            measured(PEOPLE, AREAS, [2014, 2023], lambda: 900.0, n=None),
        ]
    )
    fallen = (rows["area_id"] == AREAS[0]) & (rows["period"] > "2018")
    rows["value"] = rows["value"].where(~fallen, rows["value"] - 25)
    goals = [goal(SURVEY, one) for one in AREAS[:6]] + [goal(COUNTED, one) for one in AREAS[:6]]
    beside = [{"goal_id": goals[1]["goal_id"], "area_id": one} for one in AREAS[4:7]]
    with writing(store) as cursor:
        definitions.keep(cursor, catalogue, NOW)
    changed(store, catalogue, NOW, ("area", areas), ("area_relation", lies_in),
            ("observation", rows), ("goal", goals), ("goal_comparator", beside))  # fmt: skip
    store.close()
    return path


def a_break(draw):
    row = {
        "break_id": draw.choice("xy"), "indicator_id": draw.choice([SURVEY, COUNTED]),
        "area_id": draw.choice(["", AREAS[0], AREAS[3]]), "first_period": "2020",
        "first_period_start": pd.Timestamp("2020-01-01"), "kind": "question",
        "blocks_change": draw.random() < 0.7, "blocks_level": draw.random() < 0.3,
    }  # fmt: skip
    return [("series_break", [row])]


def an_event(draw):
    event = {
        "event_id": "e", "starts_on": pd.Timestamp(f"{draw.randint(2017, 2023)}-05-01"),
        "title": "Händelse", "effect": draw.choice(["", "expected_dip"]),
    }  # fmt: skip
    scope = {"event_id": "e", "area_id": draw.choice(AREAS[:3]), "indicator_id": COUNTED}
    return [("event", [event]), ("event_scope", [scope])]


def some_values(draw):
    some = draw.sample(AREAS, draw.randint(1, 3))
    years = draw.choice([[2024], [2024], [2023], [2019], [2013]])
    rows = measured(
        draw.choice([SURVEY, COUNTED]), some, years, lambda: round(draw.uniform(35, 85), 1)
    )
    return [("observation", rows)]


def people(draw):
    return [("observation", measured(PEOPLE, [draw.choice(AREAS)], [2023], lambda: 1400.0))]


def another_goal(draw):
    given = goal(draw.choice([SURVEY, COUNTED]), draw.choice(AREAS[4:]))
    terms = {"goal_version": 2, "mid": draw.choice([3.0, 6.0]), "baseline_value": None}
    return [("goal", [given | terms | {"in_headline": draw.random() < 0.8}])]


def another_comparator(draw):
    named = draw.sample(AREAS[3:], 2)
    goal_id = goal(SURVEY, draw.choice(AREAS[:2]))["goal_id"]
    return [("goal_comparator", [{"goal_id": goal_id, "area_id": one} for one in named])]


CHANGES = (
    some_values,
    some_values,
    a_break,
    an_event,
    people,
    another_goal,
    another_comparator,
)


@settings(max_examples=3)
@given(
    seed=st.integers(0, 2**32),
    steps=st.lists(st.sampled_from(CHANGES), min_size=2, max_size=2),
    days=st.sampled_from([0, 90, 500]),
)
def test_judging_what_a_change_concerns_leaves_nothing_for_a_full_assessment(
    built, catalogue, seed, steps, days
):
    draw = random.Random(seed)
    with copied(built) as store:
        for number, step in enumerate(steps, start=1):
            on = NOW + timedelta(days=days * number)
            changed(store, catalogue, on, *step(draw))
            full = changed(store, catalogue, on, only_touched=False)
            for table in KEPT:
                left = rows_of(
                    store,
                    f"FROM {table} WHERE revision_from = $r OR revision_to = $r",
                    r=full,
                )
                assert left.empty, f"{step.__name__}: {table}\n{left.T}"


def test_a_mean_of_classes_is_judged_from_as_it_is_frozen(built, catalogue):
    steps = catalogue[CLASSED].ladder
    severities = [1, 2, 2, *[3] * 9]
    rows = measured(CLASSED, AREAS[:1], range(FIRST, LAST + 1), lambda: None, n=None)
    rows = rows.assign(
        class_code=[one.code for each in severities for one in steps if one.severity == each]
    )
    terms = {"form": "class", "worse": "higher", "target_classes": [steps[0].code], "mid": 1.0}
    with copied(built) as store:
        promised = ("goal", [goal(CLASSED, AREAS[0], **terms)])
        changed(store, catalogue, NOW, ("observation", rows), promised)
        full = changed(store, catalogue, NOW, only_touched=False)
        again = rows_of(store, "FROM assessment WHERE revision_from = $r", r=full)
        assert again.empty, again.T


def assessed(store, revision):
    rows = "SELECT assessed FROM assessment_run WHERE revision_id = $revision"
    return int(rows_of(store, rows, revision=revision)["assessed"].iloc[0])


def test_a_new_value_is_judged_alone_and_an_old_one_with_its_neighbours(built, catalogue):
    with copied(built) as store:
        new = measured(SURVEY, AREAS[:1], [2024], lambda: 35.0)
        assert assessed(store, changed(store, catalogue, NOW, ("observation", new))) == 1
        late = measured(SURVEY, AREAS[7:], [2023], lambda: 35.0)
        beside = changed(store, catalogue, NOW, ("observation", late))
        # Nobody's own, but two in its district and the one whose comparator it is not.
        assert assessed(store, beside) == 2


def test_a_day_that_passes_a_verdict_is_found_by_whoever_imports_next(built, catalogue):
    with copied(built) as store:
        one = measured(PEOPLE, AREAS[:1], [2016], lambda: 900.0)
        later = changed(store, catalogue, NOW + timedelta(days=900), ("observation", one))
        states = rows_of(store, "SELECT reason FROM assessment_as_of($r)", r=later)["reason"]
        assert set(states) == {"stale"}


def test_what_another_rule_decided_is_decided_again_by_whoever_imports_next(built, catalogue):
    with copied(built) as store:
        with writing(store) as cursor:
            cursor.execute(
                "UPDATE assessment SET rule_version = 'older', state = 'unchanged' "
                "WHERE goal_id = $one",
                {"one": goal(COUNTED, AREAS[0])["goal_id"]},
            )
        changed(
            store, catalogue, NOW, ("observation", measured(SURVEY, AREAS[7:], [2024], int))
        )
        states = rows_of(store, "FROM assessment_as_of($r)", r=store.revision)
        assert "older" not in set(states["rule_version"])
        assert "below_baseline" in set(states["state"])


def test_noise_is_estimated_with_all_goals_of_the_indicator_also_when_one_is_touched(
    built, catalogue
):
    found = []
    for only_touched in (True, False):
        with copied(built) as store:
            with writing(store) as cursor:
                cursor.execute(
                    "DELETE FROM noise_model WHERE indicator_id = $id", {"id": SURVEY}
                )
            one = measured(SURVEY, AREAS[:1], [2024], lambda: 58.0)
            changed(store, catalogue, NOW, ("observation", one), only_touched=only_touched)
            found.append([rows_of(store, f"FROM {table} ORDER BY ALL") for table in KEPT])
    for narrow, whole in zip(*found, strict=True):
        pd.testing.assert_frame_equal(narrow, whole)


class Told:
    """A cursor that tells what it was asked, and how many rows it answered with."""

    def __init__(self, cursor):
        self.lent, self.asked, self.rows = cursor, [], []

    def __getattr__(self, name):
        return getattr(self.lent, name)

    def execute(self, sql, *given):
        self.asked.append(sql)
        self.lent.execute(sql, *given)
        return self

    def df(self):
        found = self.lent.df()
        self.rows.append(len(found))
        return found

    def fetchall(self):
        return self.lent.fetchall()


def test_of_tables_that_nothing_was_written_of_nothing_is_asked(built, catalogue):
    with copied(built) as store, writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        row = measured(SURVEY, AREAS[:1], [2024], lambda: 50.0)
        ledger.write(
            cursor, revision, "observation", ledger.resolve_series(cursor, row, revision)
        )
        told = Told(cursor)
        found = concerned.touched_between(told, catalogue, revision, revision)
        assert found.judged == {goal(SURVEY, AREAS[0])["goal_id"]}
        named = [table for table in ("event_scope", "ladder") for sql in told.asked[1:]
                 if table in sql]  # fmt: skip
        assert not named


def test_few_goals_are_not_read_to_be_divided(built):
    goal_id = goal(SURVEY, AREAS[0])["goal_id"]
    with copied(built) as store, writing(store) as cursor:
        told = Told(cursor)
        revision = ledger.newest(cursor)
        assert judging._blocks(told, revision, frozenset({goal_id})) == [{goal_id}]
        assert told.rows == [], "a few goals are one block, and nobody weighs them"
        every_one = judging._blocks(told, revision, None)
        assert every_one == [None], "all of a store that has room in a block are not named"


def test_where_nothing_is_hidden_no_goal_is_looked_at_for_it(built, catalogue):
    row = measured(SURVEY, AREAS[:1], [2024], lambda: 50.0)
    with copied(built) as store, writing(store) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="test", now=NOW)
        ledger.write(
            cursor, revision, "observation", ledger.resolve_series(cursor, row, revision)
        )
        told = Told(cursor)
        disclosure.keep(told, revision, catalogue)
        shown_verdicts.keep(told, revision, catalogue, assessed_on=NOW.date(), engine=HERE)
        assert not any("resting" in sql or "DELETE" in sql for sql in told.asked)
        assert cursor.execute("SELECT through FROM disclosure_known").fetchall() == [
            (revision,)
        ]
