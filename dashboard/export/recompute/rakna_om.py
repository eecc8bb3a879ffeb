"""Räknar om utlåtandet ur filerna bredvid och jämför med det lagrade.

Recomputes the verdict from the files beside this one and compares it with the stored verdict.

    python rakna_om.py

Exit 0: the same verdict. Exit 1: another one; what differs is printed.
"""

import json
import sys
from datetime import date
from pathlib import Path

import pandas as pd

from metrics.outcome.decision import RULE_VERSION, decide

HERE = Path(__file__).resolve().parent
TOLERANCE = 1e-9


def main() -> int:
    """Decide the goal again, print the verdict, and return 0 where it is the stored one."""
    about = json.loads((HERE / "about.json").read_text("utf-8"))
    stored = table("verdict", about).iloc[0]
    found = decide(
        table("goal", about),
        table("measurements", about),
        assessed_on=date.fromisoformat(about["assessed_on"]),
        noise=table("noise_model", about),
    ).iloc[0]
    if about["rule_version"] != RULE_VERSION:
        print(f"Regelversion / rule version: {about['rule_version']} -> {RULE_VERSION}")
    print(f"Mål / goal: {about['goal_id']}")
    print(f"Lagrat utlåtande / stored verdict: {stored['state']}")
    print(f"Omräknat utlåtande / recomputed verdict: {found['state']}")
    different = [name for name in stored.index if differs(stored[name], found.get(name))]
    for name in different:
        print(f"  {name}: {stored[name]} -> {found.get(name)}")
    print("Samma / same" if not different else "Inte samma / not the same")
    return 1 if different else 0


def table(name: str, about: dict[str, dict[str, dict[str, str]]]) -> pd.DataFrame:
    """Read a CSV file with the kinds of its columns: text, number, list, flag or day."""
    kinds = about["columns"][name]
    rows = pd.read_csv(HERE / f"{name}.csv", dtype=str, keep_default_na=False)
    return pd.DataFrame({column: read(rows[column], kinds[column]) for column in kinds})


def read(cells: pd.Series, kind: str) -> pd.Series:
    """Turn the text of a column into what it was; an empty cell is nothing."""
    if kind == "day":
        return pd.to_datetime(cells.replace("", None))
    if kind == "number":
        return pd.Series([float(cell) if cell else float("nan") for cell in cells], dtype=float)
    if kind == "flag":
        return cells == "true"
    if kind == "list":
        lists = [[float(part) for part in cell.split()] for cell in cells]
        return pd.Series(lists, index=cells.index, dtype=object)
    return cells.astype(object)


def differs(stored: object, found: object) -> bool:
    """Whether two cells of a verdict say different things; nothing equals nothing."""
    if pd.isna(stored) or stored == "":  # type: ignore[call-overload]
        return not (pd.isna(found) or found == "")  # type: ignore[call-overload]
    if pd.isna(found):  # type: ignore[call-overload]
        return True
    if isinstance(stored, float):
        return abs(stored - float(str(found))) > TOLERANCE * max(1.0, abs(stored))
    if isinstance(stored, pd.Timestamp):
        return stored != pd.Timestamp(str(found))
    return bool(stored != found)


if __name__ == "__main__":
    sys.exit(main())
