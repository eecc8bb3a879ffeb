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
from data.intake.kept_cells import with_kept
from data.intake.kind import Basis, declared
from data.intake.meanings import Readings, readings
from data.intake.observation_example import example_of
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
from data.intake.replaced import replaced
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
    rows, found, taken = with_kept(rows, keep, line, basis.questions)
    marks += [] if any(each.stops for each in marks) else found
    going = replaced(rows, at, keep, line, taken)
    return part_of(rows, at, marks, np.flatnonzero(keep), line, going)


def _not_yours(rows: Readings, viewer: Viewer) -> list[Marks]:
    if viewer.areas is None:
        return []
    seen = np.array([*(area.area_id in viewer.areas for area in rows.areas), True])
    return list(mark("area_not_yours", "area_id", ~seen[rows.area]))


KIND = declared("observations", read_sheet, example_of=example_of)
