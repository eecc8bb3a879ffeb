"""Keeps the definitions as they were used, so that old verdicts can be read with theirs."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

import duckdb
import pandas as pd

from data.store import ledger, staged
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


def keep(cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, now: datetime) -> None:
    """Write the definitions and ladders that differ from the stored ones, as one revision."""
    definitions = pd.DataFrame([_row(indicator) for indicator in catalogue.values()])
    if definitions.empty:
        return
    if (staged.compare(cursor, "indicator", definitions) == "unchanged").all():
        return
    revision = ledger.open_revision(cursor, "definition", actor="Kvarvärde", now=now)
    ledger.write(cursor, revision, "indicator", definitions)
    ladders = [row for indicator in catalogue.values() for row in _steps(indicator)]
    ledger.write(cursor, revision, "ladder", pd.DataFrame(ladders))


@lru_cache(maxsize=2_000)
def _row(indicator: Indicator) -> Mapping[str, object]:
    text = json.dumps(
        dataclasses.asdict(indicator), ensure_ascii=False, sort_keys=True, default=str
    )
    return {
        "indicator_id": indicator.id,
        "definition_version": indicator.version,
        "definition_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "definition": text,
        "direction_confirmed_by": indicator.direction_confirmed_by,
        "direction_confirmed_on": pd.Timestamp(indicator.direction_confirmed_on)
        if indicator.direction_confirmed_on
        else pd.NaT,
    }


def _steps(indicator: Indicator) -> list[dict[str, object]]:
    return [
        {
            "indicator_id": indicator.id,
            "definition_version": indicator.version,
            "class_code": step.code,
            "severity": step.severity,
            "label_sv": step.sv,
            "label_en": step.en,
            "retired_on": pd.Timestamp(step.retired_on) if step.retired_on else pd.NaT,
        }
        for step in indicator.ladder
    ]
