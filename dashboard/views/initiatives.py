"""What did the money do?"""

from dashboard.initiatives import card, chosen, listing, report_page, worth_page
from dashboard.page import addressed, paper, sharing, topic
from dashboard.population import moving_chains

selected = addressed.selection()
language = selected.language
asked = addressed.asked("satsning")
initiative = chosen.of(asked, language)

if initiative is None:
    listing.show(asked, selected.training, language)
    sharing.end()

initiative_id = initiative.initiative_id
paper.name(initiative.title(language))
with topic.trail():
    card.trail(initiative_id, language)
card.opening(initiative_id, language)
part = card.part(language)

if part == card.REPORT:
    report_page.show(initiative_id, language)
    filled = chosen.with_report(initiative_id, language)[1]
    report_page.download(initiative, filled, language)
elif part == card.WORTH:
    worth_page.show(initiative_id, selected.dark, language)
else:
    card.show(initiative_id, language)
    moving_chains.show(initiative.area_id, selected.dark, language)

card.downloads(initiative, language)
card.ending(initiative_id, language)
