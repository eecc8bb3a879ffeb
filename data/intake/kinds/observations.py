"""A file of observations: looked up, checked, and compared with the store."""

from datetime import date

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake import known
from data.intake.batch import Batch, batch, text_series
from data.intake.boundary_versions import with_geo_versions
from data.intake.categories import with_categories
from data.intake.checks import (
    percent_of_its_parts,
    ratio_checks,
    row_checks,
    share_of_its_parts,
    unsaid,
)
from data.intake.findings import Marks, mark, without
from data.intake.flagged_breaks import flagged_breaks
from data.intake.history import timeline
from data.intake.kept_cells import with_kept
from data.intake.kind import Basis, declared
from data.intake.observation_example import example_of
from data.intake.prepared import Prepared, marked_rows, stopped_rows
from data.intake.preview import PREVIEW_COLUMNS, PREVIEWED
from data.intake.questions import LISTED_ROWS
from data.intake.series_checks import (
    history_checks,
    overlaps,
    possible_shares,
    repeated,
    share_marks,
    shares_among_percents,
)
from data.intake.shares import said_to_be_shares, with_percents
from data.intake.sheet import Sheet
from data.intake.values import REASONS, Coded
from data.store import ledger
from data.store.access import Viewer
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
_ABOUT_NO_VALUE = ("missing_without_reason", "class_missing", "row_cut_off")
"""What is said of single rows without a value."""


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every row, and prepare those that can be saved."""
    rows, marks = batch(
        sheet,
        basis.catalogue,
        known.areas(basis.reader),
        questions=basis.questions,
        today=basis.today,
    )
    rows = with_geo_versions(rows, basis.reader, basis.questions)
    rows, found = with_categories(rows, basis.reader, basis.questions)
    marks += found
    marks += _not_yours(rows, basis.reader.viewer)
    marks += row_checks(rows, basis.today)
    line = timeline(rows, basis.reader, np.ones(len(rows), dtype=bool))
    unclear = possible_shares(rows, line)
    unclear |= shares_among_percents(rows, line) & said_to_be_shares(rows, basis.questions)
    unclear &= ~percent_of_its_parts(rows)
    rows = with_percents(
        rows, unclear & ~share_of_its_parts(rows), basis.reader, basis.questions
    )
    twice, counts = repeated(rows, line.key_of_row)
    if unclear.any() or not counts.all():
        line = timeline(rows, basis.reader, counts)
    among_percents = shares_among_percents(rows, line) & ~percent_of_its_parts(rows)
    shares = share_of_its_parts(rows) | among_percents
    marks += [*twice, *share_marks(rows, shares), *ratio_checks(rows, shares)]
    marks += overlaps(rows, line)
    left = marked_rows(marks, "area_left_out", len(rows))
    left |= marked_rows(marks, "indicator_left_out", len(rows))
    marks = without(marks, left, but=("area_left_out", "indicator_left_out"))
    marks += history_checks(rows, line, stopped_rows(marks, len(rows)))
    marks = _blank(rows, _cut_off(rows, marks))
    keep = counts & rows.known & ~unsaid(rows) & ~stopped_rows(marks, len(rows))
    rows, found = with_kept(rows, keep, line, basis.questions)
    marks += [] if any(each.stops for each in marks) else found
    frame = observation_frame(rows, keep)
    difference = _difference(basis.reader, frame, line.series_of_row[keep])
    news = frame.assign(row=rows.sheet.rows[keep])[
        rows.breaks[keep] & (difference != "unchanged").to_numpy()
    ]
    breaks, found = flagged_breaks(news, basis.reader, basis.catalogue, basis.questions)
    marks += found
    return Prepared(
        marks=marks,
        rows=len(rows),
        accepted=int(keep.sum()),
        frames={"observation": frame} | ({"series_break": breaks} if len(breaks) else {}),
        difference=difference,
        preview=_preview(basis.reader, basis.catalogue, rows, keep, frame, difference),
        as_read=_as_read(frame),
    )


def _cut_off(rows: Batch, marks: list[Marks]) -> list[Marks]:
    """Say one thing only about a row that ends before its period and value."""
    sheet = rows.sheet
    filled = [sheet.column(name).filled for name in ("period", "value", "class")]
    cut = ~np.logical_or.reduce(filled)
    kept = [each.without(cut) for each in marks] if cut.any() else marks
    return [*(each for each in kept if len(each.rows)), *mark("row_cut_off", "", cut)]


def _blank(rows: Batch, marks: list[Marks]) -> list[Marks]:
    """Say one thing only about a file in which no value is filled in, such as a template."""
    sheet = rows.sheet
    filled = sheet.column("value").filled | sheet.column("class").filled
    if filled.any() or not unsaid(rows).all():
        return marks
    kept = [each for each in marks if each.stops and each.code not in _ABOUT_NO_VALUE]
    return [*kept, Marks(code="nothing_filled_in", details={"count": len(rows)})]


def _as_read(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows as they were understood, with the names the API uses."""
    named = frame.head(LISTED_ROWS).rename(columns={"class_code": "class"})
    return named[[*_AS_READ]]


def _not_yours(rows: Batch, viewer: Viewer) -> list[Marks]:
    if viewer.areas is None:
        return []
    seen = np.array([*(area.area_id in viewer.areas for area in rows.areas), True])
    return list(mark("area_not_yours", "area_id", ~seen[rows.area]))


def observation_frame(rows: Batch, keep: np.ndarray) -> pd.DataFrame:
    """Return the kept rows as the store has them, with the natural key of their series.

    One row per observation, in file order; blank text is ``''``, missing numbers NaN or NA.
    """
    periods = rows.period[keep]
    return pd.DataFrame(
        {
            "indicator_id": _named([each.id for each in rows.indicators], rows.indicator, keep),
            "definition_version": rows.definition_version[keep].astype(np.int32),
            "area_id": _named([each.area_id for each in rows.areas], rows.area, keep),
            "geo_version": _text(rows.geo_version, keep),
            "category": _text(rows.category, keep),
            "supplier": _text(rows.supplier, keep),
            "period": _named([each.text for each in rows.periods], rows.period, keep),
            "period_start": _dates([each.start for each in rows.periods], periods),
            "period_end": _dates([each.end for each in rows.periods], periods),
            "value": rows.value()[keep],
            "class_code": _text(rows.class_code, keep),
            "numerator": rows.value("numerator")[keep],
            "denominator": rows.value("denominator")[keep],
            "n": pd.array(np.round(rows.value("n")[keep]), dtype="Int32"),
            "low": rows.low[keep],
            "high": rows.high[keep],
            "missing_reason": _missing_reason(rows, keep),
            "status": _text(rows.status, keep),
            "evidence": _text(rows.evidence, keep),
            "source": _text(rows.sheet.column("source"), keep),
            "note": _text(rows.note, keep),
            "ceiling": rows.ceiling[keep],
        }
    )


def _text(column: Coded, keep: np.ndarray) -> pd.Series:
    return text_series(Coded(column.codes[keep], column.texts))


def _named(texts: list[str], codes: np.ndarray, keep: np.ndarray) -> pd.Series:
    return text_series(Coded(codes[keep], texts))


def _dates(days: list[date], codes: np.ndarray) -> np.ndarray:
    return np.asarray(np.array(days, dtype="M8[D]").astype("M8[s]")[codes])


def _missing_reason(rows: Batch, keep: np.ndarray) -> pd.Series:
    """Say why a value is missing: its mark, or just that it is."""
    there = ~np.isnan(rows.value()) | rows.class_code.filled
    missing = REASONS.index("missing")
    reason = np.where(rows.missing_reason > 0, rows.missing_reason, missing)
    return text_series(Coded(np.where(there, 0, reason)[keep], list(REASONS)))


def _difference(reader: Reader, frame: pd.DataFrame, series: np.ndarray) -> pd.Series:
    """Say of each row whether it is new, changed or unchanged, as `ledger.write` would.

    `series` numbers the series of each row, so that every series is looked up once.
    """
    states = pd.Series("new", index=frame.index, dtype=object)
    _, first, place = np.unique(series, return_index=True, return_inverse=True)
    with reader.cursor() as cursor:
        asked = frame.iloc[first][list(SERIES_KEY)].assign(position=np.arange(len(first)))
        answers = ledger.resolve_series(cursor, asked, None).sort_values("position")
        series_id = answers["series_id"].to_numpy(dtype=float, na_value=np.nan)[place]
        stored = ~np.isnan(series_id)
        if stored.any():
            rows = frame[stored].drop(columns=list(SERIES_KEY))
            rows = rows.assign(series_id=series_id[stored].astype(np.int64))
            states[stored] = ledger.compare(cursor, "observation", rows).to_numpy()
    return states


def _preview(
    reader: Reader,
    catalogue: Catalogue,
    rows: Batch,
    keep: np.ndarray,
    frame: pd.DataFrame,
    difference: pd.Series,
) -> pd.DataFrame:
    changed = np.flatnonzero(difference.to_numpy() == "changed")
    new = np.flatnonzero(difference.to_numpy() == "new")
    listed = np.sort(np.concatenate([changed, new])[:PREVIEWED])
    picked = frame.iloc[listed].reset_index(drop=True)
    places = rows.area[np.flatnonzero(keep)[listed]]
    names = pd.Series([rows.areas[place].name for place in places.tolist()], dtype=object)
    shown = pd.DataFrame(
        {
            "what": names + " " + picked["period"],
            "area_id": picked["area_id"],
            "area_name": names,
            "indicator_id": picked["indicator_id"],
            "indicator_name": [catalogue[each].sv.short for each in picked["indicator_id"]],
            "period": picked["period"],
            "saved": _saved(reader, catalogue, picked),
            "in_file": _shown(catalogue, picked),
            "difference": difference.to_numpy()[listed],
        },
        columns=list(PREVIEW_COLUMNS),
    )
    return shown


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


KIND = declared("observations", read_sheet, example_of=example_of)
