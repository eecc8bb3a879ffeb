"""Who a place is for, then and now: shares of a whole as one bar per year, with its parent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.describe.chart import Chart, Form, Role, Stack
from dashboard.text import numbers
from dashboard.text.language import translator

_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """The counts of one place in one year, by category; a quiet one is only beside."""

    label: str
    counts: Mapping[str, float]
    quiet: bool = False

    def shares(self, names: Mapping[str, str]) -> list[float]:
        """Return the share of each category in percent, in the order of `names`."""
        counted = [float(self.counts.get(category) or 0) for category in names]
        total = sum(counted)
        return [100 * one / total if total else 0.0 for one in counted]


def character(
    mixes: Sequence[Mix], names: Mapping[str, str], *, name: str, language: str
) -> Chart:
    """Describe one bar of shares in percent per mix, in the order given.

    `name` says what is shared out; `names` are at most five categories with their names in
    `language`. Raises `ValueError` for more: they could not be told apart.
    """
    if len(names) > _MOST:
        raise ValueError(f"At most {_MOST} categories can be told apart, not {len(names)}.")
    rows = [mix.shares(names) for mix in mixes]
    stacks = tuple(
        _stack(title, [row[place] for row in rows], language)
        for place, title in enumerate(names.values())
    )
    return Chart(
        form=Form.BARS,
        name=name,
        caption="",
        alt=_alt(mixes, stacks, language),
        decimals=1,
        language=language,
        categories=tuple(mix.label for mix in mixes),
        stacks=stacks,
        beside=tuple(place for place, mix in enumerate(mixes) if mix.quiet),
    )


def _stack(title: str, shares: Sequence[float], language: str) -> Stack:
    return Stack(
        role=Role.KEPT,
        name=title,
        amounts=tuple(shares),
        written=tuple(numbers.measured(one, "percent", 1, language) for one in shares),
    )


def _alt(mixes: Sequence[Mix], stacks: Sequence[Stack], language: str) -> str:
    """Say in words how each mix is."""
    said = []
    for place, mix in enumerate(mixes):
        shares = ", ".join(f"{stack.name.lower()} {stack.written[place]}" for stack in stacks)
        said.append(f"{mix.label}: {shares}.")
    return translator(language)("Staplar över andelar.") + " " + " ".join(said)
