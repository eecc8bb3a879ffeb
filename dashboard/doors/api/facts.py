"""Answers about what is known: measurements, verdicts, definitions and what has been saved."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

import pandas as pd
from fastapi import APIRouter, Depends, Query

from dashboard.doors.api.changes import Asking, Opened
from dashboard.doors.intake import plain, records
from dashboard.doors.running import health
from dashboard.text import sentences
from dashboard.text.language import LANGUAGES
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.answers.reader import Reader
from data.answers.revisions import all_revisions
from data.answers.series import how_long, observations_of
from data.judging import compared
from metrics.definition.catalogue import Catalogue

routes = APIRouter()


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows are asked for, and after how many others."""

    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000
    offset: Annotated[int, Query(ge=0)] = 0

    @property
    def rows(self) -> slice:
        """The rows of the page among all."""
        return slice(self.offset, self.offset + self.limit)


OnePage = Annotated[Page, Depends()]


def reader(here: Opened, viewer: Asking, revision: int | None = None) -> Reader:
    """Pin the questions to one revision and to whoever asks."""
    return here.door.reader(viewer, revision)


Asked = Annotated[Reader, Depends(reader)]


@routes.get("/healthz", summary="Svarar servern?")
def healthz(here: Opened) -> dict[str, Any]:
    """Say that the store answers, and which revision is the latest. 503 when it does not."""
    return health(here.door.answers())


@routes.get("/observations", summary="Mätvärden")
def observations(
    facts: Asked, asked: OnePage, area_id: str | None = None, indicator_id: str | None = None
) -> dict[str, Any]:
    """List measurements by series and then by time, a page at a time."""
    series = facts.ask(how_long, area_id=area_id, indicator_id=indicator_id)
    before = series["observations"].cumsum() - series["observations"]
    total = int(series["observations"].sum())
    # Only the series that the page touches are read, so that a page costs the same anywhere.
    touched = series[
        (before < asked.rows.stop) & (before + series["observations"] > asked.offset)
    ]
    if touched.empty:
        return page(facts, touched, total, asked.offset)
    skipped = asked.offset - int(before[touched.index[0]])
    rows = facts.ask(observations_of, series_ids=touched["series_id"].tolist()).iloc[
        skipped : skipped + asked.limit
    ]
    return page(facts, rows, total, asked.offset)


@routes.get("/assessments", summary="Utfall")
def assessments(
    facts: Asked,
    here: Opened,
    asked: OnePage,
    area_id: str | None = None,
    indicator_id: str | None = None,
    state: str | None = None,
) -> dict[str, Any]:
    """List goals with their verdicts, by area and then by indicator, a page at a time.

    Each comes with the sentence the pages show, ``sentence_sv`` and ``sentence_en``, and with
    ``comparator``: the areas it is compared with and their value per period, as they were
    judged and are drawn; null for a goal that names none.
    """
    goals = facts.ask(all_goals)
    only = {"area_id": area_id, "indicator_id": indicator_id, "state": state}
    for column, wanted in only.items():
        if wanted is not None:
            goals = goals[goals[column] == wanted]
    shown = _with_sentences(goals.iloc[asked.rows], here.catalogue)
    shown = shown.assign(comparator=_comparators(facts, shown["goal_id"].tolist()).to_numpy())
    return page(facts, shown, len(goals), asked.offset)


@routes.get("/revisions", summary="Inläsningar")
def revisions(facts: Asked, asked: OnePage) -> dict[str, Any]:
    """List what has been committed, newest first."""
    rows = facts.ask(all_revisions)
    return page(facts, rows.iloc[asked.rows], len(rows), asked.offset)


@routes.get("/catalogue", summary="Katalogen")
def catalogue(here: Opened) -> dict[str, Any]:
    """List every definition, in Swedish and English."""
    return {
        "rows": [
            {key: _jsonable(value) for key, value in asdict(indicator).items()}
            for indicator in here.catalogue.values()
        ]
    }


def _with_sentences(goals: pd.DataFrame, known: Catalogue) -> pd.DataFrame:
    """Add what the pages say of each goal; nothing where the definition is not here."""
    records_of = goal_records(goals)
    said = {
        f"sentence_{language}": [
            sentences.verdict(goal, known[goal.indicator_id], language)
            if goal.indicator_id in known
            else ""
            for goal in records_of
        ]
        for language in LANGUAGES
    }
    return goals.assign(**said)


def _comparators(facts: Reader, goal_ids: list[str]) -> pd.Series:
    """Return what each goal is compared with, ready for JSON; None where no area is named."""
    named = compared.areas(facts, goal_ids=goal_ids)
    lines = dict(tuple(compared.of_goals(facts, goal_ids=goal_ids).groupby("goal_id")))
    found = {
        goal_id: {
            "areas": records(areas[["area_id", "weight"]]),
            "baseline": plain(lines[goal_id]["baseline"].iloc[0]) if goal_id in lines else None,
            "periods": records(lines[goal_id][_PERIOD]) if goal_id in lines else [],
        }
        for goal_id, areas in named.groupby("goal_id")
    }
    return pd.Series([found.get(goal_id) for goal_id in goal_ids], dtype=object)


_PERIOD = ["period", "value", "known", "weighted_by"]


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(part) for part in value]
    return plain(value)


def page(facts: Reader, rows: pd.DataFrame, total: int, offset: int) -> dict[str, Any]:
    """Return some rows as one page of an answer, with where the next one begins."""
    following = offset + len(rows)
    return {
        "revision": facts.revision,
        "total": total,
        "offset": offset,
        "next_offset": following if following < total else None,
        "rows": records(rows),
    }
