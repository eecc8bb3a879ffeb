"""A word in both languages, for what has the same name wherever it is shown."""

from typing import NamedTuple


class Words(NamedTuple):
    """The same thing said in both languages."""

    sv: str
    en: str

    def said(self, language: str) -> str:
        """Return the word in a language: English for "en", else Swedish."""
        return self.en if language == "en" else self.sv
