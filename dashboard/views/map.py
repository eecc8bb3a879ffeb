"""Where?"""

from dashboard.map import page, whole
from dashboard.page import addressed
from dashboard.text.language import translator

language = addressed.selection().language
page.ending(whole.show(translator(language)("Karta"), "omrade"), language)
