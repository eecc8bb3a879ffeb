"""Writes in a promise, a check, a confirmation or a decision: one row, the same intake."""

from collections.abc import Callable, Mapping

import streamlit as st

from dashboard.page import blocks, cards, controls, loaders, this_visit, widgets
from dashboard.promises import fields
from dashboard.series import one_row
from dashboard.text.language import translator

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
    cards.line()
    if said := this_visit.still_said(_said(area_id)):
        st.success(said)
    label = _("Skriv in ett löfte, vad som hittats, en bekräftelse eller ett beslut")
    place, asked_for = controls.unfolded(label, key="promise")
    if asked_for:
        with place:
            _form(area_id, language)


def _said(area_id: str | None) -> str:
    """Name what has been saved of an area: it stands, so that a second click keeps it."""
    return f"{_SAID}-{area_id}"


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
    form = f"{kind}-{this_visit.times_said(_said(area_id))}"
    with blocks.form(f"promise-{form}", border=True):
        row = _FIELDS[kind](area_id, among, language)
        paper = None
        if kind in {"commitments", "stage_records"}:
            limit = loaders.settings().attachment_mb
            label = _("Bifoga dokumentet som PDF eller foto, högst {limit} MB").format(
                limit=limit
            )
            paper = widgets.file_uploader(label, key=f"paper-{form}")
        actor = controls.uploader(_("Ditt namn"))
        pressed = widgets.submit(_("Spara"), type=cards.button_type())
    if pressed:
        written = one_row.Written(
            kind=kind,
            row=row,
            labels={column: _(label) for column, label in fields.LABELS[kind].items()},
            source=_("formulär på Löfteskedjan"),
        )
        one_row.submit(written, _said(area_id), actor, paper, language)
