"""Where vacancies go: one bar per kind of home, how many went on and how many ended there."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.text import numbers
from dashboard.text.language import translator
from metrics.methods.moving_chain import Onward


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One kind of home as a bar: the shares that went on and that ended, in percent.

    `summary` is all there is room for on a phone, `words` every share.
    """

    name: str
    went_on: float
    ended: float
    summary: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitions:
    """The bars of every kind of home, in the order given."""

    bars: tuple[Bar, ...]
    alt: str
    language: str


def transitions(rows: Sequence[Onward], *, language: str) -> Transitions:
    """Describe one bar per kind of home."""
    bars = tuple(_bar(row, language) for row in rows)
    said = translator(language)("Staplar över vart den lediga bostaden gick vidare.")
    alt = " ".join([said, *(f"{bar.name}: {bar.words}." for bar in bars)])
    return Transitions(bars=bars, alt=alt, language=language)


def _bar(row: Onward, language: str) -> Bar:
    return Bar(
        name=row.name,
        went_on=100 - (100 if row.ends is None else row.ends),
        ended=row.ends or 0.0,
        summary=_went(row, language),
        words=onward(row, language),
    )


def _went(one: Onward, language: str) -> str:
    """Write how many went on and how many ended: all there is room for on a phone."""
    _ = translator(language)
    if one.homes is None:
        return _("för få lediga för att visas")
    if one.ends is None:
        return _("{homes} lediga, för få för att delas upp").format(
            homes=numbers.number(one.homes, 0, language)
        )
    return _("{homes} lediga: {on} gick vidare, {ends} slutade").format(
        homes=numbers.number(one.homes, 0, language),
        on=numbers.measured(100 - one.ends, "percent", 0, language),
        ends=numbers.measured(one.ends, "percent", 0, language),
    )


def onward(one: Onward, language: str) -> str:
    """Write every share of one kind of home in words."""
    _ = translator(language)
    said = [
        f"{name} {numbers.measured(share, 'percent', 0, language)}"
        for name, share in one.shares
    ]
    if one.hidden:
        hidden = numbers.measured(one.hidden, "percent", 0, language)
        said.append(_("dolt, för få {share}").format(share=hidden))
    if one.ends is not None:
        ended = numbers.measured(one.ends, "percent", 0, language)
        said.append(_("kedjan slutar {share}").format(share=ended))
    return ", ".join(said)
