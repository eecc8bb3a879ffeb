"""The rows of the file that something is said or asked about, as they stand in the file."""

from html import escape

import streamlit as st

from dashboard.text.language import plural, translator
from dashboard.text.numbers import number
from dashboard.upload.understood import column_name
from data.intake import Examination, own_rows
from data.intake.file_rows import OwnRow, OwnRows


def show(examination: Examination, language: str) -> None:
    """Show the rows under what their columns were taken for, what it is about in a frame."""
    found = own_rows(examination)
    if found is None:
        return
    _ = translator(language)
    st.subheader(_("Filens egna rader"), anchor=False)
    st.caption(
        _(
            "Radnumren är kalkylbladets. I ram: det som anmärkningarna och frågorna gäller. "
            "Överstruket: sparas inte."
        )
    )
    st.html(as_html(found, examination.kind, language))
    if found.left:
        said = plural(language, "{count} rad till.", "{count} rader till.", found.left)
        st.caption(said.format(count=number(found.left, 0, language)))


def as_html(found: OwnRows, kind: str, language: str) -> str:
    """Write the rows as a table with the numbers of the spreadsheet."""
    _ = translator(language)
    meant = [
        f"= {column_name(kind, each, language)}" if each else "" for each in found.meanings
    ]
    heads = [f"<th scope='col'>{escape(each)}</th>" for each in meant]
    rows = "".join(_row(row, len(found.meanings)) for row in found.rows)
    return (
        f"<div class='own-rows' role='region' tabindex='0' "
        f"aria-label='{escape(_('Filens egna rader'))}'><table><thead><tr>"
        f"<th scope='col'>{escape(_('Rad'))}</th>{''.join(heads)}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(row: OwnRow, width: int) -> str:
    filled = [text for text in row.cells if text]
    if row.title and not row.read and len(filled) == 1:
        return (
            f"<tr><th scope='row'>{row.number}</th>"
            f"<td colspan='{max(width, 1)}'>{_cell(filled[0], row)}</td></tr>"
        )
    cells = [*row.cells, *[""] * width][: max(width, 1)]
    written = "".join(
        f"<td{' class=marked' if at in row.marked else ''}>{_cell(text, row)}</td>"
        for at, text in enumerate(cells)
    )
    return f"<tr><th scope='row'>{row.number}</th>{written}</tr>"


def _cell(text: str, row: OwnRow) -> str:
    shown = escape(text[:200])
    return shown if row.read or not shown else f"<s>{shown}</s>"
