"""Papers and photos: known by their content, made harmless, kept whole or not at all."""

import io

import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from data.acts import attachments
from data.acts.attachments import AttachmentError, attached, folder, keep, opened, prepared
from data.acts.save import save
from data.store.store import Store
from tests.factories import a_door, a_viewer, rows_of
from tests.files.given import CATALOGUE, NOW, examined
from tests.promise_files import PROMISES, a_promised_store, with_rows


def a_pdf(*, pages: int = 1, script: bool = False, file: bool = False, lock: str = "") -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("app.alert('hej')"),
            }
        )
    if file:
        writer.add_attachment("virus.exe", b"MZ")
    if lock:
        writer.encrypt(lock, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_photo(kind: str = "JPEG", size=(64, 32), **saved) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(out, kind, **saved)
    return out.getvalue()


def refused(content: bytes, name: str = "bilaga", largest: int = 20) -> str:
    with pytest.raises(AttachmentError) as said:
        prepared(content, name, largest_mb=largest)
    assert "Inget har sparats" in str(said.value)
    return str(said.value)


def test_a_pdf_is_kept_as_it_is():
    content = a_pdf()
    made = prepared(content, "plan.pdf", largest_mb=20)
    assert (made.media_type, made.content) == ("application/pdf", content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_photo_is_drawn_anew(kind):
    made = prepared(a_photo(kind), "torget.jpg", largest_mb=20)
    assert Image.open(io.BytesIO(made.content)).size == (64, 32)
    assert made.media_type == "image/jpeg"


def test_where_and_when_a_photo_was_taken_does_not_go_along():
    exif = Image.Exif()
    exif[0x010E] = "Hemma hos Maja"
    exif[0x8825] = {1: "N", 2: (57.0, 42.0, 0.0)}
    content = a_photo(exif=exif)
    assert b"Hemma hos Maja" in content
    made = prepared(content, "torget.jpg", largest_mb=20)
    assert b"Hemma hos Maja" not in made.content
    assert not Image.open(io.BytesIO(made.content)).getexif()


def test_a_photo_that_lies_down_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = prepared(a_photo(exif=exif), "torget.jpg", largest_mb=20)
    assert Image.open(io.BytesIO(made.content)).size == (32, 64)


def test_a_large_photo_is_made_smaller():
    made = prepared(a_photo(size=(5000, 100)), "torget.jpg", largest_mb=20)
    assert max(Image.open(io.BytesIO(made.content)).size) == 2_400


def test_a_photo_that_is_not_one_is_a_sentence():
    assert "varken en PDF eller en bild" in refused(b"hej hopp", "torget.jpg")
    assert "går inte att läsa som bild" in refused(b"\xff\xd8\xff" + b"0" * 100, "torget.jpg")
    assert "går inte att läsa som bild" in refused(a_photo()[:300], "torget.jpg")


def test_a_program_called_a_photo_is_refused():
    assert "inte av namnet" in refused(b"MZ\x90\x00" * 20, "semester.png")
    assert "varken" in refused(b"<svg onload='alert(1)'/>", "bild.svg")
    assert "varken" in refused(b"GIF89a;alert(1)", "bild.gif")


def test_a_file_that_is_too_large_is_not_even_looked_at():
    assert refused(b"%PDF-" + b"0" * 3_000_000, "stor.pdf", 2).startswith(
        "stor.pdf är större än 2 MB"
    )


def test_a_photo_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(attachments, "_MOST_PIXELS", 1_000_000)
    assert "2000 gånger 1000 bildpunkter" in refused(a_photo(size=(2000, 1000)))


def test_a_pdf_that_runs_something_is_refused():
    assert "/JavaScript" in refused(a_pdf(script=True), "plan.pdf")


def test_a_pdf_with_a_file_inside_is_refused():
    assert "/EmbeddedFile" in refused(a_pdf(file=True), "plan.pdf")


def test_a_pdf_that_starts_a_program_is_refused():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(10, 10)
    action = DictionaryObject()
    action[NameObject("/S")] = NameObject("/Launch")
    action[NameObject("/F")] = TextStringObject("calc.exe")
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    out = io.BytesIO()
    writer.write(out)
    assert "/Launch" in refused(out.getvalue(), "plan.pdf")


def test_a_locked_or_broken_pdf_is_a_sentence():
    assert "låst med lösenord" in refused(a_pdf(lock="hemligt"), "plan.pdf")
    assert "går inte att läsa som PDF" in refused(b"%PDF-1.7\n" + b"rubbish" * 50, "plan.pdf")
    assert "inga sidor" in refused(a_pdf(pages=0), "plan.pdf")


@pytest.fixture
def store(tmp_path):
    made = a_promised_store(tmp_path)
    yield made
    made.close()


def test_what_is_kept_can_be_opened_again_under_its_own_hash(store):
    made = prepared(a_photo(), "torget.jpg", largest_mb=20)
    keep(a_door(store), a_viewer(), made)
    content, name = opened(a_door(store), made.sha256, made.media_type)
    assert content == made.content
    assert name == f"bilaga-{made.sha256[:12]}.jpg"
    assert [file.name for file in folder(a_door(store)).iterdir()] == [made.sha256]


def test_the_same_content_twice_is_one_file(store):
    made = prepared(a_photo(), "torget.jpg", largest_mb=20)
    keep(a_door(store), a_viewer(), made)
    keep(a_door(store), a_viewer(), made)
    assert len(list(folder(a_door(store)).iterdir())) == 1
    assert opened(a_door(store), made.sha256, made.media_type)[0] == made.content


def test_only_a_hash_opens_anything(store):
    for asked in ("../store.duckdb", "a" * 63, "A" * 64, "f" * 64):
        with pytest.raises(AttachmentError, match="finns inte"):
            opened(a_door(store), asked, "image/jpeg")


def test_a_file_that_somebody_changed_is_not_shown(store):
    made = prepared(a_photo(), "torget.jpg", largest_mb=20)
    keep(a_door(store), a_viewer(), made)
    (folder(a_door(store)) / made.sha256).write_bytes(b"other")
    with pytest.raises(AttachmentError, match="har ändrats"):
        opened(a_door(store), made.sha256, made.media_type)


def test_a_document_carries_its_attachment_into_the_store_and_keeps_it(store):
    made = prepared(a_pdf(), "plan.pdf", largest_mb=20)
    text = with_rows(PROMISES.splitlines()[0], "l.ny;ovning.ekbacken;Ett;;;;;;;chef;Ny plan;1")
    examination = attached(examined(store, text), made)
    keep(a_door(store), a_viewer(), made)
    save(a_door(store), a_viewer(), examination, catalogue=CATALOGUE, actor="Maja", now=NOW)
    again = examined(store, text.replace("Ett;", "Två;"))
    save(a_door(store), a_viewer(), again, catalogue=CATALOGUE, actor="Maja", now=NOW)
    paper = rows_of(
        store,
        "SELECT attachment_sha256, media_type FROM document WHERE document_id = 'ny-plan' "
        "AND revision_to = 2147483647",
    ).iloc[0]
    assert tuple(paper) == (made.sha256, "application/pdf")


def test_an_attachment_needs_a_document(store):
    text = "löfte_id;område;löftet\nl.ny;ovning.ekbacken;Ett\n"
    made = prepared(a_pdf(), "plan.pdf", largest_mb=20)
    with pytest.raises(AttachmentError, match="vilket dokument"):
        attached(examined(store, text), made)


def test_a_store_without_a_file_has_no_attachments():
    with pytest.raises(AttachmentError, match="utan fil"):
        folder(a_door(Store(":memory:")))
