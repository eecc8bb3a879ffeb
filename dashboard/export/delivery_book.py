"""The template of one indicator for one sender: a workbook that the upload reads as it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import pandas as pd
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.export.delivery_guide import classes, guide, value_words
from dashboard.export.xlsx import write_cell
from dashboard.text.language import translator
from data.answers.reader import Reader
from data.intake.checks import value_range
from data.intake.columns import headers
from data.intake.observation_example import example_of
from data.intake.rows_to_fill import rows_to_fill
from data.intake.values import MISSING_MARKS
from data.intake.workbook.book import LISTS_SHEET
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SPARE = 200
"""So many rows below the last one are checked too: somebody may add some."""

_RATIOS = {Evidence.REGISTER_SHARE, Evidence.SURVEY_SHARE, Evidence.EVENT_RATE}
_ANSWERED = {Evidence.SURVEY_SHARE, Evidence.MEAN}
_STATUSES = {"sv": ["slutlig", "preliminär"], "en": ["final", "preliminary"]}
_EVIDENCE = {"sv": ["angiven", "härledd"], "en": ["stated", "inferred"]}
_MARKS = list(MISSING_MARKS)[:3]
_WIDTHS = {"area_id": 34, "category": 22, "class": 28, "source": 28, "note": 34}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which template: the indicator, the sender ('' for anybody) and the language.

    `home` is the address of the installation, '' where nobody knows it.
    """

    indicator_id: str
    sender: str = ""
    language: str = "sv"
    home: str = ""

    @property
    def file_name(self) -> str:
        """What the file is called."""
        word = translator(self.language)("mall")
        return f"{word}-{self.indicator_id}.xlsx"


def delivery_book(reader: Reader, catalogue: Catalogue, asked: Asked, today: date) -> bytes:
    """Write the workbook that `asked` is about, with the rows that come next on `today`.

    The first sheet is to be filled in, the second says how, and a hidden one holds what cells
    may be filled with. Raises `UnknownIndicatorError` for an indicator that is not there.
    """
    indicator = catalogue[asked.indicator_id]
    rows = rows_to_fill(reader, catalogue, indicator.id, today, sender=asked.sender or None)
    columns = _columns(indicator, rows)
    _ = translator(asked.language)
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = _("Fyll i")
    _headers(sheet, columns, indicator, asked.language)
    _rows(sheet, columns, rows, indicator)
    where = _lists(book, indicator, rows, asked.language)
    _checks(sheet, where, columns, len(rows), indicator, asked.language)
    said = guide(indicator, columns, asked.sender, asked.home, asked.language)
    _guide(book.create_sheet(_("Så fyller du i"), 1), said)
    book.properties.title = indicator.wording(asked.language).name
    book.properties.creator = "Kvarvärde"
    book.properties.language = "en-GB" if asked.language == "en" else "sv-SE"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _columns(indicator: Indicator, rows: pd.DataFrame) -> list[str]:
    """Choose the columns that can say something of this indicator and these series."""
    unused = {
        *(() if indicator.evidence in _RATIOS else ("numerator", "denominator")),
        *(() if indicator.evidence in _ANSWERED else ("n",)),
        "category",
    }
    columns = [each for each in example_of(indicator, "sv").columns if each not in unused]
    told = [each for each in ("category", "geo_version", "supplier") if rows[each].any()]
    at = columns.index("period")
    return [*columns[:at], *told, *columns[at:]]


def _headers(
    sheet: Worksheet, columns: Sequence[str], indicator: Indicator, language: str
) -> None:
    names = headers("observations")
    for place, column in enumerate(columns, start=1):
        cell = write_cell(sheet.cell(1, place), names[column][language], "General")
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(column, 14)
        if column in {"value", "class"}:
            said = Comment(value_words(indicator, language), "Kvarvärde", height=120, width=260)
            cell.comment = said
    sheet.freeze_panes = "A2"


def _rows(
    sheet: Worksheet, columns: Sequence[str], rows: pd.DataFrame, indicator: Indicator
) -> None:
    known = rows.rename(columns={"area_id": "id", "area": "area_id"})
    known = known.assign(indicator_id=indicator.id)
    places = {column: place for place, column in enumerate(columns, start=1)}
    decimals = indicator.decimals
    pattern = "0" + ("." + "0" * decimals if decimals else "")
    for number, row in enumerate(known.to_dict("records"), start=2):
        for column in places.keys() & row.keys():
            text = str(row[column])
            year = column == "period" and text.isdecimal()
            cell = sheet.cell(number, places[column])
            write_cell(cell, int(text) if year else text, "0")
            if not year:
                cell.number_format = "@"
        if "value" in places:
            sheet.cell(number, places["value"]).number_format = pattern


def _lists(
    book: Workbook, indicator: Indicator, rows: pd.DataFrame, language: str
) -> dict[str, str]:
    """Write what cells may be filled with on a sheet of its own; return where, by column."""
    sheet = book.create_sheet(LISTS_SHEET)
    sheet.sheet_state = "hidden"
    lists = {
        "area_id": list(dict.fromkeys(rows["area"])),
        "category": list(dict.fromkeys(filter(None, rows["category"]))),
        "status": _STATUSES[language],
        "marks": _MARKS,
        "class": [*classes(indicator, language), *_MARKS],
        "evidence": _EVIDENCE[language],
    }
    where = {}
    for place, (column, texts) in enumerate(lists.items(), start=1):
        for number, text in enumerate(texts, start=1):
            write_cell(sheet.cell(number, place), text, "@")
        letter = get_column_letter(place)
        if texts:
            where[column] = f"{LISTS_SHEET}!${letter}$1:${letter}${len(texts)}"
    return where


def _checks(
    sheet: Worksheet,
    where: dict[str, str],
    columns: Sequence[str],
    rows: int,
    indicator: Indicator,
    language: str,
) -> None:
    """Let the cells say what they may be filled with; nothing is forbidden, only asked."""
    last = 1 + rows + _SPARE
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        check = _check(column, f"{letter}2", where, indicator)
        if check is None:
            continue
        check.allow_blank, check.errorStyle = True, "warning"
        check.error, check.showErrorMessage = _said(column, indicator, language), True
        if column in {"value", "class"}:
            check.prompt, check.showInputMessage = check.error, True
        check.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(check)


def _check(
    column: str, cell: str, where: dict[str, str], indicator: Indicator
) -> DataValidation | None:
    if column == "value":
        low, high = value_range(indicator)
        limits = [f"ISNUMBER({cell})"]
        limits += [] if math.isnan(low) else [f"{cell}>={low:g}"]
        limits += [] if math.isnan(high) else [f"{cell}<={high:g}"]
        marked = f"ISNUMBER(MATCH({cell},{where['marks']},0))"
        return DataValidation(type="custom", formula1=f"OR(AND({','.join(limits)}),{marked})")
    if column in {"numerator", "denominator", "n"}:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    if column in where:
        return DataValidation(type="list", formula1=where[column])
    return None


def _said(column: str, indicator: Indicator, language: str) -> str:
    """Say what a cell may be filled with; a spreadsheet shows at most 255 characters."""
    _ = translator(language)
    if column in {"value", "class"}:
        marks = _("Saknas värdet: .. (sekretess), . (inte aktuellt) eller - (saknas).")
        return f"{value_words(indicator, language)[: 254 - len(marks)]} {marks}"
    if column in {"numerator", "denominator", "n"}:
        return _("Skriv ett tal som är 0 eller större.")
    return _("Välj ur listan. Något annat läses också, men då får du en fråga när filen läses.")


def _guide(sheet: Worksheet, said: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for number, text in enumerate(said, start=1):
        cell = write_cell(sheet.cell(number, 1), text, "@")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = Font(bold=True, size=14)
