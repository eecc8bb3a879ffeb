"""The answer: the sentence, the two fans, how large a fall must be, and what would help."""

from collections.abc import Iterator

import pandas as pd

from dashboard.charts.describe.plan import fans
from dashboard.charts.describe.smallest_falls import smallest
from dashboard.charts.plotly.plan import draw_fans, draw_smallest
from dashboard.page import blocks, cards
from dashboard.planning import series
from dashboard.planning.choices import Asked
from dashboard.planning.series import Chosen
from dashboard.text import planning
from dashboard.text.language import translator
from dashboard.text.planning import Plan, Row
from data.judging.planned import Planned
from metrics.definition.indicator import Evidence
from metrics.outcome.planned import Foreseen

_MANY, _FEW = 800, 200
_ALIKE = 0.2
_MORE_BEFORE = 3


def pictures(
    plan: Plan, seen: Foreseen, chosen: Chosen, target: float | None, *, dark: bool
) -> None:
    """Draw what may happen, and when it would be found."""
    _ = translator(plan.language)
    points = series.measured(chosen.series_id) if chosen.series_id is not None else ()
    described = fans(plan, seen, points, target)
    cards.plot(draw_fans(described, dark=dark), alt=described.alt, key="fans")
    counted = _("Linjerna är nivåer: det som räknas fullt ut har inget band av slump.")
    sampled = _(
        "Medelvärdet av mätningarna efter start. Ljust band: så långt slumpen når om inget "
        "har hänt. Mörkt band: om det försämrats så mycket som ni valt. Prickad linje: dubbelt "
        "så mycket. ◇ och ▼ står där fyra försämringar av fem har synts."
    )
    cards.note(counted if plan.exact else sampled)
    with blocks.expander(_("Samma siffror som tabell")):
        cards.table(described.table)


def how_large(plan: Plan, seen: Foreseen, *, dark: bool) -> None:
    """Draw how large a fall must be, by how many measurements have followed it.

    What is counted in full is seen from what matters on, and needs no picture.
    """
    if plan.exact:
        return
    _ = translator(plan.language)
    curve = smallest(plan, seen)
    cards.heading(_axis(plan), _("Hur stor måste försämringen vara?"), level=2)
    cards.plot(draw_smallest(curve, dark=dark), alt=curve.alt, key="smallest")
    cards.note(
        _(
            "Längs linjen: antal mätningar efter försämringen. I det färgade ser vi fyra fall "
            "av fem, som tidig varning ◇ eller säkert ▼."
        )
    )
    with blocks.expander(_("Kurvorna som tabell")):
        cards.table(curve.table)


def _axis(plan: Plan) -> str:
    """Name the unit of the sizes: ``procentenheter``."""
    words = planning.meaning(2.5, plan.indicator, None, plan.language).split("\u00a0", 1)
    return words[1].split(":")[0] if len(words) > 1 else ""


def what_helps(
    plan: Plan, seen: Foreseen, chosen: Chosen, found: Planned, asked: Asked
) -> None:
    """Show what more answers, other years or adding areas up would give, in years."""
    _ = translator(plan.language)
    cards.heading("", _("Vad skulle hjälpa?"), level=2)
    rows = list(_ways(plan, seen, chosen, found, asked))
    written = planning.table(plan, rows)
    cards.table(pd.DataFrame(written, columns=list(planning.columns(plan))))
    if found.beside:
        said = _("Ihopräknat ser ni inte vilken del som föll.")
        cards.note(said)


def _ways(
    plan: Plan, seen: Foreseen, chosen: Chosen, found: Planned, asked: Asked
) -> Iterator[Row]:
    """Yield the ways to measure: as chosen, more and fewer answers, less often, and so on."""
    _ = translator(plan.language)
    yield Row(label=f"**{_('som nu')}**", seen=seen)
    usual, now = found.answers, asked.answers
    if usual and now:
        for count in (_MANY, _FEW):
            if abs(count - now) > _ALIKE * now and count >= chosen.indicator.fewest():
                label = _("frågar {count}").format(count=count)
                yield from _row(label, chosen, asked, found, count > now, answers=count / usual)
    slower = _("mäter vartannat år") if asked.pace == 1.0 else _("mäter hälften så ofta")
    yield from _row(slower, chosen, asked, found, False, looks_per_year=asked.pace / 2)
    before = _("har tre till före start")
    if not plan.exact:
        yield from _row(before, chosen, asked, found, True, more_before=_MORE_BEFORE)
    if found.beside and not asked.together and usual:
        area = cards.escape(series.area_name(found.beside[0], plan.language))
        label = _("räknar ihop med {area}").format(area=area)
        yield from _row(label, chosen, asked, found, True, beside=found.beside[1] / usual)


def _row(
    label: str, chosen: Chosen, asked: Asked, found: Planned, better: bool, **other: float
) -> Iterator[Row]:
    if chosen.series_id is None:
        return
    choices = asked.choices(found, **other)
    seen = series.would_show(chosen.series_id, asked.baseline, choices)
    if seen is not None:
        yield Row(label=label, seen=seen, better=better)


def limits(plan: Plan, found: Planned) -> None:
    """Say what the figures rest on where that is little, and what they do not cover."""
    _ = translator(plan.language)
    if found.alone and not plan.exact:
        cards.note(
            _(
                "Bara seriens egna mätningar säger hur mycket den brukar röra sig. Mäts samma "
                "sak i fler områden vet vi det säkrare."
            )
        )
    if plan.indicator.evidence is Evidence.EVENT_RATE:
        cards.note(
            _("Händelser: hur säkert det blir avgörs av hur många som bor här, inte av svar.")
        )
