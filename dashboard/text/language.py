"""Translation: Swedish is what the source says, English is looked up."""

import gettext
from collections.abc import Callable
from functools import cache
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("sv", "en")

Translate = Callable[[str], str]


def translator(language: str) -> Translate:
    """Return the function that puts a Swedish text into `language`."""
    return _english().gettext if language == "en" else _unchanged


def plural(language: str, one: str, many: str, count: int) -> str:
    """Choose between two Swedish texts by `count` and put the choice into `language`."""
    if language == "en":
        return _english().ngettext(one, many, count)
    return one if count == 1 else many


def upper_first(words: str) -> str:
    """Begin with a capital letter."""
    return words[:1].upper() + words[1:]


def _unchanged(text: str) -> str:
    return text


@cache
def _english() -> gettext.GNUTranslations:
    """Merge the shipped English files, one per room of the interface."""
    merged = Catalog(locale="en")
    folder = resources.files("dashboard") / "locale" / "en"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".po"):
            for message in read_po(BytesIO(file.read_bytes()), locale="en"):
                if message.id:
                    merged.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
