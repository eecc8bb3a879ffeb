"""Puts small files into a store the way everybody does: through the intake."""

from datetime import UTC, datetime

from data.acts.save import Receipt, save
from data.intake import Examination, UploadedFile, examine
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.factories import a_door, a_reader, a_viewer

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def examined(
    store: Store, text: str, catalogue: Catalogue, name: str = "file.csv"
) -> Examination:
    return examine(a_reader(store), UploadedFile.of(text.encode(), name), catalogue=catalogue)


def load(store: Store, text: str, catalogue: Catalogue, *, now: datetime = TODAY) -> Receipt:
    """Save a file, and show what stops it when something does."""
    examination = examined(store, text, catalogue)
    assert not examination.stops, [finding.message("sv") for finding in examination.findings]
    return save(
        a_door(store),
        a_viewer(),
        examination,
        catalogue=catalogue,
        actor="Test Testsson",
        now=now,
    )


def lines(header: str, *rows: str) -> str:
    return "\n".join([header, *rows, ""])
