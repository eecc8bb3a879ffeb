"""How does it go elsewhere?"""

from dashboard.compare import asking, page
from dashboard.page import addressed, loaders, paper
from dashboard.series import picking
from dashboard.text.language import translator

chosen = addressed.selection()
language = chosen.language
_ = translator(language)

nothing = _("Inget att jämföra: inga mätvärden är inlästa än")
_training, level, top, pickers = picking.opened(_("Jämför"), asking.ask, nothing, language)
with pickers:
    key = asking.narrow(level, language)
paper.name(loaders.catalogue()[level.indicator_id].wording(language).name, _("Jämför"))
with top:
    page.finding(key, language)
page.side_by_side(key, chosen.dark, language)
page.downloads(key)
page.sources(key, language)
