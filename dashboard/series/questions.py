"""Three questions that are asked before anybody says loss.

They are answered when the verdict is decided, and stored with it; what is shown beside a
series without a verdict is worked out from what the page has.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text import numbers, sentences
from dashboard.text.headline import joined
from dashboard.text.language import plural, translator
from data.answers.residents import ALLOWED_CHANGE, UNKNOWN, YES
from metrics.methods.timeline import Cut
from metrics.outcome.goal import Goal


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its short answer as coloured Markdown, and what the answer rests on."""

    question: str
    answer: str
    basis: str


def answers(
    cuts: Sequence[Cut],
    first_period: str,
    people: Mapping[str, Any],
    language: str,
    goal: Goal | None = None,
) -> list[Answer]:
    """Word the answers to the three questions; what nobody has looked at says so.

    With a `goal` as they were answered when it was decided, else with `people` as
    `data.answers.residents.population` answers.
    """
    said = stored(goal)
    return [
        _changed(cuts, first_period, language),
        _others(said.get("people", people), language),
        _neighbours(said.get("neighbours", {}), language),
    ]


def stored(goal: Goal | None) -> dict[str, dict[str, Any]]:
    """Return the answers that were stored with a goal's verdict; nothing where none were.

    ``changed``, ``people`` and ``neighbours``, each with an ``answer`` (no, yes or unknown)
    and what it rests on: see `data.judging.three_questions.answered`.
    """
    written = "" if goal is None else goal.verdict.questions
    return dict(json.loads(written)) if written else {}


def _neighbours(said: Mapping[str, Any], language: str) -> Answer:
    _ = translator(language)
    question = _("Flyttade problemet till grannarna?")
    compared = int(said.get("compared", 0))
    if said.get("answer", UNKNOWN) == UNKNOWN or not compared:
        return Answer(question, _unknown(language), _("grannområdena har inga jämförbara mått"))
    worse = [str(name) for name in said.get("worsened", [])]
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


def _others(said: Mapping[str, Any], language: str) -> Answer:
    _ = translator(language)
    question = _("Bor andra här nu?")
    if said.get("answer", UNKNOWN) == UNKNOWN:
        return Answer(question, _unknown(language), _("folkmängden är inte inläst"))
    word = _("Troligen") if said["answer"] == YES else _("Inget tyder på det")
    basis = _(
        "{first} blev {last} invånare {from_year}–{to_year}, {change}\u00a0%."
        " Gränsen är ±{limit}\u00a0%."
    ).format(
        first=numbers.number(said["first"], 0, language),
        last=numbers.number(said["last"], 0, language),
        from_year=said["first_period"],
        to_year=said["last_period"],
        change=numbers.signed(said["change"], 1, language),
        limit=numbers.number(ALLOWED_CHANGE, 0, language),
    )
    if said.get("of_parts"):
        basis += " " + _("Räknat på de delar som till minst hälften ligger i området.")
    return Answer(question, f"**{word}**", basis)


def _unknown(language: str) -> str:
    return f":gray[◌{numbers.NO_BREAK}**{translator(language)('Saknar underlag')}**]"
