"""Numbers the versions of goals: changed terms are a new version with a baseline to freeze."""

import duckdb
import pandas as pd

from data.judging.evidence import listed
from data.store import staged
from data.store.store import CURRENT


def versioned(
    cursor: duckdb.DuckDBPyConnection, rows: pd.DataFrame, compared: pd.DataFrame, actor: str
) -> pd.DataFrame:
    """Number each goal's version and keep the frozen baseline of one that says the same.

    A goal whose terms changed is a new version with a baseline still to be frozen; the old
    version stays readable. What it is compared with is a term like the others: `compared` are
    the rows of ``goal_comparator`` that come with it.
    """
    kept = ["goal_version", "baseline_value", "baseline_se", "baseline_class"]
    kept += ["baseline_revision", "baseline_periods"]
    stored = cursor.execute(
        "SELECT * FROM goal WHERE revision_to = $current", {"current": CURRENT}
    ).df()
    stored = stored.set_index("goal_id")[kept].reindex(rows["goal_id"]).reset_index(drop=True)
    signed = rows.assign(
        frozen_by=rows["frozen_by"].where(rows["frozen_by"].fillna("") != "", actor)
    )
    terms = signed.drop(columns="baseline_periods").assign(
        baseline_periods=_named_or_kept(signed["baseline_periods"], stored["baseline_periods"])
    )
    other = staged.regrouped(cursor, "goal_comparator", terms["goal_id"], compared)
    unchanged = ((staged.compare(cursor, "goal", terms) == "unchanged") & ~other).to_numpy()
    version = stored["goal_version"].fillna(0).astype(int)
    return terms.assign(
        goal_version=version.where(unchanged, version + 1),
        baseline_value=stored["baseline_value"].where(unchanged),
        baseline_se=stored["baseline_se"].where(unchanged),
        baseline_class=stored["baseline_class"].astype(object).where(unchanged, None),
        baseline_revision=stored["baseline_revision"].astype("Int64").where(unchanged),
    )


def _named_or_kept(named: pd.Series, kept: pd.Series) -> pd.Series:
    """Where the file names no baseline, keep the periods that were frozen."""
    periods = [listed(given) or listed(old) for given, old in zip(named, kept, strict=True)]
    return pd.Series(periods, index=named.index, dtype=object)
