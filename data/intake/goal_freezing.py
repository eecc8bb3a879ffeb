"""When a goal was frozen, and whether that was after the fact: computed once, and then kept."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.compare import regrouped
from data.intake.fields import TEXTS
from data.intake.findings import Marks, mark
from data.intake.goal_baselines import in_baseline, span
from data.intake.kind import Basis
from data.intake.preview import stored_rows
from data.store import ledger, staged


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Goals with the day they were frozen, and what is to be said of it.

    ``goals`` as given, with ``frozen_on`` and ``after_the_fact`` decided; ``states`` the
    difference of each from what is saved; ``marks`` with rows of ``goals``.
    """

    goals: pd.DataFrame
    states: pd.Series
    marks: list[Marks]


def frozen(
    basis: Basis,
    goals: pd.DataFrame,
    documents: pd.DataFrame,
    compared: pd.DataFrame,
    measured: pd.DataFrame,
) -> Frozen:
    """Decide when each goal was frozen and whether that was after the fact.

    The day in the file counts where it has come and a document with an address, dated no
    later, supports it; another target under the same day is remarked on. Otherwise the goal is
    dated as it is saved when nothing else differs, else today. After the
    fact is later than the due date, or than half of the final measurements after the baseline
    that are saved by now. That is decided with the day, the due date and the baseline, and
    kept as long as those three stand, whatever is measured later; the word in the file can
    only make it stricter.

    `goals` as the store has them, `documents` the rows of ``document`` they name, `compared`
    the rows of ``goal_comparator``: other areas to compare with are other terms. `measured` is
    from `data.intake.goal_series.measured` with ``place`` in `goals`.
    """
    stored = stored_rows(basis.reader, "goal").set_index("goal_id").reindex(goals["goal_id"])
    stored = stored.reset_index(drop=True)
    today = pd.Timestamp(basis.today).as_unit("s")
    said = goals["frozen_on"]
    dated = said.where(_supported(goals, documents) & (said <= today))
    saved_on = pd.to_datetime(stored["frozen_on"]).astype("M8[s]")
    filled = goals.assign(
        frozen_on=dated.where(dated.notna(), saved_on),
        frozen_by=goals["frozen_by"].where(
            goals["frozen_by"] != "", stored["frozen_by"].fillna("")
        ),
        baseline_periods=_periods(goals["baseline_periods"], stored["baseline_periods"]),
    )
    filled = filled.assign(after_the_fact=_late(filled, stored, measured)[0])
    states = _difference(basis.reader, filled)
    other = regrouped(basis.reader, "goal_comparator", goals["goal_id"], compared)
    states = states.mask((states == "unchanged") & other, "changed")
    redated = dated.isna() & (states != "unchanged").to_numpy()
    dated_anew = filled.assign(frozen_on=filled["frozen_on"].where(~redated, today))
    late, reasons = _late(dated_anew, stored, measured)
    decided = goals.assign(frozen_on=dated_anew["frozen_on"], after_the_fact=late)
    marks = [*_unsupported(said, decided["frozen_on"], today), *reasons]
    marks += _moved_target(decided, stored, dated.notna().to_numpy(bool))
    return Frozen(goals=decided, states=states, marks=marks)


def _supported(goals: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """Say whether a document with an address, dated no later, supports the day of a goal."""
    known = documents.set_index("document_id")[["url", "published_on"]]
    paper = known.reindex(goals["document_id"]).reset_index(drop=True)
    addressed = paper["url"].fillna("").str.match(r"https?://")
    return addressed & (paper["published_on"] <= goals["frozen_on"])


def _periods(given: pd.Series, old: pd.Series) -> pd.Series:
    """Return the baseline periods of the file, as they are saved where it names none."""
    kept = [
        [str(period) for period in periods] if isinstance(periods, (list, np.ndarray)) else []
        for periods in old
    ]
    return pd.Series(
        [list(new) or saved for new, saved in zip(given, kept, strict=True)], dtype=TEXTS
    )


def _late(
    goals: pd.DataFrame, stored: pd.DataFrame, measured: pd.DataFrame
) -> tuple[pd.Series, list[Marks]]:
    """Say whether each goal was frozen after the fact, and why where that is news.

    What was decided stands while the day, the due date and the baseline do.
    """
    frozen_on = goals["frozen_on"]
    overdue = (frozen_on > goals["target_due"]).to_numpy(bool)
    total, before = _monitored(goals, measured)
    behind = (total > 0) & (before * 2 >= total)
    kept = _as_decided(goals, stored)
    earlier = stored["after_the_fact"].astype("boolean").fillna(False).to_numpy(bool)
    claimed = goals["after_the_fact"].to_numpy(bool)
    late = claimed | np.where(kept, earlier, overdue | behind)
    day = frozen_on.dt.strftime("%Y-%m-%d").to_numpy(object)
    news = late & ~kept & ~claimed
    marks = [
        *mark("frozen_after_due", "due", news & overdue, day=day),
        *mark(
            "frozen_after_measurements",
            "frozen_on",
            news & ~overdue,
            day=day,
            before=before,
            total=total,
        ),
    ]
    return pd.Series(late, index=goals.index), marks


def _monitored(goals: pd.DataFrame, measured: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Count the final measurements after each baseline: all, and those before the freezing."""
    frozen_on = goals["frozen_on"].to_numpy("M8[s]")
    place = measured["place"].to_numpy(np.int64)
    end = measured["period_end"].to_numpy("M8[s]")
    inside = in_baseline(goals, measured, pd.Timestamp("9999-12-31"))
    last = pd.Series(end[inside]).groupby(place[inside]).max()
    baseline_end = last.reindex(np.arange(len(goals))).to_numpy("M8[s]")
    monitored = measured["final"].to_numpy(bool) & (end > baseline_end[place])
    early = monitored & (end < frozen_on[place])
    return (
        np.bincount(place[monitored], minlength=len(goals)),
        np.bincount(place[early], minlength=len(goals)),
    )


def _as_decided(goals: pd.DataFrame, stored: pd.DataFrame) -> np.ndarray:
    """Say whether a goal is saved with the same day, due date and baseline."""
    there = stored["goal_version"].notna()
    same = np.ones(len(goals), dtype=bool)
    for name in ("frozen_on", "target_due"):
        new, old = goals[name].to_numpy("M8[D]"), stored[name].to_numpy("M8[D]")
        same &= (new == old) | (np.isnat(new) & np.isnat(old))
    baselines = _periods(goals["baseline_periods"], stored["baseline_periods"])
    old_baselines = _periods(pd.Series([[]] * len(goals)), stored["baseline_periods"])
    alike = [list(new) == list(old) for new, old in zip(baselines, old_baselines, strict=True)]
    return np.asarray(there & same & np.array(alike, dtype=bool), dtype=bool)


def _unsupported(said: pd.Series, decided: pd.Series, today: pd.Timestamp) -> Iterator[Marks]:
    """Remark on days in the file that no document supports, or that have not come."""
    other = (said.notna() & (said != decided)).to_numpy(bool)
    ahead = (said > today).to_numpy(bool)
    day = decided.dt.strftime("%Y-%m-%d").to_numpy(object)
    yield from mark("frozen_ahead", "frozen_on", other & ahead, day=day)
    yield from mark("frozen_unsupported", "frozen_on", other & ~ahead, day=day)


def _moved_target(goals: pd.DataFrame, stored: pd.DataFrame, dated: np.ndarray) -> list[Marks]:
    """Remark on targets that are saved as another, frozen the same day in a document."""
    names = ["target_low", "target_high"]
    new, old = goals[names].to_numpy(float), stored[names].to_numpy(float)
    same = ((new == old) | (np.isnan(new) & np.isnan(old))).all(axis=1)
    days = (goals["frozen_on"].to_numpy("M8[D]"), stored["frozen_on"].to_numpy("M8[D]"))
    moved = dated & ~same & ~np.isnan(old).all(axis=1) & (days[0] == days[1])
    before = np.empty(len(old), dtype=object)
    before[:] = [span(low, high) for low, high in old]
    return list(mark("target_moved", "target", moved, before=before))


def _difference(reader: Reader, goals: pd.DataFrame) -> pd.Series:
    if goals.empty:
        return pd.Series(dtype="str")
    with reader.cursor() as cursor:
        numbered = goals.assign(position=np.arange(len(goals)))
        resolved = ledger.resolve_series(cursor, numbered, None).sort_values("position")
        return staged.compare(cursor, "goal", resolved.drop(columns="position"))
