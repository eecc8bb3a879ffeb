"""Packs a verdict with everything it rests on, and the script that reaches it again."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from importlib import metadata, resources
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd

from dashboard.text import sentences, states
from metrics.definition.indicator import Indicator
from metrics.outcome.goal import Goal

_LIBRARIES = ("numpy", "pandas", "scipy", "numba")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Every file has the same age, so that the same verdict always gives the same package."""

_HIDDEN = ("value", "numerator", "denominator", "n", "low", "high", "standard_error", "answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A goal as it was judged.

    `goal` (one row), `measurements` and `noise` are what `metrics.decide` is given;
    `verdict` (one row) what it returned, as it is stored. `shown` is the goal as it is shown,
    and the other tables are what was published.
    """

    shown: Goal
    indicator: Indicator
    goal: pd.DataFrame
    measurements: pd.DataFrame
    noise: pd.DataFrame
    verdict: pd.DataFrame
    published: pd.DataFrame
    breaks: pd.DataFrame
    comparator: pd.DataFrame
    revision: int


def package(judged: Judged) -> bytes:
    """Return the package as a ZIP file: tables, definition, script and how to use them."""
    tables = {
        "goal": judged.goal,
        "measurements": _without_hidden(judged.measurements),
        "published": _without_hidden(judged.published),
        "breaks": judged.breaks,
        "comparator": _without_hidden(judged.comparator),
        "noise_model": judged.noise,
        "verdict": judged.verdict,
    }
    files = {f"{name}.csv": _csv(table) for name, table in tables.items()}
    files |= {
        "about.json": _json(_about(judged, tables)),
        "definition.json": _json(asdict(judged.indicator)),
        "README.md": _readme(judged),
        "requirements.txt": _requirements(),
        "rakna_om.py": _resource("rakna_om.py"),
    }
    return _zipped(files)


def _without_hidden(table: pd.DataFrame) -> pd.DataFrame:
    """Empty everything a hidden number could be worked out from."""
    if table.empty:
        return table
    reason = "trouble" if "trouble" in table.columns else "missing_reason"
    hidden = table[reason].isin(["hidden", "suppressed", "few_people"]).to_numpy()
    columns = [column for column in _HIDDEN if column in table.columns]
    return table.assign(**{column: table[column].mask(hidden) for column in columns})


def _about(judged: Judged, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    return {
        "goal_id": judged.shown.goal_id,
        "revision": judged.revision,
        "rule_version": judged.shown.verdict.rule_version,
        "assessed_on": _day(judged.shown.verdict.assessed_on),
        "columns": {
            name: {str(column): _kind(table[column]) for column in table.columns}
            for name, table in tables.items()
        },
    }


def _kind(column: pd.Series) -> str:
    """Say what a column holds, since a CSV file holds only text."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "day"
    if pd.api.types.is_bool_dtype(column):
        return "flag"
    if pd.api.types.is_numeric_dtype(column):
        return "number"
    return "list" if any(_is_list(cell) for cell in column) else "text"


def _is_list(cell: Any) -> bool:
    return hasattr(cell, "__iter__") and not isinstance(cell, str)


def _csv(table: pd.DataFrame) -> str:
    written = {column: [_cell(cell) for cell in table[column]] for column in table.columns}
    return pd.DataFrame(written, columns=table.columns).to_csv(index=False)


def _cell(cell: Any) -> str:
    """Write a cell so that it is read back as exactly what it was."""
    if _is_list(cell):
        return " ".join(_cell(part) for part in cell)
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, (bool,)) or type(cell).__name__ in {"bool_", "bool"}:
        return "true" if cell else "false"
    if isinstance(cell, date):
        return _day(cell)
    return repr(float(cell)) if isinstance(cell, float) else str(cell)


def _day(value: Any) -> str:
    return pd.Timestamp(value).date().isoformat()


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def _readme(judged: Judged) -> str:
    said: dict[str, Any] = {
        "area": judged.shown.area_name,
        "rule_version": judged.shown.verdict.rule_version,
        "revision": judged.revision,
        "assessed_on": _day(judged.shown.verdict.assessed_on),
        "invented_sv": " Påhittade siffror för övning." if judged.shown.invented else "",
        "invented_en": " Invented figures for training." if judged.shown.invented else "",
    }
    for language in ("sv", "en"):
        words = judged.indicator.wording(language)
        said |= {
            f"title_{language}": sentences.title(judged.shown, language) or words.short,
            f"indicator_{language}": words.name,
            f"misleading_{language}": words.misleading,
            f"sentence_{language}": sentences.verdict(judged.shown, judged.indicator, language),
            f"state_{language}": states.word(judged.shown.verdict.state, language),
        }
    return _resource("readme.md").format(**said)


def _requirements() -> str:
    named = [f"kvarvarde=={metadata.version('kvarvarde')}"]
    named += [f"{library}=={metadata.version(library)}" for library in _LIBRARIES]
    return "\n".join(named) + "\n"


def _resource(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


def _zipped(files: dict[str, str]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(f"rakna-om/{name}", _LONG_AGO)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content.encode("utf-8"))
    return written.getvalue()
