"""Empty files to start from, with the right headers and a row that shows how."""

import csv
import io
from collections.abc import Mapping, Sequence

from data.intake.columns import example, headers
from data.intake.kinds import KINDS, kind_named
from metrics.definition.catalogue import Catalogue

TEMPLATES = tuple(kind.name for kind in KINDS if kind.has_template)
"""The kinds of file there is a template for."""


def template(
    kind: str, language: str, catalogue: Catalogue, indicator_id: str | None = None
) -> bytes:
    """Return a CSV file (semicolons, UTF-8 with BOM) with headers and an example or two.

    Raises `ValueError` for a kind there is no template for, `UnknownIndicatorError` for an
    indicator that is not in the catalogue.
    """
    if kind not in TEMPLATES:
        raise ValueError(f"No template for {kind!r}. There are: {', '.join(TEMPLATES)}.")
    shown = kind_named(kind)
    if shown.example_of is None:
        return row_as_file(kind, example(kind), language)
    given = shown.example_of(catalogue[indicator_id or next(iter(catalogue))], language)
    return _file(kind, language, given.columns, given.rows)


def row_as_file(kind: str, row: Mapping[str, str], language: str) -> bytes:
    """Return one row, by canonical column, as the file somebody could have uploaded instead."""
    return rows_as_file(kind, [row], language)


def rows_as_file(kind: str, rows: Sequence[Mapping[str, str]], language: str) -> bytes:
    """Return rows, by canonical column, as one file: see `row_as_file`."""
    return _file(kind, language, tuple(headers(kind)), rows)


def _file(
    kind: str, language: str, columns: tuple[str, ...], rows: Sequence[Mapping[str, str]]
) -> bytes:
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    names = headers(kind)
    lines.writerow([names[column][language] for column in columns])
    lines.writerows([[row.get(column, "") for column in columns] for row in rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")
