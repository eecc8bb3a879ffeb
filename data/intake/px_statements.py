"""The statements of a PX file: keywords with what they are about, and the data after them."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.intake.text_table import Refusal

_SWEDISH = re.compile("[åäöÅÄÖé]")
_KEYWORD = re.compile(
    r"\s*+(?P<name>[A-Z][A-Z0-9-]*+)(?:\[(?P<language>[\w-]{1,20})\])?\s*+"
    r'(?:\((?P<about>(?:"[^"]*+"|[^")"])*+)\))?\s*+=\s*+'
)
_VALUE = re.compile(r'(?:"[^"]*+"|[^";]++)*+;')
_TEXT = r'"[^"]*+"(?:\s*+"[^"]*+")*+'
_LIST = re.compile(rf"\s*+{_TEXT}\s*+(?:,\s*+{_TEXT}\s*+)*+")
_ITEM = re.compile(_TEXT)
_LISTS = {"STUB", "HEADING", "VALUES", "CODES"}
_TLIST = re.compile(r"\s*+TLIST\(\s*(?P<scale>[A-Z]1?)\s*(?P<range>,[^)]*)?\)\s*,?")

Key = tuple[str, str, tuple[str, ...]]
"""Keyword, language (``""`` for the file's own), and what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The statements of a PX file by key, as written; `data` is all that follows ``DATA=``."""

    written: Mapping[Key, str]
    data: str = ""
    language: str = field(default="")
    """The language that is read, ``""`` for the file's own."""

    def texts(self, name: str, *about: str, language: str = "") -> tuple[str, ...]:
        """Return the texts of a statement in quotation marks, none when there are none."""
        written = self.written.get((name, language, about), "")
        return tuple(text_of(each) for each in _ITEM.findall(written))

    def text(self, name: str, *about: str) -> str:
        """Return the one text of a statement in the language that is read, ``""`` for none."""
        for language in (self.language, ""):
            if found := self.texts(name, *about, language=language):
                return "".join(found)
        return ""

    def time_texts(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Return the scale of ``TIMEVAL`` (A1, H1, Q1, M1, W1) and the texts of its points."""
        written = self.written.get(("TIMEVAL", "", (name,)), "")
        match = _TLIST.match(written)
        if not match:
            return "", ()
        points = tuple(text_of(each) for each in _ITEM.findall(written[match.end() :]))
        return match["scale"][0], points

    def first(self, name: str) -> str:
        """Return a statement about whatever it is about, the first there is."""
        whole = self.text(name)
        return whole or next(
            (self.text(name, *about) for each, _, about in self.written if each == name), ""
        )


def text_of(quoted: str) -> str:
    """Put together a text that is written in several pieces, without the quotation marks."""
    return re.sub(r'"\s*"', "", quoted).strip().strip('"').replace("#", " ").strip()


def statements(content: bytes) -> Statements | Refusal:
    """Read the statements of a PX file, or say which of them cannot be read."""
    text = _decoded(content)
    written: dict[Key, str] = {}
    at = 0
    while key := _KEYWORD.match(text, at):
        about = tuple(text_of(each) for each in _ITEM.findall(key["about"] or ""))
        if key["name"] == "DATA":
            data = text[key.end() :]
            languages = {language for _, language, _ in written}
            return Statements(
                written=written, data=data, language="sv" if "sv" in languages else ""
            )
        value = _VALUE.match(text, key.end())
        if value is None or not _well_written(key["name"], value[0][:-1]):
            return _broken(text, key)
        written[key["name"], key["language"] or "", about] = value[0][:-1]
        at = value.end()
    if text[at:].strip():
        return Refusal(code="px_broken", details={"at": _line(text, at), "keyword": ""})
    return Refusal(code="px_without_data")


def _well_written(name: str, value: str) -> bool:
    """Whether what makes the table is a list of texts in quotation marks."""
    return name not in _LISTS or _LIST.fullmatch(value) is not None


def _broken(text: str, key: re.Match[str]) -> Refusal:
    about = f"({key['about']})" if key["about"] else ""
    keyword = f"{key['name']}{about}"[:80]
    return Refusal(
        code="px_broken", details={"at": _line(text, key.start("name")), "keyword": keyword}
    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _decoded(content: bytes) -> str:
    """Decode as the file says, but as UTF-8 where it is: programs forget to say so."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if said := re.search(rb'CODEPAGE\s*=\s*"([\w-]{1,30})"', content[:20_000]):
        return content.decode(_codec(said[1].decode("ascii", "ignore")), "replace")
    windows, dos = content.decode("cp1252", "replace"), content.decode("cp850")
    if b"CHARSET" in content[:2000]:
        return windows
    return max(windows, dos, key=lambda text: len(_SWEDISH.findall(text[:100_000])))


def _codec(name: str) -> str:
    """Name the codec of a code page; Windows calls its own by the name of another."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        found = ""
    return "cp1252" if found in {"", "utf-8", "iso8859-1", "ascii"} else found
