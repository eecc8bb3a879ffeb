"""A kind of file is one record: every list of kinds follows from it, and holds together."""

import json

import pytest

from data.acts.save import save as save_examined
from data.intake import KIND_NAMES, KINDS, TEMPLATES, annotated, kind_named, template
from data.intake.columns import headers
from data.intake.formats import FORMATS, format_of
from data.intake.kind import Kind
from data.intake.kinds import RECOGNISED, kind_of
from data.store.store import Store
from data.store.tables import FACTS, TABLES
from tests.factories import a_door, a_viewer
from tests.files.given import CATALOGUE, NOW, a_store, codes, examined, save

EVERY = pytest.mark.parametrize("kind", KINDS, ids=KIND_NAMES)
LANGUAGES = ("sv", "en")
BESIDE = {
    "valuation": "satsning.exempel.centrum;Jobb i området;unit_value;9;8;10;;SEK;Påhittat\r\n"
}
"""What the row of a template cannot say alone."""

MISSED = """\
löfte_id;skede;hittat;antecknarens_roll;antecknat_den
lofte.exempel.motesplats;avtal;nej;jurist;2026-05-01
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return a_store()


def boundary(area_id: str, *points: tuple[int, int]) -> dict[str, object]:
    properties = {"area_id": area_id, "geo_version": "regso-2025"}
    shape = {"type": "Polygon", "coordinates": [list(points)] if points else []}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def geojson(*features: dict[str, object]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def started(kind: Kind, language: str) -> bytes:
    """A template; for what comes in no table, a file in the format of its own."""
    if kind.has_template:
        return template(kind.name, language, CATALOGUE)
    return geojson(boundary("regso.9999.lid", (0, 0), (0, 1), (1, 1), (0, 0))).encode()


def test_no_two_kinds_share_a_name_a_table_or_a_place_in_the_order() -> None:
    assert len(set(KIND_NAMES)) == len(KINDS)
    assert len({kind.table for kind in KINDS}) == len(KINDS)
    assert len(set(RECOGNISED)) == len(RECOGNISED)
    assert set(RECOGNISED) == {kind for kind in KINDS if kind.signatures}


@EVERY
def test_a_kind_is_found_by_its_name(kind: Kind) -> None:
    assert kind_named(kind.name) is kind
    assert all(kind.noun)


@EVERY
def test_a_kind_writes_facts_that_the_store_has_tables_for(kind: Kind) -> None:
    assert {kind.table, *kind.also} <= set(FACTS)
    assert kind.table not in kind.also


def test_a_file_fills_the_tables_of_its_kind_and_no_others() -> None:
    """The templates in order, about an area that is there: each is what the next hangs on."""
    store = a_store()
    for kind in KINDS:
        if kind.name == "confirmations":
            save(store, MISSED)
        content = started(kind, "sv") + BESIDE.get(kind.name, "").encode()
        content = content.replace(b"ovning.exempel", b"ovning.ekbacken.centrum")
        examination = examined(store, content)
        assert not examination.stops, [each.message("sv") for each in examination.findings]
        assert set(examination.frames) == {kind.table, *kind.also}
        save_examined(
            a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="prov", now=NOW
        )
        assert examined(store, content).unchanged == examination.accepted


@EVERY
def test_a_kind_only_asks_for_columns_that_have_headers(kind: Kind) -> None:
    known = set(headers(kind.name))
    assert {part for need in kind.required for part in need.split("|")} <= known
    assert set().union(*kind.signatures) <= known


@EVERY
def test_a_kind_that_headers_can_tell_has_a_template(kind: Kind) -> None:
    assert (kind.name in TEMPLATES) == bool(kind.signatures)


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_starts_a_file_of_a_kind_is_recognised_as_that_kind(
    store: Store, kind: Kind, language: str
) -> None:
    examination = examined(store, started(kind, language))
    assert examination.kind == kind.name
    assert not {"columns_missing", "column_not_used"} & set(codes(examination))


@EVERY
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headers_of_a_kind_alone_make_it_that_kind(kind: Kind, language: str) -> None:
    names = [name[language] for name in headers(kind.name).values()]
    assert kind_of(names) is (kind if kind.signatures else None)


def test_a_file_that_is_the_whole_of_a_group_names_the_group_in_its_key() -> None:
    for table in TABLES.values():
        assert set(table.whole_by) <= set(table.key)
    assert TABLES["valuation_parameter"].whole_by == ("initiative_id",)
    assert TABLES["moving_chain_step"].whole_by == ("study_id",)


def test_a_table_cannot_be_asked_to_be_boundaries(store: Store) -> None:
    assert codes(examined(store, "område;namn\nx;y\n", kind="boundaries")) == ["kind_unclear"]


def test_geojson_is_boundaries_whatever_was_asked_for(store: Store) -> None:
    content = geojson(boundary("regso.9999.lid", (0, 0), (0, 1), (1, 1), (0, 0)))
    assert examined(store, content, kind="goals").kind == "boundaries"


def test_what_is_said_of_a_boundary_comes_back_on_its_row(store: Store) -> None:
    content = geojson(
        boundary("regso.9999.lid", (0, 0), (0, 1), (1, 1), (0, 0)),
        boundary("ovning.ekbacken"),
    )
    lines = annotated(examined(store, content), "sv").decode("utf-8-sig").splitlines()
    assert lines[0] == "area_id;geo_version;source;licence;anmärkning"
    assert lines[1] == "regso.9999.lid;regso-2025;;;"
    assert lines[2].startswith("ovning.ekbacken;regso-2025;;;geometry: ")


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"a;b\n1;2\n", "fil.csv", "delimited"),
        (b'{"type": "FeatureCollection", "features": []}', "fil.json", "geojson"),
        (b"PK\x03\x04xl/", "fil.xlsx", "xlsx"),
        (b"PK\x03\x04xl/", "fil.csv", "delimited"),
    ],
    ids=["text", "geojson", "workbook", "a workbook named as text"],
)
def test_a_format_is_known_by_the_content(content: bytes, name: str, form: str) -> None:
    assert format_of(content, name).name == form


def test_a_format_with_a_kind_of_its_own_has_one_that_exists() -> None:
    assert {each.kind for each in FORMATS} - {""} <= set(KIND_NAMES)
