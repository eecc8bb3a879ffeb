"""Whatever people record, in whatever order: no promise is lost before it is confirmed."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from metrics.promise.decision import decide, decide_promises
from metrics.promise.records import POSITIONS
from metrics.promise.state import FALLEN, PromiseState
from tests.promise_factories import TODAY, checked, confirmed, decided, promise, states

OWNER, RECORDER = "chef", "planarkitekt"
STAGES = [0, 1, 2, 3, 4, 5, 6.1, 6.3, 6.5, 6.9]
ROLES = st.sampled_from([OWNER, RECORDER, "jurist", "strateg"])


class Chain(RuleBasedStateMachine):
    """People check, confirm, decide and undo, in any order, about one promise."""

    @initialize(due=st.sampled_from([None, "2015-06-30", "2020-06-30", "2040-01-01"]))
    def begin(self, due):
        self.promise = promise(due_on=None if due is None else pd.Timestamp(due))
        self.records, self.sure, self.decision = {}, {}, None
        self.undo = []

    def now(self):
        decisions = [self.decision] if self.decision else []
        return states(
            *self.records.values(),
            promises=[self.promise],
            confirmations=list(self.sure.values()),
            decisions=decisions,
        ).iloc[0]

    def _remember(self):
        self.undo.append((dict(self.records), dict(self.sure), self.decision, self.now()))

    @rule(
        stage=st.sampled_from(STAGES),
        found=st.booleans(),
        strength=st.sampled_from([1, 2, 3, 4]),
        quantity=st.sampled_from([float("nan"), 10.0, 20.0]),
    )
    def somebody_checks(self, stage, found, strength, quantity):
        self._remember()
        finding = "found" if found else "not_found"
        record = checked(stage, finding, strength, quantity=quantity if found else float("nan"))
        record["record_id"] = f"{stage}.{len(self.records)}"
        self.records[record["record_id"]] = record

    @rule(role=ROLES, which=st.integers(0, 20))
    def somebody_confirms(self, role, which):
        missed = [one for one in self.records.values() if one["finding"] == "not_found"]
        if missed:
            self._remember()
            record = missed[which % len(missed)]
            self.sure[record["record_id"], role] = confirmed(record, role, owner=role == OWNER)

    @rule(kind=st.sampled_from(["decided_away", "replaced"]), stage=st.integers(0, 5))
    def somebody_decides(self, kind, stage):
        self._remember()
        self.decision = decided(kind, stage)

    @rule()
    def the_latest_is_undone(self):
        if self.undo:
            self.records, self.sure, self.decision, before = self.undo.pop()
            pd.testing.assert_series_equal(self.now(), before)

    @invariant()
    def nothing_is_lost_without_confirmation(self):
        if not hasattr(self, "promise"):
            return
        now = self.now()
        if now["state"] == PromiseState.LOST:
            self._is_confirmed()
        if self.decision is not None:
            # A decision is never a loss, whatever else has been recorded.
            assert now["state"] == self.decision["kind"]
        elif not self.records:
            assert now["state"] == PromiseState.NOT_ASSESSED
        assert (now["state"] in FALLEN) == (not pd.isna(now["lost_between"]))

    def _is_confirmed(self):
        assert self.decision is None
        roles = {}
        for record_id, role in self.sure:
            if role != self.records[record_id]["recorded_role"]:
                roles.setdefault(record_id, set()).add(role)
        assert any(OWNER in each or len(each) >= 2 for each in roles.values())


TestChain = Chain.TestCase
TestChain.settings = settings(stateful_step_count=12)

RECORDS = st.lists(
    st.builds(
        checked,
        st.sampled_from(STAGES),
        st.sampled_from(["found", "not_found"]),
        st.sampled_from([1, 2, 3, 4]),
    ),
    max_size=8,
)


@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(records, random):
    named = [one | {"record_id": f"r{at}"} for at, one in enumerate(records)]
    mixed = list(named)
    random.shuffle(mixed)
    pd.testing.assert_frame_equal(states(*named), states(*mixed))


@given(RECORDS, RECORDS)
def test_a_promise_is_judged_as_if_it_were_alone(first, second):
    one = [each | {"record_id": f"a{at}"} for at, each in enumerate(first)]
    other = [
        each | {"record_id": f"b{at}", "commitment_id": "annat"}
        for at, each in enumerate(second)
    ]
    both = states(*one, *other, promises=[promise(), promise(commitment_id="annat")])
    alone = states(*one)
    assert both.iloc[0]["state"] == alone.iloc[0]["state"]


@given(RECORDS)
def test_a_stronger_carrier_never_makes_it_worse(records):
    named = [one | {"record_id": f"r{at}"} for at, one in enumerate(records)]
    bound = [one | {"strength": 4} if one["finding"] == "found" else one for one in named]
    assert states(*bound).iloc[0]["state"] != PromiseState.WEAKENED


def test_ten_thousand_promises_are_one_call():
    count = 10_000
    promises = pd.DataFrame([promise()] * count).assign(
        commitment_id=[f"l{at}" for at in range(count)]
    )
    records = pd.DataFrame([checked(2), checked(3)] * count).assign(
        commitment_id=np.repeat(promises["commitment_id"], 2).to_numpy(),
        record_id=[f"r{at}" for at in range(2 * count)],
    )
    empty = {
        "confirmations": ["record_id", "confirmed_role", "is_owner", "confirmed_on"],
        "decisions": ["commitment_id", "stage", "check_year", "kind", "decided_on"],
        "stages": ["area_id", "stage", "check_year", "reached_on", "skipped"],
    }
    rest = [pd.DataFrame(columns=columns) for columns in empty.values()]
    found = decide_promises(promises, records, *rest, on=TODAY)
    assert set(found["state"]) == {"carried"}
    assert decide_promises is decide
    assert len(POSITIONS) == 10
