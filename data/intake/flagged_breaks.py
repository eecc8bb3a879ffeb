"""Values flagged as breaks of their series: what changed is asked, and the break is saved."""

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.answers.series import all_breaks
from data.intake.fields import TEXTS, as_dates, slug
from data.intake.findings import Both, Marks
from data.intake.questions import Questions
from metrics.definition.catalogue import Catalogue

_NOTE_ONLY = "note"
_KEY = ["indicator_id", "area_id", "category", "period"]
_SAID = Both("Märkt som brott i serien i en inläst fil", "Flagged as a break in a file")


def flagged_breaks(
    flagged: pd.DataFrame, reader: Reader, catalogue: Catalogue, questions: Questions
) -> tuple[pd.DataFrame, np.ndarray, list[Marks]]:
    """Ask per indicator and period what changed where values are flagged as breaks.

    `flagged` has the accepted rows that are marked so, with ``row``, their number in the
    spreadsheet, and ``place`` among all accepted rows. Returns the rows of ``series_break``
    that follow from the answers, and the places of the rows that they break; a break that is
    saved already is not asked about.
    """
    rows = flagged[~_known(flagged, all_breaks(reader))] if len(flagged) else flagged
    made, broken = [], []
    for (indicator_id, period), mine in rows.groupby(["indicator_id", "period"], sort=False):
        words = catalogue[str(indicator_id)]
        kind = questions.ask(
            "break_kind",
            f"{indicator_id}/{period}",
            count=len(mine),
            example=str(period),
            rows=mine["row"],
            indicator=Both(words.sv.name, words.en.name),
        )
        if kind and kind != _NOTE_ONLY:
            made.append(_breaks(mine.drop_duplicates(_KEY), kind))
            broken.append(mine["place"].to_numpy(np.int64))
    if not made:
        return pd.DataFrame(), np.zeros(0, dtype=np.int64), []
    breaks = pd.concat(made, ignore_index=True)
    periods = ", ".join(dict.fromkeys(breaks["first_period"]))[:200]
    marks = [Marks(code="breaks_saved", details={"count": len(breaks), "periods": periods})]
    return breaks, np.concatenate(broken), marks


def _known(rows: pd.DataFrame, breaks: pd.DataFrame) -> pd.Series:
    """Say of each row whether there is a break of its series that begins with its period."""
    starts = pd.to_datetime(breaks["first_period_start"]).dt.date
    columns = (breaks[name].fillna("") for name in ("indicator_id", "area_id", "category"))
    there = set(zip(*columns, starts, strict=True))

    def known(row: pd.Series) -> bool:
        start = pd.Timestamp(row["period_start"]).date()
        return any(
            (row["indicator_id"], area, category, start) in there
            for area in ("", row["area_id"])
            for category in ("", row["category"])
        )

    return rows.apply(known, axis=1).astype(bool)


def _breaks(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return a break of each series from the period of its row, as the store has it."""
    return pd.DataFrame(
        {
            "break_id": [
                ".".join(["brott", *(slug(part) for part in key if part)])
                for key in rows[_KEY].itertuples(index=False)
            ],
            "category": rows["category"].to_numpy(object),
            "note_sv": _SAID.sv,
            "note_en": _SAID.en,
            "source": rows["source"].to_numpy(object),
            "indicator_id": rows["indicator_id"].to_numpy(object),
            "definition_version": pd.array([None] * len(rows), dtype="Int32"),
            "area_id": rows["area_id"].to_numpy(object),
            "first_period": rows["period"].to_numpy(object),
            "first_period_start": as_dates(pd.to_datetime(rows["period_start"]).dt.date),
            "kind": kind,
            "blocks_change": True,
            "blocks_level": False,
            "certain": True,
            "classes_affected": pd.Series([[]] * len(rows), dtype=TEXTS),
        }
    )
