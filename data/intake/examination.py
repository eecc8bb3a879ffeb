"""Examines a file before anything is saved: what it is, what is wrong, what it would change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pandas as pd

from data.access import EVERYONE, Viewer
from data.intake.columns import REQUIRED, kind_of
from data.intake.findings import Finding, Marks, Place, findings, total
from data.intake.reading import Refusal, TextTable, geojson_text, read
from data.intake.recognition import binary_format, named_otherwise
from data.intake.sheet import Sheet, sheet
from data.intake.taken import Taken, nothing_to_preview
from data.intake.taking_areas import take_areas
from data.intake.taking_boundaries import boundary_sheet, take_boundaries
from data.intake.taking_chains import take_chains
from data.intake.taking_goals import take_goals
from data.intake.taking_initiatives import take_initiatives
from data.intake.taking_notes import take_breaks, take_events
from data.intake.taking_observations import take_observations
from data.intake.taking_promises import KINDS as PROMISE_KINDS
from data.intake.taking_promises import take_promises
from data.intake.taking_valuation import take_valuation
from data.intake.workbook import read_workbook
from data.reader import latest_revision
from data.store import Store
from metrics.catalogue import Catalogue


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What a file says, what is wrong with it, and what saving it would change.

    `frames` holds the rows of every store table in the order they are to be written, and is
    empty while anything stops. `marks`, `table` and `as_read` are what `annotated` needs.
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
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    based_on: int = 0
    marks: tuple[Marks, ...] = field(default=(), repr=False)
    table: TextTable | None = field(default=None, repr=False)
    as_read: Sheet | None = field(default=None, repr=False)

    @property
    def stops(self) -> bool:
        """Whether the file cannot be saved as it is."""
        return self.stop_count > 0


def examine(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    catalogue: Catalogue,
    kind: str | None = None,
    indicator_id: str | None = None,
    viewer: Viewer = EVERYONE,
    today: date | None = None,
) -> Examination:
    """Read a file and say everything there is to say about it, without saving anything.

    `kind` overrides what the headers say, `indicator_id` fills in for a missing column. What
    cannot be read is a finding, never an exception.
    """
    blank = _Blank(file_name, hashlib.sha256(content).hexdigest(), latest_revision(store))
    if not viewer.may_upload:
        return _refused(blank, "", Marks(code="may_not_upload"))
    if kind is not None and kind not in (*REQUIRED, "boundaries"):
        return _refused(blank, "", Marks(code="kind_unknown", details={"kind": kind}))
    geojson = geojson_text(content)
    if geojson is not None:
        return _boundaries(blank, geojson, store, viewer)
    workbook = binary_format(content) == "xlsx" and not named_otherwise(file_name, "xlsx")
    table = read_workbook(content, file_name) if workbook else read(content, file_name)
    if isinstance(table, Refusal):
        return _refused(blank, "", Marks(code=table.code, details=table.details))
    kind = kind or kind_of(table.headers)
    if kind not in REQUIRED:
        shown = ", ".join(filter(None, table.headers))[:200]
        return _refused(blank, "", Marks(code="kind_unclear", details={"shown": shown}))
    made, marks = sheet(table, kind, indicator_id)
    if any(each.stops for each in marks):
        taken = Taken(marks=marks, rows=len(made))
    elif not len(made):
        taken = Taken(marks=[*marks, Marks(code="no_rows")])
    else:
        taken = _taken(made, store, catalogue, viewer, today or datetime.now(UTC).date())
        taken.marks.extend(marks)
    return _examination(blank, table, made, taken)


def _boundaries(blank: "_Blank", geojson: str, store: Store, viewer: Viewer) -> Examination:
    features = boundary_sheet(geojson)
    if isinstance(features, Refusal):
        return _refused(blank, "boundaries", Marks(code=features.code))
    made, geometries = features
    if not len(made):
        return _refused(blank, "boundaries", Marks(code="no_rows"))
    return _examination(blank, None, made, take_boundaries(made, geometries, store, viewer))


@dataclass(frozen=True, slots=True)
class _Blank:
    """What every examination of a file has, readable or not."""

    file_name: str
    sha256: str
    based_on: int


def _taken(
    made: Sheet, store: Store, catalogue: Catalogue, viewer: Viewer, today: date
) -> Taken:
    if made.kind in PROMISE_KINDS:
        return take_promises(made, store, viewer, today)
    match made.kind:
        case "areas":
            return take_areas(made, store, viewer)
        case "breaks":
            return take_breaks(made, store, catalogue, viewer)
        case "events":
            return take_events(made, store, catalogue, viewer)
        case "goals":
            return take_goals(made, store, catalogue, viewer, today)
        case "initiatives":
            return take_initiatives(made, store, catalogue, viewer)
        case "moving_chains":
            return take_chains(made, store, viewer)
        case "valuation":
            return take_valuation(made, store, viewer)
        case _:
            return take_observations(made, store, catalogue, viewer, today)


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
        marks=(marks,),
    )


def _examination(
    blank: _Blank, table: TextTable | None, made: Sheet, taken: Taken
) -> Examination:
    stops = total(each for each in taken.marks if each.stops)
    counts = taken.difference.value_counts()
    return Examination(
        kind=made.kind,
        file_name=blank.file_name,
        sha256=blank.sha256,
        reading=_reading(table, made) if table else {"rows": len(made)},
        findings=findings(taken.marks, made.place),
        finding_count=total(taken.marks),
        stop_count=stops,
        rows=taken.rows,
        accepted=taken.accepted,
        new=int(counts.get("new", 0)),
        changed=int(counts.get("changed", 0)),
        unchanged=int(counts.get("unchanged", 0)),
        preview=taken.preview,
        frames={} if stops else taken.frames,
        based_on=blank.based_on,
        marks=tuple(taken.marks),
        table=table,
        as_read=made,
    )


def _reading(table: TextTable, made: Sheet) -> dict[str, object]:
    """Say how the file was read, for the person to agree or object to."""
    value = made.columns.get("value")
    comma = value is not None and any("," in text for text in value.texts)
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header_row,
        "sheet": table.sheet,
        "rows": len(table.rows),
        "decimal": "," if comma else ".",
        "columns": {given: name for name, given in made.given.items()},
    }
