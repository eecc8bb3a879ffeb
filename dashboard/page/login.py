"""Logging in and out, and what is said to who has not."""

import streamlit as st

from dashboard.page import cards, loaders, menu
from dashboard.page.replay import unchanging
from dashboard.text.language import plural, translator
from data.store.access import Viewer


def required(viewer: Viewer, language: str) -> None:
    """Let nobody but who may read past here; everybody else is asked to log in."""
    if menu.reaches(viewer, "overview"):
        return
    _ = translator(language)
    if viewer.subject or st.user.get("is_logged_in"):
        cards.heading("", _("Du är inloggad men har ingen roll här ännu"))
        st.markdown(_("Be den som förvaltar er organisation att bjuda in dig."))
    else:
        cards.heading("", _("Logga in för att läsa"))
        st.button(_("Logga in"), type=cards.button_type(), on_click=st.login, key="log-in")
    st.stop()


def offer(viewer: Viewer, language: str) -> None:
    """Say who is looking, and let them log in or out, beside the language."""
    _ = translator(language)
    if viewer.early:
        said = plural(language, "{n} inläsning", "{n} inläsningar", len(viewer.early))
        st.caption(
            _("Du ser {what} som inte är släppt för andra.").format(
                what=said.format(n=len(viewer.early))
            )
        )
    if viewer.local:
        _say(_("Ingen inloggning är inställd: du vid den här datorn får göra allt."))
    elif loaders.settings().login is None:
        _say(_("Ingen inloggning är inställd: du kan läsa det som är släppt."))
    elif viewer.subject or st.user.get("is_logged_in"):
        st.button(
            _("Logga ut {name}").format(name=cards.escape(viewer.name)),
            on_click=st.logout,
            key="log-out",
            type="tertiary",
        )
    elif viewer.areas is None:
        st.button(_("Logga in"), on_click=st.login, key="log-in-foot", type="tertiary")


@unchanging
def _say(text: str) -> None:
    st.caption(text)
