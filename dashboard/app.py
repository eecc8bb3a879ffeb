"""Navigation, language and the one place where errors become sentences."""

import logging
import uuid

import streamlit as st

from dashboard import counts
from dashboard.page import (
    addressed,
    blocks,
    cards,
    controls,
    following,
    loaders,
    login,
    menu,
    paper,
    sharing,
)
from dashboard.series import as_it_was
from dashboard.settings import SettingsError
from dashboard.text.language import translator
from data.store.errors import StoreError

_LOG = logging.getLogger(__name__)

chosen = addressed.selection()
_ = translator(chosen.language)
looking = loaders.viewer()
controls.know_as(looking.name if looking.subject else "")
paper.logo(chosen.dark)
paper.style()

page = menu.shown(looking, chosen.language)
paper.name(page.title)

now_only = page.url_path in cards.NOW
following.hold_place(page.url_path)
if not now_only:
    following.hold_moment(page.url_path)

# The foot is drawn first, so that it is there even when the page stops half-way.
body = blocks.container()
with blocks.container(
    horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"
):
    foot = blocks.container(width="content")
    beside = blocks.container(width=220)
    login.offer(looking, chosen.language)
    controls.segment(_("Språk"), {"sv": "Svenska", "en": "English"}, key="sprak", default="sv")


with body:
    try:
        login.required(looking, chosen.language)
        with loaders.one_visit(looking, writes=now_only):
            if not now_only:
                with beside:
                    as_it_was.chooser(chosen.language)
            if now_only or as_it_was.opening(page, chosen.language):
                with (
                    counts.rerun(page.url_path),
                    sharing.offered(page.url_path, foot, chosen.language),
                ):
                    page.run()
    except (StoreError, SettingsError) as error:
        st.error(cards.escape(str(error)))
        if addressed.moment():
            as_it_was.way_back(page, chosen.language)
    except Exception:
        incident = uuid.uuid4().hex[:8]
        _LOG.exception("Incident %s", incident)
        said = _("Något gick fel hos oss. Inget har sparats. Felets nummer är {incident}.")
        st.error(said.format(incident=incident))
