"""Frames that belong together as one Arrow table: a row per goal, with its rows inside it.

Parquet then keeps everything that one goal is judged from in one place, and a goal can never be
divided between two executors.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from metrics.definition.frames import Column, Kind
from metrics.engine import noise
from metrics.outcome import readings
from metrics.outcome.frames import GOALS, MEASUREMENTS

KEY = "goal_id"
ROWS = "rows"

TEXT, NUMBER, FLAG, DAY, WHOLE = (
    pa.string(),
    pa.float64(),
    pa.bool_(),
    pa.date32(),
    pa.int64(),
)
_OF_KIND = {Kind.TEXT: TEXT, Kind.NUMBER: NUMBER, Kind.FLAG: FLAG, Kind.DAY: DAY}
_DAY_IN_A_FRAME = pa.timestamp("us")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of the outer rows, one per ``goal_id``, and of the rows inside each."""

    outer: pa.Schema
    inner: pa.Schema

    @property
    def lists(self) -> pa.Schema:
        """The columns of the rows inside, each as one list per outer row.

        Spark reads and writes lists of numbers many times faster than lists of records.
        """
        return pa.schema(
            [
                pa.field(f"{ROWS}_{column.name}", pa.list_(pa.field("element", column.type)))
                for column in self.inner
            ]
        )

    @property
    def schema(self) -> pa.Schema:
        """The columns of the table."""
        return pa.schema([*self.outer, *self.lists])

    def nested(self, outer: pd.DataFrame, inner: pd.DataFrame) -> pa.Table:
        """Return one table of the two frames; `inner` names its outer row by ``goal_id``.

        Rows keep their order within a goal. Columns that the layout does not have are left
        out. Raises `KeyError` for one that is not there.
        """
        place = pd.Index(outer[KEY]).get_indexer(inner[KEY])
        rows = as_table(inner.iloc[np.argsort(place, kind="stable")], self.inner)
        ends = np.cumsum(np.bincount(place, minlength=len(outer)))
        starts = pa.array(np.concatenate([[0], ends]), pa.int32())
        lists = [
            pa.ListArray.from_arrays(starts, cells.combine_chunks(), type=column.type)
            for cells, column in zip(rows.columns, self.lists, strict=True)
        ]
        columns = [*as_table(outer, self.outer).columns, *lists]
        return pa.Table.from_arrays(columns, schema=self.schema)

    def frames(self, table: pa.Table) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the two frames of a table, days as the store gives them."""
        outer = as_frame(table.select(self.outer.names), self.outer)
        lists = [table.column(name).combine_chunks() for name in self.lists.names]
        rows = pa.Table.from_arrays([pc.list_flatten(one) for one in lists], self.inner.names)
        inner = as_frame(rows, self.inner)
        owner = pc.list_parent_indices(lists[0]).to_numpy()
        inner.insert(0, KEY, outer[KEY].to_numpy(object)[owner])
        return outer, inner.astype({KEY: outer[KEY].dtype})


def as_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a frame as an Arrow table. Raises `KeyError` for a column that is not there."""
    cells = [pa.Array.from_pandas(frame[column.name], type=column.type) for column in schema]
    return pa.Table.from_arrays(cells, schema=schema)


def as_frame(table: pa.Table, schema: pa.Schema) -> pd.DataFrame:
    """Return an Arrow table as a frame: the same types whatever is missing in it."""
    kept = [
        pa.field(column.name, _DAY_IN_A_FRAME if column.type == DAY else column.type)
        for column in schema
    ]
    frame: pd.DataFrame = table.cast(pa.schema(kept)).to_pandas()
    return frame


def _schema(columns: tuple[Column, ...], *others: pa.Field) -> pa.Schema:
    named = [pa.field(one.name, _OF_KIND[one.kind]) for one in columns if one.name != KEY]
    return pa.schema([*named, *others])


def _typed(names: tuple[str, ...], **types: tuple[str, ...]) -> pa.Schema:
    """Return a schema of numbers, but for the columns named under another type."""
    known = {"text": TEXT, "flag": FLAG, "day": DAY, "whole": WHOLE}
    of = {name: known[kind] for kind, listed in types.items() for name in listed}
    return pa.schema([pa.field(name, of.get(name, NUMBER)) for name in names])


EVIDENCE = Layout(
    outer=pa.schema([pa.field(KEY, TEXT), *_schema(GOALS.columns)])
    .append(pa.field("seasonal", FLAG))
    .append(pa.field("noise_group", TEXT)),
    inner=_schema(MEASUREMENTS.columns),
)
"""What goals are judged from: see `metrics.outcome.frames`."""

VERDICTS = Layout(
    outer=_typed(
        (
            *(KEY, "state", "since", "last_period", "met_period", "met_value", "was_reached"),
            *("was_lost", "also_below_baseline", "narrowly", "evidence_grade", "value"),
            *("class_code", "low", "high", "worsening", "behind", "p_baseline", "p_target"),
            *("p_comparator", "p_loss", "watch", "onset", "onset_low", "onset_high", "size"),
            *("size_low", "size_high", "detectable", "detectable_late", "reason", "break_id"),
            *("reassess_on", "baseline_level"),
        ),
        text=(KEY, "state", "last_period", "met_period", "class_code", "reason", "break_id"),
        day=("since", "onset", "onset_low", "onset_high", "reassess_on"),
        flag=("was_reached", "was_lost", "also_below_baseline", "narrowly", "watch"),
        whole=("evidence_grade",),
    ),
    inner=_typed(
        tuple(name for name in readings.COLUMNS if name != KEY),
        text=("reference", "side", "period"),
        day=("period_end",),
        flag=("watch", "lost", "preliminary"),
        whole=("look",),
    ),
)
"""What is decided of goals, with what the monitors showed of each."""

REFERENCES = Layout(
    outer=_typed(
        (
            *(KEY, "position", "noise_group", "scale", "whole", "looks_per_year"),
            *("rolling", "seasonal"),
        ),
        text=(KEY, "noise_group", "scale"),
        flag=("rolling", "seasonal"),
        whole=("position",),
    ),
    inner=_typed(
        ("period_start", "period_end", "value", "standard_error", "in_baseline"),
        day=("period_start", "period_end"),
        flag=("in_baseline",),
    ),
)
"""What noise is estimated from: see `metrics.engine.noise.freeze`, in order of ``position``."""

NOISE = pa.schema(
    [
        pa.field(
            name,
            {
                **dict.fromkeys(("noise_group", "scale"), TEXT),
                **dict.fromkeys(("with_errors", "alone"), FLAG),
                **dict.fromkeys(("season", "common_effects"), pa.list_(NUMBER)),
                "common_ends": pa.list_(DAY),
                "areas": WHOLE,
            }.get(name, NUMBER),
        )
        for name in noise.COLUMNS
    ]
)
"""One row per noise group: see `metrics.engine.noise.COLUMNS`."""
