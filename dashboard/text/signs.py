"""The shapes and colours that states are shown with: the same one means the same everywhere."""

from dataclasses import dataclass

from dashboard.text.numbers import NO_BREAK


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


LOST = Sign("▼", "red", "lost", "triangle-down")
WATCH = Sign("◇", "orange", "watch", "diamond")
HOLDS = Sign("●", "blue", "holds", "circle")
UNCHANGED = Sign("■", "gray", "neutral", "square")
REGAINED = Sign("▲", "green", "regained", "triangle-up")
EARLY = Sign("◐", "gray", "neutral", "")
UNKNOWN = Sign("◌", "gray", "neutral", "")
BREAK = Sign("‖", "violet", "break", "")
NEUTRAL = Sign("–", "gray", "neutral", "")
DECIDED = Sign("⧄", "gray", "neutral", "")
