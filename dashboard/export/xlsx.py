"""Workbooks that open in Excel: the figures, what they mean, and where they come from."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.text import numbers
from dashboard.text.language import translator
from metrics.definition.indicator import Indicator

_SWEDISH = "[$-41D]"
"""Asks a spreadsheet for Swedish dates; the decimal sign is the one its owner has chosen."""

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST = 60
_LONGEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a table is about: its name, where it is from, and how far it can be trusted."""

    title: str
    revision: int
    committed_at: datetime | None = None
    rule_version: str = ""
    source: str = ""
    invented: bool = False
    indicators: Sequence[Indicator] = field(default=())


def as_xlsx(rows: pd.DataFrame, about: About, language: str) -> bytes:
    """Write a table as a workbook of three sheets: figures, definitions, and about.

    Numbers stay numbers and dates dates. A text is never a formula, whatever it begins with.
    """
    _ = translator(language)
    book = Workbook()
    figures = book.active or book.create_sheet()
    figures.title = _("Siffror")
    _arrange(figures, _marked(rows, about, language))
    if about.indicators:
        _arrange(book.create_sheet(_("Definitioner")), _definitions(about.indicators, language))
    _arrange(book.create_sheet(_("Om")), _about(about, language), header=False)
    _signed(book, about, language)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _marked(rows: pd.DataFrame, about: About, language: str) -> pd.DataFrame:
    """Say in every row that the figures are invented, so that it follows a copied row."""
    _ = translator(language)
    return rows.assign(**{_("Obs"): _("påhittade siffror")}) if about.invented else rows


def _arrange(sheet: Worksheet, rows: pd.DataFrame, *, header: bool = True) -> None:
    first = 2 if header else 1
    for number, name in enumerate(rows.columns, start=1):
        if header:
            write_cell(sheet.cell(1, number), str(name), "General").font = Font(bold=True)
        pattern = _pattern(rows[name])
        for place, value in enumerate(rows[name].tolist(), start=first):
            write_cell(sheet.cell(place, number), value, pattern)
        sheet.column_dimensions[get_column_letter(number)].width = _width(rows[name], str(name))
    if header and len(rows):
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions


def write_cell(cell: Cell, value: Any, pattern: str) -> Cell:
    """Write a value: a text is never a formula, and nothing is left empty."""
    plain = _plain(value)
    if isinstance(plain, str):
        cell.value = _NOT_TEXT.sub("", plain)[:_LONGEST]
        # A text that begins like a formula is still a text, also when somebody edits it.
        cell.data_type, cell.quotePrefix = "s", plain[:1] in tuple("=+-@\t\r")
        cell.alignment = Alignment(wrap_text=len(plain) > _WIDEST, vertical="top")
    elif plain is not None:
        cell.value = plain
        cell.number_format = pattern
    return cell


def _plain(value: Any) -> str | int | float | date | None:
    """Return what a cell can hold; nothing for every way of saying that there is nothing."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(one) for one in value)
    if value is None or value == "" or pd.isna(value):
        return None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.replace(tzinfo=None)
    return value if isinstance(value, (str, int, float, date)) else str(value)


def _pattern(column: pd.Series) -> str:
    """Return the number format a column needs: as many decimals as its values have."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return f"{_SWEDISH}yyyy-mm-dd"
    known = pd.to_numeric(column, errors="coerce").dropna()
    if known.empty:
        return "General"
    if "revision" in str(column.name) or _are_years(known):
        return "0"
    decimals = next((few for few in range(3) if (known.round(few) == known).all()), 2)
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _are_years(known: pd.Series) -> bool:
    return bool(((known == known.round()) & known.between(1900, 2100)).all())


def _width(column: pd.Series, name: str) -> float:
    longest = max((len(str(value)) for value in column.head(500)), default=0)
    return float(min(max(longest, len(name)) + 2, _WIDEST))


def _definitions(indicators: Iterable[Indicator], language: str) -> pd.DataFrame:
    _ = translator(language)
    rows = []
    for indicator in indicators:
        words = indicator.wording(language)
        rows.append(
            {
                _("Indikator"): indicator.id,
                _("Namn"): words.name,
                _("Enhet"): words.unit,
                _("Täljare"): words.numerator,
                _("Nämnare"): words.denominator,
                _("Minsta viktiga skillnad"): indicator.smallest_difference,
                _("Kan vilseleda"): words.misleading,
                _("Källa"): indicator.source.named(language),
                _("Kod hos källan"): indicator.source.code,
                _("Villkor"): indicator.source.terms(language),
                _("Version"): indicator.version,
                _("Riktningen bekräftad av"): indicator.direction_confirmed_by,
                _("Granskad"): indicator.reviewed,
            }
        )
    return pd.DataFrame(rows)


def _about(about: About, language: str) -> pd.DataFrame:
    _ = translator(language)
    said = [
        (_("Innehåll"), about.title),
        (_("Hämtat ur"), "Kvarvärde"),
        (_("Inläsning"), about.revision),
        (_("Inläst"), numbers.day(about.committed_at, language) if about.committed_at else ""),
        (_("Regelversion"), about.rule_version),
        (_("Källa"), about.source),
        (_("Obs"), _("Påhittade siffror för övning.") if about.invented else ""),
        (_("Tomma rutor"), _("Värdet saknas eller är dolt. Tomt är inte noll.")),
    ]
    return pd.DataFrame([row for row in said if row[1] != ""], columns=["name", "fact"])


def _signed(book: Workbook, about: About, language: str) -> None:
    """Name the file inside, for those who are read to and for those who file it."""
    book.properties.title = about.title
    book.properties.creator = "Kvarvärde"
    book.properties.language = "en-GB" if language == "en" else "sv-SE"
    if about.committed_at is not None:
        when = pd.Timestamp(about.committed_at).to_pydatetime().replace(tzinfo=None)
        book.properties.created = book.properties.modified = when
