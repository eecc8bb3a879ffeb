"""What a page leaves out: said in words, so that a part is never taken for the whole."""

from collections.abc import Sequence

from dashboard.text import numbers
from dashboard.text.headline import in_words
from dashboard.text.language import translator, upper_first


def shown(number: int, total: int, parts: Sequence[str], language: str) -> str:
    """Say how many goals are shown of all, and which: ``Visar 12 av 29 mål: tema Trygghet.``"""
    said = translator(language)("Visar {number} av {total} mål: {parts}.")
    counts = {"number": number, "total": total}
    written = {name: numbers.number(count, 0, language) for name, count in counts.items()}
    return said.format(**written, parts="; ".join(parts))


def theme(names: Sequence[str], language: str) -> str:
    """Say which themes are chosen: ``tema Trygghet eller Service``."""
    return translator(language)("tema {names}").format(names=either(names, language))


def within(names: Sequence[str], language: str) -> str:
    """Say in which areas everything lies: ``inom Göteborg``."""
    return translator(language)("inom {names}").format(names=either(names, language))


def state(names: Sequence[str], language: str) -> str:
    """Say which of the five counts are chosen: ``läge förlorade``."""
    return translator(language)("läge {names}").format(names=either(names, language))


def kind(names: Sequence[str], language: str) -> str:
    """Say which sort of areas are chosen: ``områden av slaget polisområde``."""
    return translator(language)("områden av slaget {names}").format(
        names=either(names, language)
    )


def either(names: Sequence[str], language: str) -> str:
    """Write a choice as prose: ``a, b eller c``."""
    *first, last = names
    if not first:
        return last
    return f"{', '.join(first)} {translator(language)('eller')} {last}"


def divided(lost: int, areas: int, on_a_page: int, language: str) -> str:
    """Say how many areas are divided into pages, and in what order; nothing of one page."""
    if areas <= on_a_page:
        return ""
    _ = translator(language)
    said = _("{areas} områden i bokstavsordning, {page} på varje sida.")
    if lost:
        said = _(
            "I {lost} av {areas} områden är något förlorat. De står först, sedan de andra, i "
            "bokstavsordning och {page} på varje sida."
        )
    return said.format(
        lost=numbers.number(lost, 0, language),
        areas=numbers.number(areas, 0, language),
        page=on_a_page,
    )


def late(number: int, language: str) -> str:
    """Say how many of the series behind the goals are late; empty when none is."""
    if number == 0:
        return ""
    _ = translator(language)
    if number == 1:
        return _("En serie bakom målen är försenad.")
    words = in_words(number, language)
    return _("{number} serier bakom målen är försenade.").format(number=upper_first(words))
