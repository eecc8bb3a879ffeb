"""A file read in blocks and checked in parts says and saves what it does as a whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.acts.save import save as save_examined
from data.intake import (
    Examination,
    UploadedFile,
    examine,
    large_files,
    observation_parts,
    uploaded,
)
from data.store.errors import ConflictError
from data.store.store import Store
from tests.factories import a_door, a_reader, a_viewer
from tests.files.given import CATALOGUE, NOW, TODAY, a_store, codes, examined, lent, rows

FOLDER = Path(__file__).parents[2] / "files"
FILES = [
    *sorted((FOLDER / "accidents").glob("*.[ct][sx][vt]"))[::2],
    *sorted((FOLDER / "formats").glob("*UTDRAG*.csv")),
]


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    yield from lent()


def of_disk(store: Store, path: Path, **beside: Any) -> Examination:
    """Examine a file as a large one: in blocks of a line or two, and parts of one indicator."""
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr(uploaded, "LARGE", 0)
        limits.setattr(large_files, "BLOCK", 90)
        limits.setattr(observation_parts, "PART", 1)
        file = UploadedFile.at(path, **beside)
        return examine(a_reader(store), file, catalogue=CATALOGUE, today=TODAY)


def is_the_same(whole: Examination, parts: Examination) -> None:
    """What is said, asked, counted and shown of the file."""
    for name in (
        *("kind", "sha256", "reading", "finding_count", "stop_count", "rows", "accepted"),
        *("new", "changed", "unchanged", "shape", "note", "waiting"),
    ):
        assert getattr(parts, name) == getattr(whole, name), name
    assert sorted(map(repr, parts.findings)) == sorted(map(repr, whole.findings))
    assert sorted(map(repr, parts.proposals)) == sorted(map(repr, whole.proposals))
    pd.testing.assert_frame_equal(parts.understood, whole.understood)
    pd.testing.assert_frame_equal(parts.preview, whole.preview)
    assert (parts.replaced.count, parts.replaced.going) == (
        whole.replaced.count,
        whole.replaced.going,
    )
    assert list(map(repr, parts.replaced.series)) == list(map(repr, whole.replaced.series))


def observations(store: Store) -> list[tuple[object, ...]]:
    with a_reader(store).cursor() as cursor:
        return cursor.execute(
            "SELECT s.* EXCLUDE (series_id), o.* EXCLUDE (series_id) "
            "FROM observation o JOIN series s USING (series_id) ORDER BY ALL"
        ).fetchall()


def keep(store: Store, examination: Examination) -> None:
    save_examined(
        a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="prov", now=NOW
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_real_file_says_the_same(store: Store, file: Path) -> None:
    whole = examined(store, file.read_bytes(), file.name)
    is_the_same(whole, of_disk(store, file))


INDICATORS = st.sampled_from(["TRY14", "TRY02", "BOS01", "TRY08", "BEF01", "okänd", ""])
PLACES = st.sampled_from(
    ["ovning.ekbacken", "regso.9999.lid", "Lid", "Ekbaken", "9999", "", "Totalt"]
)
PERIODS = st.sampled_from(
    ["2019", "2020", "2021", "2022*", "2024-Q3", "2019-2020", "31/12/2024"]
)
VALUES = st.sampled_from(
    ["64", "0,64", "0.5", "71.5", "1.234", "..", "x", "12%", "<5", "55p", ""]
)
COUNTS = st.sampled_from(["", "500", "40", "1 234", "-3", "2,5"])
LINES = st.lists(
    st.tuples(
        PLACES, INDICATORS, PERIODS, VALUES, COUNTS, st.sampled_from(["", "", "Kvinnor"])
    ),
    min_size=2,
    max_size=14,
)
HEADER = "område;indikator;period;värde;antal_svar;kategori"


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines=LINES)
def test_any_rows_say_the_same(
    store: Store, tmp_path: Path, lines: list[tuple[str, ...]]
) -> None:
    file = tmp_path / "fil.csv"
    file.write_text("\n".join([HEADER, *map(";".join, lines)]), "utf-8")
    whole = examined(store, file.read_bytes())
    is_the_same(whole, of_disk(store, file))


def several(value: str, periods: int = 7) -> str:
    """Three indicators of two areas; the last value of each series is the one given."""
    return rows(
        *(
            {
                "område": area,
                "indikator": indicator,
                "period": str(2018 + period),
                "värde": value if period == periods - 1 else f"6{period % 3},5",
                "antal_svar": "90" if period == 4 else "400",
            }
            for period in range(periods)
            for area in ("ovning.ekbacken", "regso.9999.lid")
            for indicator in ("TRY14", "TRY02", "BOS01")
        )
    )


def test_the_rows_of_a_large_file_are_saved_as_those_of_a_small(tmp_path: Path) -> None:
    small, large = a_store(), a_store()
    # New series, then changed and unchanged rows, then new rows of series that are there.
    for text in (several("71,5", 6), several("44"), several("45", 8) + ";" * 4 + "\n"):
        whole = examined(small, text)
        file = tmp_path / "fil.csv"
        file.write_text(text, "utf-8")
        parts = of_disk(large, file)
        is_the_same(whole, parts)
        assert parts.spool is not None
        assert len(parts.spool) == len(whole.frames["observation"])
        keep(small, whole)
        keep(large, parts)
        assert observations(large) == observations(small)
    small.close()
    large.close()


def test_a_large_file_is_not_saved_over_what_somebody_saved_meanwhile(tmp_path: Path) -> None:
    store = a_store()
    keep(store, examined(store, several("71,5")))
    file = tmp_path / "fil.csv"
    file.write_text(several("60"), "utf-8")
    mine = of_disk(store, file)
    keep(store, examined(store, several("50")))
    before = observations(store)
    with pytest.raises(ConflictError, match="Någon annan hann spara"):
        keep(store, mine)
    assert observations(store) == before
    store.close()


def test_a_file_too_large_to_hold_that_is_not_whole_lines_says_what_to_do(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_files, "HELD", 10)
    file = tmp_path / "fil.csv"
    for text in (several("60") + "ovning.ekbacken;TRY14\n", several("60").replace("60", "6ü")):
        file.write_bytes(text.encode("cp1252"))
        examination = of_disk(store, file)
        assert codes(examination) == ["large_file_odd"]
        assert "dela filen" in examination.findings[0].message("sv")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (HEADER + ";" * 200_000 + "\n", "table_too_wide", r"200.?006 kolumner, och högst 1000"),
        (HEADER + "\n" + "x" * 40_000 + ";;;;;\n", "text_too_long", r"Rad 2 .* 32.?767 tecken"),
    ],
)
def test_a_table_that_no_spreadsheet_could_hold_is_refused(
    store: Store, text: str, code: str, sentence: str
) -> None:
    (finding,) = examined(store, text).findings
    assert finding.code == code
    assert re.search(sentence, finding.message("sv").replace("\N{NO-BREAK SPACE}", ""))


def test_no_finding_echoes_more_of_a_cell_than_is_needed_to_find_it(store: Store) -> None:
    long = "5" * 5_000
    row = {"område": long, "indikator": f"y{long}", "period": f"z{long}", "värde": f"~{long}"}
    examination = examined(store, rows({**row, f"år {long}": "6", f"kolumn {long}": "7"}))
    assert {"area_unknown", "indicator_unknown", "about", "column_not_used"} <= set(
        codes(examination)
    )
    assert all(len(each.read) <= 200 for each in examination.findings)
    assert all(len(each.message("sv")) < 800 for each in examination.findings)


def test_what_stays_beside_the_values_is_said_of_all_parts_together(tmp_path: Path) -> None:
    store = a_store()
    beside: tuple[tuple[str, dict[str, str]], ...] = (
        ("TRY14", {"antal_svar": "400"}),
        ("SER08", {"low": "55", "high": "65", "antal_svar": "300"}),
    )
    keep(store, examined(store, rows(*(_value(each, **more) for each, more in beside))))
    file = tmp_path / "fil.csv"
    text = rows(*(_value(each) for each, _ in beside))
    file.write_text(text, "utf-8")
    whole = examined(store, text)
    assert "details_kept" in codes(whole)
    is_the_same(whole, of_disk(store, file))
    store.close()


def test_breaks_that_values_are_flagged_with_are_saved_from_all_parts(tmp_path: Path) -> None:
    store, file = a_store(), tmp_path / "fil.csv"
    text = rows(*(_value(each, värde="60 b") for each in ("TRY14", "SER08")))
    file.write_text(text, "utf-8")
    asked = examined(store, text)
    is_the_same(asked, of_disk(store, file))
    answers = {
        each.id: next(choice for choice in each.choices if choice != "note")
        if each.kind == "break_kind" else each.suggested or each.choices[0]
        for each in asked.proposals
    }  # fmt: skip
    parts = of_disk(store, file, answers=answers)
    assert (parts.waiting, len(parts.frames["series_break"])) == (0, 2)
    keep(store, parts)
    found = a_reader(store).rows("SELECT indicator_id FROM series_break_as_of($revision)")
    assert set(found["indicator_id"]) == {"TRY14", "SER08"}
    store.close()


def _value(indicator: str, **beside: str) -> dict[str, str]:
    return {
        "område": "ovning.ekbacken", "indikator": indicator, "period": "2024", "värde": "60"
    } | beside  # fmt: skip
