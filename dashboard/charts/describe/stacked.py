"""Parts of a whole, category by category."""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.charts import plotly as figures
from dashboard.charts.describe.chart import Chart, Form, Role, Stack, same_words
from dashboard.charts.plotly import TENURES
from dashboard.charts.theme import Spec
from dashboard.text import numbers
from dashboard.text.language import translator


def tenure(counts: pd.DataFrame, *, language: str) -> Chart:
    """Describe dwellings by tenure, one bar of shares per year, oldest first.

    `counts` is that of `figures.tenure`: a ``period`` and dwellings per category of `TENURES`.
    """
    _ = translator(language)
    years = counts.sort_values("period")
    total = years[list(TENURES)].sum(axis=1)
    years, total = years[total > 0], total[total > 0]
    periods = tuple(str(period) for period in years["period"])
    stacks = tuple(
        Stack(
            role=Role.KEPT,
            name=_(name),
            amounts=(shares := tuple(float(one) for one in 100 * years[category] / total)),
            written=tuple(numbers.measured(one, "percent", 1, language) for one in shares),
        )
        for category, name in TENURES.items()
    )
    return Chart(
        form=Form.BARS,
        name=_("Bostäder efter upplåtelseform"),
        caption=same_words(_("Andel av bostäderna, procent")),
        alt=figures.alt_tenure(counts, language=language),
        decimals=1,
        language=language,
        table=_table(periods, stacks, _("Period")),
        draw=lambda dark: figures.tenure(counts, dark=dark, language=language),
        categories=periods,
        stacks=stacks,
    )


def columns(
    *,
    name: str,
    caption: str,
    alt: str,
    categories: Sequence[str],
    stacks: Sequence[tuple[Role, str, Sequence[int]]],
    heading: str,
    draw: Callable[[bool], Spec],
    language: str,
) -> Chart:
    """Describe counted things in stacked columns, such as the staircase of promises.

    `stacks` holds role, name and a count per category, from the bottom upwards: kept is quiet,
    lost solid, decided hatched, unknown an empty frame. `heading` names the categories in the
    table; `draw` is the screen's own chart.
    """
    parts = tuple(
        Stack(
            role=role,
            name=called,
            amounts=tuple(float(count) for count in counts),
            written=tuple(str(count) if count else "" for count in counts),
        )
        for role, called, counts in stacks
    )
    return Chart(
        form=Form.COLUMNS,
        name=name,
        caption=same_words(caption),
        alt=alt,
        decimals=0,
        language=language,
        table=_table(tuple(categories), parts, heading),
        draw=draw,
        categories=tuple(categories),
        stacks=parts,
    )


def _table(
    categories: tuple[str, ...], stacks: tuple[Stack, ...], heading: str
) -> pd.DataFrame:
    columns = {heading: list(categories)}
    return pd.DataFrame(columns | {stack.name: list(stack.written) for stack in stacks})
