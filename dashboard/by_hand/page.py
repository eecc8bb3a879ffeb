"""The page where anything is written in by hand, one row through the same intake as a file."""

import streamlit as st

from dashboard.by_hand import fields
from dashboard.by_hand.form import Form, forms
from dashboard.page import addressed, blocks, cards, controls, loaders, this_visit, widgets
from dashboard.series import one_row, view
from dashboard.text.language import translator

_SAID = "by-hand"


def chosen(language: str) -> Form:
    """Ask what is to be written in; it lives in the address."""
    _ = translator(language)
    known = forms()
    kind = controls.choose(
        _("Vad vill du skriva in?"),
        {kind: _(form.name) for kind, form in known.items()},
        key="vad",
        clear=False,
    )
    return known.get(kind or "") or next(iter(known.values()))


def show(form: Form, language: str) -> None:
    """Draw the form; what is wrong is said at once, and nothing that was typed is lost."""
    _ = translator(language)
    said = f"{_SAID}-{form.kind}"
    if receipt := this_visit.still_said(said):
        st.success(receipt)
    if loaders.door().written_at is not None:
        st.info(_("Den här servern visar bara. Skriv in det på den server som skriver."))
        return
    given = {
        column: addressed.asked(key) or ""
        for key, columns in _FROM_ADDRESS.items()
        for column in columns
    }
    offered = fields.areas(form, given, language)
    with blocks.form(f"{said}-{this_visit.times_said(said)}", border=True):
        written = fields.ask(form, given, offered, language)
        actor = controls.uploader(_("Ditt namn"))
        pressed = widgets.submit(_("Spara"), type=cards.button_type())
    if pressed:
        row = one_row.Written(
            kind=form.kind,
            row=form.row(written),
            labels={column: _(label) for column, label in form.labels.items()},
            source=_("formulär på Skriv in för hand"),
        )
        one_row.submit(row, said, actor, None, language)


_FROM_ADDRESS = {
    "omrade": ("area_id", "area_ids", "parent_id"),
    "indikator": ("indicator_id", "indicator_ids"),
}
"""What the address may fill in, by its own words."""


def elsewhere(language: str) -> None:
    """Say where the rest is written in."""
    _ = translator(language)
    cards.heading("", _("Det här skrivs in på egna sidor"), level=2)
    linked = [
        view.linked(_("Ett mål"), "nytt-mal"),
        view.linked(_("Ett löfte, vad som hittats, en bekräftelse eller ett beslut"), "loften"),
        view.linked(_("Gränser, antaganden och flyttkedjor kommer som filer"), "ladda-upp"),
    ]
    cards.words("\n".join(f"- {each}" for each in linked))
