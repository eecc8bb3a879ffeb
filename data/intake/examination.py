"""Examines a file before anything is saved: what it is, what is wrong, what it would change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake import column_question, known
from data.intake.areas_elsewhere import with_known_areas
from data.intake.corrections import Corrections, answered, leavable, read_as
from data.intake.findings import Finding, Marks, Place, besides, findings, total
from data.intake.format import Format
from data.intake.indicator_question import of_the_file, with_indicators
from data.intake.interpretation import CELLS_WITHOUT_VALUE, interpreted
from data.intake.kind import Basis, Kind
from data.intake.kinds import KIND_NAMES, kind_named, kind_of
from data.intake.large_files import opened
from data.intake.likeness import fold
from data.intake.prepared import Prepared
from data.intake.preview import nothing_to_preview
from data.intake.questions import LISTED_ROWS, Proposal, Questions
from data.intake.remembered import read_with_answers
from data.intake.replaced import Replaced
from data.intake.row_kinds import without_other_rows
from data.intake.sheet import Sheet, rows_of
from data.intake.text_table import Refusal, TextTable
from data.intake.uploaded import UploadedFile
from data.store.spool import Spool
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What a file says, what is wrong with it, and what saving it would change.

    `frames` holds the rows of every store table in the order they are to be written, and is
    empty while anything stops; those of a large file of observations are in a `spool` instead.
    `proposals` are the questions the file raises; nothing is saved
    while one of them waits, but what is accepted and shown is as if the suggestions held.
    `shape` is what the answers are remembered by, until the next file that looks the same.
    `replaced` says which series change and what goes missing, nothing while anything stops.
    `understood` are the first accepted rows as they were read. `marks`, `table` and `as_read`
    are what `annotated` needs; `original` is the table before any of its rows were left out.
    """

    kind: str
    file_name: str
    sha256: str
    reading: Mapping[str, object]
    findings: tuple[Finding, ...]
    finding_count: int
    stop_count: int
    rows: int = 0
    accepted: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    preview: pd.DataFrame = field(default_factory=nothing_to_preview)
    replaced: Replaced = field(default_factory=Replaced)
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    spool: Spool | None = field(default=None, repr=False)
    based_on: int = 0
    proposals: tuple[Proposal, ...] = ()
    shape: str = ""
    understood: pd.DataFrame = field(default_factory=pd.DataFrame)
    marks: tuple[Marks, ...] = field(default=(), repr=False)
    table: TextTable | None = field(default=None, repr=False)
    original: TextTable | None = field(default=None, repr=False)
    as_read: Sheet | None = field(default=None, repr=False)

    @property
    def note(self) -> str:
        """What the file says of its source outside the table, such as its footnotes."""
        return self.table.note if self.table else ""

    @property
    def stops(self) -> bool:
        """Whether the file cannot be saved as it is."""
        return self.stop_count > 0

    @property
    def waiting(self) -> int:
        """How many questions nobody has answered; the file cannot be saved before that."""
        return sum(not each.answered for each in self.proposals)


def examine(
    reader: Reader,
    file: UploadedFile,
    *,
    catalogue: Catalogue,
    today: date | None = None,
) -> Examination:
    """Read a file and say everything there is to say about it, without saving anything.

    The file is compared with what `reader` knows, pinned to the latest revision; the reader's
    viewer is the one who brings it. What cannot be read is a finding, never an exception.
    """
    blank = _Blank(file.name, file.sha256, reader.revision, Questions())
    if not reader.viewer.sends():
        return _refused(blank, "", Marks(code="may_not_upload"))
    if file.kind is not None and file.kind not in KIND_NAMES:
        return _refused(blank, "", Marks(code="kind_unknown", details={"kind": file.kind}))
    form, file = opened(file)
    table, questions, shape = read_with_answers(form, file, reader)
    blank = replace(blank, questions=questions, shape=shape)
    if isinstance(table, Refusal):
        return _refused(blank, form.kind, Marks(code=table.code, details=table.details))
    blank, given = replace(blank, original=table), table.headers
    if file.kind in {None, column_question.KIND} and not form.in_own_words:
        table = column_question.with_columns(
            table, questions, _area_names(reader), _indicator_names(catalogue)
        )
    unsaid = column_question.waits(questions)
    meant = _meant(form, table, file.kind) or (
        kind_named(column_question.KIND) if unsaid else None
    )
    if meant is None:
        shown = ", ".join(filter(None, table.headers))[:200]
        return _refused(blank, "", Marks(code="kind_unclear", details={"shown": shown}))
    if not form.in_own_words:
        table = without_other_rows(table, meant, questions, _area_names(reader))
    indicator_id = file.indicator_id
    if meant.wide and not indicator_id and not form.in_own_words:
        indicator_id = of_the_file(table, given, catalogue, questions)
    sheet, marks = interpreted(table, meant, indicator_id, questions)
    if indicator_id == "" or unsaid:
        sheet = rows_of(sheet, np.zeros(len(sheet), dtype=bool))
        marks = [each for each in marks if each.code != "columns_missing"]
    sheet, marks = read_as(sheet, marks, questions)
    sheet = _with_own_headers(sheet, blank.original, table)
    basis = Basis(
        reader=reader,
        catalogue=catalogue,
        today=today or datetime.now(UTC).date(),
        questions=questions,
    )
    if form.in_own_words and not any(each.stops for each in marks):
        sheet = with_indicators(sheet, basis, file.indicator_id, table)
        sheet = with_known_areas(sheet, basis)
    prepared = _prepared(meant, sheet, [*table.remarks, *marks], basis)
    prepared.marks.extend(questions.remarks())
    return _examination(blank, table, sheet, prepared)


def _area_names(reader: Reader) -> Callable[[str], bool]:
    """Say of a text whether it is an area; the areas are read when first asked."""

    @cache
    def every() -> known.Areas:
        return known.areas(reader)

    return lambda text: bool(every().named(text))


def _indicator_names(catalogue: Catalogue) -> Callable[[str], bool]:
    """Say of a text whether it names an indicator."""
    names = {
        fold(name)
        for each in catalogue.values()
        for name in (each.id, each.sv.name, each.sv.short, each.en.name, each.en.short)
    }
    return lambda text: fold(text) in names


def _with_own_headers(sheet: Sheet, original: TextTable | None, table: TextTable) -> Sheet:
    """Let findings name the columns as the file does."""
    if original is None:
        return sheet
    own = dict(zip(table.headers, original.headers, strict=False))
    given = {name: own.get(header, header) for name, header in sheet.given.items()}
    return replace(sheet, given=given)


def _meant(form: Format, table: TextTable, asked: str | None) -> Kind | None:
    """Say which kind a file is: its format's own, what was asked for, or what it looks like."""
    if form.kind:
        return kind_named(form.kind)
    found = kind_named(asked) if asked else kind_of(table.headers)
    return found if found and found.signatures else None


def _prepared(kind: Kind, sheet: Sheet, marks: list[Marks], basis: Basis) -> Prepared:
    """Prepare the rows, unless the columns alone stop the file or there are no rows."""
    cells = [each for each in marks if each.code in CELLS_WITHOUT_VALUE]
    if any(each.stops and each.code not in CELLS_WITHOUT_VALUE for each in marks):
        return Prepared(marks=marks, rows=len(sheet))
    if not len(sheet):
        wait = basis.questions.waiting
        return Prepared(marks=marks if wait else [*marks, Marks(code="no_rows")])
    prepared = kind.read(sheet, basis)
    # Only a file of observations has rows that stand by themselves.
    may_leave = leavable(prepared.marks, len(sheet)) if kind.wide else frozenset()
    said = [*besides(prepared.marks, cells), *marks]
    return replace(
        prepared,
        marks=answered(said, may_leave, sheet.place, basis.questions),
        leavable=may_leave,
    )


@dataclass(frozen=True, slots=True)
class _Blank:
    """What every examination of a file has, readable or not."""

    file_name: str
    sha256: str
    based_on: int
    questions: Questions
    shape: str = ""
    original: TextTable | None = None


def _refused(blank: _Blank, kind: str, marks: Marks) -> Examination:
    """Return an examination of a file that cannot be read, with the one reason why."""
    return Examination(
        kind=kind,
        file_name=blank.file_name,
        sha256=blank.sha256,
        reading={},
        findings=findings([marks], lambda at, column: Place(None, column, "")),
        finding_count=1,
        stop_count=1,
        based_on=blank.based_on,
        proposals=blank.questions.proposals,
        marks=(marks,),
    )


def _examination(
    blank: _Blank, table: TextTable, sheet: Sheet, prepared: Prepared
) -> Examination:
    stops = total(each for each in prepared.marks if each.stops)
    counts = prepared.difference.value_counts()
    return Examination(
        kind=sheet.kind,
        file_name=blank.file_name,
        sha256=blank.sha256,
        reading=_reading(table, sheet),
        findings=findings(
            prepared.marks,
            sheet.place,
            offering=Corrections(leavable=prepared.leavable).offers,
        ),
        finding_count=total(prepared.marks),
        stop_count=stops,
        rows=prepared.rows,
        accepted=prepared.accepted,
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        unchanged=int(counts.get("unchanged", 0)),
        preview=prepared.preview,
        replaced=Replaced() if stops else prepared.replaced,
        frames={} if stops else prepared.frames,
        spool=None if stops else prepared.spool,
        based_on=blank.based_on,
        proposals=blank.questions.proposals,
        shape=blank.shape,
        understood=_understood(sheet.kind, prepared),
        marks=tuple(prepared.marks),
        table=table,
        original=blank.original,
        as_read=sheet,
    )


def _understood(kind: str, prepared: Prepared) -> pd.DataFrame:
    """Return the first accepted rows as they were read, as the kind of file shows them."""
    if len(prepared.as_read.columns):
        return prepared.as_read
    return prepared.frames.get(kind_named(kind).table, pd.DataFrame()).head(LISTED_ROWS)


def _reading(table: TextTable, sheet: Sheet) -> dict[str, object]:
    """Say how the file was read, for the person to agree or object to."""
    value = sheet.columns.get("value")
    comma = value is not None and any("," in text for text in value.texts)
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header_row,
        "sheet": table.sheet,
        "rows": len(table.rows),
        "decimal": "," if comma else ".",
        "columns": {given: name for name, given in sheet.given.items()},
    }
