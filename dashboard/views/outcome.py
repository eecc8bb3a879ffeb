"""Is the change real?"""

from dashboard.outcome import earlier, monitor, page, parts, recompute
from dashboard.page import addressed, cards, following, paper, sharing, topic
from dashboard.promises import together
from dashboard.series import followed, view
from dashboard.series.offer import chart_downloads, offer_series
from dashboard.text import names, sentences
from dashboard.text.language import translator

chosen = addressed.selection()
language, dark = chosen.language, chosen.dark
series = followed.of_goal(chosen.goal_id) or followed.of_series(chosen.series_id)

if series is None:
    if asked := addressed.asked("mal") or addressed.asked("serie"):
        cards.unknown(asked, language)
    page.ask(chosen.area_id, chosen.training, language)
    sharing.end()

following.stay_at(series.area_id, invented=series.invented, indicator_id=series.indicator.id)
shown = (series.goal_id, series.series_id)
measured = names.measured(series.indicator, series.key.category, language)
paper.name(measured, sentences.area(series.key, language))

with topic.trail():
    parts.trail(*shown, language)
left = parts.start(*shown, dark, language)
chart_downloads(series, language)
if parts.alarm(*shown, left, dark, language):
    monitor.in_figures(series, language)
parts.what_would_be_seen(*shown, left, dark, language)

if series.goal is not None:
    together.behind(series.goal.goal_id, language)
    view.not_proven(language)

parts.numbers(*shown, language)
page.downloads(series)
recompute.offer(series, language)
earlier.show(series, language)
parts.background(*shown, language)
offer_series(series, language)
label = translator(language)("Lägg in ett mål")
cards.link("nytt-mal", label, omrade=series.area_id, indikator=series.indicator.id)
parts.sources(*shown, language)
