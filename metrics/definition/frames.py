"""What a frame must hold: its columns, checked before any arithmetic."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

import pandas as pd

from metrics.errors import FrameError


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    NUMBER = "numbers"
    FLAG = "true or false"
    DAY = "days"
    LIST = "lists"


_INFERRED = {
    Kind.TEXT: {"string"},
    Kind.NUMBER: {"floating", "integer", "mixed-integer-float"},
    Kind.FLAG: {"boolean"},
    Kind.DAY: {"date", "datetime", "datetime64"},
}
"""What pandas calls the cells of an object column; the contents of lists are not checked."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a frame must have, or may leave out where it has a default."""

    name: str
    kind: Kind
    meaning: str
    _: KW_ONLY
    nullable: bool = False
    allowed: tuple[str, ...] = ()
    unique: bool = False
    default: str | float | None = None

    @property
    def optional(self) -> bool:
        """Whether a frame may come without it."""
        return self.default is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The columns of one frame. It may have others, which are not checked."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, the optional ones too."""
        return tuple(column.name for column in self.columns)

    def filled(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with the optional columns it lacks, at their defaults."""
        lacking = {
            column.name: column.default
            for column in self.columns
            if column.default is not None and column.name not in frame
        }
        return frame.assign(**lacking) if lacking else frame

    def problems(self, frame: pd.DataFrame) -> Iterator[str]:
        """Yield what is wrong with the frame: the first problem of each column."""
        for column in self.columns:
            if column.name not in frame:
                if not column.optional:
                    yield f"{self.name}: {column.name} is missing"
            elif len(frame) and (problem := _problem(column, frame[column.name])):
                yield f"{self.name}: {column.name} {problem}"


def refuse(problems: list[str]) -> None:
    """Raise `FrameError` with all the problems in one sentence, where there are any."""
    if problems:
        raise FrameError(f"The frames cannot be used: {'; '.join(problems)}.")


def unknown(cells: pd.Series, known: pd.Series) -> str:
    """Name the cells that are not among the known ones; '' where all are."""
    # By hand: `isin` turns text into Python objects, at half the cost of all checks.
    among = set(known.tolist())
    strangers = pd.Series([one for one in cells.unique().tolist() if one not in among])
    return _some(strangers) if len(strangers) else ""


def _problem(column: Column, cells: pd.Series) -> str:
    missing = cells.isna().to_numpy(bool)
    if missing.any() and not column.nullable:
        return f"is empty in {int(missing.sum())} of {len(cells)} rows"
    if not (missing.all() or _holds(column.kind, cells)):
        return f"holds {_read(cells)}, expected {column.kind}"
    if column.allowed and not (fine := cells.isin(column.allowed).to_numpy(bool)).all():
        return (
            f"has {_some(cells[~fine])}, expected one of {', '.join(map(repr, column.allowed))}"
        )
    if column.unique and (again := cells.duplicated().to_numpy(bool)).any():
        return f"has {_some(cells[again])} more than once"
    return ""


def _holds(kind: Kind, cells: pd.Series) -> bool:
    types = pd.api.types
    if kind is Kind.LIST or types.is_object_dtype(cells):
        return kind is Kind.LIST or _read(cells) in _INFERRED[kind]
    match kind:
        case Kind.TEXT:
            return types.is_string_dtype(cells)
        case Kind.NUMBER:
            return types.is_numeric_dtype(cells) and not types.is_bool_dtype(cells)
        case Kind.FLAG:
            return types.is_bool_dtype(cells)
    return types.is_datetime64_any_dtype(cells)


def _read(cells: pd.Series) -> str:
    if pd.api.types.is_object_dtype(cells):
        return str(pd.api.types.infer_dtype(cells, skipna=True))
    return str(cells.dtype)


def _some(cells: pd.Series) -> str:
    found = [repr(one) for one in cells.drop_duplicates().head(3)]
    return ", ".join(found) + (" and others" if cells.nunique() > len(found) else "")
