"""Arranges records, confirmations, decisions and stages as arrays, one row per promise."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.definition.words import Words
from metrics.promise.frames import Frames

POSITIONS: tuple[tuple[int, int], ...] = (
    (0, 0),
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 1),
    (6, 3),
    (6, 5),
    (6, 10),
)
"""The way of a promise as (stage, check year): six stages, then four checks of its use."""

STAGE_NAMES: tuple[Words, ...] = (
    Words("konsekvensanalys", "impact analysis"),
    Words("hållbarhetsprogram", "sustainability programme"),
    Words("detaljplan", "detailed plan"),
    Words("avtal", "agreement"),
    Words("projektering och bygglov", "design and permit"),
    Words("byggt", "built"),
    Words("i bruk år 1", "in use year 1"),
    Words("i bruk år 3", "in use year 3"),
    Words("i bruk år 5", "in use year 5"),
    Words("i bruk år 10", "in use year 10"),
)
"""The name of each of `POSITIONS`, as it is written in a sentence."""

IN_USE = 6
"""The stage that is checked again and again, as it is numbered in a file."""

BUILT = 5
"""The position where a promise is in place or is not."""

_OWNER, _ROLES = 1, 2
_PLACES = {each: place for place, each in enumerate(POSITIONS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """The checks of a batch of promises, by stage and then by day, padded at the end.

    Per check, arrays (promises, checks): ``position`` (-1: none), ``found``, ``evidence``,
    ``strength``, ``quantity``, ``recorded_on``, ``confirmed`` (by the owner or two roles other
    than the recorder's) and ``confirmed_on``. ``seen`` (promises, positions) is what the last
    check there found: 1 found, 0 not, -1 nobody checked. The rest is one per promise.
    """

    ids: NDArray[np.object_]
    origin: NDArray[np.int64]
    promised: NDArray[np.float64]
    due: NDArray[np.datetime64]
    position: NDArray[np.int64]
    found: NDArray[np.bool_]
    evidence: NDArray[np.bool_]
    strength: NDArray[np.float64]
    quantity: NDArray[np.float64]
    recorded_on: NDArray[np.datetime64]
    confirmed: NDArray[np.bool_]
    confirmed_on: NDArray[np.datetime64]
    seen: NDArray[np.int64]
    skipped: NDArray[np.bool_]
    last_reached: NDArray[np.int64]
    last_reached_on: NDArray[np.datetime64]
    next_planned: NDArray[np.datetime64]
    decision: NDArray[np.object_]
    decided_at: NDArray[np.int64]
    decided_on: NDArray[np.datetime64]


def position_of(stage: int, check_year: int = 0) -> int:
    """Return the place of a stage in `POSITIONS`. Raises `ValueError` for one that is not."""
    if (stage, check_year) not in _PLACES:
        raise ValueError(f"No such stage: {stage}, check year {check_year}")
    return _PLACES[stage, check_year]


def positions(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Return the place in `POSITIONS` of each ``stage`` and ``check_year``, -1 for none."""
    pairs = zip(rows["stage"], rows["check_year"], strict=True)
    return np.array(
        [
            -1 if pd.isna(stage) else _PLACES.get((int(stage), _year(year)), -1)
            for stage, year in pairs
        ],
        dtype=np.int64,
    )


def _year(year: object) -> int:
    return 0 if pd.isna(year) else int(year)  # type: ignore[call-overload]


def dated(column: pd.Series) -> NDArray[np.datetime64]:
    """Return days, NaT where there is none."""
    return pd.to_datetime(column).to_numpy("datetime64[D]")


def arrange(given: Frames, *, on: date) -> Checks:
    """Arrange everything known on the day `on`.

    Raises `metrics.errors.FrameError`, naming all that is wrong with the frames.
    """
    given.check()
    commitments = given.commitments
    ids = commitments["commitment_id"].to_numpy(object)
    stages = _stages(commitments["area_id"], given.area_stages, on)
    kept = _known(given.records, ids, stages["skipped"], on)
    per_check = _per_check(kept, _confirmed(kept, given.confirmations, on), len(ids))
    seen = np.full((len(ids), len(POSITIONS)), -1, dtype=np.int64)
    # Sorted by day within a stage: the last one written is the last check there.
    seen[kept["row"], kept["position"]] = kept["finding"] == "found"
    own = per_check["position"].max(axis=1, initial=-1)
    made = commitments["origin_stage"].to_numpy(float, na_value=np.nan)
    first = np.where(
        seen.max(axis=1, initial=-1) < 0, len(POSITIONS), (seen >= 0).argmax(axis=1)
    )
    origin = np.where(np.isnan(made), first, np.nan_to_num(made)).astype(np.int64)
    last = np.maximum(
        np.maximum(stages["last_reached"], own), np.where(np.isnan(made), -1, origin)
    )
    return Checks(
        ids=ids,
        origin=origin,
        promised=commitments["quantity"].to_numpy(float, na_value=np.nan),
        due=dated(commitments["due_on"]),
        seen=seen,
        skipped=stages["skipped"],
        last_reached=last,
        last_reached_on=stages["last_reached_on"],
        next_planned=stages["next_planned"],
        **per_check,
        **_decided(given.decisions, ids, own, on),
    )


def _known(
    records: pd.DataFrame, ids: NDArray[np.object_], skipped: NDArray[np.bool_], on: date
) -> pd.DataFrame:
    """Return the checks made by `on` of stages the project has, by stage and then by day."""
    rows = pd.Index(ids).get_indexer(pd.Index(records["commitment_id"]))
    found = records.assign(
        row=rows, position=positions(records), recorded_on=dated(records["recorded_on"])
    )
    early = found["recorded_on"].isna() | (found["recorded_on"] <= pd.Timestamp(on))
    found = found[(found["row"] >= 0) & (found["position"] >= 0) & early]
    found = found[~skipped[found["row"], found["position"]]]
    return found.sort_values(
        ["row", "position", "recorded_on", "record_id"], na_position="first"
    )


def _confirmed(kept: pd.DataFrame, confirmations: pd.DataFrame, on: date) -> pd.DataFrame:
    """Return the checks that are confirmed, with the day from which they are.

    The owner is enough, or two roles; the role that checked cannot confirm its own check.
    """
    roles = kept[["record_id", "recorded_role"]].merge(confirmations, on="record_id")
    day = pd.Series(dated(roles["confirmed_on"]), index=roles.index)
    other = roles["confirmed_role"] != roles["recorded_role"]
    roles = roles.assign(day=day)[other & (day.isna() | (day <= pd.Timestamp(on)))]
    roles = roles.sort_values(["record_id", "day"], na_position="first")
    once = roles.drop_duplicates(["record_id", "confirmed_role"])
    place = once.groupby("record_id").cumcount() + 1
    enough = once[once["is_owner"].astype(bool) | (place == _ROLES)]
    return enough.drop_duplicates("record_id").set_index("record_id")[["day"]]


def _per_check(
    kept: pd.DataFrame, confirmed: pd.DataFrame, count: int
) -> dict[str, NDArray[Any]]:
    row = kept["row"].to_numpy()
    place = kept.groupby("row").cumcount().to_numpy()
    shape = (count, int(place.max(initial=-1)) + 1)

    def padded(values: NDArray[Any], empty: object) -> NDArray[Any]:
        out = np.full(shape, empty, dtype=values.dtype)
        out[row, place] = values
        return out

    never = np.datetime64("NaT", "D")
    sure = kept["record_id"].isin(confirmed.index).to_numpy()
    on = (
        kept["record_id"].map(confirmed["day"])
        if len(confirmed)
        else pd.Series(pd.NaT, kept.index)
    )
    return {
        "position": padded(kept["position"].to_numpy(), -1),
        "found": padded((kept["finding"] == "found").to_numpy(), False),
        "evidence": padded(kept["evidence"].to_numpy(bool), False),
        "strength": padded(kept["strength"].to_numpy(float, na_value=np.nan), np.nan),
        "quantity": padded(kept["quantity"].to_numpy(float, na_value=np.nan), np.nan),
        "recorded_on": padded(dated(kept["recorded_on"]), never),
        "confirmed": padded(sure, False),
        "confirmed_on": padded(dated(on), never),
    }


def _stages(
    area_ids: pd.Series, area_stages: pd.DataFrame, on: date
) -> dict[str, NDArray[Any]]:
    """Return for each promise which stages its area skips, has reached last, and plans next."""
    areas = pd.Index(area_ids.unique())
    row = areas.get_indexer(pd.Index(area_stages["area_id"]))
    position = positions(area_stages)
    day, today = dated(area_stages["reached_on"]), np.datetime64(on, "D")
    skips = area_stages["skipped"].fillna(False).to_numpy(bool)
    mine = (row >= 0) & (position >= 0)
    reached = mine & ~skips & (np.isnat(day) | (day <= today))
    skipped = np.zeros((len(areas), len(POSITIONS)), dtype=bool)
    skipped[row[mine & skips], position[mine & skips]] = True
    last = np.full(len(areas), -1, dtype=np.int64)
    np.maximum.at(last, row[reached], position[reached])
    last_on = np.full(len(areas), np.datetime64("NaT", "D"))
    final = reached & (position == last[row])
    last_on[row[final]] = day[final]
    planned = np.full(len(areas), np.datetime64("NaT", "D"))
    ahead = mine & ~skips & (day > today)
    np.fmin.at(planned, row[ahead], day[ahead])
    each = areas.get_indexer(pd.Index(area_ids))
    return {
        "skipped": skipped[each],
        "last_reached": last[each],
        "last_reached_on": last_on[each],
        "next_planned": planned[each],
    }


def _decided(
    decisions: pd.DataFrame, ids: NDArray[np.object_], own: NDArray[np.int64], on: date
) -> dict[str, NDArray[Any]]:
    """Arrange what was decided by `on`; without a stage it fell after the last check."""
    row = pd.Index(ids).get_indexer(pd.Index(decisions["commitment_id"]))
    day = dated(decisions["decided_on"])
    known = (row >= 0) & (np.isnat(day) | (day <= np.datetime64(on, "D")))
    decision = np.full(len(ids), "", dtype=object)
    decision[row[known]] = decisions["kind"].to_numpy(object)[known]
    at = np.full(len(ids), -1, dtype=np.int64)
    place = positions(decisions)
    after = np.minimum(own[row] + 1, len(POSITIONS) - 1)
    at[row[known]] = np.where(place < 0, after, place)[known]
    decided_on = np.full(len(ids), np.datetime64("NaT", "D"))
    decided_on[row[known]] = day[known]
    return {"decision": decision, "decided_at": at, "decided_on": decided_on}
