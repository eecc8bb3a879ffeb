"""Navigation, language and the one place where errors become sentences."""

import logging
import uuid
from pathlib import Path

import streamlit as st

from dashboard import cards, controls, loaders, paper
from dashboard.settings import SettingsError
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.errors import StoreError
from metrics.errors import MetricsError

_LOG = logging.getLogger(__name__)
_STATIC = Path(__file__).with_name("static")

chosen = controls.selection()
_ = translator(chosen.language)
st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
st.logo(_STATIC / ("ordmarke-mork.svg" if chosen.dark else "ordmarke.svg"), size="medium")
paper.style()

pages = {
    "": [st.Page("views/overview.py", title=_("Läget"), default=True)],
    _("Områden"): [
        st.Page("views/area.py", title=_("Område"), url_path="omrade"),
        st.Page("views/outcome.py", title=_("Utfall"), url_path="utfall"),
    ],
    _("Löften"): [
        st.Page("views/promises.py", title=_("Löfteskedjan"), url_path="loften"),
    ],
    _("Arbete"): [
        st.Page("views/meeting.py", title=_("Möte"), url_path="mote"),
        st.Page("views/upload.py", title=_("Ladda upp"), url_path="ladda-upp"),
    ],
    _("Om siffrorna"): [
        st.Page("views/catalogue.py", title=_("Katalog"), url_path="katalog"),
        st.Page("views/method.py", title=_("Så avgörs en förlust"), url_path="metod"),
        st.Page("views/accessibility.py", title=_("Tillgänglighet"), url_path="tillganglighet"),
    ],
}
page = st.navigation(pages, position="top")
st.set_page_config(page_title=f"{page.title} – Kvarvärde")

# The foot is drawn first, so that it is there even when the page stops half-way.
body = st.container()
with st.container(horizontal=True, horizontal_alignment="right"):
    controls.segment(_("Språk"), {"sv": "Svenska", "en": "English"}, key="sprak", default="sv")


def say_when() -> None:
    """Mark a page that shows an earlier state, with the way back to today's."""
    if chosen.revision is None or chosen.revision >= loaders.latest():
        return
    shown = loaders.revisions()
    moment = shown["committed_at"].iloc[0] if len(shown) else None
    st.info(
        _("Så här såg det ut efter inläsning {revision}, {day}.").format(
            revision=chosen.revision, day=day(moment, chosen.language)
        ),
        icon=":material/history:",
    )
    way_back()


def way_back() -> None:
    """Link to this page without the revision."""
    st.page_link(
        page,
        label=_("Visa hur det är nu"),
        icon=":material/arrow_forward:",
        icon_position="right",
        query_params=controls.without("revision"),
    )


with body:
    try:
        say_when()
        page.run()
    except (StoreError, MetricsError, SettingsError) as error:
        st.error(cards.escape(str(error)))
        if chosen.revision is not None:
            way_back()
    except Exception:
        incident = uuid.uuid4().hex[:8]
        _LOG.exception("Incident %s", incident)
        said = _("Något gick fel hos oss. Inget har sparats. Felets nummer är {incident}.")
        st.error(said.format(incident=incident))
