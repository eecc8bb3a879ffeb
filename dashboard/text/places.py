"""What is said of many areas at once: never a ranking, never one number for all."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.text import area_kinds, numbers
from dashboard.text.amounts import difference, digits_of, lower_first, number_word, suffix
from dashboard.text.common_movement import least
from dashboard.text.headline import headline
from dashboard.text.language import translator
from dashboard.text.sentences import period
from metrics.definition.indicator import Indicator
from metrics.outcome.counts import counted
from metrics.outcome.state import State


def counted_areas(count: int, kind: str, language: str) -> str:
    """Write a number of areas of a kind: ``14 kommuner``, ``297 RegSO``."""
    return (
        f"{numbers.number(count, 0, language)}{numbers.NO_BREAK}{_areas(kind, count, language)}"
    )


def _areas(kind: str, count: int, language: str) -> str:
    return (area_kinds.one if count == 1 else area_kinds.many)(kind, language)


def compared(
    indicator: Indicator, states: Sequence[State], areas: int, kind: str, language: str
) -> str:
    """Say how it goes at one level: what has become of the goals, or how many are followed."""
    _ = translator(language)
    wording = indicator.wording(language)
    counts = counted(states)
    if counts.total:
        summary = lower_first(headline(counts, language))
        return f"{wording.name}: {summary}"
    return _("{subject} i {areas}, utan mål").format(
        subject=wording.subject, areas=counted_areas(areas, kind, language)
    )


def spread(
    indicator: Indicator, values: Sequence[float], kind: str, when: str, language: str
) -> str:
    """Say between what values the middle half of the areas lies: no top and no bottom."""
    _ = translator(language)
    subject = indicator.wording(language).subject
    areas = counted_areas(len(values), kind, language)
    said = period(when, language)
    if len(values) < 4:
        return _("{subject} {when} i {areas}").format(subject=subject, when=said, areas=areas)
    low, high = (float(np.quantile(values, share)) for share in (0.25, 0.75))
    return _("I hälften av {areas} är {subject} {low}–{high} ({when})").format(
        subject=lower_first(subject),
        when=said,
        areas=areas,
        low=numbers.number(low, digits_of([low, high], indicator), language),
        high=numbers.number(high, digits_of([low, high], indicator), language)
        + suffix(indicator, language, False, high),
    )


def no_value(indicator: Indicator, kind: str, language: str) -> str:
    """Say that nothing is measured at a level."""
    _ = translator(language)
    return _("{subject} har inget värde för {areas}").format(
        subject=indicator.wording(language).subject, areas=_areas(kind, 2, language)
    )


def common_movement(movement: Mapping[str, Any], indicator: Indicator, language: str) -> str:
    """Say once what most areas did together; empty where they did not move together.

    `movement` is a row of `data.judging.common_movement.common_movement`.
    """
    _ = translator(language)
    direction = str(movement["direction"])
    if direction not in {"fell", "rose"}:
        return ""
    return _(
        "Rörelsen är gemensam: {inner} {way} i {moved} av {areas} från {then} till {now}{least}"
        " (median {size}). Det berättas en gång här och är ingen lokal förändring."
    ).format(
        inner=lower_first(indicator.wording(language).subject),
        way=_("steg") if direction == "rose" else _("sjönk"),
        moved=numbers.number(float(movement[direction]), 0, language),
        areas=counted_areas(int(movement["areas"]), str(movement["kind"]), language),
        then=period(str(movement["period_before"]), language),
        now=period(str(movement["period"]), language),
        least=least(movement, indicator, language),
        size=difference(float(movement["median_change"]), indicator, language),
    )


def without_boundary(count: int, areas: int, language: str) -> str:
    """Say how many areas cannot be drawn, and where they are instead."""
    if not count:
        return ""
    return translator(language)(
        "{count} av {areas} områden har ingen gräns inlagd och står bara i listan."
    ).format(
        count=number_word(count, language).capitalize(),
        areas=number_word(areas, language),
    )


def approximate(kind: str, language: str) -> str:
    """Say that dashed boundaries are put together of parts."""
    return translator(language)(
        "Streckad gräns är ungefärlig: linjen kring {areas} är inte publicerad, så vi lägger "
        "ihop de RegSO där minst en femtedel ligger innanför."
    ).format(areas=_areas(kind, 2, language))


def lives_here(area: str, first: float, last: float, then: str, language: str) -> str:
    """Say how many more or fewer live in an area than before."""
    _ = translator(language)
    change = last - first
    count = numbers.number(abs(change), 0, language)
    if round(change) == 0:
        return _("{area}: lika många bor här som {then}").format(area=area, then=then)
    if change > 0:
        return _("{area}: {count} fler bor här än {then}").format(
            area=area, count=count, then=then
        )
    return _("{area}: {count} färre bor här än {then}").format(
        area=area, count=count, then=then
    )


NEARLY_THE_SAME = 0.05
"""A Jensen-Shannon distance below this is told as nearly the same mix."""


def mix(distance: float, then: str, language: str) -> str:
    """Say in a few words whether the mix of homes is the same as it was."""
    _ = translator(language)
    if distance < NEARLY_THE_SAME:
        return _("nästan samma blandning av bostäder som {then}").format(then=then)
    return _("en annan blandning av bostäder än {then}").format(then=then)


def by_chance(distance: float, language: str) -> str:
    """Write how far apart chance alone would have set two profiles."""
    if distance < 0.005:
        smallest = numbers.number(0.01, 2, language)
        return translator(language)("mindre än {number}").format(number=smallest)
    about = translator(language)("omkring {number}")
    return about.format(number=numbers.number(distance, 2, language))


def among_peers(count: int, others: int, kind: str, language: str) -> str:
    """Say how many comparable areas have changed at least as much."""
    _ = translator(language)
    return _(
        "{count} av {others} jämförbara områden ({areas}) har ändrats minst lika mycket."
    ).format(
        count=numbers.number(count, 0, language),
        others=numbers.number(others, 0, language),
        areas=_areas(kind, others, language),
    )


def split(within: float, total: float, language: str) -> str:
    """Say how much of a mix is found inside the parts and how much is between them."""
    _ = translator(language)
    share = 100 * within / total if total > 0 else 100.0
    return _(
        "Av blandningen finns {within} inom delarna; resten, {between}, beror på att delarna "
        "skiljer sig från varandra."
    ).format(
        within=numbers.measured(share, "percent", 0, language),
        between=numbers.measured(100 - share, "percent", 0, language),
    )


def boundary_version(version: str, language: str) -> str:
    """Write a boundary version as people say it: ``regso-2020`` as ``RegSO 2020``."""
    kind, _dash, year = version.rpartition("-")
    named = translator(language)(_VERSIONS.get(kind, kind)) if kind else ""
    return f"{named}{numbers.NO_BREAK}{year}" if named else version


_VERSIONS = {
    "regso": "RegSO",
    "deso": "DeSO",
    "kommun": "kommuner",
    "stadsomrade": "stadsområden",
    "ovning": "påhittade",
}
