"""Step one: the file, who brings it, and how it is to be read."""

from dataclasses import dataclass

import streamlit as st

from dashboard.page import controls, widgets
from dashboard.text.language import translator
from dashboard.upload import words
from data.intake import KIND_NAMES, UploadedFile
from metrics.definition.catalogue import Catalogue

_FORMATS = ("csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods", "px", "json", "geojson")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person has handed over so far."""

    actor: str
    file: UploadedFile | None
    kind: str | None = None
    indicator_id: str | None = None


def ask(catalogue: Catalogue, upload_mb: int, language: str) -> Given:
    """Ask for a name and a file; offer to correct how the file is read."""
    _ = translator(language)
    # The limit stands in words in the label, which is what a screen reader says first.
    label = _("Steg 1 av 4. Släpp filen här, högst {limit} MB").format(limit=upload_mb)
    dropped = widgets.file_uploader(
        label, type=_FORMATS, key="file", max_upload_size=upload_mb, on_change="rerun"
    )
    actor = controls.uploader(_("Ditt namn"))
    if dropped is None:
        return Given(actor=actor, file=None)
    file = UploadedFile.of(dropped.getvalue(), dropped.name, sender=actor)
    kind, indicator_id = _interpretation(catalogue, language)
    return Given(actor=actor, file=file, kind=kind, indicator_id=indicator_id)


def _interpretation(catalogue: Catalogue, language: str) -> tuple[str | None, str | None]:
    _ = translator(language)
    with st.expander(_("Ändra tolkningen")):
        kind = st.selectbox(
            _("Filen innehåller"),
            KIND_NAMES,
            index=None,
            placeholder=_("Det som rubrikerna säger"),
            format_func=lambda kind: words.noun(kind, 2, language),
            key="file-kind",
        )
        indicator_id = st.selectbox(
            _("Indikator, om filen saknar kolumnen"),
            list(catalogue),
            index=None,
            placeholder=_("Den som står i filen"),
            format_func=lambda id_: f"{catalogue[id_].wording(language).name} ({id_})",
            key="file-indicator",
        )
    return kind, indicator_id
