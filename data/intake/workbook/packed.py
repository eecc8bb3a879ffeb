"""Opens a packed file without trusting what it says of itself."""

import io
import zipfile
from collections.abc import Collection, Iterator, Mapping

LARGEST_UNPACKED = 100_000_000
"""Half a million rows of five columns; what is larger is no table of ours."""

LONGEST_CELL = 32_767
"""So many characters a cell of a spreadsheet may hold."""

_SUSPECT = 10_000_000
_BEST_PACKED = 200
"""The sheets of real workbooks pack ten or twenty times."""

_LARGEST_TREE = 20_000_000
_MOST_PARTS = 2_000
_CHUNK = 512 * 1024
"""More than a cell of the greatest length takes with every letter written as an entity."""


class NotReadableError(Exception):
    """A workbook that cannot be read: the code of the sentence, and what it needs to say."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def opened(content: bytes) -> zipfile.ZipFile:
    """Open a packed file of reasonable size.

    Raises `NotReadableError` for what unpacks to too much, `zipfile.BadZipFile` for what is
    broken.
    """
    packed = zipfile.ZipFile(io.BytesIO(content))
    parts = [part for part in packed.infolist() if _is_xml(part.filename)]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise NotReadableError("workbook_too_large", largest=LARGEST_UNPACKED // 1_000_000)
    if any(_is_one_thing_over_and_over(part) for part in parts):
        raise NotReadableError("workbook_too_large", largest=_SUSPECT // 1_000_000)
    return packed


def _is_one_thing_over_and_over(part: zipfile.ZipInfo) -> bool:
    """Whether a large part packs far better than cells do, which have at least their names."""
    return part.file_size > max(_SUSPECT, _BEST_PACKED * part.compress_size)


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def chunks(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Unpack a part of XML piece by piece, never more than its directory says.

    Raises `NotReadableError` for a part that declares a document type or has a text longer
    than a cell may be.
    """
    with packed.open(name) as part:
        first = True
        while chunk := part.read(_CHUNK):
            if first and b"<!DOCTYPE" in chunk[:4096].upper():
                raise NotReadableError("workbook_broken")
            if len(chunk) == _CHUNK and b"<" not in chunk:
                raise NotReadableError("cell_too_long", longest=LONGEST_CELL)
            first = False
            yield chunk


def whole(packed: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a part of XML, or b"" where there is none of that name.

    Raises `NotReadableError` for one too large to be held as a tree.
    """
    if name not in packed.namelist():
        return b""
    if packed.getinfo(name).file_size > _LARGEST_TREE:
        raise NotReadableError("workbook_too_large", largest=_LARGEST_TREE // 1_000_000)
    return b"".join(chunks(packed, name))


def copied(
    packed: zipfile.ZipFile,
    parts: Mapping[str, Iterator[bytes]],
    left: Collection[str],
    *,
    mimetype: bytes = b"",
) -> io.BytesIO:
    """Pack the parts of XML anew, in memory and not compressed.

    Whoever reads the copy meets the sizes that were counted here. `parts` give the content of
    some as it is read, and those of `left` are left out. `mimetype` is what an OpenDocument
    says of itself, first of all.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as new:
        if mimetype:
            new.writestr("mimetype", mimetype)
        for name in dict.fromkeys(packed.namelist()):
            if _is_xml(name) and name not in left:
                with new.open(name, "w") as part:
                    for chunk in parts.get(name) or chunks(packed, name):
                        part.write(chunk)
    made.seek(0)
    return made
