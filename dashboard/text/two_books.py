"""What is said of promises on Läget: one sentence, and counts that add up."""

from collections.abc import Mapping

import pandas as pd

from dashboard.text.headline import counting, in_words
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.promises import SIGNS
from metrics.promise.state import CARRIED, PromiseState

_GONE = (PromiseState.LOST, PromiseState.NOT_DELIVERED)
_LIVES = tuple(sorted(CARRIED - {PromiseState.WEAKENED}))

_KINDS: Mapping[tuple[PromiseState, ...], tuple[str, str, str]] = {
    _GONE: (
        "{n} borta utan beslut",
        "{n} borta utan beslut",
        "tappade eller aldrig levererade",
    ),
    (PromiseState.NO_TRACE,): (
        "{n} utan spår",
        "{n} utan spår",
        "inget dokument säger vad som hände",
    ),
    (PromiseState.DECIDED_AWAY, PromiseState.REPLACED): (
        "{n} bortvalt",
        "{n} bortvalda",
        "genom beslut som går att läsa",
    ),
    (PromiseState.WEAKENED,): ("{n} försvagat", "{n} försvagade", "mindre än lovat"),
    _LIVES: ("{n} lever", "{n} lever", "i bruk eller buret vidare"),
    (PromiseState.NOT_ASSESSED,): (
        "{n} inte bedömt",
        "{n} inte bedömda",
        "ingen har letat där det borde vara",
    ),
}
"""States that are counted together: one, many, and what that means. They add up to all."""


def missed(count: int, language: str) -> str:
    """Say how many promises nobody carries whose figures miss what they promised."""
    return counting(
        language,
        "Tappat och saknat: {number} löfte som ingen bär, och som saknas i siffrorna",
        "Tappat och saknat: {number} löften som ingen bär, och som saknas i siffrorna",
        count,
    )


def sentence(promises: pd.DataFrame, lost_twice: int, language: str) -> str:
    """Say of all promises what matters most: lost in both books, gone silently, or neither."""
    total = len(promises)
    if lost_twice:
        return missed(lost_twice, language)
    gone = int(promises["state"].isin(_GONE).sum())
    unknown = int((promises["state"] == PromiseState.NOT_ASSESSED).sum())
    words = {
        "total": in_words(total, language),
        "gone": in_words(gone, language),
        "unknown": in_words(unknown, language),
    }
    if gone == total == 1:
        said = translator(language)("Det enda löftet är borta utan att någon beslutade det")
    elif gone:
        said = plural(
            language,
            "{gone} av {total} löften är borta utan att någon beslutade det",
            "{gone} av {total} löften är borta utan att någon beslutade det",
            gone,
        )
    elif unknown == total:
        said = plural(
            language,
            "Det enda löftet är inte bedömt än",
            "Inget av {total} löften är bedömt än",
            total,
        )
    elif unknown:
        said = plural(
            language,
            "{unknown} av {total} löften är inte bedömt, och inget annat är borta utan beslut",
            "{unknown} av {total} löften är inte bedömda, och inget annat är borta utan beslut",
            unknown,
        )
    else:
        said = plural(
            language,
            "Det enda löftet är inte borta utan beslut",
            "Inget av {total} löften är borta utan beslut",
            total,
        )
    return upper_first(said.format(**words))


def counts(promises: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Return how many promises there are of each kind, as Markdown, with what that means."""
    _ = translator(language)
    rows = []
    for kinds, (one, many, means) in _KINDS.items():
        number = int(promises["state"].isin(kinds).sum())
        if number:
            sign = SIGNS[kinds[0]]
            said = plural(language, one, many, number).format(n=number)
            rows.append((f":{sign.markdown_colour}[{sign.glyph}\u00a0**{said}**]", _(means)))
    return rows
