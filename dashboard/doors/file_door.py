"""The store file as the command line reaches it when no server owns it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dashboard.doors.administering import administer
from dashboard.doors.errors import CommandError
from dashboard.doors.intake import import_file, records, undo_revision
from dashboard.doors.keeping import verification
from dashboard.installation import Installation, now
from data.acts.reassess import reassess
from data.acts.recalibrate import recalibrate
from data.answers.revisions import all_revisions
from data.intake import UploadedFile
from data.judging.engine import HERE, Engine
from data.keeping.archive import backup
from data.keeping.open_files import export


class FileDoor:
    """The store file itself, opened by this process."""

    def __init__(self, here: Installation) -> None:
        self._here = here
        self._viewer = replace(here.door.who(), client="command")

    def import_file(
        self, file: Path, *, dry_run: bool, actor: str, **beside: Any
    ) -> dict[str, Any]:
        """Examine a file and save it unless something stops."""
        given = UploadedFile.at(file, **beside)
        return import_file(
            self._here, self._viewer, given, dry_run=dry_run, actor=actor, now=now()
        )

    def undo(self, revision: int, *, actor: str) -> dict[str, Any]:
        """Undo a revision."""
        return undo_revision(self._here, self._viewer, revision, actor=actor, now=now())

    def revisions(self) -> list[dict[str, Any]]:
        """List revisions, newest first."""
        return records(self._here.door.reader(self._viewer).ask(all_revisions))

    def reassess(self, *, actor: str, cluster: Mapping[str, Any] | None = None) -> int:
        """Recompute every verdict, by a cluster if one is asked for; say how many changed."""
        here = self._here
        with _engine(cluster) as engine:
            changed = reassess(
                here.door,
                self._viewer,
                catalogue=here.catalogue,
                actor=actor,
                now=now(),
                engine=engine,
            )
        return len(changed)

    def recalibrate(self, **how: Any) -> dict[str, Any]:
        """Freeze the ordinary noise again and say what that changes."""
        here = self._here
        return asdict(
            recalibrate(here.door, self._viewer, catalogue=here.catalogue, now=now(), **how)
        )

    def present(self, form: str, **asked: Any) -> bytes:
        """Make slides, paper or a page of what is asked for: the fields of `asking.Asked`."""
        # All writers of files, which the other commands should not load.
        from dashboard.export import asking
        from dashboard.export.template import TemplateError
        from data.answers.followed import Gatherer

        from_store = Gatherer(self._here.door.reader(self._viewer), self._here.catalogue)
        chosen = self._here.settings
        wanted = asking.Asked(**asked)
        try:
            made = asking.deck(wanted, from_store, made_on=now().date(), home=chosen.public_url)
            return asking.written(form, made, chosen.pptx_template)
        except (asking.NothingToShowError, TemplateError) as error:
            raise CommandError(str(error)) from error

    def template(self, indicator_id: str, **asked: Any) -> bytes:
        """Write the template of an indicator: the other fields of `delivery_book.Asked`."""
        from dashboard.doors import handing_in
        from dashboard.export.delivery_book import Asked

        here, given = self._here, {name: said for name, said in asked.items() if said}
        wanted = Asked(indicator_id=indicator_id, home=here.settings.public_url, **given)
        return handing_in.template(here, here.door.reader(self._viewer), wanted)

    def deliveries(
        self, *, sender: str | None = None, indicator_id: str | None = None
    ) -> list[dict[str, Any]]:
        """List what is to be handed in, of one sender and indicator or of all."""
        from dashboard.doors import handing_in

        facts = self._here.door.reader(self._viewer)
        return handing_in.due(self._here, facts, sender=sender, indicator_id=indicator_id)

    def backup(self, target: Path) -> dict[str, Any]:
        """Write a backup to a new file and return its manifest."""
        return asdict(backup(self._here.door, self._viewer, target, now=now()))

    def export(self, target: Path, *, parquet: bool = False) -> dict[str, Any]:
        """Write every table to a new folder and return its ``datapackage.json``."""
        return export(self._here.door, self._viewer, target, now=now(), parquet=parquet)

    def verify(self) -> dict[str, Any]:
        """Read everything in a copy of the store, and return the proof."""
        return verification(self._here, self._viewer)

    def administer(self, act: str, **asked: Any) -> dict[str, Any]:
        """Do or list one of `administering.ACTS`."""
        return administer(self._here.door, self._viewer, act, asked)

    def calendar(self, *, sender: str | None = None, indicator_id: str | None = None) -> bytes:
        """Write what is to be handed in as a calendar."""
        from dashboard.doors import handing_in

        here = self._here
        return handing_in.calendar(
            here,
            here.door.reader(self._viewer),
            sender=sender,
            indicator_id=indicator_id,
            home=here.settings.public_url,
            language="sv",
        )


def _engine(cluster: Mapping[str, Any] | None) -> AbstractContextManager[Engine]:
    """Open the engine of a cluster; without one, what judges is this process."""
    if cluster is None:
        return nullcontext(HERE)
    # Only whoever asks for Spark has it.
    from data.spark.cluster import Cluster
    from data.spark.engine import spark_engine

    return spark_engine(Cluster(**cluster))
