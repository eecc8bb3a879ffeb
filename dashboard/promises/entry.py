"""Writes in a promise, a check, a confirmation or a decision: one row, the same intake."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.installation import now
from dashboard.page import cards, controls, loaders
from dashboard.promises import fields
from dashboard.settings import settings
from dashboard.text.language import translator, upper_first
from data.acts import attachments
from data.acts.save import save
from data.intake import Examination, Finding, UploadedFile, examine, row_as_file
from data.store.errors import StoreError

_KINDS: Mapping[str, str] = {
    "commitments": "Ett nytt löfte",
    "stage_records": "Vad som finns i ett skede",
    "confirmations": "En bekräftelse",
    "commitment_decisions": "Ett beslut",
}
_FIELDS: Mapping[str, Callable[..., fields.Row]] = {
    "commitments": fields.promise,
    "stage_records": fields.check,
    "confirmations": fields.confirmation,
    "commitment_decisions": fields.decision,
}
_SAID = "promise-saved"


def show(area_id: str | None, language: str) -> None:
    """Offer the four forms; what is wrong is said beside, and nothing written is lost."""
    _ = translator(language)
    st.divider()
    if said := controls.said(_SAID):
        st.success(said)
    label = _("Skriv in ett löfte, vad som hittats, en bekräftelse eller ett beslut")
    place, asked_for = controls.unfolded(label, key="promise")
    if asked_for:
        with place:
            _form(area_id, language)


def _form(area_id: str | None, language: str) -> None:
    _ = translator(language)
    kind = controls.segment(
        _("Vad vill du skriva in?"),
        {kind: _(name) for kind, name in _KINDS.items()},
        key="skriv",
        default="commitments",
    )
    promises = fields.promises_of(area_id)
    if kind != "commitments" and promises.empty:
        st.markdown(_("Lägg in ett löfte först."))
        return
    among = fields.areas(area_id, language) if kind == "commitments" else promises
    # A saved form begins anew; one that was stopped keeps what was written in it.
    with st.form(f"promise-{kind}-{controls.times_said(_SAID)}", border=True):
        row = _FIELDS[kind](area_id, among, language)
        paper = None
        if kind in {"commitments", "stage_records"}:
            limit = settings().attachment_mb
            label = _("Bifoga dokumentet som PDF eller foto, högst {limit} MB").format(
                limit=limit
            )
            paper = st.file_uploader(label, key=f"paper-{kind}-{controls.times_said(_SAID)}")
        actor = controls.uploader(_("Ditt namn"))
        pressed = st.form_submit_button(_("Spara"), type=cards.button_type())
    if pressed:
        _save(kind, row, actor, paper, language)


def _save(kind: str, row: fields.Row, actor: str, paper: Any, language: str) -> None:
    """Examine the one row and save it, or say what stops it."""
    _ = translator(language)
    content = row_as_file(kind, row, language)
    name = _("formulär på Löfteskedjan")
    examination = examine(
        loaders.door().reader(loaders.viewer()),
        UploadedFile.of(content, name, kind=kind),
        catalogue=loaders.catalogue(),
        today=now().date(),
    )
    if examination.stops:
        _stopped(examination, language)
        return
    try:
        revision = _committed(examination, actor, paper)
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    warned = " ".join(_finding(each, language) for each in examination.findings)
    said = _("Sparat som inläsning {revision}. Det går att ångra på Ladda upp.")
    controls.tell(_SAID, " ".join(filter(None, [said.format(revision=revision), warned])))
    st.rerun()


def _committed(examination: Examination, actor: str, paper: Any) -> int:
    door, viewer = loaders.door(), loaders.viewer()
    if paper is not None:
        attachment = attachments.prepared(
            paper.getvalue(), paper.name, largest_mb=settings().attachment_mb
        )
        examination = attachments.attached(examination, attachment)
        attachments.keep(door, viewer, attachment)
    saved = save(
        door, viewer, examination, catalogue=loaders.catalogue(), actor=actor, now=now()
    )
    return saved.revision


def _stopped(examination: Examination, language: str) -> None:
    _ = translator(language)
    stops = [each for each in examination.findings if each.level == "error"]
    lines = "\n".join(f"- {_finding(each, language)}" for each in stops)
    saved = _("Inget har sparats. Det du skrev står kvar.")
    st.error(f"{lines}\n\n{saved}")


def _finding(finding: Finding, language: str) -> str:
    """Write a finding by the name of its field: a form has no rows."""
    english = language == "en"
    said = finding.message_en if english else finding.message_sv
    suggestion = finding.suggestion_en if english else finding.suggestion_sv
    column = finding.column.replace("_", " ")
    place = f"**{cards.escape(upper_first(column))}:** " if column else ""
    return place + cards.escape(f"{said} {suggestion}".strip())
