"""Where?"""

from dashboard.map import page, whole
from dashboard.page import controls
from dashboard.text.language import translator

language = controls.selection().language
page.ending(whole.show(translator(language)("Karta"), "omrade"), language)
