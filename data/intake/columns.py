"""The headers a file may use, in both languages, and what else they may be called."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from data.intake.period_cells import period_cell


def plain(header: str) -> str:
    """Write a header in lower case without diacritics, with ``_`` for everything else."""
    bare = header.casefold()
    if not bare.isascii():
        bare = _without_signs(bare)
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def _without_signs(text: str) -> str:
    """Take diacritics off their letters, and leave out what cannot be seen."""
    parted = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Cf")


@cache
def headers(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Return ``{canonical: {"sv": header, "en": header}}`` in template order."""
    return {
        column: {"sv": str(entry["sv"]), "en": str(entry["en"])}
        for column, entry in _described()[kind].items()
    }


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Those of some columns that a sentence names, in order; ``|`` joins two of the same."""

    kind: str
    columns: tuple[str, ...]
    named: frozenset[str]

    def __or__(self, other: "ColumnNames") -> "ColumnNames":
        return replace(self, named=self.named | other.named)

    def written(self, language: str) -> str:
        """Write the names as a list."""
        ordered = [each for each in self.columns if each in self.named]
        return shown(self.kind, ordered, language)


@cache
def example(kind: str) -> Mapping[str, str]:
    """Return the row that shows how in the template of `kind`, by canonical column."""
    columns = _described()[kind].items()
    return {column: entry["example"] for column, entry in columns if "example" in entry}


def header_name(kind: str, column: str) -> str:
    """Return the Swedish header of a column, or its own name where it has no other."""
    names = headers(kind)
    return names[column]["sv"] if column in names else column


@cache
def aliases(kind: str) -> Mapping[str, str]:
    """Return the canonical column of every header accepted in files of `kind`."""
    return {
        plain(name): column
        for column, entry in _described()[kind].items()
        for name in (
            column,
            str(entry["sv"]),
            str(entry["en"]),
            *entry.get("also", ()),
            *entry.get("told", ()),
        )
    }


@cache
def told(kind: str) -> frozenset[str]:
    """Return the accepted headers that it is said about how they were read."""
    entries = _described()[kind].values()
    return frozenset(plain(name) for entry in entries for name in entry.get("told", ()))


@cache
def likely(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return what offices often call each column, as `plain` writes it."""
    return {
        column: tuple(map(plain, entry.get("likely", ())))
        for column, entry in _described()[kind].items()
    }


@cache
def _every_likely() -> frozenset[str]:
    return frozenset(
        name for kind in _described() for names in likely(kind).values() for name in names
    )


@cache
def _described() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = (resources.files("data.intake") / "columns.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _every_alias() -> frozenset[str]:
    return frozenset(name for kind in _described() for name in aliases(kind))


def is_period(header: str) -> bool:
    """Whether a header is a period, as in a wide table, or may be one."""
    cell = period_cell(header)
    return cell.period is not None or bool(cell.meanings)


def alias_count(cells: Iterable[str]) -> int:
    """Count the cells that are names of columns, of any kind of file."""
    return sum(plain(cell) in _every_alias() for cell in cells)


def familiarity(cells: Iterable[str]) -> int:
    """Count the cells that could be headers; periods, and likely ones, beside a known one."""
    texts = [cell.strip() for cell in cells]
    known = alias_count(texts)
    periods = (period_cell(text).period is not None for text in texts)
    named = (plain(text) in _every_likely() for text in texts)
    return known + sum(periods) + sum(named) if known else 0


def canonical(kind: str, given: Sequence[str]) -> list[str]:
    """Translate headers of a file of `kind`; ``""`` for those that mean nothing to it."""
    names = aliases(kind)
    return [names.get(plain(header), "") for header in given]


def missing_columns(required: Iterable[str], present: Iterable[str]) -> list[str]:
    """List the required columns (``a|b`` is either) that are not among `present`."""
    there = set(present)
    return [need for need in required if not there & set(need.split("|"))]


def shown(kind: str, columns: Iterable[str], language: str) -> str:
    """Write column names for a sentence: ``område, period och värde eller klass``."""
    word = {"sv": (" eller ", " och "), "en": (" or ", " and ")}[language]
    names = headers(kind)
    written = [
        word[0].join(names[part][language] for part in column.split("|")) for column in columns
    ]
    return word[1].join([", ".join(written[:-1]), written[-1]] if written[1:] else written)
