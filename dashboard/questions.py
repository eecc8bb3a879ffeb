"""Three questions that are asked before anybody says loss.

They are answered when the verdict is decided, and stored with it; what is shown beside a
series without a verdict is worked out from what the page has.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.figures.timeline import Cut
from dashboard.text import numbers, sentences
from dashboard.text.headline import joined
from dashboard.text.language import plural, translator

ALLOWED_CHANGE = 15.0
"""Percent by which the population may change before others live here."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its short answer as coloured Markdown, and what the answer rests on."""

    question: str
    answer: str
    basis: str


@dataclass(frozen=True, slots=True)
class Population:
    """How many lived in a place, first and last, and what was counted."""

    first_period: str
    first: float
    last_period: str
    last: float
    basis: str = ""

    @property
    def change(self) -> float:
        """Change in percent."""
        return 100 * (self.last / self.first - 1)


def answers(
    cuts: Sequence[Cut],
    first_period: str,
    people: Population | None,
    language: str,
    goal: Mapping[str, Any] | None = None,
) -> list[Answer]:
    """Answer the three questions; what nobody has looked at says so.

    With a `goal` (a row of `Reader.goals`) as they were answered when it was decided.
    """
    told = stored(goal)
    if people is None and told.get("people"):
        people = _counted(told["people"])
    return [
        _changed(cuts, first_period, language),
        _others(people, language),
        _neighbours(told.get("neighbours", {}), language),
    ]


def stored(goal: Mapping[str, Any] | None) -> dict[str, dict[str, Any]]:
    """Return the answers that were stored with a goal's verdict; nothing where none were.

    ``changed``, ``people`` and ``neighbours``, each with an ``answer`` (no, yes or unknown)
    and what it rests on: see `data.questions.answered`.
    """
    written = None if goal is None else goal.get("questions")
    return dict(json.loads(written)) if isinstance(written, str) and written else {}


def _counted(told: Mapping[str, Any]) -> Population | None:
    if told.get("answer") == "unknown":
        return None
    return Population(
        str(told["first_period"]),
        float(told["first"]),
        str(told["last_period"]),
        float(told["last"]),
    )


def _neighbours(told: Mapping[str, Any], language: str) -> Answer:
    _ = translator(language)
    question = _("Flyttade problemet till grannarna?")
    compared = int(told.get("compared", 0))
    if told.get("answer", "unknown") == "unknown" or not compared:
        return Answer(question, _unknown(language), _("grannområdena har inga jämförbara mått"))
    worse = [str(name) for name in told.get("worsened", [])]
    if not worse:
        basis = plural(
            language,
            "grannområdet har inte försämrats lika mycket",
            "inget av {compared} grannområden har försämrats så att det spelar roll",
            compared,
        ).format(compared=numbers.number(compared, 0, language))
        return Answer(question, f"**{_('Inget tyder på det')}**", basis)
    basis = _("{areas} försämrades under samma tid").format(areas=joined(worse, language))
    return Answer(question, f"**{_('Möjligen')}**", basis)


def as_table(given: Sequence[Answer]) -> pd.DataFrame:
    """Return the answers as a table of two columns: question, and answer in Markdown."""
    return pd.DataFrame(
        {
            "question": [one.question for one in given],
            "answer": [f"{one.answer}  \n:gray[{one.basis}]" for one in given],
        }
    )


def population(observations: pd.DataFrame, since: str, basis: str = "") -> Population | None:
    """Return how many people there were at `since` (a year, or the nearest after) and now.

    Several series are added together, over the periods that all of them have.
    """
    known = observations.dropna(subset=["value"])
    if known.empty:
        return None
    count = known["series_id"].nunique()
    summed = known.groupby("period")["value"].agg(["sum", "count"])
    whole = summed[summed["count"] == count]["sum"].sort_index()
    later = whole[whole.index >= since]
    chosen = later if len(later) > 1 else whole
    if len(chosen) < 2 or float(chosen.iloc[0]) <= 0:
        return None
    return Population(
        str(chosen.index[0]), float(chosen.iloc[0]), str(chosen.index[-1]),
        float(chosen.iloc[-1]), basis,
    )  # fmt: skip


def _changed(cuts: Sequence[Cut], first_period: str, language: str) -> Answer:
    _ = translator(language)
    question = _("Ändrades gräns eller fråga?")
    if not cuts:
        since = _("inte sedan {period}").format(period=sentences.period(first_period, language))
        return Answer(question, f"**{_('Nej')}**", since)
    years = ", ".join(cut.year for cut in cuts)
    causes = list(
        dict.fromkeys(
            _(sentences.BREAK_CAUSES.get(cut.kind, "serien är bruten")) for cut in cuts
        )
    )
    yes = _("Ja, {years}").format(years=years)
    return Answer(question, f":violet[‖{numbers.NO_BREAK}**{yes}**]", "; ".join(causes))


def _others(people: Population | None, language: str) -> Answer:
    _ = translator(language)
    question = _("Bor andra här nu?")
    if people is None:
        return Answer(question, _unknown(language), _("folkmängden är inte inläst"))
    word = _("Troligen") if abs(people.change) > ALLOWED_CHANGE else _("Inget tyder på det")
    basis = _(
        "{first} blev {last} invånare {from_year}–{to_year}, {change}\u00a0%."
        " Gränsen är ±15\u00a0%."
    )
    told = basis.format(
        first=numbers.number(people.first, 0, language),
        last=numbers.number(people.last, 0, language),
        from_year=people.first_period,
        to_year=people.last_period,
        change=numbers.signed(people.change, 1, language),
    )
    return Answer(question, f"**{word}**", f"{told} {people.basis}".strip())


def _unknown(language: str) -> str:
    return f":gray[◌{numbers.NO_BREAK}**{translator(language)('Saknar underlag')}**]"
