"""How a state looks: shape, word and colour, the same everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from dashboard.text import signs
from dashboard.text.language import translator
from dashboard.text.signs import Sign
from metrics.outcome.state import Group, State

Kind = TypeVar("Kind", bound=Enum)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Kind]):
    """How the states of a kind are shown: the sign and the Swedish word of each."""

    signs: Mapping[Kind, Sign]
    words: Mapping[Kind, str]

    def word(self, state: Kind, language: str) -> str:
        """Return the state's name, ``Återfall``."""
        return translator(language)(self.words[state])

    def label(self, state: Kind, language: str) -> str:
        """Return shape and word as plain text."""
        return self.signs[state].beside(self.word(state, language))

    def markdown(self, state: Kind, language: str) -> str:
        """Return shape, bold word and colour as Streamlit Markdown."""
        return self.signs[state].markdown(self.word(state, language))


SIGNS: dict[State, Sign] = {
    State.BACKGROUND: signs.NEUTRAL,
    State.NO_GOAL: signs.NEUTRAL,
    State.BREAK: signs.BREAK,
    State.NO_EVIDENCE: signs.UNKNOWN,
    State.RELAPSE: signs.LOST,
    State.BELOW_BASELINE: signs.LOST,
    State.FELL_BEHIND: signs.LOST,
    State.REGAINED: signs.REGAINED,
    State.NEVER_CAME: signs.LOST,
    State.PAST_DUE_UNCLEAR: signs.UNKNOWN,
    State.WATCH: signs.WATCH,
    State.REACHED: signs.HOLDS,
    State.TOO_EARLY: signs.EARLY,
    State.ON_TRACK: signs.HOLDS,
    State.CANNOT_TELL: signs.UNKNOWN,
    State.HOLDS: signs.HOLDS,
    State.UNCHANGED: signs.UNCHANGED,
}

_WORDS: dict[State, str] = {
    State.BACKGROUND: "Bakgrund",
    State.NO_GOAL: "Utan mål",
    State.BREAK: "Brott i serien",
    State.NO_EVIDENCE: "Saknar underlag",
    State.RELAPSE: "Återfall",
    State.BELOW_BASELINE: "Under utgångsläget",
    State.FELL_BEHIND: "Halkar efter",
    State.REGAINED: "Återvunnet",
    State.NEVER_CAME: "Uteblev",
    State.PAST_DUE_UNCLEAR: "Oklart vid måldatum",
    State.WATCH: "Bevaka",
    State.REACHED: "Nått målet",
    State.TOO_EARLY: "För tidigt",
    State.ON_TRACK: "På väg",
    State.CANNOT_TELL: "Går inte att avgöra",
    State.HOLDS: "Håller",
    State.UNCHANGED: "Oförändrat",
}

GROUP_SIGNS: dict[Group, Sign] = {
    Group.UNKNOWN: signs.UNKNOWN,
    Group.LOST: signs.LOST,
    Group.WATCH: signs.WATCH,
    Group.UNCHANGED: signs.UNCHANGED,
    Group.HOLDS: signs.HOLDS,
}
"""Shape and colour of each of the five counts."""


GROUP_WORDS: dict[Group, str] = {
    Group.UNKNOWN: "kan inte bedömas",
    Group.LOST: "förlorade",
    Group.WATCH: "att bevaka",
    Group.UNCHANGED: "oförändrade",
    Group.HOLDS: "håller",
}
"""The words beside each of the five counts, in the order they are read."""


_SHOWN = Shown(SIGNS, _WORDS)
word, label, markdown = _SHOWN.word, _SHOWN.label, _SHOWN.markdown


def before(moved: Mapping[str, object], language: str) -> str:
    """Write what a goal was before, ``▼ Uteblev``, and whether it asks for something else now.

    `moved` is a row of `data.answers.goals.verdicts_since` of a goal that was there.
    """
    was = label(State(str(moved["before"])), language)
    return f"{was}, {translator(language)('målet är ändrat')}" if moved["asks_anew"] else was
