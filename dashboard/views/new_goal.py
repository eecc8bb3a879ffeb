"""What would we be able to see, if we set this goal?"""

from dashboard.page import addressed, blocks, cards, loaders, paper, sharing
from dashboard.planning import goal, goal_fields, invite, page, parts, series
from dashboard.text.language import translator

selection = addressed.selection()
language, dark = selection.language, selection.dark
_ = translator(language)

top = blocks.container()
chosen = series.choose(language)
if chosen is None:
    with top:
        cards.heading(_("Lägg in ett mål"), _("Vilket värde vill ni inte tappa?"), level=1)
    invite.show(addressed.asked("omrade"), selection.training, language)
    sharing.end()

paper.name(chosen.indicator.wording(language).short, chosen.area_name, _("Lägg in ett mål"))
today = loaders.this_day()
places = page.places(selection.view == addressed.LIST, language)
with places.choices:
    found, asked = page.choices(chosen, language)
plan, seen = page.plan(chosen, found, asked, today, language)
with top:
    parts.opening(chosen, asked, today, language)
with places.choices:
    parts.alarms(chosen, asked, today, language)
with places.goal:
    draft = goal_fields.ask(chosen, found, asked.mid, language)
if seen is not None and found is not None:
    with places.picture:
        parts.pictures(chosen, asked, draft.level, today, language, dark)
    with places.helps:
        parts.what_helps(chosen, asked, today, language)
    with places.curve:
        parts.how_large(chosen, asked, today, language, dark)
with places.ending:
    known = parts.beforehand(chosen, asked, draft.level, today, language)
    goal.look_through(draft, plan, seen, known, language)
    goal.freeze(draft, plan, seen, language)
