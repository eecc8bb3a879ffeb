"""What a file leaves open: one question per kind and subject, answered once for all its rows.

Nothing is guessed without being shown. Whoever reads a part of a file asks a question with the
answer it would take, goes on with the answer given, or else with its own, and the person sees
every question before anything is saved.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from data.intake.findings import Both, Marks, written

LEAVE = "leave"
"""The answer that the rows a question is about are left out."""

NOTHING = Both("", "")

LISTED_ROWS = 100
"""How many row numbers a question lists; its count has them all."""

_THINGS = {
    "cells": (Both("cell", "cell"), Both("celler", "cells")),
    "lines": (Both("rad", "row"), Both("rader", "rows")),
    "values": (Both("värde", "value"), Both("värden", "values")),
}
"""What is counted in a question: its name there, one of it, and several."""

_LONGEST = 200
"""A text out of a file is shown with at most so many characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One question about a file, with the answer that would be taken.

    `id` is the same for the same kind and subject, next month too. `rows` are the numbers of
    the first rows in the spreadsheet, `count` how many cells or rows it concerns. `suggested`
    is None where there is nothing to suggest: then those rows wait. `labels` says what each of
    `choices` means; questions with the same `group` are one of a kind, and `short` says what
    tells this one from the others. `answer` is what somebody chose, and `lasting` says whether
    it is also the answer for the next file of the same shape.
    """

    id: str
    kind: str
    subject: str
    count: int
    example: str
    rows: tuple[int, ...]
    suggested: str | None
    labels: Mapping[str, Both]
    question: Both
    group: Both = NOTHING
    short: Both = NOTHING
    answer: str | None = None
    lasting: bool = True

    @property
    def choices(self) -> tuple[str, ...]:
        """The answers there are."""
        return tuple(self.labels)

    @property
    def answered(self) -> bool:
        """Whether somebody has chosen, now or for an earlier file of the same shape."""
        return self.answer is not None


@dataclass(slots=True, kw_only=True)
class Questions:
    """The questions a file raises while it is read, and what was answered.

    `given` are the answers that came with the file and `remembered` those kept from the last
    file of the same sender and shape, by the id of the question.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    _asked: dict[str, Proposal] = field(default_factory=dict)

    def ask(
        self,
        kind: str,
        subject: str = "",
        *,
        suggested: str | None = None,
        count: int = 1,
        example: str = "",
        rows: Iterable[int] = (),
        choices: Mapping[str, Both] | None = None,
        lasting: bool = True,
        **details: object,
    ) -> str:
        """Return the answer to a question, else what is suggested, else ``""``.

        The words stand in ``questions.toml`` under `kind`, filled with the subject, count,
        example and `details`. `choices` are those written there unless given here. Asked again
        about the same subject, the question is the same and its answer too. One that is not
        `lasting` is about this file alone.
        """
        made = _proposal(
            kind,
            subject[:_LONGEST],
            suggested=suggested,
            count=count,
            example=example[:_LONGEST],
            rows=tuple(int(row) for row, _ in zip(rows, range(LISTED_ROWS), strict=False)),
            choices=choices,
            details=details,
            given=self._given,
            lasting=lasting,
        )
        self._asked.setdefault(made.id, made)
        kept = self._asked[made.id]
        return kept.answer if kept.answer is not None else (kept.suggested or "")

    def answer_to(self, kind: str, subject: str) -> str | None:
        """Return the answer given or remembered to a question, asked yet or not."""
        asked = f"{kind}:{subject[:_LONGEST]}"
        return self.given.get(asked) or self.remembered.get(asked)

    def apart(self) -> "Questions":
        """Return the same answers with no questions yet, for a part that is read by itself."""
        return Questions(given=self.given, remembered=self.remembered)

    def take(self, others: "Questions") -> None:
        """Add the questions of a part."""
        for proposal in others.proposals:
            self._asked.setdefault(proposal.id, proposal)

    def repeat(self, proposals: Iterable[Proposal]) -> bool:
        """Ask again what was asked before, if every answer to it is the same now.

        Says whether it is; otherwise nothing is asked.
        """
        before = {each.id: each for each in proposals}
        same = all(self._given(each.id, each.labels) == each.answer for each in before.values())
        if same:
            self._asked.update(before)
        return same

    def answers(self, beginning: str) -> dict[str, str]:
        """Return the answers, given or remembered, to questions whose id begins so."""
        both = {**self.remembered, **self.given}
        return {asked: said for asked, said in both.items() if asked.startswith(beginning)}

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Every question so far, in the order asked."""
        return tuple(self._asked.values())

    @property
    def waiting(self) -> int:
        """How many questions nobody has answered."""
        return sum(not each.answered for each in self.proposals)

    def remarks(self) -> list[Marks]:
        """Say which of the given answers cannot be, once the whole file has been read."""
        marks: list[Marks] = []
        for asked, answer in self.given.items():
            proposal = self._asked.get(asked)
            details = {"id": asked[:_LONGEST], "answer": answer[:_LONGEST]}
            if proposal is None:
                marks.append(Marks(code="answer_not_asked", details=details))
            elif answer not in proposal.labels:
                choices = ", ".join(proposal.choices[:20])
                marks.append(
                    Marks(code="answer_not_a_choice", details={**details, "choices": choices})
                )
        return marks

    def _given(self, asked: str, choices: Iterable[str]) -> str | None:
        found = (answers.get(asked) for answers in (self.given, self.remembered))
        return next((each for each in found if each in set(choices)), None)


def _proposal(
    kind: str,
    subject: str,
    *,
    choices: Mapping[str, Both] | None,
    details: Mapping[str, object],
    given: Any,
    **fields: Any,
) -> Proposal:
    words = _written()[kind]
    labels = dict(choices) if choices is not None else _labels(words)
    if fields["suggested"] is not None and fields["suggested"] not in labels:
        raise KeyError(f"{fields['suggested']} is no answer to {kind}")
    count = fields["count"]
    fills: dict[str, object] = {
        "subject": subject,
        "count": count,
        "example": fields["example"],
        **{name: _counted(count, forms) for name, forms in _THINGS.items()},
    }
    fills |= details
    question = Both(*(_said(words[each], fills, each) for each in ("sv", "en")))
    short = words.get("short", dict.fromkeys(("sv", "en"), "{example}"))
    asked = f"{kind}:{subject}" if subject else kind
    return Proposal(
        id=asked,
        kind=kind,
        subject=subject,
        labels=labels,
        question=question,
        group=Both(**words.get("group", {"sv": "", "en": ""})),
        short=Both(*(_said(short[each], fills, each) for each in ("sv", "en"))),
        answer=given(asked, labels),
        **fields,
    )


def _counted(count: int, forms: tuple[Both, Both]) -> Both:
    one, many = forms
    return Both(*(f"{count} {word}" for word in (one if count == 1 else many)))


def _said(text: str, details: Mapping[str, object], language: str) -> str:
    return text.format(**{name: written(value, language) for name, value in details.items()})


@cache
def _written() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((resources.files("data.intake") / "questions.toml").read_text("utf-8"))


def _labels(words: Mapping[str, Any]) -> dict[str, Both]:
    return {name: Both(said["sv"], said["en"]) for name, said in words["choices"].items()}
