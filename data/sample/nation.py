"""Builds an invented nation of any size in bulk: for trying out, for showing and measuring.

Everything in it says that it is invented. What is planted in the figures is known, so that what
is found can be held against it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data.acts.release import release_all
from data.door import Door
from data.judging import sizes
from data.judging.assess import assess
from data.sample.generated import ACTOR, LAST_YEAR
from data.sample.invented_areas import VERSION, area_ids, areas_above, boundaries
from data.store import definitions, ledger
from data.store.access import Verb, Viewer
from metrics.definition.catalogue import Catalogue

GOALS_ON = 10
"""How many of the indicators have goals; the others are followed without."""

ONE_IN = 20
"""Of so many goals one is lost, at a known time."""

LOSS, TOGETHER, REDEFINED = 18.0, 12.0, 10.0
"""How far a lost value falls, and all areas together, and what a new question adds, percent."""

_MISSING, _HIDDEN = 0.02, 0.03
_SOURCE = "Påhittat av Kvarvärde"


class Size(NamedTuple):
    """How much is made up: leaves among the areas, indicators, and years."""

    areas: int
    indicators: list[str]
    periods: int

    @property
    def years(self) -> list[int]:
        """The years, oldest first."""
        return list(range(LAST_YEAR - self.periods + 1, LAST_YEAR + 1))

    @property
    def baseline(self) -> list[int]:
        """The years that goals are set against."""
        return self.years[: min(3, self.periods - 1)]


def build(
    door: Door, viewer: Viewer, catalogue: Catalogue, now: datetime, *, areas: int, periods: int
) -> int:
    """Fill the store behind `door` in one revision and return how many measurements it got.

    The indicators are those of `data.sample.generated.write_definitions` that `catalogue` has.
    The same size always gives the same figures. Raises `StoreError` when the viewer may not.
    """
    names = [name for name in catalogue if name.startswith("HIT")]
    size = Size(areas, names, periods)
    with door.act(viewer, Verb.IMPORT) as cursor:
        definitions.keep(cursor, catalogue, now)
        revision = ledger.open_revision(
            cursor, "import", actor=ACTOR, now=now, file_name="påhittad-nation", note=_SOURCE
        )
        _write_areas(cursor, revision, size)
        first = _write_series(cursor, revision, size)
        rows = _write_measurements(cursor, revision, size, first)
        ledger.write(cursor, revision, "series_break", breaks(size))
        if periods > 1:
            _write_goals(cursor, revision, size)
        assess(cursor, revision, catalogue, assessed_on=now.date())
    sizes.keep(door.path)
    release_all(door, viewer, now=now)
    return rows


def _write_areas(cursor: duckdb.DuckDBPyConnection, revision: int, size: Size) -> None:
    tables = areas_above(size.areas)
    ledger.write(cursor, revision, "area", tables.areas.assign(source=_SOURCE))
    ledger.write(cursor, revision, "area_relation", tables.relations)
    drawn = boundaries(tables).assign(source=_SOURCE)
    ledger.write(cursor, revision, "area_boundary", drawn)


def _write_series(cursor: duckdb.DuckDBPyConnection, revision: int, size: Size) -> int:
    """Number the series by indicator and area; return the number of the first."""
    rows = cursor.execute("SELECT coalesce(max(series_id), 0) FROM series").fetchall()
    first = int(rows[0][0]) + 1
    cursor.register("invented", pd.DataFrame({"area_id": area_ids(size.areas)}))
    cursor.execute(
        """
        INSERT INTO series
        SELECT $first - 1 + row_number() OVER (ORDER BY indicator_id, area_id), indicator_id, 1,
               area_id, $version, '', '', $revision
        FROM (SELECT unnest($indicators) AS indicator_id), invented ORDER BY 1
        """,
        {
            "first": first,
            "indicators": size.indicators,
            "version": VERSION,
            "revision": revision,
        },
    )
    cursor.unregister("invented")
    return first


def _write_measurements(
    cursor: duckdb.DuckDBPyConnection, revision: int, size: Size, first: int
) -> int:
    """Write the measurements as one stream, an indicator at a time."""
    batches = (
        batch
        for place in range(len(size.indicators))
        for batch in _measured(size, place, first).to_batches()
    )
    schema = _measured(size._replace(areas=1), 0, first).schema
    stream = pa.RecordBatchReader.from_batches(schema, batches)
    same: dict[str, str | None] = {"status": "final", "evidence": "measured"}
    same |= {"source": _SOURCE, "note": "", "class_code": ""}
    return ledger.add(cursor, revision, "observation", stream, same).new


def _measured(size: Size, place: int, first: int) -> pa.Table:
    """Return the measurements of one indicator, by area and year."""
    drawn = values(size, place)
    count = np.arange(size.areas * size.periods)
    year = (count % size.periods).astype(np.int32)
    named = pa.array([str(one) for one in size.years])
    starts = np.array([f"{one}-01-01" for one in size.years], "M8[D]")
    ends = np.array([f"{one}-12-31" for one in size.years], "M8[D]")
    reasons = pa.array(["", "missing", "suppressed"])
    return pa.table(
        {
            "series_id": (first + place * size.areas + count // size.periods).astype(np.int32),
            "period": pa.DictionaryArray.from_arrays(pa.array(year), named),
            "period_start": pa.array(starts[year]),
            "period_end": pa.array(ends[year]),
            "value": pa.array(drawn.value.ravel(), from_pandas=True),
            "n": drawn.answers.ravel().astype(np.int32),
            "missing_reason": pa.DictionaryArray.from_arrays(
                pa.array(drawn.missing.ravel().astype(np.int32)), reasons
            ),
        }
    )


class Drawn(NamedTuple):
    """The figures of one indicator, shape (area, year): shares in percent, how many answered,
    and why one is missing (0: it is not, 1: nobody measured, 2: it is hidden)."""

    value: np.ndarray
    answers: np.ndarray
    missing: np.ndarray


def values(size: Size, place: int) -> Drawn:
    """Make up the figures of one indicator: the level of each area, chance, what is planted."""
    random = np.random.default_rng(place + 1)
    shape = (size.areas, size.periods)
    level = random.uniform(45, 75, (size.areas, 1))
    answers = random.integers(200, 900, shape)
    chance = random.normal(0, np.sqrt(level * (100 - level) / answers))
    year = np.arange(size.periods)
    onset = onsets(size, place)[:, None]
    fallen = np.where((onset >= 0) & (year >= onset), LOSS, 0.0)
    if place == len(size.indicators) - 1:
        fallen = fallen + np.where(year == size.periods - 1, TOGETHER, 0.0)
    if place == 1:
        fallen = fallen - np.where(year >= size.periods // 2, REDEFINED, 0.0)
    value = np.clip(level + chance - fallen, 1, 99).round(1)
    lot = random.random(shape)
    missing = np.select([lot < _MISSING, lot < _HIDDEN], [1, 2], 0)
    # What goals are set against is there.
    missing[:, : len(size.baseline)] = 0
    return Drawn(np.where(missing > 0, np.nan, value), answers, missing)


def onsets(size: Size, place: int) -> np.ndarray:
    """Return the first lost year of each area's value, as a place among the years; -1: none."""
    area = np.arange(size.areas)
    lost = (area * 7 + place * 3) % ONE_IN == 0
    late = size.periods * 2 // 3 + area % max(1, size.periods // 6)
    planted = lost & (place < GOALS_ON) & (late < size.periods)
    found: np.ndarray = np.where(planted & (late >= len(size.baseline)), late, -1)
    return found


def planted(size: Size) -> pd.DataFrame:
    """Return the losses that are planted: ``goal_id`` and the ``period`` it begins with."""
    found = []
    for place, indicator_id in enumerate(size.indicators[:GOALS_ON]):
        onset = onsets(size, place)
        ids = _goal_ids(pd.Series(area_ids(size.areas)), indicator_id)[onset >= 0]
        periods = [str(size.years[one]) for one in onset[onset >= 0]]
        found.append(pd.DataFrame({"goal_id": ids, "period": periods}))
    return pd.concat(found, ignore_index=True)


def breaks(size: Size) -> pd.DataFrame:
    """A new question in the second indicator everywhere, and one area's in the first."""
    middle = size.years[size.periods // 2]
    found = pd.DataFrame(
        {
            "break_id": ["pahittat.ny-fraga", "pahittat.ny-grans"],
            "indicator_id": [
                size.indicators[min(1, len(size.indicators) - 1)],
                size.indicators[0],
            ],
            "area_id": ["", area_ids(size.areas)[-1]],
            "kind": ["question", "boundary"],
            "blocks_level": [True, False],
            "note_sv": [
                "Påhittat: frågan ställs på ett nytt sätt.",
                "Påhittat: gränsen flyttades.",
            ],
            "note_en": ["Invented: the question is new.", "Invented: the boundary moved."],
        }
    )
    return found.assign(
        category="",
        first_period=str(middle),
        first_period_start=pd.Timestamp(f"{middle}-01-01"),
        blocks_change=True,
        certain=True,
        source=_SOURCE,
    )


def _goal_ids(areas: pd.Series, indicator_id: str) -> pd.Series:
    return areas.str.replace("pahittad.", "mal-") + "-" + indicator_id.lower()


def _write_goals(cursor: duckdb.DuckDBPyConnection, revision: int, size: Size) -> None:
    """Write a goal for every leaf and each of the first indicators: to stay where it began."""
    document = pd.DataFrame(
        {"document_id": ["pahittat-mal"], "title": ["Påhittat mål"], "url": [""]}
    )
    ledger.write(cursor, revision, "document", document.assign(organisation_id=""))
    for some in _goals(size):
        ledger.write(cursor, revision, "goal", ledger.resolve_series(cursor, some, revision))


def _goals(size: Size) -> Iterator[pd.DataFrame]:
    areas = pd.Series(area_ids(size.areas))
    periods = [str(year) for year in size.baseline]
    for indicator_id in size.indicators[:GOALS_ON]:
        yield pd.DataFrame({"area_id": areas}).assign(
            indicator_id=indicator_id,
            definition_version=1,
            geo_version=VERSION,
            category="",
            supplier="",
            goal_id=_goal_ids(areas, indicator_id),
            goal_version=1,
            title=f"Påhittat mål: {indicator_id} ska inte sjunka",
            title_en=f"Invented goal: {indicator_id} must not fall",
            form="hold",
            worse="lower",
            baseline_periods=pd.Series([periods] * size.areas, dtype=object),
            comparator_use="",
            comparator_weighting="pooled",
            in_headline=True,
            after_the_fact=False,
            frozen_on=pd.Timestamp(f"{size.baseline[-1] + 1}-01-01"),
            frozen_by=ACTOR,
            owner_role="ingen, påhittad",
            document_id="pahittat-mal",
            page="",
            reason="Påhittat för att prova och mäta",
        )
