"""What have we lost, what is at risk, what holds, and what don't we know?"""

from dashboard.export.asking import Asked
from dashboard.meetings import reminder
from dashboard.overview import (
    ending,
    filters,
    invitations,
    matrix,
    moving,
    page,
    pages,
    since,
    together,
)
from dashboard.page import addressed, blocks, cards, controls, days, room, topic
from dashboard.series.offer import offer
from dashboard.text.language import translator

language = addressed.selection().language
_ = translator(language)

above = blocks.container() if room.on_a_phone() else None
with topic.row(_("Läget"), language):
    needed = any(addressed.asked(key) for key in (*filters.KEYS, since.KEY))
    unfolded = controls.revealed(_("Filtrera och jämför"), key="laget", needed=needed)

selection = addressed.selection()
training = selection.training
given = filters.offered(training, language)
missing = filters.strangers(given)
if unfolded:
    filters.controls_of(given, language)
    with blocks.cells(2, 1, min_column_width=240)[0]:
        since.control(language)
by = filters.picked(given)
chosen = filters.shown(training, by)

filters.name_strangers(missing, language)
filters.say(chosen, filters.goals(training).counts.total, by, given, language)
asked = addressed.asked(since.KEY)
with above or blocks.container():
    page.sentence(training, by, language)
page.start(training, by, asked, language)
reminder.of_all(training=training, today=days.day_shown(), language=language)
page.biggest_and_latest(training, by, asked, selection.dark, language)

if chosen.goals:
    page.areas_and_themes(training, by, language)
    views = {addressed.TABLE: _("Tabell"), addressed.LIST: _("Lista")}
    view = controls.segment(_("Visa som"), views, key="vy", default=selection.view)
    number = controls.page(len(pages.pages(training, by)))
    page.goals(training, by, number, view == addressed.LIST, language)
    cards.downloads(
        lambda: matrix.as_rows(chosen.goals, language),
        f"kvarvarde-laget-{selection.data}",
        invented=training,
    )

moves = blocks.container()
page.beside_the_goals(training, by, language)
beneath = blocks.container()
if not addressed.moment():  # what is done is done now, and not where the past is shown
    invitations.show(language)
offer(Asked(training=training, language=language))
ending.show(training=training, language=language)
# Every area of every indicator is looked at, so it comes last and nothing waits for it.
with moves:
    moving.show(training, by, selection.dark, language)
with beneath:
    together.show(training=training, language=language)
