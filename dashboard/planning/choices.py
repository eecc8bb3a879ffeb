"""What can be chosen of a planned goal, and the picture moves with it."""

from dataclasses import dataclass

from dashboard.page import addressed, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.planning.series import Chosen, area_name
from dashboard.text import numbers, planning
from dashboard.text.amounts import since
from dashboard.text.language import translator
from data.judging.planned import USUAL, Planned
from metrics.definition.indicator import Evidence, Window
from metrics.outcome.planned import Choices

_NOW = "nu"
_ANSWERS = (100, 200, 400, 800)
_ALIKE = 0.2
_LONGEST = 20
_SHORTEST = 2
_WORDS = {
    12.0: "varje månad",
    4.0: "varje kvartal",
    3.0: "tre gånger om året",
    2.0: "varje halvår",
    1.0: "varje år",
    0.5: "vartannat år",
    0.25: "vart fjärde år",
}
_PACES = {
    12.0: (12.0, 4.0, 1.0),
    4.0: (4.0, 1.0, 0.5),
    3.0: (3.0, 1.0, 0.5),
    2.0: (4.0, 2.0, 1.0),
    1.0: (4.0, 1.0, 0.5),
    0.5: (1.0, 0.5, 0.25),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was chosen. `answers` is a number of answers; None where nobody knows it."""

    mid: float
    answers: float | None
    pace: float
    baseline: int
    together: bool

    def choices(self, found: Planned, **other: float) -> Choices:
        """Return what the engine is asked about; `other` is chosen differently."""
        usual = found.answers or 1.0
        beside = found.beside[1] if found.beside and self.together else 0.0
        given: dict[str, float] = {
            "mid": self.mid,
            "looks_per_year": self.pace,
            "answers": (self.answers or usual) / usual,
            "beside": beside / usual,
            **other,
        }
        return Choices(**given)  # type: ignore[arg-type]


def mid(chosen: Chosen, level: float | None, language: str) -> float:
    """Ask how small a worsening somebody would act on; it lives in the address."""
    _, indicator = translator(language), chosen.indicator
    known = dict(_sizes(chosen.indicator_id, level, language))
    given = _number(addressed.asked("minst"))
    if given is not None and given not in known:
        known[given] = planning.meaning(given, indicator, level, language)
    options = {f"{size:g}": words for size, words in sorted(known.items())}
    own = f"{indicator.smallest_difference or list(known)[len(known) // 2]:g}"
    picked = controls.choose(
        _("Hur liten försämring skulle ni göra något åt?"),
        options,
        key="minst",
        clear=False,
        default=own,
    )
    return float(picked or own)


@finished
def _sizes(indicator_id: str, level: float | None, language: str) -> dict[float, str]:
    return planning.sizes(loaders.catalogue()[indicator_id], level, language)


def baseline(found: Planned, language: str) -> int:
    """Ask how many measurements the goal is compared with, the latest ones."""
    _ = translator(language)
    most = min(found.available, _LONGEST)
    if most <= _SHORTEST:
        return max(most, 1)
    label = _("Mätningar före start, som vi jämför med")
    return controls.slide(label, _SHORTEST, most, key="fore", default=min(USUAL, most))


def rest(chosen: Chosen, found: Planned, language: str) -> tuple[float | None, float, bool]:
    """Ask how many answer, how often it is measured, and whether areas are added up."""
    if found.periods:
        cards.note(since(found.periods, language))
    answers = _answers(found, chosen, language)
    pace = _pace(chosen, language)
    together = False
    if found.beside and found.measure:
        label = translator(language)("Räkna ihop med {area}")
        area = cards.escape(area_name(found.beside[0], language))
        together = controls.switch(label.format(area=area), key="ihop")
    return answers, pace, together


def _answers(found: Planned, chosen: Chosen, language: str) -> float | None:
    _ = translator(language)
    if chosen.indicator.evidence is not Evidence.SURVEY_SHARE or found.measure is None:
        return None
    if found.answers is None:
        cards.note(
            _("Hur många som svarar står inte i serien, så fler svar går inte att pröva.")
        )
        return None
    now = found.answers
    written = numbers.number(round(now), 0, language)
    options = {_NOW: _("{count} som nu").format(count=written)}
    fewest = chosen.indicator.fewest()
    for count in _ANSWERS:
        if count >= fewest and abs(count - now) > _ALIKE * now:
            options[str(count)] = str(count)
    ordered = dict(
        sorted(options.items(), key=lambda one: now if one[0] == _NOW else float(one[0]))
    )
    picked = controls.segment(
        _("Så många svarar varje gång"), ordered, key="svar", default=_NOW, named=True
    )
    return now if picked == _NOW else float(picked)


def _pace(chosen: Chosen, language: str) -> float:
    _, own = translator(language), chosen.indicator.measurements_per_year
    offered = _PACES.get(own, ())
    if chosen.indicator.window is Window.ROLLING or own not in offered:
        return own
    picked = controls.segment(
        _("Så ofta mäts det"),
        {f"{one:g}": _(_WORDS[one]) for one in offered},
        key="takt",
        default=f"{own:g}",
        named=True,
    )
    return float(picked)


def _number(text: str | None) -> float | None:
    """Read a size out of the address; None for what is none."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 < number < 1e9 else None
