"""What a goal's baseline says by itself: the target met already, a year unlike the others."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake.checks import unit_range
from data.intake.findings import Both, Marks, mark, written
from data.intake.goal_outliers import outlying
from data.intake.kind import Basis
from metrics.definition.indicator import Indicator

_CALENDAR_MEASUREMENTS = 2
"""How many of the latest measurements are the baseline of a goal that names none."""


def baseline_checks(
    basis: Basis,
    rows: pd.DataFrame,
    measured: pd.DataFrame,
    found: list[Indicator | None],
    doubted: np.ndarray,
    lines: np.ndarray,
) -> Iterator[Marks]:
    """Ask about baselines that meet the target already or have measurements unlike the others.

    `rows` holds the goals and `measured` comes from `data.intake.goal_series.measured`. Says
    nothing more of the target where it is `doubted`. `lines` are the rows in the spreadsheet.
    """
    inside = in_baseline(rows, measured, pd.Timestamp(basis.today))
    base = measured[inside & measured["final"].to_numpy(bool)]
    # Of a baseline with a hidden value nothing is said that could give it away.
    base = base[~base["place"].isin(base.loc[base["number"].isna(), "place"])]
    met = _met(rows, base[~doubted[base["place"].to_numpy(np.int64)]], found)
    yield from _without_room(rows, base, found)
    for doubts in (*met, *outlying(basis, rows, base, found)):
        yield from _refused(basis, rows["goal_id"], doubts, lines)


def _refused(
    basis: Basis, goals: pd.Series, doubts: Marks, lines: np.ndarray
) -> Iterator[Marks]:
    """Ask about each goal in doubt whether it is meant so, and stop those that are not.

    What is in doubt is part of the subject: another year or value is another question.
    """
    meant = np.zeros(len(goals), dtype=bool)
    for at, place in enumerate(doubts.rows.tolist()):
        details = {name: each[at] for name, each in doubts.details.items()}
        goal, doubt = str(goals.iloc[place]), next(iter(details.values()))
        meant[place] = (
            basis.questions.ask(
                doubts.code,
                f"{goal} {written(doubt, 'sv')}",
                suggested="keep",
                rows=[lines[place]],
                goal=goal,
                **details,
            )
            != "stop"
        )
    left = doubts.without(meant)
    if len(left.rows):
        yield left


def in_baseline(rows: pd.DataFrame, measured: pd.DataFrame, today: pd.Timestamp) -> np.ndarray:
    """Say of each measurement whether it is part of its goal's baseline.

    Without named periods those are the last two final ones that ended before the goal was
    frozen, or by `today` where it says no day.
    """
    periods = [set(each) for each in rows["baseline_periods"]]
    frozen = rows["frozen_on"].fillna(today.as_unit("s")).to_numpy("M8[s]")
    place = measured["place"].to_numpy(np.int64)
    named = np.array([bool(periods[each]) for each in place], dtype=bool)
    listed = [
        text in periods[each] for each, text in zip(place, measured["period"], strict=True)
    ]
    before = measured["period_end"].to_numpy("M8[s]") <= frozen[place]
    before &= measured["final"].to_numpy(bool)
    later = pd.Series(before[::-1].astype(np.int64)).groupby(place[::-1]).cumsum()
    last = later.to_numpy()[::-1] <= _CALENDAR_MEASUREMENTS
    return np.where(named, np.array(listed, dtype=bool), before & last)


def _met(
    rows: pd.DataFrame, base: pd.DataFrame, found: list[Indicator | None]
) -> Iterator[Marks]:
    level = base.groupby("place")["number"].mean()
    met = np.zeros(len(rows), dtype=bool)
    value, target = np.empty(len(rows), dtype=object), np.empty(len(rows), dtype=object)
    for place, number in zip(level.index.to_numpy(np.int64).tolist(), level, strict=True):
        goal, indicator = rows.iloc[place], found[place]
        if goal["form"] in {"", "hold"} or indicator is None:
            continue
        if goal["form"] == "class":
            met[place], value[place], target[place] = _class_met(goal, indicator, number)
        else:
            low, high = goal["target_low"], goal["target_high"]
            met[place] = not (number < low or number > high or np.isnan([low, high]).all())
            value[place], target[place] = round(number, 2), span(low, high)
    yield from mark("baseline_meets_target", "target", met, value=value, target=target)


def _without_room(
    rows: pd.DataFrame, base: pd.DataFrame, found: list[Indicator | None]
) -> Iterator[Marks]:
    """Remark on what is to be kept but lies too near the end of its scale ever to be lost."""
    level = base.groupby("place")["number"].mean().reindex(np.arange(len(rows))).to_numpy()
    limits = [unit_range(each) if each and not each.ladder else (np.nan,) * 2 for each in found]
    lowest, highest = np.array(limits, dtype=float).reshape(-1, 2).T
    worse, mid = rows["worse"].to_numpy(object), rows["mid"].to_numpy(float)
    room = np.select([worse == "lower", worse == "higher"], [level - lowest, highest - level])
    short = (rows["form"] == "hold").to_numpy() & np.isin(worse, ["lower", "higher"])
    short &= room < mid
    yield from mark("no_room_to_worsen", "mid", short, room=np.round(room, 2), smallest=mid)


def _class_met(
    goal: pd.Series, indicator: Indicator, severity: float
) -> tuple[bool, Both, Both]:
    """Say whether a class, the worse where several are averaged, is one of the target's."""
    steps = sorted(indicator.ladder, key=lambda step: step.severity)
    now = next((step for step in steps if step.severity >= severity), None)
    wanted = [step for step in steps if step.code in set(goal["target_classes"])]
    named = Both(", ".join(each.sv for each in wanted), ", ".join(each.en for each in wanted))
    return now in wanted, Both(now.sv, now.en) if now else Both("", ""), named


def span(low: float, high: float) -> Both:
    """Say a target in words: the least and the most that fulfil it."""

    def said(language: str, least: str, most: str) -> str:
        parts = [(least, low), (most, high)]
        return ", ".join(
            f"{word} {written(number, language)}" for word, number in parts if number == number
        )

    return Both(said("sv", "minst", "högst"), said("en", "at least", "at most"))
