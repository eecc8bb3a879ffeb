"""Which boundary version a row without one is about: the only one there is, or an answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.answers.reader import Reader
from data.intake.area_names import Area
from data.intake.batch import Batch
from data.intake.findings import Both
from data.intake.history import known_pairs
from data.intake.known import geo_versions, has_geo_versions
from data.intake.questions import Questions
from data.intake.values import Coded
from metrics.definition.area_kinds import AREA_KINDS

_VERSION = re.compile(r".+-\d{4}")
_PAIR = ("indicator_id", "area_id")
_NONE = "none"
"""The answer that a series is of no particular boundary version."""


def with_geo_versions(batch: Batch, reader: Reader, questions: Questions) -> Batch:
    """Fill blank boundary versions from the store.

    Where a series is stored in several, or it is new and its area has several, it is asked
    which: once for each indicator and kind of area.
    """
    column = batch.geo_version
    if column.filled.all():
        return batch
    registered = {each.area_id: _registered(each) for each in batch.areas if each.versions}
    if not any(registered.values()) and not has_geo_versions(reader):
        return batch
    wanted, pair = known_pairs(batch)
    stored = geo_versions(reader, wanted)
    if not {*stored.values()} - {("",)} and not any(registered.values()):
        return batch
    pairs = list(zip(*(wanted[name].tolist() for name in _PAIR), strict=True))
    found = [stored.get(each) or registered.get(each[1], ()) for each in pairs]
    kinds = {area.area_id: area.kind for area in batch.areas}
    groups = [(indicator_id, kinds[area_id]) for indicator_id, area_id in pairs]
    answers = _answers(batch, groups, found, pair, questions)
    number = {text: place for place, text in enumerate(column.texts)}
    filling = [
        number.setdefault(_filled(versions, answers.get(group, "")), len(number))
        for group, versions in zip(groups, found, strict=True)
    ]
    blank = number.setdefault("", len(number))
    codes = np.array([*filling, blank], dtype=column.codes.dtype)[pair]
    kept = np.where(column.codes == blank, codes, column.codes)
    return replace(batch, geo_version=Coded(kept, list(number)))


def _answers(
    batch: Batch,
    groups: Sequence[tuple[str, str]],
    found: Sequence[tuple[str, ...]],
    pair: np.ndarray,
    questions: Questions,
) -> dict[tuple[str, str], str]:
    """Ask once for each indicator and kind of area that has a series in several versions."""
    blank = ~batch.geo_version.filled
    answers = {}
    several = [len(versions) > 1 for versions in found]
    for group in dict.fromkeys(g for g, many in zip(groups, several, strict=True) if many):
        mine = [many and each == group for each, many in zip(groups, several, strict=True)]
        where = blank & np.array([*mine, False], dtype=bool)[pair]
        offered = {v for each, one in zip(found, mine, strict=True) if one for v in each}
        if where.any():
            answers[group] = _asked(batch, group, offered, where, questions)
    return answers


def _registered(area: Area) -> tuple[str, ...]:
    """Return the boundary versions of an area without values, where it has several."""
    versions = sorted(each for each in area.versions if _VERSION.fullmatch(each))
    return tuple(versions) if len(versions) > 1 else ()


def newest_version(area: Area) -> str:
    """Return the version that is suggested for a new series of an area; '' for the only one."""
    return max(_registered(area), default="")


def _asked(
    batch: Batch,
    group: tuple[str, str],
    offered: set[str],
    where: np.ndarray,
    questions: Questions,
) -> str:
    """Ask which version it is; the newest is suggested."""
    indicator_id, kind = group
    many = AREA_KINDS[kind].many if kind in AREA_KINDS else Both(kind, kind)
    return questions.ask(
        "geo_version",
        f"{indicator_id}/{kind}",
        suggested=max(offered),
        count=int(where.sum()),
        example=str(batch.area_names()[where][0]),
        rows=batch.sheet.rows[where],
        choices={each or _NONE: _label(each) for each in sorted(offered, reverse=True)},
        indicator=indicator_id,
        many=Both(many.sv, many.en),
    )


def _label(version: str) -> Both:
    return Both(version, version) if version else Both("ingen gränsversion", "no version")


def _filled(versions: tuple[str, ...], answer: str) -> str:
    """Return the only version there is, else the answer."""
    if len(versions) < 2:
        return "".join(versions)
    return "" if answer == _NONE else answer
