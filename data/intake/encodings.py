"""The encoding of a text file: told by its bytes, and by the letters that come out of them."""

import codecs
import re
from dataclasses import dataclass

from data.intake.columns import familiarity
from data.intake.findings import Marks
from data.intake.recognition import FORMATS, advice
from data.intake.text_table import Refusal

_SINGLE_BYTE = {"Windows-1252": "cp1252", "MacRoman": "mac_roman", "DOS (850)": "cp850"}
"""What a file that is no UTF-8 may be, the likeliest first."""

_SAMPLE = 256 * 1024
_PIECE = 1 << 20
_SWEDISH = re.compile("[åäöéüÅÄÖÉÜ]")
_ODD = re.compile("[†„‡‰ŒœŽžŠšÕõ÷◊∂∑∏π∫≠≤≥∆Ω┤┬Ž¶ƒ‹›]")
_TWICE = re.compile("Ã[¥¤¶…„–©\x84\x85\x96]")
_MOST_ZEROS = 0.1
"""A text with a larger share of NUL bytes than this is no damaged text, but no text at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Decoded content: UTF-8 bytes with plain line ends and no ``sep=`` line."""

    utf8: bytes
    encoding: str
    separator: str
    remarks: tuple[Marks, ...] = ()


def decoded(content: bytes) -> Text | Refusal:
    """Turn bytes into UTF-8. The encoding is UTF-8, UTF-16, or what gives known headers."""
    try:
        encoding, text = _encoding(content)
    except UnicodeDecodeError:
        return _no_text()
    if isinstance(text, Refusal):
        return text
    utf8 = text.encode() if isinstance(text, str) else text
    if b"\x00" in utf8:
        few = utf8.count(b"\x00") <= max(1, _MOST_ZEROS * len(utf8))
        return _at("nul_byte", utf8, utf8.index(b"\x00")) if few else _no_text()
    if b"\xc3\x83" in utf8 and (found := _TWICE.search(whole := utf8.decode())):
        return _at("encoding_twice", utf8, len(whole[: found.start()].encode()))
    utf8 = utf8.replace(b"\r\r\n", b"\n")
    separator = re.match(rb'"?sep=([!#-~\t])"?\r?\n', utf8, re.IGNORECASE)
    return Text(
        utf8=utf8[separator.end() :] if separator else utf8,
        encoding=encoding,
        separator=separator.group(1).decode("utf-8", "replace") if separator else "",
        remarks=_lost_letters(utf8),
    )


def _no_text() -> Refusal:
    said: dict[str, object] = {
        "form": FORMATS["binary"],
        "name": "",
        "advice": advice("binary"),
    }
    return Refusal(code="file_format", details=said)


def _at(code: str, utf8: bytes, place: int) -> Refusal:
    return Refusal(code=code, details={"at": len(utf8[:place].splitlines()) or 1})


def _lost_letters(utf8: bytes) -> tuple[Marks, ...]:
    lost = "\N{REPLACEMENT CHARACTER}".encode()
    if lost not in utf8:
        return ()
    at = len(utf8[: utf8.index(lost)].splitlines()) or 1
    return (Marks(code="letters_lost", details={"at": at}),)


def _encoding(content: bytes) -> tuple[str, str | bytes | Refusal]:
    """Name the encoding and give the text, as bytes when it is UTF-8 already."""
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16", content.decode("utf-16")
    sample = content[:2000]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros and zeros.count(0) > 0.6 * len(zeros):
            return "UTF-16", content.decode(name)
    if not _is_utf8(content):
        return _single_byte(content)
    return "UTF-8", content


def _is_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8, a piece at a time: as text a large file is larger still."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    pieces = range(0, len(content), _PIECE)
    try:
        for start in pieces:
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(content: bytes) -> tuple[str, str | Refusal]:
    """Take the encoding that gives known headers and Swedish letters, unless there are two."""
    if lines := mixed(content):
        return "", Refusal(code="encoding_mixed", details=lines)
    best = ("", "", (-1, -1, -1))
    for name, codec in _SINGLE_BYTE.items():
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        headers = max(
            familiarity(re.split(r"[;,\t|]", line)) for line in sample.splitlines()[:40]
        )
        score = (headers, -len(_ODD.findall(sample)), len(_SWEDISH.findall(sample)))
        if score > best[2]:
            best = (name, text, score)
    if not best[0]:
        content.decode("cp1252")
    return best[0], best[1]


def mixed(content: bytes) -> dict[str, object]:
    """Find a line in UTF-8 and a line in something else, by their numbers; else nothing."""
    found: dict[str, object] = {}
    for number, line in enumerate(content.splitlines(), 1):
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            found.setdefault("other", number)
        else:
            found.setdefault("utf8", number)
        if len(found) == 2:
            return found
    return {}
