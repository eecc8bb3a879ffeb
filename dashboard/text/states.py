"""How a state looks: shape, word and colour, the same everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from dashboard.text.language import translator
from dashboard.text.numbers import NO_BREAK
from metrics.outcome.state import Group, State


@dataclass(frozen=True, slots=True)
class Sign:
    """The shape and the colour of a family of states; the word comes from the state."""

    glyph: str
    markdown_colour: str
    token: str
    marker: str

    def beside(self, word: str) -> str:
        """Return the shape and a word as plain text, for charts, files and alt texts."""
        return f"{self.glyph}{NO_BREAK}{word}"

    def markdown(self, word: str) -> str:
        """Return the shape, a bold word and the colour as Streamlit Markdown."""
        return f":{self.markdown_colour}[{self.glyph}{NO_BREAK}**{word}**]"


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


_LOST = Sign("▼", "red", "lost", "triangle-down")
_WATCH = Sign("◇", "orange", "watch", "diamond")
_HOLDS = Sign("●", "blue", "holds", "circle")
_UNCHANGED = Sign("■", "gray", "neutral", "square")
_REGAINED = Sign("▲", "green", "regained", "triangle-up")
_EARLY = Sign("◐", "gray", "neutral", "")
_UNKNOWN = Sign("◌", "gray", "neutral", "")
_BREAK = Sign("‖", "violet", "break", "")
_NEUTRAL = Sign("–", "gray", "neutral", "")

SIGNS: dict[State, Sign] = {
    State.BACKGROUND: _NEUTRAL,
    State.NO_GOAL: _NEUTRAL,
    State.BREAK: _BREAK,
    State.NO_EVIDENCE: _UNKNOWN,
    State.RELAPSE: _LOST,
    State.BELOW_BASELINE: _LOST,
    State.FELL_BEHIND: _LOST,
    State.REGAINED: _REGAINED,
    State.NEVER_CAME: _LOST,
    State.PAST_DUE_UNCLEAR: _UNKNOWN,
    State.WATCH: _WATCH,
    State.REACHED: _HOLDS,
    State.TOO_EARLY: _EARLY,
    State.ON_TRACK: _HOLDS,
    State.CANNOT_TELL: _UNKNOWN,
    State.HOLDS: _HOLDS,
    State.UNCHANGED: _UNCHANGED,
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

GROUP_SIGNS: dict[Group, tuple[str, str]] = {
    Group.UNKNOWN: ("◌", "gray"),
    Group.LOST: ("▼", "red"),
    Group.WATCH: ("◇", "orange"),
    Group.UNCHANGED: ("■", "gray"),
    Group.HOLDS: ("●", "blue"),
}
"""Glyph and Markdown colour of each of the five counts."""


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
