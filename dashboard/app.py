"""Navigation, language and the one place where errors become sentences."""

import logging
import uuid
from pathlib import Path

import streamlit as st

from dashboard.page import cards, controls, paper
from dashboard.series import as_it_was
from dashboard.settings import SettingsError
from dashboard.text.language import translator
from data.store.errors import StoreError
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
        st.Page("views/compare.py", title=_("Jämför"), url_path="jamfor"),
        st.Page("views/map.py", title=_("Karta"), url_path="karta"),
        st.Page("views/population.py", title=_("Befolkning"), url_path="befolkning"),
    ],
    _("Löften"): [
        st.Page("views/promises.py", title=_("Löfteskedjan"), url_path="loften"),
        st.Page("views/initiatives.py", title=_("Satsningar"), url_path="satsningar"),
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

now_only = page.url_path in cards.NOW
if not now_only:
    controls.hold_moment(page.url_path)

# The foot is drawn first, so that it is there even when the page stops half-way.
body = st.container()
with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
    beside = st.container(width=220)
    controls.segment(_("Språk"), {"sv": "Svenska", "en": "English"}, key="sprak", default="sv")


with body:
    try:
        if not now_only:
            with beside:
                as_it_was.chooser(chosen.language)
        if now_only or as_it_was.opening(page, chosen.language):
            page.run()
    except (StoreError, MetricsError, SettingsError) as error:
        st.error(cards.escape(str(error)))
        if controls.moment():
            as_it_was.way_back(page, chosen.language)
    except Exception:
        incident = uuid.uuid4().hex[:8]
        _LOG.exception("Incident %s", incident)
        said = _("Något gick fel hos oss. Inget har sparats. Felets nummer är {incident}.")
        st.error(said.format(incident=incident))
