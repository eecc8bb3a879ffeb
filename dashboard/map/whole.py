"""Områden: one map and the same as a list, with what is chosen on either of them."""

from dashboard.map import asking, page
from dashboard.map.mapped import MapKey
from dashboard.page import addressed, blocks, loaders, paper, room
from dashboard.series import picking
from dashboard.text.language import translator


def show(topic: str, asks: str) -> MapKey:
    """Show where: states or values on shapes with names, and the same as a list.

    `asks` is the question of the address for the area that is picked out. On a phone the list
    comes first; the keyboard reaches the list and the card, and never has to use the map.
    Returns what is shown, for the sources at the foot of the page.
    """
    chosen = addressed.selection()
    language = chosen.language
    _ = translator(language)
    nothing = _("Inget att visa på kartan: inga mätvärden är inlästa än")
    _training, level, top, pickers = picking.opened(topic, asking.ask, nothing, language)
    with pickers:
        key = asking.narrow(level, language)
    paper.name(loaders.catalogue()[level.indicator_id].wording(language).name, topic)
    with top:
        page.opening(key, language)
    if room.on_a_phone():
        beside, where = blocks.container(), blocks.container()
    else:
        where, beside = blocks.columns((7, 5), gap="large")
    with beside:
        page.one_area(key, asks, language)
        page.table(key, language)
        page.downloads(key, language)
    with where:
        page.chart(key, asks, chosen.dark, language)
    return key
