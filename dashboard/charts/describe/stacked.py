"""Parts of a whole, category by category."""

from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.charts.describe.chart import Chart, Form, Role, Stack, same_words
from dashboard.text import numbers
from dashboard.text.language import translator

TENURES = {
    "tenure:rental": "Hyresrätt",
    "tenure:cooperative": "Bostadsrätt",
    "tenure:owned": "Äganderätt",
}
"""Categories of a dwelling count and their names, in the order they are drawn."""


def tenure(counts: pd.DataFrame, *, language: str) -> Chart:
    """Describe dwellings by tenure, one bar of shares in percent per year, oldest first.

    `counts` has one row per ``period`` and one column per category of `TENURES`, dwellings.
    """
    _ = translator(language)
    years = list(_shares(counts))
    periods = tuple(period for period, _shares_of_year in years)
    stacks = tuple(
        Stack(
            role=Role.KEPT,
            name=_(name),
            amounts=tuple(shares[place] for _period, shares in years),
            written=tuple(
                numbers.measured(shares[place], "percent", 1, language)
                for _period, shares in years
            ),
        )
        for place, name in enumerate(TENURES.values())
    )
    return Chart(
        form=Form.BARS,
        name=_("Bostäder efter upplåtelseform"),
        caption=same_words(_("Andel av bostäderna, procent")),
        alt=_alt(periods, stacks, language),
        decimals=1,
        language=language,
        table=_table(periods, stacks, _("Period")),
        categories=periods,
        stacks=stacks,
    )


def _shares(counts: pd.DataFrame) -> Iterator[tuple[str, tuple[float, ...]]]:
    for row in counts.sort_values("period").to_dict("records"):
        dwellings = [float(row.get(category) or 0) for category in TENURES]
        total = sum(dwellings)
        if total > 0:
            yield str(row["period"]), tuple(100 * number / total for number in dwellings)


def _alt(periods: Sequence[str], stacks: Sequence[Stack], language: str) -> str:
    """Say in words how the mix was and is."""
    _ = translator(language)
    if not periods:
        return _("Inga bostäder efter upplåtelseform att visa.")
    said = []
    for place in sorted({0, len(periods) - 1}):
        shares = ", ".join(f"{stack.name.lower()} {stack.written[place]}" for stack in stacks)
        said.append(f"{periods[place]}: {shares}.")
    return _("Staplar över bostäder efter upplåtelseform.") + " " + " ".join(said)


def columns(
    *,
    name: str,
    caption: str,
    alt: str,
    categories: Sequence[str],
    stacks: Sequence[tuple[Role, str, Sequence[int]]],
    heading: str,
    language: str,
) -> Chart:
    """Describe counted things in stacked columns, such as the staircase of promises.

    `stacks` holds role, name and a count per category, from the bottom upwards: kept is quiet,
    lost solid, decided hatched, unknown an empty frame. `heading` names the categories in the
    table.
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
        categories=tuple(categories),
        stacks=parts,
    )


def _table(
    categories: tuple[str, ...], stacks: tuple[Stack, ...], heading: str
) -> pd.DataFrame:
    columns = {heading: list(categories)}
    return pd.DataFrame(columns | {stack.name: list(stack.written) for stack in stacks})
