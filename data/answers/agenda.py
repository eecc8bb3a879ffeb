"""What a meeting opens with, gathered from the store."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.answers import meetings, promises
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals, verdicts_since
from data.answers.reader import Reader
from data.answers.rows import Row, rows_of
from metrics.outcome.counts import News
from metrics.outcome.goal import Goal
from metrics.outcome.state import LOST_STATES, State, group_of
from metrics.promise.decision import joined
from metrics.promise.state import Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A meeting, the one before it, and what has happened in its areas in between."""

    meeting: dict[str, Any]
    previous: dict[str, Any] | None
    earlier: int | None
    moved: pd.DataFrame
    measured: pd.DataFrame
    lost: tuple[Goal, ...]
    missed: list[Row]
    promised: list[Row]
    decisions: pd.DataFrame
    decided_here: pd.DataFrame
    news: News

    @property
    def area_ids(self) -> tuple[str, ...]:
        """The areas the meeting is about."""
        return tuple(self.meeting["area_ids"])

    @property
    def held_before(self) -> date | None:
        """The day of the meeting before this; None for the first."""
        return self.previous["held_on"].date() if self.previous else None


def of(reader: Reader, meeting_id: str) -> Agenda | None:
    """Gather the agenda of a meeting; None for a meeting there is not."""
    every = reader.ask(meetings.meetings)
    meeting = _row(every, meeting_id)
    if meeting is None:
        return None
    area_ids = tuple(meeting["area_ids"])
    previous = _row(every, str(meeting["previous_meeting_id"]))
    earlier = reader.ask(meetings.shown_at, str(previous["meeting_id"])) if previous else None
    moved, measured = _since(reader, earlier, area_ids)
    decisions = reader.ask(meetings.decisions)
    own = decisions["meeting_id"] == meeting["meeting_id"]
    before = _from_before(decisions[~own], meeting, previous)
    every_goal = reader.ask(all_goals)
    goals = every_goal[every_goal["area_id"].isin(area_ids)]
    links = reader.ask(promises.links)
    linked = rows_of(links[links["goal_id"].isin(goals["goal_id"])])
    after = [State(state) for state in moved["after"]]
    new_losses = sum(state in LOST_STATES for state in after)
    regained = sum(state is State.REGAINED for state in after)
    return Agenda(
        meeting=meeting,
        previous=previous,
        earlier=earlier,
        moved=moved,
        measured=measured,
        lost=_lost(goals),
        missed=[row for row in linked if _both_lost(row)],
        promised=_promised(reader, area_ids, linked),
        decisions=before,
        decided_here=decisions[own].reset_index(drop=True),
        news=News(
            lost=new_losses,
            regained=regained,
            moved=len(moved) - new_losses - regained,
            measured=int(measured["new"].sum()) if len(measured) else 0,
        ),
    )


def _row(every: pd.DataFrame, meeting_id: str) -> dict[str, Any] | None:
    return next(iter(rows_of(every[every["meeting_id"] == meeting_id])), None)


def _since(
    reader: Reader, earlier: int | None, area_ids: tuple[str, ...]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the goals that changed state and what was measured since a revision."""
    if earlier is None:
        return pd.DataFrame(columns=["before", "after"]), pd.DataFrame(columns=["new"])
    moved = reader.ask(verdicts_since, earlier=earlier)
    counted = [group_of(State(state)) is not None for state in moved["after"]]
    moved = moved[moved["area_id"].isin(area_ids) & pd.Series(counted, dtype=bool)]
    measured = reader.ask(meetings.new_measurements, earlier=earlier, area_ids=area_ids)
    return moved.reset_index(drop=True), measured


def _both_lost(row: Row) -> bool:
    """Whether a promise is lost and its goal too: what comes first on an agenda."""
    outcome = row["outcome"] if isinstance(row["outcome"], str) else None
    return joined(str(row["promise_state"]), outcome) is Joined.LOST_AND_MISSED


def _promised(reader: Reader, area_ids: tuple[str, ...], linked: list[Row]) -> list[Row]:
    """Return the promises of some areas, and those behind their goals."""
    every = reader.ask(promises.promises)
    behind = {str(row["commitment_id"]) for row in linked}
    mine = every["area_id"].isin(area_ids) | every["commitment_id"].isin(behind)
    return rows_of(every[mine])


def _lost(goals: pd.DataFrame) -> tuple[Goal, ...]:
    """Return the lost goals among some, by area name."""
    return goal_records(goals[goals["state"].isin(list(LOST_STATES))])


def _from_before(
    decisions: pd.DataFrame, meeting: dict[str, Any], previous: dict[str, Any] | None
) -> pd.DataFrame:
    """Return earlier decisions still open, or closed since the meeting before this one.

    Only those of earlier meetings that are about any of the same areas.
    """
    area_ids = set(meeting["area_ids"])
    shared = [bool(area_ids & set(about)) for about in decisions["area_ids"]]
    earlier = decisions["held_on"] <= meeting["held_on"]
    since = previous["held_on"] if previous else pd.Timestamp.max
    living = (decisions["status"] == "open") | (decisions["closed_on"] >= since)
    kept = pd.Series(shared, index=decisions.index, dtype=bool) & earlier & living
    chosen: pd.DataFrame = decisions.loc[kept].reset_index(drop=True)
    return chosen
