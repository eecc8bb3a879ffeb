"""A file of areas: their names, codes, and how they lie to each other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    as_dates,
    booleans,
    chosen,
    dates,
    ids,
    place_ids,
    required,
    texts,
    where,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.known import Areas
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import listed
from data.store.access import Viewer
from metrics.definition.area_kinds import AREA_KINDS

_KINDS = {
    word.casefold(): kind for kind, names in AREA_KINDS.items() for word in (kind, *names.one)
}
_VERSIONED_SCHEME = re.compile(r".+-\d{4}")
_TEXTS = ("area_id", "name", "name_en", "source", "note")
_CODE_DAYS = ("code_from", "code_to", "code2_from", "code2_to")
_OWN_SCHEME = "kvarvarde"


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every area, and prepare the rows that can be saved."""
    marks = [*required(sheet, ("area_id", "kind", "name")), *ids(sheet, "area_id")]
    areas = known.areas(basis.reader)
    rows = _rows(sheet, areas, marks)
    parents = {**_stored_parents(basis.reader), **_filled(rows)}
    marks += [
        *_invented(rows),
        *_circles(rows, parents),
        *_not_yours(rows, basis.reader.viewer),
    ]
    keep = ~stopped_rows(marks, len(rows))
    kinds = {each.area_id: each.kind for each in areas.by_id.values()}
    kinds |= dict(zip(rows["area_id"], rows["kind"], strict=True))
    rows["municipality_id"] = [_municipality(each, parents, kinds) for each in rows["area_id"]]
    kept = rows[keep].reset_index(drop=True)
    area = kept[[*_TEXTS, "kind", "municipality_id", "invented"]]
    area = area.assign(owner_organisation_id="")
    frames = {
        "area": area,
        "area_code": _codes(sheet, rows, keep),
        "area_relation": _relations(kept),
    }
    described = area[["area_id"]].assign(what=area["name"], area_name=area["name"])
    return compared(basis.reader, "area", frames, described, marks=marks, rows=len(rows))


def _rows(sheet: Sheet, areas: Areas, marks: list[Marks]) -> pd.DataFrame:
    """Return the areas as the file has them, with parents and others as ids."""
    rows = texts(sheet, _TEXTS)
    in_file = set(rows["area_id"])
    overlaps = _overlaps(sheet, in_file | set(areas.by_id), marks)
    return rows.assign(
        kind=chosen(sheet, "kind", _KINDS, marks),
        invented=booleans(sheet, "invented", False, marks),
        parent_id=place_ids(sheet, "parent_id", areas, marks, in_file),
        succeeds=place_ids(sheet, "succeeds", areas, marks, in_file),
        overlaps=pd.Series(overlaps, dtype=object),
        **{name: dates(sheet, name, marks) for name in _CODE_DAYS},
    )


def _filled(rows: pd.DataFrame) -> dict[str, str]:
    return {
        area_id: parent
        for area_id, parent in zip(rows["area_id"], rows["parent_id"], strict=True)
        if parent
    }


def _stored_parents(reader: Reader) -> dict[str, str]:
    rows = reader.rows(
        "SELECT area_id, other_area_id FROM area_relation_as_of($revision) "
        "WHERE relation = 'parent'"
    )
    return dict(zip(rows["area_id"], rows["other_area_id"], strict=True))


def _overlaps(sheet: Sheet, known_ids: set[str], marks: list[Marks]) -> list[dict[str, float]]:
    """Read ``id`` or ``id:share`` separated by ``|``; the share is NaN where none is given."""
    column = sheet.column("overlaps")
    read = [_shares(text) for text in column.texts]
    unknown = [", ".join(sorted(set(each or ()) - known_ids)) for each in read]
    marks += mark(
        "overlap_unreadable", "overlaps", column.spread([r is None for r in read], bool)
    )
    marks += mark(
        "overlap_unknown",
        "overlaps",
        column.spread([bool(each) for each in unknown], bool),
        unknown=column.spread(unknown),
    )
    return [read[code] or {} for code in column.codes.tolist()]


def _shares(text: str) -> dict[str, float] | None:
    """Return the share per area, or None when it cannot be read or is not within 0 to 1."""
    shares: dict[str, float] = {}
    for part in listed(text):
        other, _, share = part.partition(":")
        try:
            shares[other.strip()] = float(share.replace(",", ".")) if share else np.nan
        except ValueError:
            return None
        if not (np.isnan(shares[other.strip()]) or 0 <= shares[other.strip()] <= 1):
            return None
    return shares


def _invented(rows: pd.DataFrame) -> Iterator[Marks]:
    silent = where(rows["name"], lambda name: "påhitt" not in name.casefold())
    yield from mark("invented_without_saying", "name", rows["invented"].to_numpy() & silent)


def _circles(rows: pd.DataFrame, parents: Mapping[str, str]) -> Iterator[Marks]:
    circular = [area_id in _above(area_id, parents) for area_id in rows["area_id"]]
    yield from mark("area_within_itself", "parent_id", np.array(circular, dtype=bool))


def _above(area_id: str, parents: Mapping[str, str]) -> list[str]:
    """List the areas above one, nearest first, once each."""
    above: list[str] = []
    while (area_id := parents.get(area_id, "")) and area_id not in above:
        above.append(area_id)
    return above


def _municipality(area_id: str, parents: Mapping[str, str], kinds: Mapping[str, str]) -> str:
    chain = [area_id, *_above(area_id, parents)]
    return next((each for each in chain if kinds.get(each) == "municipality"), "")


def _not_yours(rows: pd.DataFrame, viewer: Viewer) -> Iterator[Marks]:
    if viewer.areas is not None:
        yours = rows[["area_id", "parent_id"]].isin(viewer.areas).any(axis=1)
        yield from mark("area_not_yours", "area_id", ~yours.to_numpy())


def _codes(sheet: Sheet, rows: pd.DataFrame, keep: np.ndarray) -> pd.DataFrame:
    """Return what other files call each area, per scheme and boundary version.

    One row per code: ``area_id``, ``scheme``, ``geo_version``, ``code``, ``valid_from`` and
    ``valid_to`` (the days it was in use, NaT where the file does not say). A scheme that names
    a version (``regso-2025``) is that version; an area with a version but no code is known in
    it by its own id.
    """
    given = texts(sheet, ("area_id", "geo_version"))
    found: dict[tuple[str, str, str, str], tuple[Any, Any]] = {}
    for name in ("code", "code2"):
        beside = texts(sheet, (name, f"{name}_scheme"))
        days = rows[[f"{name}_from", f"{name}_to"]]
        for area_id, version, code, scheme, first, last in _kept(keep, given, beside, days):
            if code:
                versioned = _VERSIONED_SCHEME.fullmatch(scheme)
                found[area_id, scheme, scheme if versioned else version, code] = (first, last)
    coded = {area_id for area_id, *_ in found}
    for area_id, version in _kept(keep, given):
        if version and area_id not in coded:
            found[area_id, _OWN_SCHEME, version, area_id] = (pd.NaT, pd.NaT)
    frame = pd.DataFrame(list(found), columns=["area_id", "scheme", "geo_version", "code"])
    return frame.astype("str").assign(
        valid_from=as_dates(_days(first for first, _ in found.values())),
        valid_to=as_dates(_days(last for _, last in found.values())),
    )


def _kept(keep: np.ndarray, *frames: pd.DataFrame) -> Iterator[Any]:
    """Return the kept rows of frames beside each other, each as one tuple."""
    columns = [frame.loc[keep, name] for frame in frames for name in frame.columns]
    return zip(*columns, strict=True)


def _days(moments: Iterable[Any]) -> list[date | None]:
    return [None if pd.isna(each) else each.date() for each in moments]


def _relations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how the areas lie to others.

    One row per pair and relation (parent, overlaps, succeeds): ``area_id``,
    ``other_area_id``, ``relation``, ``geo_version``, ``share`` (of the area inside the other,
    NaN when unknown), ``basis``.
    """
    found = [
        (area_id, other, relation, np.nan)
        for relation, column in (("parent", "parent_id"), ("succeeds", "succeeds"))
        for area_id, other in zip(rows["area_id"], rows[column], strict=True)
        if other
    ]
    found += [
        (area_id, other, "overlaps", share)
        for area_id, overlaps in zip(rows["area_id"], rows["overlaps"], strict=True)
        for other, share in overlaps.items()
    ]
    frame = pd.DataFrame(found, columns=["area_id", "other_area_id", "relation", "share"])
    texts_of = {name: frame[name].astype("str") for name in frame.columns[:3]}
    return frame.assign(
        **texts_of, share=frame["share"].astype(float), geo_version="", basis=""
    )


KIND = declared("areas", read_sheet)
