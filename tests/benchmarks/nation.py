"""An invented nation, judged again: how that grows, and what it costs beside its rule."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.door import Door
from data.judging import sizes
from data.judging.assess import assess
from data.judging.engine import Engine
from data.sample import generated, nation
from data.sample.generated import LAST_YEAR
from data.sample.invented_areas import VERSION, area_ids
from data.store import ledger
from data.store.access import Verb
from metrics.definition.catalogue import Catalogue, load_catalogue
from metrics.outcome.decision import judge
from tests.benchmarks.built import DEFINITIONS, NOW, STORE

INDICATORS, PERIODS = 10, 20


def print_nation(leaves: int = 200) -> None:
    """Print CPU seconds for two sizes, their ratio, and the whole beside `metrics.judge`."""
    print(f"A nation of {INDICATORS} indicators x {PERIODS} years, judged again (CPU s)")
    print(
        f"{'leaves':>8} {'all':>8} {'judge':>8} {'ratio':>8} {'limit':>8} "
        f"{'1 % new':>8} {'of all':>8} {'limit':>8}"
    )
    spent = []
    for areas in (leaves, 2 * leaves):
        whole, rule, some = judged_again(areas)
        spent.append(whole)
        print(
            f"{areas:>8} {whole:>8.2f} {rule:>8.2f} {whole / rule:>8.2f} {2.0:>8.1f} "
            f"{some:>8.2f} {some / whole:>8.2f} {0.05:>8.2f}"
        )
    print(f"{'doubled':>8} {'':>8} {'':>8} {spent[1] / spent[0]:>8.2f} {2.2:>8.1f}")


def judged_again(areas: int) -> tuple[float, float, float]:
    """Return what `judged` does of a nation that is built for it."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        generated.write_definitions(place / DEFINITIONS, INDICATORS)
        catalogue = load_catalogue([place / DEFINITIONS])
        door = Door.open(place / STORE)
        nation.build(door, door.who(), catalogue, NOW, areas=areas, periods=PERIODS)
        spent = judged(door, catalogue, areas)
        door.close()
    return spent


def judged(door: Door, catalogue: Catalogue, areas: int) -> tuple[float, float, float]:
    """Return the CPU seconds of deciding every goal of a nation again, those inside the rule,
    and those of judging what the next year of one area in a hundred concerns.

    What the next year will be judged by is worked out before, as a server does when it has
    saved, and is in none of them."""
    inside: list[float] = []
    start = time.process_time()
    engine = Engine(judge=_timed(judge, inside))
    with door.act(door.who(), Verb.REASSESS) as cursor:
        revision = ledger.open_revision(cursor, "assessment", actor="bench", now=NOW)
        assess(cursor, revision, catalogue, assessed_on=NOW.date(), engine=engine)
    spent = time.process_time() - start
    sizes.work_ahead(door.path, at_rest=0)
    return spent, sum(inside), _next_year(door, catalogue, area_ids(areas)[::100])


def _next_year(door: Door, catalogue: Catalogue, areas: list[str]) -> float:
    pairs = [(area, one) for area in areas for one in catalogue if one.startswith("HIT")]
    year = LAST_YEAR + 1
    rows = pd.DataFrame(pairs, columns=["area_id", "indicator_id"]).assign(
        definition_version=1,
        geo_version=VERSION,
        category="",
        supplier="",
        period=str(year),
        period_start=pd.Timestamp(f"{year}-01-01"),
        period_end=pd.Timestamp(f"{year}-12-31"),
        value=np.random.default_rng(1).uniform(45, 75, len(pairs)).round(1),
        n=500,
        status="final",
        evidence="measured",
    )
    with door.act(door.who(), Verb.IMPORT) as cursor:
        revision = ledger.open_revision(cursor, "import", actor="bench", now=NOW)
        known = ledger.resolve_series(cursor, rows, revision)
        ledger.write(cursor, revision, "observation", known)
        start = time.process_time()
        assess(cursor, revision, catalogue, assessed_on=NOW.date(), only_touched=True)
        return time.process_time() - start


def _timed(what: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        answer = what(*given, **named)
        spent.append(time.process_time() - start)
        return answer

    return timed
