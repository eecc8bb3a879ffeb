"""Lays what was measured out as a table: a row for each area, a column for each last day."""

import numpy as np
import pandas as pd


def by_area_and_day(group: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the values by area and last day; the mean, where a day ends two periods."""
    days, column = np.unique(rows["period_end"].to_numpy(), return_inverse=True)
    area, value = rows["area"].to_numpy(), rows["value"].to_numpy(float)
    areas, values = laid_out(area, column, value, len(days))
    names = group.set_index("area")["area_id"].loc[areas]
    return pd.DataFrame(values, index=pd.Index(names.to_numpy(object)), columns=days)


def laid_out(
    area: np.ndarray, column: np.ndarray, value: np.ndarray, days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the areas that are there, and the mean value in each column."""
    there = np.bincount(area) > 0
    areas = np.flatnonzero(there)
    place, cells = (np.cumsum(there) - 1)[area] * days + column, len(areas) * days
    number = np.bincount(place, minlength=cells)
    total = np.bincount(place, value, minlength=cells)
    with np.errstate(invalid="ignore"):
        return areas, (total / number).reshape(len(areas), days)
