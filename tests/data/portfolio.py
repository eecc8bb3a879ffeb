"""A small invented city whose areas are surveyed every year, in a store of its own."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.data.loading import lines, load

FIRST, LAST_BASELINE = 2010, 2015
BASELINE = "|".join(str(year) for year in range(FIRST, LAST_BASELINE + 1))
AREAS = "area_id,kind,name,name_en,parent_id,invented,source"
SURVEY = "area_id,indicator_id,period,value,n,source"
GOALS = (
    "goal_id,area_id,indicator_id,form,worse,target,baseline_periods,mid,title,title_en,"
    "in_headline,frozen_on,frozen_by,owner_role,document,reason"
)


@contextmanager
def copied(path: Path) -> Iterator[Store]:
    """Open a copy of a store, gone when done."""
    with TemporaryDirectory() as folder:
        store = Store(Path(shutil.copy(path, folder)))
        yield store
        store.close()


def city(store: Store, catalogue: Catalogue, areas: Sequence[str]) -> None:
    """Fill a store with a city and its areas."""
    rows = ["stad,municipality,Staden (påhittat),The city (invented),,yes,test"]
    rows += [
        f"{name},development_area,{name} (påhittat),{name} (invented),stad,yes,test"
        for name in areas
    ]
    load(store, lines(AREAS, *rows), catalogue)


@contextmanager
def a_city(folder: Path, catalogue: Catalogue, areas: Sequence[str]) -> Iterator[Store]:
    """Lend a store in `folder` with a city and its areas."""
    store = Store(folder / "city.duckdb")
    city(store, catalogue, areas)
    yield store
    store.close()


def built_city(
    folder: Path,
    catalogue: Catalogue,
    values: Mapping[str, Sequence[float]],
    promised: Sequence[str],
) -> Path:
    """Return a closed store of surveyed areas and one that is empty; `promised` have goals."""
    with a_city(folder, catalogue, [*values, "vild"]) as store:
        load(store, surveyed(values), catalogue)
        load(store, goals(promised), catalogue)
    return folder / "city.duckdb"


def surveyed(values: Mapping[str, Sequence[float]], *, first: int = FIRST, n: int = 400) -> str:
    """Return a file of yearly shares of satisfied people."""
    rows = [
        f"{area},SER08,{first + year},{value:.1f},{n},test"
        for area, shares in values.items()
        for year, value in enumerate(shares)
    ]
    return lines(SURVEY, *rows)


def ordinary(areas: Sequence[str], years: int, *, seed: int = 1) -> dict[str, list[float]]:
    """Return shares that waver around 60 and mean nothing."""
    draws = np.random.default_rng(seed).normal(60, 2.5, (len(areas), years)).round(1)
    return {area: list(row) for area, row in zip(areas, draws.tolist(), strict=True)}


def goals(areas: Sequence[str], *, mid: float = 2, headline: str = "yes") -> str:
    """Return a file with one goal per area: that satisfaction holds."""
    rows = [
        f"mal.{area},{area},SER08,at_least,lower,90,{BASELINE},{mid},Minst 90,At least 90,"
        f"{headline},2016-01-01,test,strateg,Program,test"
        for area in areas
    ]
    return lines(GOALS, *rows)
