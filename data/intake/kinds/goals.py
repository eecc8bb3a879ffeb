"""A file of goals: what was promised, where it is written, and against what."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake import goal_series, known
from data.intake.compare import compared
from data.intake.fields import (
    booleans,
    dates,
    ids,
    indicators,
    not_yours,
    place_ids,
    required,
    several,
    slug,
    texts,
    web_addresses,
)
from data.intake.findings import Both, Marks, mark
from data.intake.goal_baselines import baseline_checks
from data.intake.goal_checks import series_checks
from data.intake.goal_freezing import frozen
from data.intake.goal_terms import terms
from data.intake.kind import Basis, declared
from data.intake.near_names import area_meant
from data.intake.prepared import Prepared, marked_rows, stopped_rows
from data.intake.preview import stored_rows
from data.intake.promise_terms import document_frame
from data.intake.sheet import Sheet
from data.intake.values import listed
from data.store.tables import SERIES_KEY
from metrics.definition.indicator import Direction, Indicator

_TEXTS = (
    "goal_id",
    "category",
    "geo_version",
    "supplier",
    "title",
    "title_en",
    "denominator_text",
    "frozen_by",
    "owner_role",
    "page",
    "reason",
)


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every goal, and prepare the rows that can be saved."""
    areas = known.areas(basis.reader)
    marks = [*required(sheet, ("goal_id", "area_id", "form")), *ids(sheet, "goal_id")]
    marks += web_addresses(sheet, "document_url")
    found = indicators(sheet, "indicator_id", basis.catalogue, marks, basis.questions)
    rows = _rows(sheet, basis, areas, found, marks)
    near = area_meant(sheet, "comparator", areas, basis.questions)
    comparators = several(sheet, "comparator", near, "areas", marks)
    marks += [*_comparator_checks(rows, comparators), *_direction_checks(found)]
    marks += _document_checks(rows)
    measured = goal_series.measured(basis, rows, found)
    marks += [*series_checks(rows, measured)]
    doubted = marked_rows(marks, "target_like_a_share", len(rows))
    marks += baseline_checks(basis, rows, measured, found, doubted, sheet.rows)
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    documents = _document_frame(kept, basis.reader)
    place = np.cumsum(keep) - 1
    here = measured[keep[measured["place"].to_numpy(np.int64)]]
    here = here.assign(place=place[here["place"].to_numpy(np.int64)])
    compared_with = _comparator_frame(kept["goal_id"], comparators[keep])
    decided = frozen(basis, _goal_frame(kept), documents, compared_with, here)
    marks += [replace(each, rows=np.flatnonzero(keep)[each.rows]) for each in decided.marks]
    goals = decided.goals
    frames = {
        "document": documents,
        "goal": goals,
        "goal_comparator": compared_with,
    }
    described = goals[["area_id", "indicator_id"]].assign(
        what=goals["title"].where(goals["title"] != "", goals["goal_id"]),
        area_name=[areas.by_id[each].name for each in goals["area_id"]],
        indicator_name=[basis.catalogue[each].sv.short for each in goals["indicator_id"]],
    )
    return compared(
        basis.reader, "goal", frames, described, marks=marks, rows=len(rows), own=decided.states
    )


def _rows(
    sheet: Sheet,
    basis: Basis,
    areas: known.Areas,
    found: list[Indicator | None],
    marks: list[Marks],
) -> pd.DataFrame:
    """Return everything the goals say, one row per row of the sheet."""
    rows = texts(sheet, _TEXTS).assign(
        indicator_id=[each.id if each else "" for each in found],
        area_id=place_ids(sheet, "area_id", areas, marks, questions=basis.questions),
        in_headline=booleans(sheet, "in_headline", True, marks),
        after_the_fact=booleans(sheet, "after_the_fact", False, marks),
        document_date=dates(sheet, "document_date", marks),
    )
    rows["geo_version"] = _geo_versions(rows, basis.reader)
    return rows.join([terms(sheet, found, marks), _documents(sheet)])


def _geo_versions(rows: pd.DataFrame, reader: Reader) -> list[str]:
    """Fill blank boundary versions where the indicator and area have only one."""
    wanted = rows[["indicator_id", "area_id"]].drop_duplicates().astype("str")
    only = known.only_geo_versions(reader, wanted)
    return [
        given or only.get((indicator_id, area_id), "")
        for given, indicator_id, area_id in zip(
            rows["geo_version"], rows["indicator_id"], rows["area_id"], strict=True
        )
    ]


def _documents(sheet: Sheet) -> pd.DataFrame:
    named = texts(sheet, ("document", "document_url"))
    named["document_id"] = (
        named["document"].where(named["document"] != "", named["document_url"]).map(slug)
    )
    return named


def _document_checks(rows: pd.DataFrame) -> Iterator[Marks]:
    """Stop a document that the file gives two days or two links: they are two documents."""
    named = rows[rows["document_id"] != ""]
    for said in ("document_date", "document_url"):
        given = named[(named[said].notna() & (named[said].astype("str") != "")).to_numpy(bool)]
        first = given.groupby("document_id")[said].transform("first")
        differing = given[given[said] != first].drop_duplicates("document_id")
        other = np.isin(np.arange(len(rows)), differing.index)
        yield from mark(
            "document_said_twice", said, other, document=rows["document"].to_numpy(object)
        )


def _comparator_checks(rows: pd.DataFrame, comparators: pd.Series) -> Iterator[Marks]:
    itself = [
        area_id in others for area_id, others in zip(rows["area_id"], comparators, strict=True)
    ]
    yield from mark("compared_with_itself", "comparator", np.array(itself, dtype=bool))
    alone = (rows["comparator_use"] != "") & ~comparators.map(bool)
    yield from mark("nothing_to_compare_with", "comparator_use", alone.to_numpy(dtype=bool))


def _direction_checks(found: list[Indicator | None]) -> Iterator[Marks]:
    names = np.empty(len(found), dtype=object)
    names[:] = [Both(each.sv.name, each.en.name) if each else "" for each in found]
    unconfirmed = [bool(each and each.direction is Direction.UNCONFIRMED) for each in found]
    background = [bool(each and not each.may_be_assessed) for each in found]
    yield from mark("goal_unconfirmed", "indicator_id", np.array(unconfirmed), indicator=names)
    yield from mark("goal_background", "indicator_id", np.array(background), indicator=names)


def _goal_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the goals as the store has them, with the natural key of their series.

    One row per goal. `confirm`, `confirm_days` and `stale_after_days` are NA: the rule's own.
    """
    unsaid = pd.array([None] * len(rows), dtype="Int32")
    given = [*SERIES_KEY, "goal_id", "title", "title_en", "form", "worse"]
    given += ["baseline_periods", "target_low", "target_high", "target_classes", "target_due"]
    given += ["earliest_effect", "denominator_text", "comparator_use", "mid", "minimum_n"]
    given += ["horizon", "in_headline", "after_the_fact", "frozen_on", "frozen_by"]
    given += ["owner_role", "document_id", "page", "reason"]
    return rows[given].assign(
        comparator_weighting="pooled",
        confirm=unsaid,
        confirm_days=unsaid,
        stale_after_days=unsaid,
    )


def _document_frame(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """Return one row per document the goals name; what the file leaves out is as saved."""
    named = rows[rows["document_id"] != ""].drop_duplicates("document_id")
    stored = stored_rows(reader, "document").set_index("document_id", drop=False)
    documents = []
    for goal in named.to_dict("records"):
        document_id = str(goal["document_id"])
        saved = stored.loc[document_id].to_dict() if document_id in stored.index else {}
        said = {"title": goal["document"], "url": goal["document_url"]}
        if pd.notna(goal["document_date"]):
            said["published_on"] = goal["document_date"]
        blank = {"document_id": document_id, "title": "", "url": "", "organisation_id": ""}
        documents.append(blank | saved | {name: each for name, each in said.items() if each})
    return document_frame(documents)


def _comparator_frame(goal_ids: pd.Series, comparators: pd.Series) -> pd.DataFrame:
    """Return one row per goal and area it is compared with; weights are equal when NaN."""
    pairs = [
        (goal_id, area_id)
        for goal_id, area_ids in zip(goal_ids, comparators, strict=True)
        for area_id in area_ids
    ]
    frame = pd.DataFrame(pairs, columns=["goal_id", "area_id"], dtype="str")
    return frame.assign(weight=np.nan)


KIND = declared("goals", read_sheet)
