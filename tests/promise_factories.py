"""The smallest promises, records and decisions that make a point."""

from datetime import date
from typing import Any

import pandas as pd

from metrics.promise.decision import course, decide

TODAY = date(2026, 11, 22)


def promise(**given: Any) -> dict[str, Any]:
    return {
        "commitment_id": "loft",
        "area_id": "here",
        "origin_stage": 0,
        "quantity": float("nan"),
        "due_on": None,
    } | given


def checked(
    stage: float, finding: str = "found", strength: float = 3, **given: Any
) -> dict[str, Any]:
    """A check of a stage; 6.3 is in use, year 3. The day follows the stage unless given."""
    whole = int(stage)
    year = {6.1: 1, 6.3: 3, 6.5: 5, 6.9: 10}.get(stage, 0)
    return {
        "record_id": f"{given.get('commitment_id', 'loft')}.{stage}.{given.get('on', '')}",
        "commitment_id": "loft",
        "stage": whole,
        "check_year": year,
        "finding": finding,
        "evidence": finding == "found",
        "strength": strength if finding == "found" else float("nan"),
        "quantity": float("nan"),
        "recorded_role": "planarkitekt",
        "recorded_on": pd.Timestamp(given.pop("on", date(2010 + whole + year, 6, 1))),
    } | given


def missing(stage: float, **given: Any) -> dict[str, Any]:
    return checked(stage, "not_found", **given)


def confirmed(
    record: dict[str, Any], role: str, *, owner: bool = False, on: str = "2025-05-12"
):
    return {
        "record_id": record["record_id"],
        "confirmed_role": role,
        "is_owner": owner,
        "confirmed_on": pd.Timestamp(on),
    }


def decided(kind: str = "decided_away", stage: int | None = 3, **given: Any) -> dict[str, Any]:
    return {
        "commitment_id": "loft",
        "stage": stage,
        "check_year": 0,
        "kind": kind,
        "decided_on": pd.Timestamp("2016-05-01"),
    } | given


def reached(stage: int, on: str | None = None, *, check: int = 0, skipped: bool = False):
    return {
        "area_id": "here",
        "stage": stage,
        "check_year": check,
        "reached_on": pd.Timestamp(on) if on else pd.NaT,
        "skipped": skipped,
    }


_COLUMNS = {
    "records": list(checked(0)),
    "confirmations": ["record_id", "confirmed_role", "is_owner", "confirmed_on"],
    "decisions": list(decided()),
    "stages": list(reached(0)),
}


def _frames(promises, records, confirmations, decisions, stages) -> list[pd.DataFrame]:
    given = {
        "records": records,
        "confirmations": confirmations,
        "decisions": decisions,
        "stages": stages,
    }
    rest = [pd.DataFrame(rows, columns=_COLUMNS[name]) for name, rows in given.items()]
    return [pd.DataFrame(promises), *rest]


def states(*records, promises=None, confirmations=(), decisions=(), stages=(), on=TODAY):
    """Decide promises (one, unless given) and return the whole frame."""
    frames = _frames(promises or [promise()], records, confirmations, decisions, stages)
    return decide(*frames, on=on)


def verdict(*records, **given: Any) -> pd.Series:
    """Decide the one promise."""
    given["promises"] = [given.pop("of", promise())]
    return states(*records, **given).iloc[0]


def way(*records, of=None, confirmations=(), decisions=(), stages=(), on=TODAY) -> dict:
    """The course of the one promise as {position: state}."""
    frames = _frames([of or promise()], records, confirmations, decisions, stages)
    rows = course(*frames, on=on)
    return dict(zip(rows["position"], rows["state"], strict=True))
