"""No file, however strange, is more than a finding."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import KIND_NAMES, TEMPLATES, annotated
from data.intake.columns import headers
from data.store.store import Store
from tests.files.given import examined, lent

KINDS = st.sampled_from([None, *KIND_NAMES, "recept"])
CELLS = st.one_of(
    st.sampled_from(["ovning.ekbacken", "TRY14", "TRY08", "TRY02", "utsatt", "kommun", "ja"]),
    st.sampled_from(["2024", "2024-Q3", "2019-2020", "2025-12-01", "0,64", "64", "1 234"]),
    st.sampled_from(["..", ".", "-", "", "12%", "1e308", "-5", "0", "=1+1"]),
    st.sampled_from(["class", "band", "hold", "minst"]),
    st.sampled_from(["9" * 30, "ovning.ekbacken|regso.9999.lid", "2018|2019", "a:b|c:2"]),
    st.text(max_size=8),
)
FEATURE = st.recursive(
    st.one_of(st.none(), st.integers(), st.sampled_from(["Polygon", "ovning.ekbacken"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["type", "properties", "area_id", "geometry", "coordinates"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def is_answered(store: Store, content: bytes, **asked: Any) -> None:
    examination = examined(store, content, **asked)
    assert examination.stops == (not examination.frames)
    assert examination.stops <= bool(examination.findings)
    for finding in examination.findings:
        assert finding.message("sv")
        assert finding.message("en")
    assert annotated(examination, "sv")


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """A kind, and rows under some or all of its headers, not always as many cells."""
    kind = draw(st.sampled_from(list(TEMPLATES)))
    names = [each["sv"] for each in headers(kind).values()]
    whole = draw(st.booleans())
    used = names if whole else draw(st.lists(st.sampled_from(names), min_size=2, unique=True))
    shortest = len(used) if whole else 0
    cells = st.lists(CELLS, min_size=shortest, max_size=len(used) + (not whole))
    return kind, [used, *draw(st.lists(cells, max_size=6))]


usual = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@usual
@given(content=st.binary(max_size=400), kind=KINDS)
def test_any_bytes_are_answered(store: Store, content: bytes, kind: str | None) -> None:
    is_answered(store, content, kind=kind)


@usual
@given(
    table=tables(),
    delimiter=st.sampled_from(";,\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    forced=st.booleans(),
)
def test_any_table_is_answered(
    store: Store,
    table: tuple[str, list[list[str]]],
    delimiter: str,
    encoding: str,
    forced: bool,
) -> None:
    kind, lines = table
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(lines)
    content = written.getvalue().encode(encoding, "replace")
    is_answered(store, content, kind=kind if forced else None)


@usual
@given(feature=FEATURE)
def test_any_geojson_is_answered(store: Store, feature: object) -> None:
    content = {"type": "FeatureCollection", "features": [feature]}
    is_answered(store, json.dumps(content).encode())
