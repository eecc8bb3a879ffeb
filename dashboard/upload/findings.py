"""Step two: what stops and what needs a look, and the file back with remarks."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.page import cards, file_questions, loaders
from dashboard.text.language import translator
from dashboard.text.numbers import number
from dashboard.upload import words
from dashboard.upload.proposals import AREA_NAME
from dashboard.upload.understood import area_labels
from data.intake import Examination, Finding, annotated, comes_in_part, returned_as
from data.intake.corrections import CONFIRMED, LEAVE_ROWS, READ_AS, in_words

SHOWN = 50
MOST_NAMES = 5
"""So many unknown names are asked about one by one; more are mended in the file."""

_MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Findings of one kind: those written out in row order, and how many there are in all."""

    findings: tuple[Finding, ...]
    count: int


def grouped(examination: Examination) -> list[Group]:
    """Gather the findings by kind: what stops before what warns, then as they first stand."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(examination.findings, key=lambda each: each.level != "error"):
        found.setdefault(finding.code, []).append(finding)
    counts: Counter[str] = Counter()
    for mark in examination.marks:
        counts[mark.code] += len(mark.rows)
    return [
        Group(findings=tuple(several), count=max(len(several), counts[code]))
        for code, several in found.items()
    ]


def show(examination: Examination, content: bytes, language: str) -> None:
    """List the findings as the spreadsheet numbers its rows, and offer the file back.

    `content` is the file as it was uploaded.
    """
    _ = translator(language)
    st.divider()
    cards.heading(_("Steg 2 av 4"), words.step_two(examination, language), level=2)
    if not examination.findings:
        st.markdown(
            _("Rader som en fråga gäller läses när den är besvarad.")
            if words.rows_wait(examination)
            else _("Alla rader går att läsa och stämmer med definitionerna.")
        )
        return
    for group in grouped(examination):
        _show_group(group, examination.sha256, language)
    _offer(examination, content, language)


def _offer(examination: Examination, content: bytes, language: str) -> None:
    """Offer the file back in its own format, or say why it comes as another."""
    _ = translator(language)
    form = returned_as(examination, content)
    labels = {
        "csv": _("Din fil med anmärkningar (CSV)"),
        "xlsx": _("Din fil med anmärkningar (XLSX)"),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            labels[form],
            loaders.later(partial(annotated, examination, language, content)),
            file_name=f"{_stem(examination.file_name)}-{_('anmärkningar')}.{form}",
            mime=_MIME[form],
            icon=":material/download:",
            on_click="ignore",
        )
        if form == "csv" and examination.reading.get("sheet"):
            st.caption(
                _("Arbetsboken kommer tillbaka som CSV: den är stor, eller i ett annat format.")
            )
        if form == "csv" and comes_in_part(examination):
            st.caption(
                _(
                    "Filen är stor: du får bara raderna med anmärkningar, med sina radnummer. "
                    "Rätta i din egen fil och släpp den igen."
                )
            )
        else:
            st.caption(_("Radnumren är kalkylbladets egna. Rätta i filen och släpp den igen."))


def _show_group(group: Group, about: str, language: str) -> None:
    """Say a kind of finding once, in the words of its first row, with what mends it beneath."""
    _ = translator(language)
    first = group.findings[0]
    suggestion = _bold(_suggested(first, language))
    said = (
        f"{_badge(first.level, language)} {cards.escape(_said(first, language))} {suggestion}"
    )
    rows = [found.row for found in group.findings if found.row is not None]
    with st.container(gap="xsmall"):
        st.markdown(said.strip())
        _show_mends(group, about, language)
        if first.code == "area_unknown":
            _choose_areas(group, about, language)
        label = words.row_numbers(rows, group.count, language) or _("Hela filen")
        with st.expander(label):
            shown = list(group.findings[:SHOWN])
            cards.table(table(shown, language))
            if group.count > len(shown):
                st.caption(
                    _("De {shown} första av {count}. Filen nedan har alla.").format(
                        shown=SHOWN, count=number(group.count, 0, language)
                    )
                )


def _show_mends(group: Group, about: str, language: str) -> None:
    """Offer the answers that take the findings away, each for all rows of the group."""
    offered = mends(group)
    if not offered:
        return
    with st.container(horizontal=True, gap="small"):
        for kind, given in offered.items():
            st.button(
                mend_label(kind, given, group, language),
                icon=":material/check:" if kind != LEAVE_ROWS else ":material/remove:",
                key=f"mend-{kind}-{group.findings[0].code}-{about}",
                on_click=file_questions.answer,
                args=(about, given),
            )


def _choose_areas(group: Group, about: str, language: str) -> None:
    """Let somebody say which area an unknown name means, for the first names."""
    _ = translator(language)
    names = dict.fromkeys(found.read for found in group.findings)
    for name in list(names)[:MOST_NAMES]:
        label, choice = st.columns([7, 4], gap="medium", vertical_alignment="center")
        label.markdown(_("Vilket område är **{name}**?").format(name=cards.escape(name)))
        with choice:
            file_questions.decide(
                _("Vilket område är {name}?").format(name=name),
                area_labels(language),
                about=about,
                question=f"{AREA_NAME}:{name}",
                picked=None,
                placeholder=_("Välj"),
                listed=True,
            )


def mends(group: Group) -> dict[str, dict[str, str]]:
    """Gather the answers that the findings of a group offer, by what they do."""
    offered: dict[str, dict[str, str]] = {}
    for finding in group.findings:
        for offer in finding.offers:
            kind = offer.id.partition(":")[0]
            offered.setdefault(kind, {})[offer.id] = offer.choice
    return {kind: offered[kind] for kind in (READ_AS, CONFIRMED, LEAVE_ROWS) if kind in offered}


def mend_label(kind: str, given: dict[str, str], group: Group, language: str) -> str:
    """Say on a button what it does, and with how many rows."""
    _ = translator(language)
    if kind == CONFIRMED:
        return _("Det stämmer")
    if kind == LEAVE_ROWS:
        return _("Hoppa över {rows}").format(rows=words.rows(group.count, language))
    if len(set(given.values())) == 1:
        said = words.in_language(in_words(next(iter(given.values()))), language)
        return _("Läs som {text}").format(text=cards.escape(said))
    return _("Läs så, {rows}").format(rows=words.rows(group.count, language))


def _badge(level: str, language: str) -> str:
    _ = translator(language)
    if level == "error":
        return f":red-badge[:material/block: {_('Stoppar')}]"
    return f":orange-badge[:material/error: {_('Varnar')}]"


def table(findings: list[Finding], language: str) -> pd.DataFrame:
    """Lay findings out in the order a person mends them: where, what, what then."""
    _ = translator(language)
    rows = [
        {
            _("Rad"): "" if found.row is None else str(found.row),
            _("Kolumn"): cards.escape(found.column),
            _("Läst"): cards.escape(found.read),
            _("Väntat"): cards.escape(found.expected),
            _("Vad vi ser"): cards.escape(_said(found, language)),
            _("Vad vi föreslår"): _bold(_suggested(found, language)),
        }
        for found in findings
    ]
    return pd.DataFrame(rows)


def _said(found: Finding, language: str) -> str:
    return found.message_en if language == "en" else found.message_sv


def _suggested(found: Finding, language: str) -> str:
    return found.suggestion_en if language == "en" else found.suggestion_sv


def _bold(text: str) -> str:
    return f"**{cards.escape(text)}**" if text else ""


def _stem(file_name: str) -> str:
    return file_name.rsplit(".", 1)[0]
