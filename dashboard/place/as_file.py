"""What is written on Ny plats, as a file that one keeps and goes on with another day.

The server keeps what is written only until it is restarted, and by the browser it was written
in. A file stands past both, and can be sent to whoever knows the rest.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from dashboard.page import blocks, cards, drafts, this_visit, widgets
from dashboard.place.draft import FIELDS, FORM
from dashboard.text.language import translator

_KIND = "kvarvarde-utkast"
_LARGEST = 2_000_000
_GIVEN = f"{FORM}-draft-file"
_NOT_KEPT = {"key", "wrong"}
"""A place that is saved from two files is two places: each writing has a key of its own."""


def offer(written: Mapping[str, Any], language: str) -> None:
    """Offer what is written as a file, and take such a file."""
    _ = translator(language)
    if said := this_visit.said(_GIVEN):
        st.info(said)
    cards.download(
        _("Spara som utkast"),
        lambda: as_text(written),
        "ny-plats-utkast.json",
        mime="application/json",
        key=f"{FORM}-draft",
    )
    with blocks.expander(_("Fortsätt på ett utkast")):
        widgets.file_uploader(
            _("Utkastet som du sparade"),
            type="json",
            key=_GIVEN,
            on_change=_take,
            args=(language,),
        )


def as_text(written: Mapping[str, Any]) -> str:
    """Write a draft: texts, lists and days, each under the name of its field."""
    said = {
        name: each.isoformat() if isinstance(each, date) else each
        for name, each in written.items()
        if name not in _NOT_KEPT and each not in (None, "", [], ())
    }
    return json.dumps({_KIND: said}, ensure_ascii=False, indent=1)


def read(content: bytes) -> dict[str, Any]:
    """Read a draft; fields that there are not any more are left out.

    Raises `ValueError` for what is no draft: also for texts that no page can send, as half of a
    character, which would stop the page for as long as they are kept.
    """
    if len(content) > _LARGEST:
        raise ValueError("A draft is not that large.")
    try:
        said = json.loads(content.decode("utf-8-sig"))[_KIND]
        return {
            name: _field(name, each)
            for name, each in dict(said).items()
            if name in FIELDS and name not in _NOT_KEPT
        }
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("This is no draft.") from error


def _field(name: str, said: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(said)
    if name == "made_of":
        return [_text(str(one)) for one in said] if isinstance(said, list) else []
    if not isinstance(said, str):
        raise TypeError(name)
    return _text(said)


def _text(said: str) -> str:
    return said.encode("utf-8").decode("utf-8")


_DAYS = {"promised_on", "due_on"}


def _take(language: str) -> None:
    """Write a draft in the fields before the page is drawn; no draft changes nothing."""
    _ = translator(language)
    given = drafts.written_in(FORM, "draft-file")
    if given is None:
        return
    try:
        said = read(given.getvalue())
    except ValueError:
        this_visit.tell(_GIVEN, _("Filen är inget utkast från Ny plats. Inget har ändrats."))
        return
    empty: dict[str, Any] = dict.fromkeys(set(FIELDS) - _NOT_KEPT)
    drafts.write_in(FORM, **{**empty, **said})
    this_visit.tell(_GIVEN, _("Utkastet är på plats. Inget är sparat än."))
