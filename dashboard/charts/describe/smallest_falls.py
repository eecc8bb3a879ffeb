"""How large a fall must be to be found, by how many measurements follow it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.charts.describe.axes import value_axis
from dashboard.charts.describe.chart import Axis
from dashboard.charts.describe.timeline import year_ticks_between
from dashboard.text import numbers
from dashboard.text.amounts import difference
from dashboard.text.language import translator
from dashboard.text.planning import Plan
from dashboard.text.smallest_seen import bare_size
from metrics.outcome.planned import Foreseen
from metrics.outcome.sensitivity import MUST_SHOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Smallest:
    """The smallest fall that is found in four of five, by the number of measurements.

    `watch` and `lost` are (number, size), only where one is found. `limit` is what matters.
    """

    alt: str
    table: pd.DataFrame
    watch: tuple[tuple[int, float], ...]
    lost: tuple[tuple[int, float], ...]
    limit: float
    limit_label: str
    seen_label: str
    missed_label: str
    numbers: Axis
    sizes: Axis
    language: str


def smallest(plan: Plan, seen: Foreseen) -> Smallest:
    """Describe how large a fall must be to be found, by how many measurements follow it."""
    _, language = translator(plan.language), plan.language
    shown = range(1, len(seen.smallest_lost) + 1)
    watch, lost = (
        tuple(
            (number, float(size))
            for number, size in zip(shown, sizes, strict=True)
            if np.isfinite(size)
        )
        for sizes in (seen.smallest_watch, _lost_sizes(plan, seen))
    )
    largest = max([size for _number, size in (*watch, *lost)], default=plan.mid)
    top = min(max(largest, MUST_SHOW * plan.mid), 8 * plan.mid) * 1.08
    ticks = year_ticks_between((1, len(seen.smallest_lost)), 9)
    limit = bare_size(plan.mid, plan.indicator, language)
    return Smallest(
        watch=watch,
        lost=lost,
        limit=plan.mid,
        limit_label=_("Er gräns: {size}").format(size=limit),
        seen_label=_("Det här ser vi"),
        missed_label=_("Det här missar vi oftast"),
        numbers=Axis(
            low=0.7,
            high=len(seen.smallest_lost) + 0.3,
            ticks=tuple((tick, str(tick)) for tick in ticks),
        ),
        sizes=value_axis((0.0, top), plan.indicator, language, most=5),
        table=_sizes_table(plan, seen),
        alt=_smallest_alt(plan, watch, lost),
        language=language,
    )


def _lost_sizes(plan: Plan, seen: Foreseen) -> np.ndarray:
    """Return the smallest falls that are lost: none of what can only warn."""
    sizes = seen.smallest_lost
    return np.full(len(sizes), np.inf) if plan.only_watched else sizes


def _sizes_table(plan: Plan, seen: Foreseen) -> pd.DataFrame:
    _ = translator(plan.language)

    def written(sizes: np.ndarray) -> list[str]:
        return [
            numbers.number(size, 1, plan.language) if np.isfinite(size) else _("inget syns")
            for size in sizes
        ]

    return pd.DataFrame(
        {
            _("Mätningar efter start"): [
                str(number + 1) for number in range(len(seen.smallest_lost))
            ],
            _("Tidig varning"): written(seen.smallest_watch),
            _("Säkert"): written(_lost_sizes(plan, seen)),
        }
    )


def _smallest_alt(
    plan: Plan, watch: Sequence[tuple[int, float]], lost: Sequence[tuple[int, float]]
) -> str:
    _ = translator(plan.language)
    if not watch or not (lost or plan.only_watched):
        return _("Ingen försämring som ryms syns i fyra fall av fem.")

    def said(size: float) -> str:
        return difference(size, plan.indicator, plan.language)

    if plan.only_watched:
        return _("Minsta försämring som syns i fyra fall av fem: {first} till {last}.").format(
            first=said(watch[0][1]), last=said(watch[-1][1])
        )
    return _(
        "Minsta försämring som syns i fyra fall av fem: som tidig varning {first} efter {few} "
        "mätningar och {last} efter {many}, säkert {sure} efter {many}."
    ).format(
        first=said(watch[0][1]),
        few=watch[0][0],
        last=said(watch[-1][1]),
        many=watch[-1][0],
        sure=said(lost[-1][1]),
    )
