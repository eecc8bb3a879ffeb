"""Papers and photos that are attached to a document: kept beside the store, by their content.

A PDF is kept as it is when nothing in it runs; a photo is drawn anew, so that neither its place
nor anything else hidden in it goes along. What is kept is only ever read back as bytes.
"""

import hashlib
import io
import os
import re
import tempfile
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdf
from PIL import Image, ImageOps
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from data.door import Door
from data.intake import Examination
from data.intake.promise_terms import document_frame
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from data.store.leftovers import swept

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}

_MOST_PIXELS = 60_000_000
_LONGEST_SIDE = 2_400
_MOST_OBJECTS = 200_000
_RUNS = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/RichMedia",
    "/XFA",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class AttachmentError(StoreError):
    """A file that cannot be attached; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is safe to keep, as it will be kept."""

    sha256: str
    media_type: str
    content: bytes = field(repr=False)


def prepared(content: bytes, file_name: str, *, largest_mb: int) -> Attachment:
    """Check what a file is by what is in it, and make it safe to keep.

    Raises `AttachmentError` for one that is too large, is not a PDF or a photo, is broken, or
    is a PDF with something in it that runs.
    """
    if len(content) > largest_mb * 1_000_000:
        raise AttachmentError(
            f"{file_name} är större än {largest_mb} MB. Bifoga en mindre fil, eller skriv "
            "länken i stället. Inget har sparats."
        )
    if content[:1024].lstrip().startswith(b"%PDF-"):
        _harmless_pdf(content, file_name)
        return _attachment(PDF, content)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF", b"II*\x00", b"MM\x00*")):
        return _redrawn(content, file_name)
    raise AttachmentError(
        f"{file_name} är varken en PDF eller en bild (JPEG eller PNG). Det avgörs av "
        "innehållet, inte av namnet. Inget har sparats."
    )


def _attachment(media_type: str, content: bytes) -> Attachment:
    return Attachment(hashlib.sha256(content).hexdigest(), media_type, content)


def _harmless_pdf(content: bytes, file_name: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
            if reader.is_encrypted:
                raise AttachmentError(
                    f"{file_name} är låst med lösenord. Spara den utan lås. Inget har sparats."
                )
            pages = len(reader.pages)
            runs = _what_runs(reader.trailer)
    except AttachmentError:
        raise
    except Exception as error:  # a broken PDF breaks in as many ways as there are objects
        raise AttachmentError(
            f"{file_name} går inte att läsa som PDF: filen är trasig. Inget har sparats."
        ) from error
    if not pages:
        raise AttachmentError(f"{file_name} har inga sidor. Inget har sparats.")
    if runs:
        raise AttachmentError(
            f"{file_name} innehåller något som kan köras eller packas upp "
            f"({', '.join(sorted(runs))}). Skriv ut den till en ny PDF och bifoga den. "
            "Inget har sparats."
        )


def _what_runs(root: Any) -> set[str]:
    """Walk every object of a PDF once and name what is not paper in it."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [root]
    while waiting:
        part = waiting.pop()
        if isinstance(part, IndirectObject):
            place = (part.idnum, part.generation)
            if place in seen:
                continue
            seen.add(place)
            if len(seen) > _MOST_OBJECTS:
                raise ValueError("too many objects")
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            names = {str(key) for key in part}
            names |= {
                str(part.raw_get(key)) for key in ("/S", "/Type", "/Subtype") if key in part
            }
            found |= names & _RUNS
            waiting.extend(part.raw_get(key) for key in part)
        elif isinstance(part, ArrayObject):
            waiting.extend(part.data if hasattr(part, "data") else list(part))
    return found


def _redrawn(content: bytes, file_name: str) -> Attachment:
    """Draw a photo anew, upright and at most `_LONGEST_SIDE` pixels wide or high."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(
                io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "TIFF")
            ) as photo:
                if photo.width * photo.height > _MOST_PIXELS:
                    raise AttachmentError(
                        f"{file_name} har {photo.width} gånger {photo.height} bildpunkter, och "
                        f"högst {_MOST_PIXELS // 1_000_000} miljoner går att bifoga. Spara den "
                        "mindre. Inget har sparats."
                    )
                upright = ImageOps.exif_transpose(photo)
                upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                transparent = upright.mode in {"RGBA", "LA", "PA"}
                plain = upright.convert("RGBA" if transparent else "RGB")
    except AttachmentError:
        raise
    except Exception as error:  # Pillow says in many ways that a photo is not one
        raise AttachmentError(
            f"{file_name} går inte att läsa som bild: filen är trasig eller är inte vad "
            "namnet säger. Inget har sparats."
        ) from error
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    drawn = io.BytesIO()
    if transparent:
        bare.save(drawn, "PNG", optimize=True)
        return _attachment(PNG, drawn.getvalue())
    bare.save(drawn, "JPEG", quality=85)
    return _attachment(JPEG, drawn.getvalue())


def folder(door: Door) -> Path:
    """Return where the attachments of a store lie: beside it, named after it."""
    if door.path == ":memory:":
        raise AttachmentError("Ett lager utan fil kan inte ha bilagor. Inget har sparats.")
    return Path(f"{door.path}.bilagor")


def keep(door: Door, viewer: Viewer, attachment: Attachment) -> None:
    """Keep a file, before the document that refers to it is saved.

    It stays also when that fails: another document may have come to name the same content
    meanwhile. What no document names is counted by ``kvarvarde verify``.

    Raises `StoreError` when the viewer may not attach, `AttachmentError` when it cannot be
    written.
    """
    door.require(viewer, Verb.ATTACH)
    place = _place(door, attachment.sha256)
    if not place.exists():
        _write(place, attachment.content)


def _write(place: Path, content: bytes) -> None:
    """Write whole or not at all: under another name first, then renamed."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        swept(place.parent, ".ny-*")
        handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".ny-")
    except OSError as error:
        raise AttachmentError(f"Bilagan gick inte att spara: {error}.") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise AttachmentError(f"Bilagan gick inte att spara: {error}.") from error


def _place(door: Door, sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise AttachmentError("Bilagan finns inte.")
    return folder(door) / sha256


def attached(examination: Examination, attachment: Attachment) -> Examination:
    """Let an examined row's document carry the attachment. Raises when it names none."""
    papers = examination.frames.get("document")
    if papers is None or len(papers) != 1:
        raise AttachmentError("Skriv vilket dokument bilagan är. Inget har sparats.")
    row: dict[Any, Any] = {
        **{str(name): value for name, value in papers.iloc[0].to_dict().items()},
        "attachment_sha256": attachment.sha256,
        "media_type": attachment.media_type,
        "bytes": len(attachment.content),
    }
    frames = dict(examination.frames) | {"document": document_frame([row])}
    return replace(examination, frames=frames)


def opened(door: Door, sha256: str, media_type: str) -> tuple[bytes, str]:
    """Read a kept file back: its bytes and a name to save it under.

    For somebody whose reader has answered with the document that it belongs to. Raises
    `AttachmentError` when it is not there, or is no longer what it was.
    """
    place = _place(door, sha256)
    if not place.is_file():
        raise AttachmentError("Bilagan finns inte.")
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise AttachmentError("Bilagan har ändrats sedan den sparades och visas inte.")
    return content, f"bilaga-{sha256[:12]}{SUFFIXES.get(media_type, '')}"
