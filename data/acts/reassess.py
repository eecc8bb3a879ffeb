"""Decides every goal and promise again, after a rule or the calendar moved."""

from datetime import UTC, datetime

import duckdb

from data.acts.two_steps import Change, Judging, judged_first, takes_long
from data.acts.verdict_changes import VerdictChange, decided_again
from data.door import Door
from data.judging.assess import is_due
from data.judging.engine import HERE, Engine
from data.store import definitions, ledger
from data.store.access import Verb, Viewer
from metrics.definition.catalogue import Catalogue


def reassess(
    door: Door,
    viewer: Viewer,
    *,
    catalogue: Catalogue,
    actor: str = "Kvarvärde",
    now: datetime | None = None,
    only_if_due: bool = False,
    engine: Engine = HERE,
) -> tuple[VerdictChange, ...]:
    """Decide every goal again, as an assessment revision: after a rule or the calendar moved.

    With `only_if_due` nothing happens unless the calendar alone could have changed a verdict,
    or one was decided by an older rule. The goals are judged by `engine`, and written here
    whoever judged them. Raises `StoreError` when the viewer may not.
    """
    moment = now or datetime.now(UTC)
    if only_if_due and not door.reader(viewer).ask(is_due, today=moment.date()):
        return ()

    def write(cursor: duckdb.DuckDBPyConnection) -> int:
        definitions.keep(cursor, catalogue, moment)
        return ledger.open_revision(cursor, "assessment", actor=actor, now=moment)

    change = Change(write=write)
    how = Judging(catalogue=catalogue, on=moment.date(), only_touched=False, engine=engine)
    before = judged_first(door, viewer, Verb.REASSESS, change, how)
    with door.act(viewer, Verb.REASSESS, long=takes_long(before)) as cursor:
        return decided_again(cursor, change, how, before, viewer)[1]
