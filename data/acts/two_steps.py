"""How what is saved is judged: on a snapshot first, where nobody waits, then kept in one go.

Judging takes minutes where writing takes a moment. So a change is tried and judged in a
transaction of its own that is taken back, and only then, when it is its turn, written with its
verdicts as one revision. Where others have saved in between, the goals that both concern are
judged again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import pandas as pd

from data.door import Door
from data.judging import assess as judging
from data.judging import sizes
from data.judging.assess import Ahead
from data.judging.engine import HERE, Engine
from data.store import ledger, private
from data.store.access import Verb, Viewer
from metrics.definition.catalogue import Catalogue

_FROZEN = ("comparator_weight", "goal", "indicator", "ladder", "noise_model")
"""What is written while something is judged, or before it: what has become known, and the
definitions."""


_MANY = 5_000
"""So many rows and verdicts are written while somebody would notice that they wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be saved and judged.

    `write` writes the facts and returns the number of their revision. `copy` copies what it
    closes rows of (`data.store.private`), and returns the tables that are to be copied whole.
    """

    write: Callable[[duckdb.DuckDBPyConnection], int]
    copy: Callable[[duckdb.DuckDBPyConnection], set[str]] = lambda _cursor: set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How a change is judged: by which definitions, on which day, what of it, and by whom."""

    catalogue: Catalogue
    on: date
    only_touched: bool = True
    engine: Engine = HERE


def judged(
    cursor: duckdb.DuckDBPyConnection, change: Change, how: Judging, *, to_save: bool = False
) -> Ahead:
    """Try a change on a cursor of `Door.rehearse`, and decide what follows from it.

    What is `to_save` has what must be hidden worked out too.
    """
    based_on = ledger.newest(cursor)
    private.copy_tables(cursor, {*_FROZEN, *change.copy(cursor)})
    return judging.ahead(
        cursor,
        change.write(cursor),
        how.catalogue,
        based_on=based_on,
        assessed_on=how.on,
        only_touched=how.only_touched,
        with_masks=to_save,
        engine=how.engine,
    )


def judged_first(door: Door, viewer: Viewer, verb: Verb, change: Change, how: Judging) -> Ahead:
    """Try a change, and return what is decided: nothing is saved, and nobody waits.

    Raises `NotAllowedError` when the viewer may not, and as `change.write` does.
    """
    sizes.recall(door.path)
    with door.rehearse(viewer, verb) as cursor:
        before = judged(cursor, change, how, to_save=True)
    sizes.keep(door.path)
    return before


def takes_long(before: Ahead | None, rows: int = 0) -> bool:
    """Say whether what was decided, and so many rows of facts, take long to write.

    What does lets others pass when it waits for its turn: see `data.store.turns`.
    """
    return rows + (len(before.decided.terms) if before else 0) > _MANY


def saved(
    cursor: duckdb.DuckDBPyConnection, change: Change, how: Judging, before: Ahead | None
) -> tuple[int, pd.DataFrame]:
    """Write a change with its verdicts on a cursor of `Door.act`.

    `before` is what was decided of it, None where nothing was. Returns the number of the
    revision and the changes of `data.judging.assess`.
    """
    newest = ledger.newest(cursor)
    revision = change.write(cursor)
    return revision, judging.assess(
        cursor,
        revision,
        how.catalogue,
        assessed_on=how.on,
        only_touched=how.only_touched,
        before=before and replace(before, newest=newest),
        engine=how.engine,
    )
