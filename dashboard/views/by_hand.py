"""What do you want to write in, without a file?"""

from dashboard.by_hand import page
from dashboard.page import addressed, cards, paper
from dashboard.text.language import translator

language = addressed.selection().language
_ = translator(language)
cards.heading(_("Skriv in för hand"), _("Skriv in en rad i taget, utan fil"), level=1)
form = page.chosen(language)
paper.name(_(form.name), _("Skriv in för hand"))
cards.words(_(form.about), width=700)
page.show(form, language)
page.elsewhere(language)
