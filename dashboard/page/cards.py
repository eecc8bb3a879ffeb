"""Pieces that every view is made of, so that a thing looks the same wherever it stands."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import pandas as pd
import streamlit as st

from dashboard.page import addressed, blocks, loaders, room, widgets
from dashboard.page.replay import unchanging
from dashboard.settings import base_path
from dashboard.text import states
from dashboard.text.language import translator
from dashboard.text.markdown import escape as escape
from dashboard.text.markdown import swedish as swedish
from data.answers.revisions import all_revisions, assessment_runs
from data.answers.rows import rows_of
from data.intake.spreadsheet import harmless
from metrics.outcome.state import State

if TYPE_CHECKING:
    from dashboard.export.xlsx import About

Id = TypeVar("Id")


@unchanging
def heading(topic: str, finding: str, *, level: int = 1) -> None:
    """Write a quiet topic and, under it, the finding as a heading of `level` 1, 2 or 3."""
    write = {1: st.title, 2: st.header, 3: st.subheader}[level]
    if not topic:
        write(finding, anchor=False)
        return
    with blocks.container(gap=None):
        st.caption(topic)
        write(finding, anchor=False)


def plot(spec: Mapping[str, Any], *, alt: str, key: str) -> None:
    """Draw a chart that asks nothing, as it is; `alt` says it to those who cannot see it."""
    widgets.chart(spec, alt=alt, key=key)


def state_badge(state: State, language: str) -> None:
    """Show a state as shape, word and colour."""
    sign = states.SIGNS[state]
    st.badge(states.label(state, language), color=sign.markdown_colour)  # type: ignore[arg-type]


@unchanging
def grey_badge(text: str) -> None:
    """Mark something in a few quiet words."""
    st.badge(text, color="gray")


def invented_badge(language: str) -> None:
    """Mark a page whose figures are made up."""
    grey_badge(translator(language)("Påhittade siffror"))


def unknown(asked: str, language: str) -> None:
    """Say that there is nothing with the id that the address asks for, and what to do."""
    said = translator(language)("Det finns inget som heter ”{id}” här. Välj ur listan.")
    st.info(said.format(id=escape(asked)))


@unchanging
def source_line(text: str) -> None:
    """Write where the figures come from, small and grey; `text` is Markdown."""
    st.markdown(f":small[:gray[{text}]]")


@unchanging
def words(text: str, *, width: int | Literal["stretch", "content"] = "stretch") -> None:
    """Write a paragraph; `text` is Markdown."""
    st.markdown(text, width=width)


@unchanging
def note(text: str) -> None:
    """Write a paragraph that is small and grey; `text` is Markdown."""
    st.caption(text)


@unchanging
def line() -> None:
    """Draw a line between what is above and what is beneath."""
    st.divider()


@unchanging
def space() -> None:
    """Push what follows in a row to its end."""
    st.space("stretch")


@unchanging
def quiet(text: str) -> None:
    """Write something small and grey, as wide as it is; `text` is Markdown."""
    st.caption(text, width="content")


def table(rows: pd.DataFrame, *, header: bool = True, index: bool = False) -> None:
    """Show a table with rules between the rows; cells may be Markdown.

    Where there is no room for many columns each row is a list of what its cells say.
    """
    if header and not index and len(rows.columns) > _MOST_COLUMNS and room.on_a_phone():
        rows, header = pd.DataFrame({"": [_listed(row) for row in rows_of(rows)]}), False
    st.table(rows, border="horizontal", hide_index=not index, hide_header=not header)


def newest(rows: pd.DataFrame, language: str) -> None:
    """Show a table of measurements, newest first; of very many the latest."""
    said = translator(language)(
        "De {shown} senaste av {total} mätningar. Alla står i filen som kan laddas ner."
    )
    in_part(rows, said)


def in_part(rows: pd.DataFrame, said: str, most: int | None = None) -> None:
    """Show the first rows of a table, and where there are more what is `said` of that.

    There {shown} is how many are shown and {total} how many there are. They are `most`, else
    `MOST_ROWS`.
    """
    shown = most or MOST_ROWS
    table(rows.head(shown))
    if len(rows) > shown:
        source_line(said.format(shown=shown, total=len(rows)))


MOST_ROWS = 60
"""Rows of measurements that are shown: five years of months. A file has all."""

_MOST_COLUMNS = 2
"""So many columns can be read on a phone."""


def _listed(row: Mapping[str, Any]) -> str:
    """Say a row of a table line by line, each cell after the name of its column."""
    said = {name: str(cell).strip() for name, cell in row.items() if not pd.isna(cell)}
    return "  \n".join(f":gray[{name}] {cell}" for name, cell in said.items() if cell)


def link(path: str, label: str, **query: str) -> None:
    """Link to another page with ids in the address; language and moment go along."""
    asked = {name: value for name, value in query.items() if value}
    carried = {**asked, **_carried(path, asked)}
    _link(f"views/{_FILES[path]}.py", label, tuple(carried.items()))


@unchanging
def _link(file: str, label: str, asked: tuple[tuple[str, str], ...]) -> None:
    st.page_link(
        file,
        label=label,
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=dict(asked),
    )


def address(path: str, **query: Any) -> str:
    """Return the address of a page for a link in Markdown."""
    asked = {name: value for name, value in query.items() if value not in (None, "")}
    pairs = "&".join(
        f"{name}={value}" for name, value in {**asked, **_carried(path, asked)}.items()
    )
    place = f"{base_path()}/{path}"
    return f"{place}?{pairs}" if pairs else place


def area_link(area_id: str, name: str) -> str:
    """Return an area's name as a link in Markdown to its page."""
    return f"[**{escape(name)}**]({address('omrade', omrade=area_id)})"


def downloads(
    rows: Callable[[], pd.DataFrame],
    name: str,
    *,
    invented: bool = False,
    key: str = "",
    source: Callable[[], str] = str,
) -> None:
    """Offer a table as a CSV file and as a workbook, made when one is asked for.

    The CSV file opens in a Swedish Excel. The workbook also says what the indicators in a
    column ``indicator_id`` mean, and where the figures come from; `source` names it in words.
    """
    language = addressed.language()
    _ = translator(language)

    def workbook() -> bytes:
        from dashboard.export.xlsx import as_xlsx  # loaded when somebody asks for a workbook

        table = rows()
        return as_xlsx(table, _about(table, name, source(), invented), language)

    with blocks.container(horizontal=True, gap="small"):
        download(
            _("Ladda ner CSV"),
            lambda: as_csv(rows(), language, invented=invented),
            f"{name}.csv",
            mime="text/csv",
            key=f"download-{name}-{key}",
        )
        download(
            _("Ladda ner XLSX"),
            workbook,
            f"{name}.xlsx",
            mime=_XLSX,
            key=f"download-xlsx-{name}-{key}",
        )


def download(
    label: str,
    made: Callable[[], bytes | str],
    file_name: str,
    *,
    mime: str,
    key: str,
    icon: str = ":material/download:",
) -> None:
    """Offer a file that is made when it is asked for, without the page being drawn again."""
    widgets.download_button(
        label,
        loaders.later(made),
        file_name=file_name,
        mime=mime,
        icon=icon,
        key=key,
        on_click="ignore",
    )


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _about(rows: pd.DataFrame, title: str, source: str, invented: bool) -> "About":
    """Say of a table which inläsning and rules it rests on, and what its indicators mean."""
    from dashboard.export.xlsx import About

    revisions, runs, known = (
        loaders.ask(all_revisions),
        loaders.ask(assessment_runs),
        loaders.catalogue(),
    )
    named = rows.get("indicator_id", pd.Series(dtype=object)).dropna().unique()
    return About(
        title=title,
        revision=int(revisions["revision_id"].iloc[0]) if len(revisions) else 0,
        committed_at=revisions["committed_at"].iloc[0] if len(revisions) else None,
        rule_version=str(runs["rule_version"].iloc[0]) if len(runs) else "",
        source=source,
        invented=invented,
        indicators=[known[one] for one in sorted(named) if one in known],
    )


def as_csv(rows: pd.DataFrame, language: str, *, invented: bool = False) -> bytes:
    """Write a table as CSV: semicolons and decimal comma in Swedish, no cell a formula."""
    decimal, separator = (".", ",") if language == "en" else (",", ";")
    safe = rows.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = [_harmless(cell) for cell in safe[column]]
    if invented:
        safe[translator(language)("Obs")] = translator(language)("påhittade siffror")
    safe.columns = [_harmless(name) for name in safe.columns]
    return safe.to_csv(sep=separator, decimal=decimal, index=False).encode("utf-8-sig")


def pick(label: str, names: Mapping[Id, str], placeholder: str) -> Id | None:
    """Ask for one id by its name, in a form; None until somebody has picked one."""
    return widgets.selectbox(label, names, index=None, placeholder=placeholder)


def button_type() -> Literal["primary", "secondary"]:
    """Choose the main button's type: white text on the pale accent cannot be read in dark."""
    return "secondary" if addressed.dark() else "primary"


_FILES: Mapping[str, str] = {
    "": "overview",
    "omrade": "area",
    "utfall": "outcome",
    "jamfor": "compare",
    "karta": "map",
    "befolkning": "population",
    "loften": "promises",
    "satsningar": "initiatives",
    "mote": "meeting",
    "katalog": "catalogue",
    "ladda-upp": "upload",
    "ny-plats": "new_place",
    "nytt-mal": "new_goal",
    "skriv-in": "by_hand",
    "metod": "method",
    "tillganglighet": "accessibility",
    "administration": "administration",
}

NOW = ("ladda-upp", "ny-plats", "nytt-mal", "skriv-in", "administration")
"""Pages where something is done and not shown: they are always about now."""


def _harmless(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell


def _carried(path: str, asked: Mapping[str, Any]) -> dict[str, str]:
    """Take the language along, and the moment: but not to where things are done now, and not
    where the link asks for a moment of its own."""
    carried = addressed.carried()
    if path in NOW or any(key in asked for key in addressed.MOMENT):
        return {name: said for name, said in carried.items() if name not in addressed.MOMENT}
    return carried
