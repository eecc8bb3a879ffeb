"""One row written on a page, saved through the same intake as a file: kept, all or nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dashboard.installation import now
from dashboard.page import cards, loaders, this_visit
from dashboard.text.language import translator, upper_first
from data.acts import attachments
from data.acts.save import save
from data.intake import Examination, Finding, UploadedFile, examine, row_as_file
from data.intake.columns import headers
from data.store.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: the row by canonical column, and what each field is called on screen.

    `source` is what the revision is said to come from, `answers` what was answered to the
    questions that the row raises, by their ids.
    """

    kind: str
    row: Mapping[str, str]
    labels: Mapping[str, str]
    source: str
    answers: Mapping[str, str] = field(default_factory=dict)


def examined(written: Written, language: str) -> Examination:
    """Say everything there is to say of a row, without saving anything."""
    file = UploadedFile.of(
        row_as_file(written.kind, written.row, language),
        written.source,
        kind=written.kind,
        answers=written.answers,
    )
    return examine(
        loaders.reader_now(),
        file,
        catalogue=loaders.catalogue(),
        today=now().date(),
    )


def submit(written: Written, said: str, actor: str, paper: Any, language: str) -> None:
    """Save a row and draw the page anew, with the receipt kept under `said`; or say what stops.

    What is saved already is not saved again. `paper` is a file that is attached, or None.
    """
    _ = translator(language)
    examination = examined(written, language)
    if examination.stops:
        stopped(examination, written, language)
        return
    if not examination.new + examination.changed:
        this_visit.tell(said, _("Det är redan sparat så."))
        st.rerun()
    try:
        revision = _committed(examination, actor, paper)
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    warned = " ".join(finding_words(each, written, language) for each in examination.findings)
    saved = _("Sparat som inläsning {revision}. Det går att ångra på Ladda upp.")
    this_visit.tell(said, " ".join(filter(None, [saved.format(revision=revision), warned])))
    st.rerun()


def _committed(examination: Examination, actor: str, paper: Any) -> int:
    door, viewer = loaders.door(), loaders.viewer()
    if paper is not None:
        attachment = attachments.prepared(
            paper.getvalue(), paper.name, largest_mb=loaders.settings().attachment_mb
        )
        examination = attachments.attached(examination, attachment)
        attachments.keep(door, viewer, attachment)
    saved = save(
        door, viewer, examination, catalogue=loaders.catalogue(), actor=actor, now=now()
    )
    return saved.revision


def stopped(examination: Examination, written: Written, language: str) -> None:
    """Say everything that stops a row, each by the name of its field."""
    _ = translator(language)
    stops = [each for each in examination.findings if each.level == "error"]
    said = dict.fromkeys(finding_words(each, written, language) for each in stops)
    lines = "\n".join(f"- {each}" for each in said)
    saved = _("Inget har sparats. Det du skrev står kvar.")
    st.error(f"{lines}\n\n{saved}")


def finding_words(finding: Finding, written: Written, language: str) -> str:
    """Write a finding by the name of its field, as Markdown: a form has no rows or columns."""
    english = language == "en"
    said = finding.message_en if english else finding.message_sv
    suggestion = finding.suggestion_en if english else finding.suggestion_sv
    label = _label(finding.column, written, language)
    place = f"**{cards.escape(label)}:** " if label else ""
    if finding.code == "cell_empty":
        return place + translator(language)("fältet är tomt, fyll i det.")
    if finding.code == "no_rows":
        return translator(language)("Inget är ifyllt. Skriv i fälten först.")
    words = _by_labels(f"{said} {suggestion}".strip(), written, language)
    return place + cards.escape(words)


def _label(column: str, written: Written, language: str) -> str:
    """Return what a column of the file is called on the page."""
    names = {
        name[tongue]: one for one, name in headers(written.kind).items() for tongue in name
    }
    label = written.labels.get(names.get(column, ""), "")
    return label or upper_first(column.replace("_", " "))


def _by_labels(words: str, written: Written, language: str) -> str:
    """Let a sentence name the fields of the page instead of the columns of a file."""
    for column, names in headers(written.kind).items():
        name = names["en" if language == "en" else "sv"]
        if "_" in name and column in written.labels:
            label = f"”{written.labels[column]}”"
            words = re.sub(rf"\b{re.escape(name)}\b", label, words)
    return words
