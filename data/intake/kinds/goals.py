"""A file of goals: what was promised, where it is written, and against what."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    TEXTS,
    as_dates,
    booleans,
    ids,
    indicators,
    not_yours,
    place_ids,
    required,
    several,
    slug,
    texts,
)
from data.intake.findings import Both, Marks, mark
from data.intake.goal_terms import terms
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared, stopped_rows
from data.intake.preview import stored_rows
from data.intake.sheet import Sheet
from data.intake.values import listed
from data.store import ledger
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
    found = indicators(sheet, "indicator_id", basis.catalogue, marks)
    rows = _rows(sheet, basis.reader, areas, found, marks)
    comparators = several(sheet, "comparator", areas.only, "areas", marks)
    marks += [*_comparator_checks(rows, comparators), *_direction_checks(found)]
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    goals, states = _frozen(basis.reader, _goal_frame(kept), basis.today)
    frames = {
        "document": _document_frame(kept),
        "goal": goals,
        "goal_comparator": _comparator_frame(kept["goal_id"], comparators[keep]),
    }
    described = goals[["area_id", "indicator_id"]].assign(
        what=goals["title"].where(goals["title"] != "", goals["goal_id"]),
        area_name=[areas.by_id[each].name for each in goals["area_id"]],
        indicator_name=[basis.catalogue[each].sv.short for each in goals["indicator_id"]],
    )
    return compared(
        basis.reader, "goal", frames, described, marks=marks, rows=len(rows), own=states
    )


def _rows(
    sheet: Sheet,
    reader: Reader,
    areas: known.Areas,
    found: list[Indicator | None],
    marks: list[Marks],
) -> pd.DataFrame:
    """Return everything the goals say, one row per row of the sheet."""
    rows = texts(sheet, _TEXTS).assign(
        indicator_id=[each.id if each else "" for each in found],
        area_id=place_ids(sheet, "area_id", areas, marks),
        in_headline=booleans(sheet, "in_headline", True, marks),
        after_the_fact=booleans(sheet, "after_the_fact", False, marks),
    )
    rows["geo_version"] = _geo_versions(rows, reader)
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


def _document_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per document the goals name."""
    named = rows[rows["document_id"] != ""].drop_duplicates("document_id")
    return pd.DataFrame(
        {
            "document_id": named["document_id"].astype("str"),
            "title": named["document"].astype("str"),
            "url": named["document_url"].astype("str"),
            "published_on": as_dates([None] * len(named)).to_numpy(),
            "organisation_id": pd.Series("", index=named.index, dtype="str"),
        }
    ).reset_index(drop=True)


def _comparator_frame(goal_ids: pd.Series, comparators: pd.Series) -> pd.DataFrame:
    """Return one row per goal and area it is compared with; weights are equal when NaN."""
    pairs = [
        (goal_id, area_id)
        for goal_id, area_ids in zip(goal_ids, comparators, strict=True)
        for area_id in area_ids
    ]
    frame = pd.DataFrame(pairs, columns=["goal_id", "area_id"], dtype="str")
    return frame.assign(weight=np.nan)


def _frozen(reader: Reader, goals: pd.DataFrame, today: date) -> tuple[pd.DataFrame, pd.Series]:
    """Date goals without a date: as they are saved when nothing else differs, else today.

    Also returns the difference of each goal, where a baseline and a name the file leaves out
    are as they are saved.
    """
    stored = stored_rows(reader, "goal").set_index("goal_id").reindex(goals["goal_id"])
    stored = stored.reset_index(drop=True)
    undated = goals["frozen_on"].isna()
    saved_on = pd.to_datetime(stored["frozen_on"]).astype("M8[s]")
    filled = goals.assign(
        frozen_on=goals["frozen_on"].where(~undated, saved_on),
        frozen_by=goals["frozen_by"].where(
            goals["frozen_by"] != "", stored["frozen_by"].fillna("")
        ),
        baseline_periods=pd.Series(
            [
                list(given) if len(given) else _as_list(old)
                for given, old in zip(
                    goals["baseline_periods"], stored["baseline_periods"], strict=True
                )
            ],
            dtype=TEXTS,
        ),
    )
    states = _goal_difference(reader, filled)
    redated = undated & (states != "unchanged").to_numpy()
    frozen_on = filled["frozen_on"].where(~redated, pd.Timestamp(today).as_unit("s"))
    return goals.assign(frozen_on=frozen_on), states


def _as_list(periods: object) -> list[str]:
    return [str(each) for each in periods] if isinstance(periods, (list, np.ndarray)) else []


def _goal_difference(reader: Reader, goals: pd.DataFrame) -> pd.Series:
    if goals.empty:
        return pd.Series(dtype="str")
    with reader.cursor() as cursor:
        numbered = goals.assign(position=np.arange(len(goals)))
        resolved = ledger.resolve_series(cursor, numbered, None).sort_values("position")
        return ledger.compare(cursor, "goal", resolved.drop(columns="position"))


KIND = declared("goals", read_sheet)
