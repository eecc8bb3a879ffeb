"""Promises beside goals: which promises concern an area, and what is lost in both books."""

import pandas as pd

from data.answers.areas import around, places_with_goals
from data.answers.promises import falls, links, promises
from data.answers.reader import Reader
from metrics.promise.decision import joined
from metrics.promise.state import Joined

OWN, BEHIND, ABOVE = "own", "behind", "above"
"""Why a promise concerns an area: made there, behind a goal there, or made for the whole."""


def concerning(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """Every visible promise with the areas it concerns, of one area or of all.

    One row per area and promise: the columns of `data.answers.promises.promises`, whose
    ``area_id`` is where it was made, with ``concerns`` (the area) and ``through`` (`OWN`,
    `BEHIND` or `ABOVE`, the first that is true). A promise for a whole concerns its parts.
    """
    every = reader.ask(promises)
    inside = around(reader.ask(places_with_goals))
    goals = reader.rows(
        "SELECT l.commitment_id, s.area_id AS concerns FROM commitment_goal_as_of($revision) l "
        "JOIN goal_as_of($revision) USING (goal_id) JOIN series s USING (series_id)"
    )
    within = pd.DataFrame(
        [(one, over) for one, all_over in inside.items() for over in all_over],
        columns=["concerns", "area_id"],
    )
    placed = within.merge(every[["commitment_id", "area_id"]], on="area_id")
    own = placed["concerns"] == placed["area_id"]
    why = pd.concat(
        [
            placed[own].assign(through=OWN),
            goals[goals["concerns"].isin(inside)].assign(through=BEHIND),
            placed[~own].assign(through=ABOVE),
        ]
    )[["concerns", "commitment_id", "through"]]
    why = why.drop_duplicates(["concerns", "commitment_id"])
    asked = why if area_id is None else why[why["concerns"] == area_id]
    return every.merge(asked, on="commitment_id")


def lost_and_missed(reader: Reader) -> pd.DataFrame:
    """The promises that are lost while their goal is lost too, by area of the goal.

    One row per promise and goal: the columns of `data.answers.promises.links`, with
    ``position``, ``state``, ``restored``, ``seen_at`` and ``gap`` of how the promise fell.
    """
    rows = reader.ask(links)
    both = [
        joined(str(promise), outcome if isinstance(outcome, str) else None)
        for promise, outcome in zip(rows["promise_state"], rows["outcome"], strict=True)
    ]
    rows = rows[[one is Joined.LOST_AND_MISSED for one in both]]
    fell = reader.ask(falls)
    gone = fell[~fell["restored"].astype(bool)].drop(columns="area_id")
    return rows.merge(gone, on="commitment_id")
