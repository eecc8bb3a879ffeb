"""Rows of an answer, one at a time."""

from typing import Any

import pandas as pd

Row = dict[str, Any]


def rows_of(answer: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as mappings from column to cell."""
    return [
        {str(name): cell for name, cell in row.items()} for row in answer.to_dict("records")
    ]
