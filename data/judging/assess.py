"""Decides goals by `metrics.outcome.decision`, and keeps the verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
import pandas as pd

from data.answers.reader import Reader
from data.judging import (
    asked_again,
    concerned,
    disclosure,
    kept_verdicts,
    masks,
    moving_together,
    neighbours,
    shown_verdicts,
    surroundings,
    three_questions,
)
from data.judging.concerned import EVERY_GOAL, NO_GOAL, Concerned
from data.judging.decided import Decided, together
from data.judging.engine import HERE, Engine
from data.judging.inputs import prepare
from data.judging.masks import Masks
from data.judging.moving_together import Moved
from data.store.store import CURRENT
from metrics.definition.catalogue import Catalogue
from metrics.outcome.decision import RULE_VERSION

_AT_A_TIME = 320_000
"""About how many measurements goals are decided on at once: what bounds the memory."""

_FEW = 1_000
"""So few goals are decided at once, however long their series are: that they are is not
asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What was decided on a snapshot: of everything up to revision `based_on`, and one change.

    It is good for as long as no other revision comes between, and afterwards for all goals but
    those that both concern. `newest` is the last revision before the change is saved.
    """

    based_on: int
    newest: int
    decided: Decided
    moved: Moved
    masks: Masks = field(default_factory=Masks)


def ahead(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    based_on: int,
    assessed_on: date,
    only_touched: bool = False,
    with_masks: bool = True,
    engine: Engine = HERE,
) -> Ahead:
    """Decide as `assess` does, and keep nothing but what has become known.

    Without masks what is to be hidden is not worked out: nobody needs it of what is only tried.
    The facts are written as part of `revision` in a transaction that is to be taken back, where
    ``goal``, ``comparator_weight`` and ``noise_model`` are its own (`data.store.private`).
    """
    neighbours.keep(cursor, revision)
    asked = _asked(cursor, revision, catalogue, assessed_on, only_touched=only_touched)
    decided = [
        kept_verdicts.with_new_readings(cursor, one)
        for one in decide(
            cursor, revision, catalogue, asked, assessed_on=assessed_on, engine=engine
        )
    ]
    return Ahead(
        based_on=based_on,
        newest=based_on,
        decided=together(decided),
        moved=moving_together.since_known(cursor, revision, asked.laid_out_from),
        masks=masks.worked_out(cursor, revision, catalogue) if with_masks else Masks(),
    )


def assess(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    *,
    assessed_on: date,
    only_touched: bool = False,
    before: Ahead | None = None,
    engine: Engine = HERE,
) -> pd.DataFrame:
    """Decide every goal and keep the verdicts that changed.

    With `only_touched` those goals alone that something written since the last run concerns, or
    the day: the others would get the verdicts they have. What was decided `before` is not
    decided again, as far as it still holds. Returns one row per goal whose state changed:
    ``goal_id``, ``before`` (NULL when new), ``after``. Writes as part of `revision`, inside the
    caller's transaction: the verdicts, what the monitors showed, the baselines that have become
    known, and the noise of groups that had none. The arithmetic is done by `engine`.
    """
    gone = kept_verdicts.drop_without_goal(cursor, revision)
    neighbours.keep(cursor, revision)
    disclosure.keep(cursor, revision, catalogue, _masks_that_hold(cursor, before))
    holds = _still_holds(cursor, catalogue, before)
    if holds is not None and holds is before:
        asked = NO_GOAL
    else:
        asked = _asked(cursor, revision, catalogue, assessed_on, only_touched=only_touched)
    if holds is not None:
        asked = concerned.without(cursor, asked, holds.decided.goal_ids)
        kept_verdicts.keep_frozen(cursor, revision, holds.decided.frozen)
        kept_verdicts.keep_readings(cursor, revision, holds.decided)
    found = decide(cursor, revision, catalogue, asked, assessed_on=assessed_on, engine=engine)
    decided = [*kept_verdicts.keep_all_readings(cursor, revision, found)]
    if holds is not None:
        decided = [holds.decided.but_for(decided), *decided]
    _keep_moved(cursor, revision, before, holds, asked.laid_out_from)
    disclosure.keep_goals(cursor, revision)
    shown_verdicts.keep(cursor, revision, catalogue, assessed_on=assessed_on, engine=engine)
    if not gone and not any(len(one.terms) for one in decided):
        return kept_verdicts.NO_CHANGES
    return kept_verdicts.keep(cursor, revision, together(decided), assessed_on, catalogue)


def _asked(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    on: date,
    *,
    only_touched: bool,
) -> Concerned:
    if not only_touched:
        return EVERY_GOAL
    return concerned.since_last_run(cursor, catalogue, revision, on=on)


def _keep_moved(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    before: Ahead | None,
    holds: Ahead | None,
    laid_out_from: int | None,
) -> None:
    if before is None or holds is None:
        moved = moving_together.since_known(cursor, revision, laid_out_from)
    else:
        again = before.moved.indicator_ids - holds.moved.indicator_ids
        moved = holds.moved + moving_together.of_indicators(cursor, revision, again)
    moving_together.keep(cursor, revision, moved)


def _masks_that_hold(cursor: duckdb.DuckDBPyConnection, before: Ahead | None) -> Masks | None:
    """Return what was worked out `before`, but for what revisions that came between touch."""
    if before is None:
        return None
    if before.newest == before.based_on:
        return before.masks
    return masks.still(cursor, before.masks, before.based_on + 1, before.newest)


def _still_holds(
    cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, before: Ahead | None
) -> Ahead | None:
    """Return what still holds of what was decided before the revisions that came between.

    The same object where none came; without the goals that they concern, or whose noise was
    frozen with what they touched.
    """
    if before is None or before.newest == before.based_on:
        return before
    others = (before.based_on + 1, before.newest)
    theirs = concerned.touched_between(cursor, catalogue, *others)
    if theirs.judged is None:
        return None
    touched = moving_together.touched_between(cursor, *others)
    noise, terms = before.decided.frozen.noise, before.decided.terms
    frozen = set(noise["indicator_id"]) if len(noise) else set()
    doubtful = set(terms.loc[terms["indicator_id"].isin(frozen & touched), "goal_id"])
    still = before.decided.goal_ids & concerned.every_goal(cursor)
    return replace(
        before,
        decided=before.decided.of(still - doubtful - theirs.goal_ids),
        moved=before.moved.without(touched),
    )


def decide(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    asked: Concerned,
    *,
    assessed_on: date,
    engine: Engine = HERE,
) -> Iterator[Decided]:
    """Decide the goals that are asked about, some indicators at a time.

    What has become known is written as part of `revision`; the verdicts are not.
    """
    done: set[str] = set()
    for some in _blocks(cursor, revision, asked.judged):
        one = _decided(cursor, revision, catalogue, some, assessed_on, engine)
        if one is not None:
            done |= one.goal_ids
            yield one
    again = asked_again.answered(cursor, revision, catalogue, asked.asked - done)
    if again is not None:
        yield again


def _blocks(
    cursor: duckdb.DuckDBPyConnection, revision: int, goal_ids: frozenset[str] | None
) -> list[set[str] | None]:
    """Divide some goals (None: all) by indicator, so that no block has more measurements than
    `_AT_A_TIME`, unless a single indicator has.

    Goals of one indicator share what is ordinary; those of different ones share nothing. None
    is all of them, where one block has room.
    """
    if goal_ids is not None and len(goal_ids) <= _FEW:
        return [set(goal_ids)] if goal_ids else []
    every = cursor.execute(_EVERY, {"revision": revision}).fetchall()
    if every[0][0] <= _AT_A_TIME:
        return [None if goal_ids is None else set(goal_ids)]
    wanted = pd.DataFrame({"goal_id": pd.Series(sorted(goal_ids or ()), dtype="str")})
    cursor.register("wanted_goals", wanted)
    asked = {"current": CURRENT, "every": goal_ids is None}
    sizes = cursor.execute(_SIZES, {**asked, "revision": revision}).df()
    block = _filled(sizes["measured"])
    if block.nunique() < 2:
        cursor.unregister("wanted_goals")
        return [None if goal_ids is None else set(goal_ids)] if len(sizes) else []
    rows = cursor.execute(_OF_INDICATORS, asked).df()
    cursor.unregister("wanted_goals")
    of_indicator = rows["indicator_id"].map(block.set_axis(sizes["indicator_id"]))
    return [set(some) for _block, some in rows["goal_id"].groupby(of_indicator)]


def _filled(sizes: pd.Series) -> pd.Series:
    """Number the blocks that parts of some sizes fill in turn, each as far as it has room."""
    block, held, blocks = 0, 0, []
    for size in sizes.tolist():
        if held and held + size > _AT_A_TIME:
            block, held = block + 1, 0
        held += size
        blocks.append(block)
    return pd.Series(blocks, index=sizes.index, dtype=int)


_EVERY = "SELECT count(*) FROM observation_as_of($revision)"

_OF_INDICATORS = """
SELECT g.goal_id, s.indicator_id FROM goal g JOIN series s USING (series_id)
WHERE g.revision_to = $current
  AND ($every OR g.goal_id IN (SELECT goal_id FROM wanted_goals))
"""

_SIZES = f"""
SELECT i.indicator_id, count(o.series_id) AS measured
FROM ({_OF_INDICATORS.replace("g.goal_id,", "g.series_id,", 1)}) i
LEFT JOIN observation_as_of($revision) o USING (series_id)
GROUP BY i.indicator_id ORDER BY i.indicator_id
"""  # noqa: S608


def _decided(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    catalogue: Catalogue,
    goal_ids: set[str] | None,
    assessed_on: date,
    engine: Engine,
) -> Decided | None:
    """Decide some goals (None: all); None where no definition is known."""
    inputs = prepare(cursor, revision, catalogue, goal_ids=goal_ids, engine=engine)
    if inputs is None:
        return None
    judged = engine.judge(
        inputs.goals, inputs.measurements, assessed_on=assessed_on, noise=inputs.noise
    )
    around = surroundings.surroundings(
        cursor, inputs.goals, inputs.facts, judged.verdicts, revision
    )
    known = three_questions.Known(crossed=inputs.crossed, facts=inputs.facts, around=around)
    asked = three_questions.answered(cursor, inputs.goals, judged.verdicts, known, revision)
    peers = surroundings.peers(around, inputs.goals.index)
    drifting = inputs.goals["noise_group"].map(
        inputs.noise.set_index("noise_group")["drifting"]
    )
    verdicts = judged.verdicts.assign(
        goal_version=inputs.goals["goal_version"],
        rule_version=RULE_VERSION,
        noise_group=inputs.goals["noise_group"],
        drifting=drifting.astype("boolean"),
        **asked,
        **peers,
    )
    terms = inputs.goals[list(asked_again.TERMS)]
    shown = pd.Index(judged.readings["goal_id"].unique())
    silent = shown.get_indexer(pd.Index(terms["goal_id"])) < 0
    return Decided(
        verdicts=verdicts,
        terms=terms,
        readings=judged.readings,
        silent=terms.loc[silent, ["goal_id"]],
        frozen=inputs.frozen,
    )


def is_due(reader: Reader, *, today: date) -> bool:
    """Say whether the calendar has moved past a verdict, or the rule that decided it.

    So it is too where nobody has worked out what must be hidden, in a store from before.
    """
    due = reader.rows(
        "SELECT count(*) AS due FROM ("
        "SELECT reassess_on <= $today OR rule_version <> $rule AS moved "
        "FROM assessment_as_of($revision) UNION ALL "
        "SELECT reassess_on <= $today FROM commitment_state_as_of($revision) UNION ALL "
        "SELECT through = 0 AND $revision > 0 FROM disclosure_known"
        ") WHERE moved",
        today=today,
        rule=RULE_VERSION,
    )
    return bool(due["due"].iloc[0])
