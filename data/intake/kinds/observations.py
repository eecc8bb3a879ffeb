"""A file of observations: looked up, checked, and compared with the store."""

import numpy as np

from data.intake import known
from data.intake.batch import batch
from data.intake.boundary_versions import with_geo_versions
from data.intake.checks import (
    percent_of_its_parts,
    ratio_checks,
    row_checks,
    share_of_its_parts,
    unsaid,
)
from data.intake.findings import Marks, mark, without
from data.intake.history import timeline
from data.intake.kind import Basis, Example, declared
from data.intake.observation_parts import (
    Part,
    Whole,
    divided,
    in_turn,
    joined,
    part_of,
    whole_file,
)
from data.intake.prepared import Prepared, stopped_rows
from data.intake.readings import Readings, readings
from data.intake.series_checks import (
    history_checks,
    overlaps,
    possible_shares,
    repeated,
    share_marks,
    shares_among_percents,
)
from data.intake.shares import said_to_be_shares, with_percents
from data.intake.sheet import Sheet
from data.store.access import Viewer
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Frequency

_VALUE_COLUMNS = (
    "area_id",
    "indicator_id",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "category",
    "status",
    "source",
    "note",
)
_EXAMPLE_PERIODS = {
    Frequency.WEEK: ("2024-W52", "2025-W01"),
    Frequency.MONTH: ("2024-12", "2025-01"),
    Frequency.QUARTER: ("2024-Q4", "2025-Q1"),
    Frequency.TERM: ("2024-T3", "2025-T1"),
    Frequency.HALF_YEAR: ("2024-S2", "2025-S1"),
    Frequency.SCHOOL_YEAR: ("2023/24", "2024/25"),
    Frequency.DAY: ("2024-12-31", "2025-01-01"),
}
"""Two periods in a row as they are written, where they are not years."""
_CLASS_COLUMNS = ("area_id", "indicator_id", "period", "class", "evidence", "source", "note")


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every row, and prepare those that can be saved.

    A large file is checked a part at a time, where a part is every row of some indicators:
    rows are held against those of the same series, and of the same indicator.
    """
    read, marks = readings(
        sheet,
        basis.catalogue,
        known.areas(basis.reader),
        reader=basis.reader,
        questions=basis.questions,
        today=basis.today,
    )
    marks += _not_yours(read, basis.reader.viewer)
    whole = whole_file(read, marks)
    parts = in_turn(lambda at, one: _part(read, whole, at, one), divided(read), basis)
    return joined(read, whole, parts, basis)


def _part(read: Readings, whole: Whole, at: np.ndarray, basis: Basis) -> Part:
    """Check the rows at some places, and prepare those that can be saved."""
    rows, marks = batch(read, at)
    rows = with_geo_versions(rows, basis.reader, basis.questions)
    marks += row_checks(rows, basis.today)
    line = timeline(rows, basis.reader, np.ones(len(rows), dtype=bool))
    unclear = possible_shares(rows, line)
    unclear |= shares_among_percents(rows, line) & said_to_be_shares(rows, basis.questions)
    unclear &= ~percent_of_its_parts(rows)
    rows = with_percents(
        rows, unclear & ~share_of_its_parts(rows), basis.reader, basis.questions
    )
    twice, counts = repeated(rows, line.key_of_row)
    if unclear.any() or not counts.all():
        line = timeline(rows, basis.reader, counts)
    among_percents = shares_among_percents(rows, line) & ~percent_of_its_parts(rows)
    shares = share_of_its_parts(rows) | among_percents
    marks += [*twice, *share_marks(rows, shares), *ratio_checks(rows, shares)]
    marks += overlaps(rows, line)
    marks = without(marks, whole.left[at], but=())
    doubted = stopped_rows(marks, len(rows)) | whole.stopped[at]
    marks += history_checks(rows, line, doubted)
    marks = without(marks, whole.cut[at], but=())
    keep = counts & rows.known & ~unsaid(rows) & ~whole.cut[at] & ~whole.stopped[at]
    keep &= ~stopped_rows(marks, len(rows))
    kept = np.flatnonzero(keep)
    return part_of(rows, at, marks, kept, line.series_of_row, basis.reader)


def _not_yours(rows: Readings, viewer: Viewer) -> list[Marks]:
    if viewer.areas is None:
        return []
    seen = np.array([*(area.area_id in viewer.areas for area in rows.areas), True])
    return list(mark("area_not_yours", "area_id", ~seen[rows.area]))


def example_of(indicator: Indicator, language: str) -> Example:
    """Show what a file about an indicator may say: values, or the classes of its ladder."""
    ordinal = indicator.evidence is Evidence.ORDINAL
    return Example(
        columns=_CLASS_COLUMNS if ordinal else _VALUE_COLUMNS,
        rows=_example_rows(indicator, language),
    )


def _example_rows(indicator: Indicator, language: str) -> list[dict[str, str]]:
    """Show one whole measurement, and one that is missing and says why."""
    first, second = _EXAMPLE_PERIODS.get(indicator.frequency, ("2024", "2025"))
    row = {"area_id": "ovning.exempel", "indicator_id": indicator.id, "period": first}
    if indicator.ladder:
        return [{**row, "class": indicator.ladder[0].code, "evidence": "stated"}]
    comma = "," if language == "sv" else "."
    parts = {"value": f"{_example_value(indicator):g}".replace(".", comma)}
    if indicator.unit == "percent":
        parts |= {"numerator": "320", "denominator": "500"}
        parts |= {} if indicator.evidence.is_exact else {"n": "500"}
    return [{**row, **parts}, {**row, "period": second, "value": ".."}]


def _example_value(indicator: Indicator) -> float:
    """Return a value that the indicator can have: 64 where it fits, else half of its reach."""
    low, high = indicator.plausible_low, indicator.plausible_high
    usual = 0.64 if indicator.unit == "share_0_1" else 64.0
    if low is None or high is None or low <= usual <= high:
        return usual
    return round((max(low, 0.0) + high) / 2, 1)


KIND = declared("observations", read_sheet, example_of=example_of)
