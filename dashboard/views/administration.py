"""Who may do what, and what waits to be seen by all?"""

from dashboard.administration import asking, copies, keys, opening, people, record, releases
from dashboard.page import addressed

language = addressed.selection().language

asking.say_what_was_done()
opening.show(language)
releases.show(language)
people.show(language)
keys.show(language)
copies.show(language)
record.show(language)
