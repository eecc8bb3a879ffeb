"""Estimates what is ordinary anew: a dated decision, and never a side effect of an upload."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb
import numpy as np
import pandas as pd

from data.acts.two_steps import Change, Judging, judged, saved, takes_long
from data.acts.verdict_changes import VerdictChange, verdict_changes
from data.door import Door
from data.judging import kept_verdicts
from data.judging import noise as calibrate
from data.judging.inputs import prepare
from data.store import definitions, ledger, staged
from data.store.access import Verb, Viewer
from data.store.errors import StoreError
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseChange:
    """One noise group: its standard deviation and areas before (None: new) and after."""

    noise_group: str
    indicator_id: str
    sigma_before: float | None
    sigma_after: float
    areas_before: int | None
    areas_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibrated:
    """What a recalibration changed, as which revision (None: nothing was saved)."""

    revision: int | None
    noise: tuple[NoiseChange, ...]
    verdicts: tuple[VerdictChange, ...]


def recalibrate(
    door: Door,
    viewer: Viewer,
    *,
    catalogue: Catalogue,
    actor: str,
    reason: str,
    now: datetime | None = None,
    through: date | None = None,
    dry_run: bool = False,
) -> Recalibrated:
    """Freeze the noise of every group again, as a revision of kind ``calibration``.

    Areas without a goal enter with what was measured until `through` (None: until the last
    reference of their indicator ended). The verdicts that follow are decided at once; the old
    noise and the old verdicts stay readable at their revisions, and undoing the revision puts
    the noise back. With `dry_run` nothing is saved. Raises `StoreError` without an actor or a
    reason, or when the viewer may not.
    """
    if not dry_run and not (actor.strip() and reason.strip()):
        raise StoreError("Skriv vem som kalibrerar om, och varför. Inget har sparats.")
    calibration = _Calibration(
        catalogue=catalogue,
        actor=actor,
        reason=reason,
        moment=now or datetime.now(UTC),
        through=through,
    )
    change = Change(write=calibration.write)
    how = Judging(catalogue=catalogue, on=calibration.moment.date(), only_touched=False)
    with door.rehearse(viewer, Verb.RECALIBRATE) as cursor:
        before = judged(cursor, change, how, to_save=not dry_run)
        changes = verdict_changes(
            cursor, kept_verdicts.changes(cursor, before.decided.verdicts), viewer
        )
    if dry_run or not calibration.noise:
        return Recalibrated(revision=None, noise=calibration.noise, verdicts=changes)
    with door.act(viewer, Verb.RECALIBRATE, long=takes_long(before)) as cursor:
        revision, states = saved(cursor, change, how, before)
        verdicts = verdict_changes(cursor, states, viewer)
    return Recalibrated(revision=revision, noise=calibration.noise, verdicts=verdicts)


@dataclass(slots=True, kw_only=True)
class _Calibration:
    """A recalibration on its way into the store, and what it changed when it was written."""

    catalogue: Catalogue
    actor: str
    reason: str
    moment: datetime
    through: date | None
    noise: tuple[NoiseChange, ...] = ()

    def write(self, cursor: duckdb.DuckDBPyConnection) -> int:
        """Estimate all noise again, as one revision, and return its number."""
        definitions.keep(cursor, self.catalogue, self.moment)
        revision = ledger.open_revision(
            cursor, "calibration", actor=self.actor, now=self.moment, note=self.reason
        )
        inputs = prepare(cursor, revision, self.catalogue)
        if inputs is None:
            return revision
        before = calibrate.frozen(cursor, revision)
        monitored = inputs.goals[inputs.goals["counted"] | ~inputs.goals["exact"]]
        after = calibrate.estimated(
            cursor,
            self.catalogue,
            inputs.goals,
            inputs.measurements,
            revision,
            monitored,
            through=self.through,
        )
        differs = staged.compare(cursor, "noise_model", after) != "unchanged"
        ledger.write(cursor, revision, "noise_model", after)
        self.noise = _noise_changes(before, after[differs.to_numpy(bool)])
        return revision


def _noise_changes(before: pd.DataFrame, after: pd.DataFrame) -> tuple[NoiseChange, ...]:
    earlier = {str(row["noise_group"]): row for row in before.to_dict("records")}
    changes = []
    for row in after.to_dict("records"):
        name = str(row["noise_group"])
        old = earlier.get(name)
        changes.append(
            NoiseChange(
                noise_group=name,
                indicator_id=str(row["indicator_id"]),
                sigma_before=None if old is None else float(np.sqrt(old["between"])),
                sigma_after=float(np.sqrt(row["between"])),
                areas_before=None if old is None else int(old["areas"]),
                areas_after=int(row["areas"]),
            )
        )
    return tuple(changes)
