"""Copies of everything, and the proof that they are whole: for keepers."""

from pathlib import Path
from shutil import make_archive
from tempfile import mkdtemp
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from dashboard.doors.api.changes import Asking, Opened
from dashboard.doors.archiving import written_apart
from dashboard.doors.keeping import away, verification
from dashboard.installation import now
from data.keeping.archive import backup
from data.keeping.open_files import export

routes = APIRouter()


@routes.get("/backup", summary="En säkerhetskopia av allt", response_class=FileResponse)
def backed_up(here: Opened, viewer: Asking) -> FileResponse:
    """Give a file with the store as it is now and its attachments; ``restore`` puts it back."""
    folder = Path(mkdtemp(prefix=".kopia-", dir=Path(here.door.path).parent))
    try:
        made = backup(here.door, viewer, folder / "kopia.zip", now=now())
    except BaseException:
        away(folder)
        raise
    return FileResponse(
        folder / "kopia.zip",
        media_type="application/zip",
        filename=f"kvarvarde-inlasning-{made.revision}.zip",
        background=BackgroundTask(away, folder),
    )


@routes.get("/export", summary="Alla tabeller som öppna filer", response_class=FileResponse)
def exported(here: Opened, viewer: Asking, parquet: bool = False) -> FileResponse:
    """Give a ZIP file with every table as CSV and what each column means."""
    folder = Path(mkdtemp(prefix=".arkiv-", dir=Path(here.door.path).parent))
    try:
        made = folder / "arkiv"
        export(here.door, viewer, made, now=now(), parquet=parquet, write=written_apart)
        packed = make_archive(str(folder / "packat"), "zip", made)
    except BaseException:
        away(folder)
        raise
    return FileResponse(
        packed,
        media_type="application/zip",
        filename="kvarvarde-arkiv.zip",
        background=BackgroundTask(away, folder),
    )


@routes.get("/verification", summary="Är lagret helt?")
def verified(here: Opened, viewer: Asking) -> dict[str, Any]:
    """Read everything in a copy of the store, and reach its verdicts again."""
    return verification(here, viewer, apart=True)
