"""Puts small files into a store the way everybody does: through the intake."""

from datetime import UTC, datetime

from data.acts.save import Receipt, save
from data.intake import Examination, UploadedFile, examine, examine_as_suggested
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.factories import a_door, a_reader, a_viewer

TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


def examined(
    store: Store, text: str, catalogue: Catalogue, name: str = "file.csv"
) -> Examination:
    return examine(a_reader(store), UploadedFile.of(text.encode(), name), catalogue=catalogue)


def load(store: Store, text: str, catalogue: Catalogue, *, now: datetime = TODAY) -> Receipt:
    """Save a file as it is suggested, and show what stops it when something does."""
    file = UploadedFile.of(text.encode(), "file.csv")
    examination = examine_as_suggested(a_reader(store), file, catalogue=catalogue)
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
