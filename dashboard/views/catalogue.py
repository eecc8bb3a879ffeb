"""What does this number mean?"""

import streamlit as st

from dashboard import cards, controls, definition_page, loaders
from dashboard.text.language import translator
from dashboard.text.themes import theme_name

language = controls.selection().language
_ = translator(language)
catalogue = loaders.catalogue()

names = {
    indicator.id: f"{indicator.wording(language).name} ({indicator.id})"
    for indicator in sorted(
        catalogue.values(), key=lambda one: one.wording(language).name.casefold()
    )
}
asked = controls.selection().indicator_id
picked = controls.choose(
    _("Indikator"), names, key="indikator", placeholder=_("Välj en indikator")
)

if picked:
    definition_page.one(catalogue[picked], language)
    st.stop()
if asked and asked not in names:
    st.info(
        _("Det finns ingen indikator {id}. Välj en ur listan.").format(id=cards.escape(asked))
    )

title = _("{number} indikatorer, granskade en och en").format(number=len(catalogue))
cards.heading(_("Katalog"), title)
st.markdown(
    _(
        "En indikator är en granskad definition: vad som räknas, av vilka, åt vilket håll som är "
        "bättre och vad som vilseleder. [Så avgörs en förlust]({method})."
    ).format(method=cards.address("metod")),
    width=900,
)
series = loaders.series()
for theme in dict.fromkeys(indicator.theme for indicator in catalogue.values()):
    mine = [indicator for indicator in catalogue.values() if indicator.theme is theme]
    cards.heading("", theme_name(theme, language), level=2)
    cards.table(definition_page.rows(mine, series, language))
cards.downloads(definition_page.as_rows(catalogue.values(), language), "kvarvarde-katalog")
