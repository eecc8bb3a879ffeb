"""The goals that something else names: an initiative, a promise."""

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.findings import Marks, mark
from data.intake.sheet import Sheet
from data.intake.values import listed, nearest


def linked_goals(sheet: Sheet, name: str, reader: Reader, marks: list[Marks]) -> pd.Series:
    """Read the goals of every row; unknown ones come with the ids most like them."""
    stored = reader.rows("SELECT goal_id FROM goal_as_of($revision)")
    there = {str(each).casefold(): str(each) for each in stored["goal_id"]}
    found, unknown, like = [], [], []
    for text in sheet.column(name).strings:
        parts = listed(text)
        lost = [part for part in parts if part.casefold() not in there]
        found.append([there[part.casefold()] for part in parts if part.casefold() in there])
        unknown.append(", ".join(lost))
        near = (each for part in lost for each in nearest(part, there, most=1))
        like.append(", ".join(near) or "–")
    marks += mark(
        "goals_unknown",
        name,
        np.array([bool(each) for each in unknown], dtype=bool),
        unknown=np.array(unknown, dtype=object),
        like=np.array(like, dtype=object),
    )
    return pd.Series(found, dtype=object)
