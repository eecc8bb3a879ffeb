"""A file of registered moves: which home one vacancy led to, step by step.

A step is a home that stood empty (``from_segment``) and the home that whoever moved in left
behind (``to_segment``), empty where nothing was left and the chain ends. So the chain follows
the vacancy, as `metrics.methods.moving_chain` does, and not the households.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.columns import plain
from data.intake.compare import compared, replaced
from data.intake.fields import (
    chosen,
    not_yours,
    place_ids,
    required,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import listed, numbers, yes

_TENURES = {
    "": "",
    "rental": "rental",
    "hyresrätt": "rental",
    "cooperative": "cooperative",
    "bostadsrätt": "cooperative",
    "owned": "owned",
    "äganderätt": "owned",
    "småhus": "owned",
}


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every step of every chain, and prepare the studies that can be saved.

    A file holds the whole of the studies it names: steps it leaves out are removed.
    """
    areas = known.areas(basis.reader)
    needed = ("study_id", "area_id", "chain_id", "step", "from_segment", "source")
    marks = list(required(sheet, needed))
    rows = _rows(sheet, areas, marks)
    for checks in (_order, _links, _spellings, _descriptions, _whole_studies):
        marks += checks(rows)
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    described = kept[["area_id"]].assign(
        what=kept["title"].where(kept["title"] != "", kept["study_id"]),
        area_name=[areas.by_id[each].name for each in kept["area_id"]],
        period=kept["chain_id"] + " " + kept["step"].astype(str),
    )
    return compared(
        basis.reader,
        "moving_chain_step",
        {"moving_chain_step": kept},
        described,
        marks=marks,
        rows=len(rows),
        own=replaced(basis.reader, "moving_chain_step", kept, keep, marks),
    )


def _rows(sheet: Sheet, areas: known.Areas, marks: list[Marks]) -> pd.DataFrame:
    """Return the steps as the store has them, one row per row of the sheet."""
    named = ("study_id", "title", "chain_id", "from_segment", "to_segment", "source")
    step, weight = numbers(sheet.column("step")), numbers(sheet.column("weight"))
    marks += mark("not_a_plain_number", "step", step.unreadable)
    marks += mark("not_a_plain_number", "weight", weight.unreadable)
    whole = (step.value >= 1) & (step.value == np.round(step.value)) & (step.value < 2**31)
    marks += mark("step_not_whole", "step", ~whole & ~np.isnan(step.value))
    marks += mark("weight_not_positive", "weight", weight.value <= 0)
    return texts(sheet, named).assign(
        area_id=place_ids(sheet, "area_id", areas, marks),
        step=pd.array(np.where(whole, step.value, 0).astype(np.int32), dtype="Int32"),
        tenure=chosen(sheet, "tenure", _TENURES, marks),
        low_income=_said(sheet, "low_income", marks),
        weight=np.where(np.isnan(weight.value), 1.0, weight.value),
    )


def _said(sheet: Sheet, name: str, marks: list[Marks]) -> pd.Series:
    """Read ja and nej, NA where nothing is said."""
    column = pd.Series(sheet.column(name).strings, dtype=object)
    read = column.map(lambda text: yes(text) if text else None)
    marks += mark("not_yes_or_no", name, (read.isna() & (column != "")).to_numpy())
    return read.astype("boolean")


def _order(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark steps that stand twice, and the first of each chain that comes after a gap."""
    chains = rows.groupby(["study_id", "chain_id"])
    numbered = (rows["step"] > 0).to_numpy(bool)
    twice = rows.duplicated(["study_id", "chain_id", "step"]).to_numpy() & numbered
    yield from mark("step_twice", "step", twice, chain=rows["chain_id"].to_numpy(object))
    expected = chains["step"].rank("dense").fillna(0).astype(int)
    gap = (rows["step"] > expected).to_numpy(bool) & numbered
    first = rows[gap].groupby(["study_id", "chain_id"])["step"].idxmin()
    yield from mark(
        "step_gap",
        "step",
        rows.index.isin(first),
        chain=rows["chain_id"].to_numpy(object),
        lacking=expected.to_numpy(),
    )


def _links(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark steps that do not begin where the one before ended, and chains that go on after."""
    ordered = rows.sort_values(["study_id", "chain_id", "step"], kind="stable")
    earlier = ordered.groupby(["study_id", "chain_id"])[["step", "from_segment", "to_segment"]]
    before = earlier.shift().reindex(rows.index)
    follows = (rows["step"] == before["step"] + 1).fillna(False).to_numpy(bool)
    left = before["to_segment"].fillna("")
    ended = follows & (left == "").to_numpy()
    yield from mark("chain_had_ended", "from_segment", ended)
    broken = follows & ~ended & (left.map(plain) != rows["from_segment"].map(plain)).to_numpy()
    swapped = (before["from_segment"] == rows["to_segment"]).to_numpy() & broken
    words = {"before": left.to_numpy(object)}
    yield from mark("chain_columns_swapped", "from_segment", swapped, **words)
    yield from mark("chain_broken", "from_segment", broken & ~swapped, **words)


def _spellings(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark segments that differ from an earlier one only in case, spaces or diacritics."""
    first: dict[tuple[str, str], str] = {}
    for study, here, there in zip(
        rows["study_id"], rows["from_segment"], rows["to_segment"], strict=True
    ):
        for segment in filter(None, (here, there)):
            first.setdefault((study, plain(segment)), segment)
    for name in ("from_segment", "to_segment"):
        known_as = [
            first.get((study, plain(text)), text) if text else ""
            for study, text in zip(rows["study_id"], rows[name], strict=True)
        ]
        usual = np.array(known_as, dtype=object)
        yield from mark("segment_spelled_twice", name, usual != rows[name], usual=usual)


def _descriptions(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark segments described in two ways: one tenure and one income per segment and study."""
    for name in ("tenure", "low_income"):
        said = rows[(rows[name].notna()) & (rows[name].astype(str) != "")]
        usual = said.groupby(["study_id", "from_segment"])[name].transform("first")
        other = (said[name] != usual).reindex(rows.index, fill_value=False)
        yield from mark(
            "segment_described_twice",
            name,
            other.to_numpy(bool),
            segment=rows["from_segment"].to_numpy(object),
        )


def _whole_studies(rows: pd.DataFrame) -> Iterator[Marks]:
    """Mark what must be the same all through: area and title of a study, weight of a chain."""
    for name, group in (
        ("area_id", ["study_id"]),
        ("title", ["study_id"]),
        ("weight", ["study_id", "chain_id"]),
    ):
        usual = rows.groupby(group)[name].transform("first")
        yield from mark("differs_within", name, (rows[name] != usual).to_numpy(bool))


KIND = declared("moving_chains", read_sheet)
