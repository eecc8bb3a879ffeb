"""Gathers one initiative with everything a page shows of it, from the store."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.export.effect_report import effects
from dashboard.export.effect_report.effects import Effect
from dashboard.export.effect_report.initiative import Chosen
from dashboard.export.effect_report.report import Report, report
from dashboard.page import loaders
from dashboard.page.loaders import finished
from dashboard.series import followed
from dashboard.text import numbers
from dashboard.text.language import translator
from data.answers import initiatives
from data.answers.revisions import all_revisions
from data.answers.series import series_of


def every() -> pd.DataFrame:
    """Return every initiative, real and invented."""
    return loaders.ask(initiatives.initiatives)


@finished
def of(initiative_id: str | None, language: str) -> Chosen | None:
    """Return an initiative by its id; None for one there is not."""
    known = every()
    found = known[known["initiative_id"] == initiative_id]
    if found.empty:
        return None
    row = {str(name): cell for name, cell in found.iloc[0].items()}
    return Chosen(
        row=row,
        effects=tuple(_effects(row, language)),
        parameters=loaders.ask(initiatives.parameters, initiative_id=str(initiative_id)),
    )


def shown_on(language: str) -> str:
    """Say from which inläsning the report is filled, and when that was."""
    _ = translator(language)
    shown = loaders.ask(all_revisions)
    if shown.empty:
        return ""
    latest = shown.iloc[0]
    return _(
        "Fylld ur inläsning {revision}, {day}. Bedömningarna görs om vid varje ny."
    ).format(
        revision=int(latest["revision_id"]), day=numbers.day(latest["committed_at"], language)
    )


@finished
def with_report(initiative_id: str, language: str) -> tuple[Chosen, Report]:
    """Return an initiative that is there, and its effect report. Raises `LookupError`."""
    initiative = of(initiative_id, language)
    if initiative is None:
        raise LookupError(f"There is no initiative {initiative_id}.")
    return initiative, report(initiative, shown_on(language), language)


def _effects(row: Mapping[str, Any], language: str) -> list[Effect]:
    """Write the goals first, then what is followed without one, then what has no figures."""
    initiative_id, area_id = str(row["initiative_id"]), str(row["area_id"])
    goals = loaders.ask(initiatives.goals_of, initiative_id=initiative_id)
    series = [followed.of_goal(str(goal_id)) for goal_id in goals["goal_id"]]
    held = [one for one in series if one is not None]
    lines = [effects.of_goal(one, language, linked=True) for one in held]
    covered = {(one.area_id, one.indicator.id, one.key.category) for one in held}
    wanted = loaders.ask(initiatives.indicators_of, initiative_id=initiative_id)
    for indicator_id, category in zip(wanted["indicator_id"], wanted["category"], strict=True):
        if (area_id, indicator_id, category) not in covered:
            lines.append(_without_goal(row, str(indicator_id), str(category), language))
    return lines


def _without_goal(
    row: Mapping[str, Any], indicator_id: str, category: str, language: str
) -> Effect:
    every_series = loaders.ask(
        series_of, area_id=str(row["area_id"]), indicator_id=indicator_id
    )
    found = every_series[every_series["category"] == category]
    if len(found):
        one = followed.of_series(int(found["series_id"].iloc[-1]))
        if one is not None:
            if one.goal is not None:
                return effects.of_goal(one, language, linked=False)
            return effects.of_series(one, language)
    english = row.get("area_name_en")
    place = str(english if language == "en" and english else row["area_name"])
    return effects.unmeasured(loaders.catalogue()[indicator_id], category, place, language)
