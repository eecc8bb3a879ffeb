"""The first sentences of Läget: what we do not know comes before what we do."""

from collections.abc import Sequence

from dashboard.text import numbers
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.reasons import WORSE_LATELY
from metrics.outcome.counts import Counts
from metrics.outcome.state import Group, State

_SWEDISH = "noll,ett,två,tre,fyra,fem,sex,sju,åtta,nio,tio,elva,tolv"
_ENGLISH = "none,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve"
_NUMBERS = {"sv": _SWEDISH.split(","), "en": _ENGLISH.split(",")}


def in_words(number: int, language: str) -> str:
    """Write numbers up to twelve as words, as Swedish prose does."""
    words = _NUMBERS[language]
    return words[number] if number < len(words) else numbers.number(number, 0, language)


def counting(language: str, one: str, many: str, number: int) -> str:
    """Say how many: `one` or `many` with ``{number}`` in words, from a capital letter on."""
    said = plural(language, one, many, number)
    return upper_first(said.format(number=in_words(number, language)))


def headline(counts: Counts, language: str) -> str:
    """Say in one or two sentences what cannot be judged, and what is lost of the rest."""
    _ = translator(language)
    if counts.total == 0:
        return _("Inga mål är inlagda än.")
    if counts.judged == 0:
        return plural(
            language,
            "Det enda målet går inte att bedöma än.",
            "Inget av {total} mål går att bedöma än.",
            counts.total,
        ).format(total=in_words(counts.total, language))
    if counts.total == 1:
        return _(_ONLY[_group(counts)])
    return f"{_unknown(counts, language)} {_lost(counts, language)}"


_ONLY = {
    Group.LOST: "Det enda målet är förlorat.",
    Group.WATCH: "Det enda målet är att bevaka.",
    Group.UNCHANGED: "Det enda målet är oförändrat.",
    Group.HOLDS: "Det enda målet står kvar.",
}

_REMAINING = {
    Group.LOST: "Det återstående är förlorat.",
    Group.WATCH: "Det återstående är att bevaka.",
    Group.UNCHANGED: "Det återstående är oförändrat.",
    Group.HOLDS: "Det återstående står kvar.",
}


def _group(counts: Counts) -> Group:
    """Return the count of the one goal that can be judged."""
    return next(group for group in _ONLY if counts.of(group))


def nothing_fits(language: str) -> str:
    """Say that a choice leaves no goal."""
    return translator(language)("Inget mål passar urvalet")


def _unknown(counts: Counts, language: str) -> str:
    _ = translator(language)
    if counts.unknown == 0:
        all_of = "Båda målen går att bedöma." if counts.total == 2 else _ALL_JUDGED
        return _filled(_(all_of), counts, language)
    said = plural(
        language,
        "{unknown} av {total} mål kan vi inte bedöma.",
        "{unknown} av {total} mål kan vi inte bedöma.",
        counts.unknown,
    )
    return _filled(said, counts, language)


_ALL_JUDGED = "Alla {total} mål går att bedöma."


def _lost(counts: Counts, language: str) -> str:
    _ = translator(language)
    if counts.judged == 1:
        return _(_REMAINING[_group(counts)])
    named = {0: 0, counts.judged: 1}.get(counts.lost)
    if named is not None:
        pair, rest = counts.judged == 2, counts.unknown > 0
        return _filled(_(_NONE_OR_ALL[pair, rest][named]), counts, language)
    if counts.unknown == 0:
        said = plural(language, "{lost} är förlorat.", "{lost} är förlorade.", counts.lost)
    else:
        said = plural(
            language,
            "Av de {judged} övriga är {lost} förlorat.",
            "Av de {judged} övriga är {lost} förlorade.",
            counts.lost,
        )
    return _filled(said, counts, language)


_NONE_OR_ALL = {
    (False, False): ("Inget är förlorat.", "Alla är förlorade."),
    (True, False): ("Inget av dem är förlorat.", "Båda är förlorade."),
    (False, True): (
        "Inget av de {judged} övriga är förlorat.",
        "Alla {judged} övriga är förlorade.",
    ),
    (True, True): ("Inget av de två övriga är förlorat.", "Båda de övriga är förlorade."),
}
"""What is said of no loss and of only losses, by whether two are judged and some are not."""


def _filled(said: str, counts: Counts, language: str) -> str:
    """Fill a sentence in with its counts in words, from a capital letter on."""
    of = {
        "unknown": counts.unknown,
        "total": counts.total,
        "judged": counts.judged,
        "lost": counts.lost,
    }
    words = {name: in_words(number, language) for name, number in of.items()}
    return upper_first(said.format(**words))


def behind_the_unknown(states: Sequence[State], language: str) -> str:
    """Say what stands behind the goals that cannot be judged; empty when there are none."""
    parts = [
        plural(language, one, many, number).format(number=in_words(number, language))
        for kinds, one, many in _UNKNOWN
        if (number := sum(state in kinds for state in states))
    ]
    if not parts:
        return ""
    words = joined(parts, language)
    return f"{upper_first(words)}."


_UNKNOWN = (
    ({State.NO_EVIDENCE}, "{number} mål saknar underlag", "{number} mål saknar underlag"),
    (
        {State.TOO_EARLY},
        "{number} är för tidigt att bedöma",
        "{number} är för tidiga att bedöma",
    ),
    ({State.BREAK}, "{number} har en bruten serie", "{number} har brutna serier"),
    (
        {State.PAST_DUE_UNCLEAR},
        "{number} är oklart vid måldatum",
        "{number} är oklara vid måldatum",
    ),
    (
        {State.CANNOT_TELL},
        "{number} går inte att avgöra",
        "{number} går inte att avgöra",
    ),
)


def again(number: int, language: str) -> str:
    """Say how many of the goals that hold had been lost."""
    return counting(
        language,
        "{number} av målen som håller är återvunnet.",
        "{number} av målen som håller är återvunna.",
        number,
    )


def worse_lately(reasons: Sequence[str], language: str) -> str:
    """Say how many calm goals are worse in their latest measurements; empty when none is."""
    number = sum(reason in WORSE_LATELY for reason in reasons)
    if not number:
        return ""
    return counting(
        language,
        "{number} mål är sämre i den senaste mätningen, men det är inte bekräftat.",
        "{number} mål är sämre i den senaste mätningen, men det är inte bekräftat.",
        number,
    )


def joined(parts: Sequence[str], language: str) -> str:
    """Write a list as prose: ``a, b och c``."""
    *first, last = parts
    if not first:
        return last
    return f"{', '.join(first)} {translator(language)('och')} {last}"


MOST_NAMED = 20
"""So many names stand in a sentence; of more, the first and how many more."""


def named(names: Sequence[str], language: str) -> str:
    """Write names as prose; of very many the first: ``a, b och 3 100 till``."""
    if len(names) <= MOST_NAMED:
        return joined(names, language)
    rest = numbers.number(len(names) - MOST_NAMED, 0, language)
    more = translator(language)("{rest} till").format(rest=rest)
    return joined([*names[:MOST_NAMED], more], language)


def missed_together(
    title: str, areas: Sequence[str], were_there: Sequence[bool], language: str
) -> str:
    """Say that the same goal is lost in several areas that are equally far from it.

    `were_there` says of each area whether the goal was once met there.
    """
    _ = translator(language)
    said = _("”{title}” är förlorat i {areas}")
    if all(were_there):
        said = _("”{title}” nåddes men finns inte längre i {areas}")
    elif not any(were_there):
        said = _("”{title}” nåddes inte i {areas}")
    return said.format(title=title, areas=named(areas, language))


def changed(number: int, language: str) -> str:
    """Say how many goals have another state than before: a heading without a stop."""
    if number == 0:
        return translator(language)("Inget mål har bytt läge")
    return counting(
        language, "{number} mål har bytt läge", "{number} mål har bytt läge", number
    )


def added(number: int, language: str) -> str:
    """Say how many goals there are that there were not before."""
    return counting(language, "{number} nytt mål", "{number} nya mål", number)


def same_as_before(number: int, language: str) -> str:
    """Say how many goals stand as they did."""
    return plural(
        language, "{number} mål har samma läge som då.", "{number} mål har samma läge som då.",
        number,
    ).format(number=number)  # fmt: skip
