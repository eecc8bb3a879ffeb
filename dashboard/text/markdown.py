"""Text that somebody wrote, made fit to stand in Markdown; and the one way to link."""

import re

from metrics.definition.web_address import is_web_address

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~$-]|:(?=\S))")
"""What Markdown reads as mark-up; a colon only where something stands right behind it."""

_SELF_LINKING = re.compile(r"(?<=www)(?=\.)|(?<=https:)(?=//)|(?<=http:)(?=//)|(?=@)", re.I)
"""Where a browser's Markdown makes a link of bare text, however it is escaped."""

_JOINER = "\N{WORD JOINER}"
"""Takes no room and breaks no line, but what it stands in is no address."""

_BEGIN, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_CODED = {ord("("): "%28", ord(")"): "%29"}


def escape(text: str) -> str:
    """Make somebody's text harmless in Markdown: no mark-up, no picture, no link of itself."""
    return _SPECIAL.sub(r"\\\1", _SELF_LINKING.sub(_JOINER, text))


def swedish(text: str, language: str) -> str:
    """Write words of the store, which are Swedish where no English stands beside them.

    On a page in another language they are set apart: slanted for who reads, and between two
    signs that nobody sees for the browser (`doors/browser.js`), which tells a screen reader.
    """
    written = escape(text)
    return written if language == "sv" or not written else f"*{_BEGIN}{written}{_END}*"


def link(words: str, address: str, language: str = "sv") -> str:
    """Return somebody's words as a link to an address that somebody gave; see `swedish`.

    The words alone, where the address is no web address; '' where there are no words.
    """
    named = swedish(words, language)
    if not named or not is_web_address(address):
        return named
    return f"[{named}]({address.translate(_CODED)})"
