"""The rows of a file of observations that are shown: what differs, and the first as read."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.area_names import Area
from data.intake.kind import Basis
from data.intake.preview import PREVIEW_COLUMNS, PREVIEWED
from data.intake.questions import LISTED_ROWS
from data.store import ledger
from data.store.staged import STATES
from data.store.tables import SERIES_KEY
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence

_AS_READ = (
    "area_id",
    "indicator_id",
    "category",
    "period",
    "value",
    "class",
    "status",
    "missing_reason",
    "evidence",
    "geo_version",
    "numerator",
    "denominator",
    "n",
    "note",
    "ceiling",
)


def worth_showing(states: np.ndarray) -> np.ndarray:
    """Return the places of the rows that may be listed: the first, and those that differ."""
    each = [np.flatnonzero(states == STATES.index(name))[:PREVIEWED] for name in STATES[:2]]
    return np.unique(np.concatenate([*each, np.arange(min(len(states), LISTED_ROWS))]))


def understood(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows as they were read, with the names the API uses."""
    first = shown.sort_values("row", kind="stable").head(LISTED_ROWS)
    named = first.rename(columns={"class_code": "class"}).reset_index(drop=True)
    return named[[*_AS_READ]]


def preview(basis: Basis, areas: Sequence[Area], shown: pd.DataFrame) -> pd.DataFrame:
    """List the first rows that are changed or new, with what is saved beside."""
    in_order = shown.sort_values("row", kind="stable")
    differing = [in_order[in_order["state"] == STATES.index(n)] for n in ("changed", "new")]
    picked = pd.concat(differing).head(PREVIEWED).sort_values("row", kind="stable")
    picked = picked.reset_index(drop=True)
    called = {area.area_id: area.name for area in areas}
    names = picked["area_id"].map(called).astype(object)
    catalogue = basis.catalogue
    return pd.DataFrame(
        {
            "what": names + " " + picked["period"],
            "area_id": picked["area_id"],
            "area_name": names,
            "indicator_id": picked["indicator_id"],
            "indicator_name": [catalogue[each].sv.short for each in picked["indicator_id"]],
            "period": picked["period"],
            "saved": _saved(basis.reader, catalogue, picked),
            "in_file": _shown(catalogue, picked),
            "difference": np.array(STATES, dtype=object)[picked["state"].to_numpy(int)],
        },
        columns=list(PREVIEW_COLUMNS),
    )


def _saved(reader: Reader, catalogue: Catalogue, picked: pd.DataFrame) -> pd.Series:
    """Return what the store has for the picked rows: numbers, names of classes, or None."""
    with reader.cursor() as cursor:
        numbered = picked[[*SERIES_KEY, "period"]].assign(position=picked.index)
        cursor.register("picked", ledger.resolve_series(cursor, numbered, None))
        stored = cursor.execute(
            """
            SELECT p.position, o.value, o.class_code
            FROM picked p LEFT JOIN observation_as_of($revision) o
              ON o.series_id = p.series_id AND o.period = p.period
            ORDER BY p.position
            """,
            {"revision": reader.revision},
        ).df()
    return _shown(catalogue, stored.assign(indicator_id=picked["indicator_id"]))


def _shown(catalogue: Catalogue, rows: pd.DataFrame) -> pd.Series:
    """Return the value of each row, the name of its class, or None."""
    return pd.Series(
        [
            _as_said(catalogue, indicator_id, value, class_code)
            for indicator_id, value, class_code in zip(
                rows["indicator_id"], rows["value"], rows["class_code"], strict=True
            )
        ],
        dtype=object,
    )


def _as_said(
    catalogue: Catalogue, indicator_id: str, value: float, class_code: str | None
) -> float | str | None:
    indicator = catalogue[indicator_id]
    if indicator.evidence is Evidence.ORDINAL:
        return next((step.sv for step in indicator.ladder if step.code == class_code), None)
    return None if pd.isna(value) else float(value)
