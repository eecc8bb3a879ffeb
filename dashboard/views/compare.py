"""How does it go elsewhere?"""

from dashboard.compare import compared, page
from dashboard.page import controls
from dashboard.series import picking
from dashboard.text.language import translator

chosen = controls.selection()
language = chosen.language
_ = translator(language)

nothing = _("Inget att jämföra: inga mätvärden är inlästa än")
_training, level, top, pickers = picking.opened(_("Jämför"), page.ask, nothing, language)
with pickers:
    found = compared.compared(page.narrow(level, language))
with top:
    page.opening(found, language)
page.how_to_read(found, language)
page.panels(found, chosen.dark, language)
page.break_notes(found, language)
page.table(found, language)
page.ending(found, language)
