"""Who lives here now?"""

from dashboard.page import addressed, following, paper, sharing, topic
from dashboard.population import page, parts
from dashboard.series import area_picker, picking
from dashboard.text.language import translator

chosen = addressed.selection()
language = chosen.language
_ = translator(language)
place = area_picker.place(chosen.area_id, language)

if place is None:
    training = topic.head(_("Befolkning"), language)
    picking.unknown(language)
    page.ask(training, language)
    sharing.end()

paper.name(place.name, _("Befolkning"))
following.stay_at(place.area_id, invented=place.invented)
with topic.trail():
    parts.trail(place.area_id, language)
parts.whole(place.area_id, chosen.dark, language)
page.downloads(place.area_id, invented=place.invented)
parts.sources(place.area_id, language)
