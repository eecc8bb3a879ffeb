"""Answers that cost much to find: kept for whoever asks the same, now or in another process."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Question = TypeVar("Question")


class Answers(Generic[Question]):
    """A whole number for each question that has been asked, or was found before anybody asked.

    Each place in a process may ask. Nothing is forgotten.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._known: dict[Question, int] = {}
        self._asked: dict[Question, None] = {}

    def of(self, question: Question, find: Callable[[Question], int]) -> int:
        """Return the answer to a question that somebody asks, found where it is not known."""
        self._asked[question] = None
        return self.found(question, find)

    def found(self, question: Question, find: Callable[[Question], int]) -> int:
        """Return the answer to a question that nobody has asked yet."""
        if (answer := self._known.get(question)) is None:
            answer = self._known[question] = find(question)
        return answer

    def learn(self, known: Iterable[tuple[Question, int, bool]]) -> None:
        """Take over what is known elsewhere: questions, answers, and whether somebody asked."""
        for question, answer, asked in known:
            self._known.setdefault(question, answer)
            if asked:
                self._asked[question] = None

    def all(self) -> list[tuple[Question, int, bool]]:
        """Return all that is known, as `learn` takes it."""
        return [(one, answer, one in self._asked) for one, answer in list(self._known.items())]

    def asked(self) -> list[Question]:
        """Return the questions that somebody has asked."""
        return list(self._asked)

    def without(self, following: Callable[[Question], Question | None]) -> list[Question]:
        """Return the questions that follow those that were asked, and have no answer yet."""
        found = dict.fromkeys(following(one) for one in self.asked())
        return [one for one in found if one is not None and one not in self._known]

    def __len__(self) -> int:
        return len(self._known)
