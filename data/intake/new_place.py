"""A place as somebody writes it on a page, and the files that say the same.

The files go through the same intake as any other. Ids are made here, and nobody has to see
them.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from data.intake.fields import free_id, slug
from data.intake.municipalities import SCHEME, municipalities
from data.intake.pasted import Pasted
from data.intake.templates import rows_as_file
from data.intake.uploaded import UploadedFile
from metrics.definition.catalogue import Catalogue

PARTS = ("areas", "boundaries", "observations", "goals", "commitments")
"""The kinds of file that a place comes as, in the order they build on each other."""

SOURCE = "Inskrivet på sidan Ny plats"
FILE_NAME = "Ny plats"

_NAMED = ("goal_id", "commitment_id", "area_id")
_LONGEST_ID = 40
_FEW = 2
"""So many measurements are the baseline of a goal that names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """What somebody has written of a place; '' where they have written nothing.

    `key` tells this writing from every other: saved twice it is one place. `municipality` is a
    municipal code or the id of an area; `shape` a GeoJSON geometry; `made_of` ids of areas.
    `by_class` says that the values are classes; `form` is that of a goal, `target` and
    `target_high` numbers, or classes with ``|``;
    `answers` what was answered to questions, by their stable ids (`Ids.stable`).
    """

    key: str
    name: str = ""
    kind: str = ""
    municipality: str = ""
    invented: bool = False
    shape: str = ""
    made_of: tuple[str, ...] = ()
    wording: str = ""
    target_group: str = ""
    promised_by: str = ""
    document: str = ""
    promised_on: str = ""
    due_on: str = ""
    owner_role: str = ""
    indicator_id: str = ""
    by_class: bool = False
    form: str = ""
    target: str = ""
    target_high: str = ""
    pasted: Pasted = field(default_factory=Pasted)
    answers: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        """The fingerprint of this writing, by which it is known to be saved already."""
        return hashlib.sha256(f"{FILE_NAME}:{self.key}".encode()).hexdigest()

    @property
    def has_goal(self) -> bool:
        """Whether enough is said for a goal."""
        return bool(self.indicator_id and self.form and (self.target or self.form == "hold"))

    def parts(self) -> tuple[str, ...]:
        """Name the kinds of file that there is something to write in."""
        there = {
            "areas": True,
            "boundaries": bool(self.shape),
            "observations": bool(self.indicator_id and len(self.pasted)),
            "goals": self.has_goal,
            "commitments": bool(self.wording.strip()),
        }
        return tuple(part for part in PARTS if there[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """What a place and what belongs to it is called in the store."""

    area_id: str
    goal_id: str
    commitment_id: str
    municipality_id: str
    municipality_is_new: bool

    def stable(self, question: str) -> str:
        """Write the id of a question as it is whatever the place is called."""
        for name in _NAMED:
            question = question.replace(getattr(self, name) or "\n", "{" + name + "}")
        return question

    def without_ids(self, text: str, words: Mapping[str, str]) -> str:
        """Write a text about the place with words for ids, by ``goal_id`` and so on."""
        for name in _NAMED:
            text = text.replace(getattr(self, name) or "\n", words[name])
        return text


def ids_of(
    place: NewPlace, codes: pd.DataFrame, used: Collection[str], catalogue: Catalogue
) -> Ids:
    """Make ids that can be read, say where the place is, and that nothing has or has had.

    `codes` has the ``area_id`` and ``code`` of the municipalities that are registered; `used`
    every id of an area, goal or promise there has ever been.
    """
    known = dict(zip(codes["code"], codes["area_id"], strict=True))
    listed = municipalities().get(place.municipality)
    above = place.municipality
    if listed is not None:
        above = known.get(listed.code, f"kommun.{listed.code}.{slug(listed.name)}")
    here = listed.code if listed else slug(above.rsplit(".", 1)[-1]) or "ny"
    name = slug(place.name)[:_LONGEST_ID].strip("-") or "plats"
    area_id = free_id(f"plats.{here}.{name}", used)
    tail = area_id.removeprefix("plats.")
    measure = place.indicator_id if place.indicator_id in catalogue else ""
    return Ids(
        area_id=area_id,
        goal_id=free_id(f"mal.{tail}.{slug(measure) or 'mal'}", used),
        commitment_id=free_id(f"lofte.{tail}", used),
        municipality_id=above,
        municipality_is_new=listed is not None and listed.code not in known,
    )


def file_of(part: str, place: NewPlace, ids: Ids, baseline: tuple[str, ...]) -> UploadedFile:
    """Return one of the files that say what was written.

    `baseline` are the periods that a goal is held against, none for the rule's own.
    """
    if part == "boundaries":
        content = _shape_file(place, ids)
    elif part == "goals":
        content = rows_as_file(part, _goal(place, ids, baseline), "en")
    else:
        content = rows_as_file(part, _ROWS[part](place, ids), "en")
    return UploadedFile.of(
        content,
        FILE_NAME + (".geojson" if part == "boundaries" else ".csv"),
        kind=part,
    )


_Rows = list[dict[str, str]]


def _areas(place: NewPlace, ids: Ids) -> _Rows:
    rows: _Rows = []
    if ids.municipality_is_new:
        listed = municipalities()[place.municipality]
        rows.append(
            {
                "area_id": ids.municipality_id,
                "kind": "municipality",
                "name": listed.name,
                "name_en": listed.name,
                "code": listed.code,
                "code_scheme": SCHEME,
                "source": "SCB, kommunindelning",
            }
        )
    rows.append(
        {
            "area_id": ids.area_id,
            "kind": place.kind or "development_area",
            "name": _said_to_be_invented(place, "påhittat"),
            "name_en": _said_to_be_invented(place, "invented"),
            "parent_id": ids.municipality_id,
            "overlaps": "|".join(place.made_of),
            "invented": "yes" if place.invented else "",
            "source": SOURCE,
        }
    )
    return rows


def _said_to_be_invented(place: NewPlace, word: str) -> str:
    """Write the name, which says so where the place is made up for training."""
    name = place.name.strip() or FILE_NAME
    silent = place.invented and "påhitt" not in name.casefold()
    return f"{name} ({word})" if silent else name


def _shape_file(place: NewPlace, ids: Ids) -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"area_id": ids.area_id, "geo_version": "", "source": SOURCE},
        "geometry": json.loads(place.shape),
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def _observations(place: NewPlace, ids: Ids) -> _Rows:
    said = place.pasted
    return [
        {
            "area_id": ids.area_id,
            "indicator_id": place.indicator_id,
            "period": period,
            "class" if place.by_class else "value": value,
            "n": answers,
            "source": SOURCE,
        }
        for period, value, answers in zip(said.periods, said.values, said.answers, strict=True)
    ]


def _goal(place: NewPlace, ids: Ids, baseline: tuple[str, ...]) -> _Rows:
    by_class = place.form == "class"
    return [
        {
            "goal_id": ids.goal_id,
            "area_id": ids.area_id,
            "indicator_id": place.indicator_id,
            "form": place.form,
            "target": "" if by_class or place.form == "hold" else place.target,
            "target_high": place.target_high if place.form == "band" else "",
            "target_classes": place.target if by_class else "",
            "due": place.due_on,
            "baseline_periods": "|".join(baseline),
            "title": place.wording.strip()[:200],
            "owner_role": place.owner_role,
            "document": place.document,
            "frozen_by": place.promised_by,
            "reason": SOURCE,
        }
    ]


def _promise(place: NewPlace, ids: Ids) -> _Rows:
    return [
        {
            "commitment_id": ids.commitment_id,
            "area_id": ids.area_id,
            "wording": place.wording.strip(),
            "target_group": place.target_group,
            "due_on": place.due_on,
            "promised_on": place.promised_on,
            "owner_role": place.owner_role,
            "document": place.document,
            "goal_ids": ids.goal_id if place.has_goal else "",
            "source": place.promised_by,
        }
    ]


_ROWS: Mapping[str, Callable[[NewPlace, Ids], _Rows]] = {
    "areas": _areas,
    "observations": _observations,
    "commitments": _promise,
}


Reason = Literal["", "before_promise", "first", "before_due"]
"""Why a baseline is what it is: '' for the rule's own, the latest before today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The periods that a goal is held against, none where the rule finds them, and why."""

    periods: tuple[str, ...] = ()
    reason: Reason = ""


def baseline_of(place: NewPlace, measured: pd.DataFrame) -> Baseline:
    """Choose what a goal is held against: the last measurements before it was promised.

    Where the day is not known and the goal was due before today, they are the first there are;
    where nothing was measured before the promise, the first one. `measured` has ``period`` and
    ``period_end`` of what was pasted.
    """
    if measured.empty:
        return Baseline()
    known = measured.drop_duplicates("period").sort_values("period_end")
    promised, due = _day(place.promised_on), _day(place.due_on)
    ends = known["period_end"].to_numpy("M8[D]")
    periods = known["period"].astype(str).to_numpy(object)
    if promised is not None:
        before = periods[ends <= np.datetime64(promised)][-_FEW:]
        if len(before):
            return Baseline(periods=tuple(before), reason="before_promise")
        return Baseline(periods=tuple(periods[:1]), reason="first")
    if due is not None and len(early := periods[ends < np.datetime64(due)][:_FEW]):
        latest = ends[-1] >= np.datetime64(due)
        return Baseline(periods=tuple(early), reason="before_due") if latest else Baseline()
    return Baseline()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
