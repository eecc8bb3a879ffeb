"""What a planned goal would show, in whole sentences with years and no word of the method."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.text import numbers, signs
from dashboard.text.amounts import difference, number_word
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.smallest_seen import bare_size
from metrics.definition.indicator import Indicator, Kind
from metrics.outcome.planned import Foreseen, measured_at, year_measured
from metrics.outcome.sensitivity import MUST_SHOW

_SHARES = {
    1.0: "en av hundra",
    2.0: "en av femtio",
    3.0: "tre av hundra",
    4.0: "en av tjugofem",
    5.0: "en av tjugo",
    10.0: "en av tio",
    20.0: "en av fem",
    25.0: "en av fyra",
}
_FALLS = {
    "lower": "Ett fall på {size}",
    "higher": "Ett steg upp på {size}",
    "both": "Ett steg åt fel håll på {size}",
    "ladder": "{size} sämre",
}
_NOTHING = {
    "no_values": "Serien har inga mätningar att jämföra med än.",
    "hidden": "Serien gäller få personer, så dess värden visas inte för dig.",
    "unconfirmed": "Ingen har sagt vad som är bättre här, så inget kan gå förlorat.",
    "noise": "Vi vet inte hur mycket serien brukar röra sig.",
    "season": "Vi vet inte hur serien rör sig över året: det kräver två hela år.",
}
_WAYS_ON = {
    "no_values": "Ladda upp de mätningar som finns. Målet går att frysa redan nu, "
    "och bedöms när det finns ett utgångsläge.",
    "hidden": "Den som får se små tal kan se vad ett mål här skulle visa.",
    "unconfirmed": "Be den som ansvarar för katalogen att bekräfta riktningen. Till "
    "dess kan ett mål sparas men inte bedömas.",
    "noise": "Fler mätningar, eller samma mätning i fler områden, säger det. Till dess "
    "svarar ett mål här *Går inte att avgöra*.",
    "season": "Välj ett utgångsläge med två hela år, alla delar av året lika ofta.",
}
_PERCENT = (1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
_TIMES = (0.5, 1.0, 2.0, 3.0)
_SHARES_OF_LEVEL = (0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A planned goal as it is written about.

    `worse` is the direction that is worse, `exact` whether all is counted, `level` the
    baseline, `room` how much it can worsen, `last` its last day and `today` the plan's.
    """

    indicator: Indicator
    worse: str
    exact: bool
    level: float
    room: float
    mid: float
    last: date
    today: date
    language: str

    def year(self, seen: Foreseen, number: int | None) -> int | None:
        """Return the year of a measurement; None where there is none."""
        if number is None:
            return None
        return year_measured(self.last, seen.looks_per_year, number, self.today)

    def end(self, seen: Foreseen) -> int:
        """Return the year of the last measurement that is foreseen."""
        return year_measured(
            self.last, seen.looks_per_year, len(seen.smallest_lost), self.today
        )

    def at(self, seen: Foreseen, number: int) -> float:
        """Return when a measurement ends, in years after the end of the baseline."""
        ends = measured_at(self.last, seen.looks_per_year, number, self.today)
        return ends - (self.last.year + self.last.month / 12)

    @property
    def only_watched(self) -> bool:
        """Whether it is of the way there, which can warn and never be lost."""
        return self.indicator.kind in {Kind.EARLY_SIGNAL, Kind.PROCESS}

    @property
    def size(self) -> str:
        """What matters, in words: ``5 procentenheter``, ``en klass``."""
        return size_words(self.mid, self.indicator, self.language)


def size_words(size: float, indicator: Indicator, language: str) -> str:
    """Write how much something worsens: ``5 procentenheter``, of a ladder ``en klass``."""
    if not indicator.ladder:
        return difference(size, indicator, language)
    said = plural(language, "{count} klass", "{count} klasser", round(size))
    words = {1: translator(language)("en")}
    return said.format(count=words.get(round(size), number_word(round(size), language)))


def headline(plan: Plan, seen: Foreseen) -> str:
    """Say when a fall of what matters would show, and when one twice as large is certain."""
    _ = translator(plan.language)
    watch, lost = plan.year(seen, seen.watch), plan.year(seen, seen.lost)
    end = plan.end(seen)
    fall = upper_first(_fall(plan).format(size=plan.size))
    if plan.only_watched and watch:
        said = _("{fall} skulle oftast synas {watch}, men kan aldrig heta förlorat.")
    elif plan.exact:
        return _exact(plan, seen, fall)
    elif watch and MUST_SHOW * plan.mid > plan.room:
        said = _("{fall} skulle oftast synas {watch}. Ett dubbelt så stort ryms inte.")
    elif watch and lost:
        said = _(
            "{fall} skulle oftast synas {watch}, och ett dubbelt så stort vara säkert {lost}."
        )
    elif watch:
        said = _(
            "{fall} skulle oftast synas {watch}, men inte vara säkert ens om det var"
            " dubbelt så stort, före {end}."
        )
    elif lost:
        said = _("{fall} skulle oftast missas, men ett dubbelt så stort vara säkert {lost}.")
    else:
        said = _("{fall} skulle oftast missas, och även ett dubbelt så stort, fram till {end}.")
    return said.format(fall=fall, watch=watch, lost=lost, end=end)


def too_large(plan: Plan) -> str:
    """Say that a value cannot worsen by what matters."""
    fall = upper_first(_fall(plan).format(size=plan.size))
    said = translator(plan.language)("{fall} ryms inte: så långt kan värdet inte gå.")
    return said.format(fall=fall)


def _exact(plan: Plan, seen: Foreseen, fall: str) -> str:
    _ = translator(plan.language)
    confirmed = plan.year(seen, seen.confirming)
    said = _("{fall} syns {watch} och är säkert {lost}, när det mätts igen.")
    return said.format(fall=fall, watch=plan.year(seen, seen.watch), lost=confirmed)


def _fall(plan: Plan) -> str:
    ladder = "ladder" if plan.indicator.ladder else plan.worse
    return translator(plan.language)(_FALLS[ladder])


def nothing_foreseen(why: str, language: str) -> str:
    """Say why a series cannot show anything yet, as a heading."""
    return translator(language)(_NOTHING[why])


def way_on(why: str, language: str) -> str:
    """Say what would help where nothing can be foreseen."""
    return translator(language)(_WAYS_ON[why])


def sizes(indicator: Indicator, level: float | None, language: str) -> dict[float, str]:
    """Return the worsenings one may ask about, each with what it means in plain words.

    The indicator's own smallest difference is always among them.
    """
    own = indicator.smallest_difference
    if indicator.ladder:
        return {
            float(steps): size_words(steps, indicator, language)
            for steps in range(1, len(indicator.ladder))
        }
    if indicator.unit == "percent":
        offered = {*_PERCENT, *([own] if own else [])}
    elif own:
        offered = {own * times for times in _TIMES}
    else:
        offered = {_rounded(abs(level or 10.0) * share) for share in _SHARES_OF_LEVEL}
    return {
        size: meaning(size, indicator, level, language) for size in sorted(offered) if size > 0
    }


def meaning(size: float, indicator: Indicator, level: float | None, language: str) -> str:
    """Write a worsening and what it means: ``5 procentenheter: en av tjugo``."""
    _, written = translator(language), difference(size, indicator, language)
    if indicator.unit == "percent":
        said = _(_SHARES[size]) if size in _SHARES else ""
        return f"{written}: {said}" if said else written
    if not level:
        return written
    share = numbers.number(100 * size / abs(level), 0, language)
    return _("{size}: {share} procent av dagens nivå").format(size=written, share=share)


def _rounded(size: float) -> float:
    return float(f"{size:.1g}")


def false_alarms(seen: Foreseen, language: str) -> str:
    """Say how often something is taken for a loss where nothing happens, as Markdown."""
    _ = translator(language)
    if seen.false_watch is None or seen.false_lost is None:
        return _(
            "Allt räknas, så ingen slump i vilka som svarar kan larma i onödan. Hur ofta "
            "värdet ändå rör sig så mycket av sig självt vet vi inte."
        )
    watch, lost = (_of_hundred(each, language) for each in (seen.false_watch, seen.false_lost))
    return _("Larmar i onödan: {watch} på tio år, {lost}.").format(
        watch=signs.WATCH.markdown(watch), lost=signs.LOST.markdown(lost)
    )


def _of_hundred(share: float, language: str) -> str:
    _, count = translator(language), round(100 * share)
    if count < 1:
        return _("färre än 1 mål av 100")
    said = plural(language, "{count} mål av 100", "{count} mål av 100", count)
    return said.format(count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to measure, and what it would show; `better` is how it compares by design."""

    label: str
    seen: Foreseen
    better: bool | None = None


def table(plan: Plan, rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Return what would help, one row per way to measure: label, shows, certain.

    The first row is as chosen. What can only help is never said to be later, and what can only
    hurt never earlier: the simulation is exact to within a measurement.
    """
    first = [_number(rows[0].seen.watch), _number(rows[0].seen.lost)]
    written = []
    for row in rows:
        found = [_number(row.seen.watch), _number(row.seen.lost)]
        if row.better is not None:
            choose = min if row.better else max
            found = [choose(pair) for pair in zip(found, first, strict=True)]
        cells = [_cell(plan, row.seen, number) for number in found]
        if plan.only_watched:
            cells[1] = translator(plan.language)("kan inte förloras")
        written.append((row.label, *cells))
    return [(label, watch, lost) for label, watch, lost in written]


_NEVER = 10**6


def _number(number: int | None) -> int:
    return _NEVER if number is None else number


def _cell(plan: Plan, seen: Foreseen, number: int) -> str:
    if number < _NEVER and (year := plan.year(seen, number)) is not None:
        return str(year)
    return translator(plan.language)("efter {year}").format(year=plan.end(seen))


def columns(plan: Plan) -> tuple[str, str, str]:
    """Return the headings of the table: what is changed, and the sizes that it is about."""
    _ = translator(plan.language)
    sizes = (
        size_words(size, plan.indicator, plan.language)
        if plan.indicator.ladder
        else bare_size(size, plan.indicator, plan.language)
        for size in (plan.mid, plan.mid if plan.exact else MUST_SHOW * plan.mid)
    )
    shows, certain = (_("{size} syns"), _("{size} är säkert"))
    return _("Om ni"), shows.format(size=next(sizes)), certain.format(size=next(sizes))


def baseline_known(count: int, plan: Plan, seen: Foreseen | None) -> str:
    """Say that what has been measured is the baseline, and what decides."""
    _ = translator(plan.language)
    pace = plan.indicator.measurements_per_year if seen is None else seen.looks_per_year
    said = plural(
        plan.language,
        "**En mätning är redan känd.** Den är utgångsläget och kan aldrig göra målet nått."
        " Mätningarna från {year} avgör.",
        "**{count} mätningar är redan kända.** De är utgångsläget och kan aldrig göra målet"
        " nått. Mätningarna från {year} avgör.",
        count,
    )
    return said.format(
        count=upper_first(number_word(count, plan.language)),
        year=year_measured(plan.last, pace, 1, plan.today),
    )


def planned_reason(plan: Plan, seen: Foreseen | None) -> str:
    """Write what was foreseen as it is frozen with the goal: the size, and the years."""
    _ = translator(plan.language)
    said = _("Minsta skillnad: {size}.").format(size=plan.size)
    return said if seen is None else f"{said} {headline(plan, seen)}"
