"""What money did, in whole sentences: ranges of money, what holds, and what is missing."""

import math
from collections import Counter
from collections.abc import Sequence

from dashboard.text import numbers
from dashboard.text.amounts import number_word
from dashboard.text.language import plural, translator, upper_first
from metrics.methods.intervals import Interval
from metrics.outcome.state import Group, State, group_of

_MILLION = 1e6
_CURRENCIES = {"SEK": "kronor", "EUR": "euro"}

ASSUMPTIONS = {
    "units": "Antal",
    "unit_value": "Värde per enhet och år",
    "duration": "Varaktighet",
    "deadweight": "Hade hänt ändå",
    "attribution": "Andras bidrag",
    "displacement": "Undanträngning",
    "drop_off": "Avtar per år",
    "discount_rate": "Diskonteringsränta",
    "investment": "Insatta medel",
}
"""The assumptions of a valuation, in the order they are printed."""


def headline(states: Sequence[State], language: str) -> str:
    """Say in one sentence what became of the goals of an initiative: the title of its page."""
    _ = translator(language)
    groups = Counter(group for group in map(group_of, states) if group is not None)
    total = sum(groups.values())
    if groups[Group.UNKNOWN] == total:
        return _("Effekten går inte att fastställa")
    if total == 1:
        (group,) = groups
        return _(_ALONE[group])
    words = {"total": number_word(total, language)}
    for group, (one, many) in _SOME.items():
        if count := groups[group]:
            part = upper_first(number_word(count, language))
            return plural(language, one, many, count).format(part=part, **words)
    if groups[Group.HOLDS] == total:
        every = _("Båda målen håller") if total == 2 else _("Alla {total} målen håller")
        return every.format(**words)
    part = upper_first(number_word(groups[Group.HOLDS], language))
    return _("{part} av {total} mål håller, resten går inte att fastställa").format(
        part=part, **words
    )


_SOME = {
    Group.LOST: ("{part} av {total} mål är förlorat", "{part} av {total} mål är förlorade"),
    Group.WATCH: ("{part} av {total} mål bör bevakas", "{part} av {total} mål bör bevakas"),
    Group.UNCHANGED: (
        "{part} av {total} mål är oförändrat",
        "{part} av {total} mål är oförändrade",
    ),
}
_ALONE = {
    Group.LOST: "Målet är förlorat",
    Group.WATCH: "Målet bör bevakas",
    Group.UNCHANGED: "Målet är oförändrat",
    Group.HOLDS: "Målet håller",
}


def cannot_be_said(goals: int, language: str) -> str:
    """Say in full why the effect of an initiative cannot be established, and what it takes."""
    _ = translator(language)
    if not goals:
        return _(
            "Inga mål med utgångsläge, nivå och datum är knutna till satsningen. Utan dem kan"
            " ingen säga vad pengarna gjorde, varken att de hjälpte eller att de inte hjälpte."
        )
    return _(
        "Målen finns, men underlaget räcker inte för att avgöra något av dem. Det betyder"
        " varken att satsningen har hjälpt eller att den inte har gjort det. Varför står vid"
        " varje mål."
    )


def money(amount: float, currency: str, language: str) -> str:
    """Write an amount as people say it: ``51 miljoner kronor``, ``850 000 kronor``."""
    if abs(amount) >= _MILLION:
        digits = 0 if amount % _MILLION == 0 or amount >= 100 * _MILLION else 1
        written = numbers.number(amount / _MILLION, digits, language)
        return f"{written}{numbers.NO_BREAK}{_unit(currency, True, language)}"
    written = numbers.number(amount, 0, language)
    return f"{written}{numbers.NO_BREAK}{_unit(currency, False, language)}"


def money_span(low: float, high: float, currency: str, language: str) -> str:
    """Write a range of money, rounded outward: ``1,2 och 3,4 miljoner kronor``."""
    low, high = rounded_out(low, high)
    large = high >= _MILLION
    digits = _digits(high / _MILLION) if large else 0
    scale = _MILLION if large else 1.0
    return translator(language)("{low} och {high} {unit}").format(
        low=numbers.number(low / scale, digits if low else 0, language),
        high=numbers.number(high / scale, digits, language),
        unit=_unit(currency, large, language),
    )


def money_span_short(low: float, high: float, currency: str, language: str) -> str:
    """Write a range of money as it stands in a chart: ``1,2–3,4 mnkr``."""
    low, high = rounded_out(low, high)
    large = high >= _MILLION
    scale, digits = (_MILLION, _digits(high / _MILLION)) if large else (1.0, 0)
    units = {("SEK", True): "mnkr", ("SEK", False): "kr"}
    first = numbers.number(low / scale, digits if low else 0, language)
    written = f"{first}{numbers.DASH}{numbers.number(high / scale, digits, language)}"
    short = units.get((currency, large))
    unit = translator(language)(short) if short else _unit(currency, large, language)
    return f"{written}{numbers.NO_BREAK}{unit}"


def rounded_out(low: float, high: float) -> tuple[float, float]:
    """Round a range to two figures of its larger end, outward: what is inside stays inside."""
    largest = max(abs(low), abs(high))
    if largest == 0:
        return 0.0, 0.0
    power = math.floor(math.log10(largest)) - 1
    if power < 0:
        factor = 10.0**-power
        return math.floor(low * factor) / factor, math.ceil(high * factor) / factor
    step = 10**power
    return float(math.floor(low / step) * step), float(math.ceil(high / step) * step)


def _digits(millions: float) -> int:
    return max(0, 1 - math.floor(math.log10(millions)))


def _unit(currency: str, large: bool, language: str) -> str:
    _ = translator(language)
    word = _(_CURRENCIES[currency]) if currency in _CURRENCIES else currency
    return _("miljoner {currency}").format(currency=word) if large else word


def worth(low: float, high: float, currency: str, language: str) -> str:
    """Say what an initiative is worth: always a range, never a single number."""
    _ = translator(language)
    if low == high:
        return _("Värdet går inte att ange som ett spann, eftersom inget antagande har ett.")
    return _("Det sociala värdet ligger mellan {span} (95\u00a0%).").format(
        span=money_span(low, high, currency, language)
    )


def worth_of_nothing(low: float, high: float, language: str) -> str:
    """Say that the range reaches zero, where it does; otherwise nothing."""
    if low == high or rounded_out(low, high)[0] > 0:
        return ""
    return translator(language)("Spannet når ned till noll: värdet kan vara inget alls.")


def worth_per_unit(low: float | None, high: float | None, currency: str, language: str) -> str:
    """Say what each unit of money put in is worth, and whether that certainly exceeds it."""
    _ = translator(language)
    if low is None or high is None or low == high:
        return ""
    low, high = rounded_out(low, high)
    digits = max(0, min(2, 1 - math.floor(math.log10(high)))) if high > 0 else 0
    unit = {"SEK": "krona"}.get(currency)
    said = _("För varje insatt {unit}: mellan {low} och {high} tillbaka (95\u00a0%).").format(
        unit=_(unit) if unit else currency,
        low=numbers.number(low, digits, language),
        high=numbers.number(high, digits, language),
    )
    if low <= 1 <= high:
        unclear = _("Spannet går över ett, så det är oklart om värdet är större än kostnaden.")
        return f"{said} {unclear}"
    above = _("Hela spannet ligger över kostnaden.")
    below = _("Hela spannet ligger under kostnaden.")
    return f"{said} {above if low > 1 else below}"


def assumption(name: str, outcome: str, language: str) -> str:
    """Name an assumption, with the outcome it is about when it is about one."""
    word = translator(language)(ASSUMPTIONS[name])
    return f"{outcome}: {word[:1].lower()}{word[1:]}" if outcome else word


def assumed(value: float, unit: str, name: str, language: str) -> str:
    """Write the value of an assumption with its unit: ``40 %``, ``5 år``, ``24 personer``."""
    digits = 0 if value == round(value) else 1
    written = numbers.number(value, digits, language)
    if unit == "percent":
        return f"{written}{numbers.NO_BREAK}%"
    if unit == "years":
        years = plural(language, "år", "år", 1 if value == 1 else 2)
        return f"{written}{numbers.NO_BREAK}{years}"
    if name in {"unit_value", "investment"}:
        return money(value, unit, language)
    return f"{written}{numbers.NO_BREAK}{unit}"


def assumed_span(low: float, high: float, unit: str, name: str, language: str) -> str:
    """Write the range of an assumption: ``20–65 %``, ``45 000–160 000 kronor``."""
    if low == high:
        return assumed(low, unit, name, language)
    last = assumed(high, unit, name, language)
    if name in {"unit_value", "investment"} and low < _MILLION <= high:
        return f"{assumed(low, unit, name, language)}{numbers.DASH}{last}"
    first = assumed(low, unit, name, language).split(numbers.NO_BREAK)[0]
    return f"{first}{numbers.DASH}{last}"


def chain_length(length: Interval, language: str) -> str:
    """Say how many homes one new home set free, with its interval: the finding of a study."""
    _ = translator(language)
    return _(
        "En ny bostad gav i genomsnitt {length} flyttningar (95\u00a0%: {span})."
        " Korta kedjor är det vanliga."
    ).format(
        length=numbers.number(float(length.value), 1, language),
        span=numbers.span(float(length.low), float(length.high), 1, language),
    )


def chain_share(share: Interval | None, sentence: str, lacking: str, language: str) -> str:
    """Say a share of the chains with its interval, or what is lacking for it."""
    _ = translator(language)
    if share is None:
        return _(lacking)
    return _(sentence).format(
        share=numbers.measured(100 * float(share.value), "percent", 0, language),
        span=numbers.span(100 * float(share.low), 100 * float(share.high), 0, language),
    )
