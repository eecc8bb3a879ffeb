"""How the file was read: its format, its columns, and its first rows as we understand them."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders
from dashboard.text.areas import name_of
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.numbers import number
from dashboard.upload import words
from data.answers.areas import all_areas
from data.intake import Examination
from data.intake.columns import headers, plain
from metrics.definition.area_kinds import AREA_KINDS
from metrics.definition.catalogue import Catalogue

SHOWN = 30

_FORMATS: Mapping[str, str] = {
    "delimited": "CSV",
    "geojson": "GeoJSON",
    "json-stat": "JSON-stat",
    "kolada": "Kolada (JSON)",
    "pxweb-csv": "PxWeb (CSV)",
    "pxweb-json": "PxWeb (JSON)",
    "sdmx-csv": "SDMX (CSV)",
    "skolverket-csv": "Skolverket (CSV)",
    "skolverket-json": "Skolverket (JSON)",
}
"""What formats are called; the others by their names in capitals."""


def show(examination: Examination, form: str, language: str) -> None:
    """Say in a line how the file was read, and what its columns were taken for."""
    if not examination.reading and not examination.proposals:
        return
    st.divider()
    cards.heading(
        translator(language)("Så läste vi din fil"), heading(examination, language), level=2
    )
    said = cards.escape(how_it_was_read(examination, form, language))
    if not examination.reading:
        return
    st.markdown(f":small[:gray[{said}]]  \n:small[{columns(examination, language)}]")


def heading(examination: Examination, language: str) -> str:
    """Say whether the file leaves anything to answer."""
    _ = translator(language)
    if examination.waiting:
        return words.waiting(examination.waiting, language)
    if examination.proposals:
        return _("Inget väntar på svar")
    return _("Inget behövde frågas")


def how_it_was_read(examination: Examination, form: str, language: str) -> str:
    """Say how the file was understood, so that a wrong guess is seen."""
    _ = translator(language)
    reading = examination.reading
    count = examination.rows or int(str(reading.get("rows", 0)))
    lines = plural(language, "{rows} rad", "{rows} rader", count)
    parts = [_FORMATS.get(form, form.upper())]
    if sheet := reading.get("sheet"):
        parts.append(_("bladet {sheet}").format(sheet=sheet))
    if row := reading.get("header_row"):
        parts.append(_("rubriker på rad {row}").format(row=row))
    if encoding := reading.get("encoding"):
        parts.append(str(encoding))
    if reading.get("decimal") == ",":
        parts.append(_("decimalkomma"))
    parts.append(lines.format(rows=number(count, 0, language)))
    return _("Läst som {kind}: {parts}.").format(
        kind=words.noun(examination.kind, 2, language), parts=", ".join(parts)
    )


def columns(examination: Examination, language: str) -> str:
    """Write the columns that were read, and what each was taken for: ``**år** = period``."""
    found = examination.reading.get("columns")
    if not isinstance(found, dict) or not found:
        return ""
    written = [
        _column(examination.kind, str(given), str(meant), language)
        for given, meant in found.items()
    ]
    return translator(language)("Kolumner: {columns}").format(columns=" · ".join(written))


def _column(kind: str, given: str, meant: str, language: str) -> str:
    name = column_name(kind, meant, language)
    if plain(given) in {plain(name), plain(meant)}:
        return f"**{cards.escape(name)}**"
    return f"**{cards.escape(given)}** = {cards.escape(name)}"


def column_name(kind: str, column: str, language: str) -> str:
    """Return what a column is called on the page, in lower case."""
    known = headers(kind).get(column)
    name = known[language] if known else column
    return name.removesuffix("_id").replace("_", " ")


def show_first_rows(examination: Examination, catalogue: Catalogue, language: str) -> None:
    """Show the first rows as they were read, folded away."""
    if examination.understood.empty:
        return
    _ = translator(language)
    with st.expander(_("De första raderna som vi läste dem")):
        table = first_rows(examination, catalogue, area_names(language), language)
        cards.table(table.map(cards.escape))
        if examination.accepted > len(table):
            st.caption(_("De {shown} första.").format(shown=len(table)))


def area_names(language: str) -> dict[str, str]:
    """Return the names of the areas by their ids."""
    areas = loaders.ask(all_areas)
    return {str(area["area_id"]): name_of(area, language) for _at, area in areas.iterrows()}


def area_labels(language: str) -> dict[str, str]:
    """Return every area by its id as a question about one names it: with its kind."""
    labels = {}
    for _at, area in loaders.ask(all_areas).iterrows():
        kind = AREA_KINDS.get(area["kind"])
        one = (kind.one.en if language == "en" else kind.one.sv) if kind else ""
        name = upper_first(str(area["name"]))
        labels[str(area["area_id"])] = f"{name} ({one})" if one else name
    return labels


def first_rows(
    examination: Examination, catalogue: Catalogue, areas: Mapping[str, str], language: str
) -> pd.DataFrame:
    """Write the first rows with names in place of ids, and only columns that say something."""
    known = headers(examination.kind)
    rows = examination.understood.head(SHOWN)
    indicators = {id_: each.wording(language).name for id_, each in catalogue.items()}
    names: Mapping[str, Mapping[str, str]] = {"area_id": areas, "indicator_id": indicators}
    shown = {}
    for column in rows:
        read = column in known or column == "missing_reason"
        named = {**_words(str(column), language), **names.get(str(column), {})}
        texts = [_cell(cell, named, language) for cell in rows[column]]
        if read and any(texts):
            shown[_heading(examination.kind, str(column), language)] = texts
    return pd.DataFrame(shown)


def _heading(kind: str, column: str, language: str) -> str:
    if column == "missing_reason":
        return translator(language)("Saknas därför att")
    return upper_first(column_name(kind, column, language))


def _words(column: str, language: str) -> dict[str, str]:
    """Return what the codes of a column mean, for those columns that hold codes of ours."""
    _ = translator(language)
    if column == "missing_reason":
        return {
            "suppressed": _("värdet är dolt"),
            "not_applicable": _("ej tillämpligt"),
            "missing": _("uppgift saknas"),
        }
    if column == "status":
        return {"preliminary": _("preliminärt")}
    return {}


def _cell(cell: object, names: Mapping[str, str], language: str) -> str:
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, float):
        return f"{cell:.10g}".replace(".", "." if language == "en" else ",")
    return names.get(str(cell), str(cell))
