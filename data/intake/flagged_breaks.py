"""Values flagged as breaks of their series: what changed is asked, and the break is saved."""

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
) -> tuple[pd.DataFrame, list[Marks]]:
    """Ask per indicator what changed where values are flagged as breaks.

    `flagged` has the accepted rows that are marked so and not saved as they are, with ``row``,
    their number in the spreadsheet. Returns the rows of ``series_break`` that follow from the
    answers; a break that is saved already is not asked about.
    """
    rows = flagged.drop_duplicates(_KEY)
    rows = rows[~_known(rows, all_breaks(reader))] if len(rows) else rows
    made, marks = [], []
    for indicator_id, mine in rows.groupby("indicator_id", sort=False):
        words = catalogue[str(indicator_id)]
        periods = ", ".join(dict.fromkeys(mine["period"]))[:200]
        kind = questions.ask(
            "break_kind",
            str(indicator_id),
            count=len(mine),
            example=periods,
            rows=mine["row"],
            lasting=False,
            indicator=Both(words.sv.name, words.en.name),
        )
        if kind and kind != _NOTE_ONLY:
            made.append(_breaks(mine, kind))
            details = {"count": len(mine), "periods": periods}
            marks.append(Marks(code="breaks_saved", details=details))
    return pd.concat(made, ignore_index=True) if made else pd.DataFrame(), marks


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
