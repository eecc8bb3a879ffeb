"""A study of moving chains in numbers: length, reach, tenure and where vacancies go.

A chain follows the vacancy: the first home first, and the homes left behind after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from metrics.arrays import Floats
from metrics.methods.disclosure import Sum, suppress
from metrics.methods.intervals import Interval
from metrics.methods.moving_chain import (
    Onward,
    Transitions,
    bootstrap_chains,
    reach,
    same_tenure_share,
    transitions_of,
    vacancy_chain,
)

SEED = 20261122
FEWEST = 20
"""Chains below which a study gives no figures: their intervals would say nothing."""

SMALLEST = 5
"""Homes below which a share of where vacancies went is kept back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a study of chains says; `length` None where there are too few of them.

    `length` counts the homes of a chain, the new one included: as many as the moves into them.
    `low_income` and `same_tenure` are shares of chains, None where the segments are not
    described. `onward` has one row per segment, in the order of its name.
    """

    study_id: str
    title: str
    chains: int
    source: str
    length: Interval | None
    low_income: Interval | None
    same_tenure: Interval | None
    onward: tuple[Onward, ...]


def studies(rows: pd.DataFrame) -> list[Study]:
    """Work out every study in the answer of `data.answers.moving_chains.studies`."""
    return [_study(mine) for _, mine in rows.groupby("study_id", sort=False)]


def _study(rows: pd.DataFrame) -> Study:
    chains, weights = _chains(rows)
    enough = len(chains) >= FEWEST
    shown = _Counted(chains, weights, transitions_of(chains, weights))
    poor = _described(rows, "low_income", shown)
    tenures = _described(rows, "tenure", shown)
    targets = [at for at, said in enumerate(poor) if said]
    may_reach = enough and all(said is not None for said in poor) and bool(targets)
    may_stay = enough and all(tenures)
    return Study(
        study_id=str(rows["study_id"].iloc[0]),
        title=str(rows["title"].iloc[0] or ""),
        chains=len(chains),
        source=str(rows["source"].iloc[0] or ""),
        length=shown.over_all(lambda q: vacancy_chain(q).chain_length) if enough else None,
        low_income=shown.over_all(lambda q: reach(q, targets)) if may_reach else None,
        same_tenure=shown.over_all(lambda q: same_tenure_share(q, tenures))
        if may_stay
        else None,
        onward=_onward(chains, shown.segments) if enough else (),
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """The chains of a study, what each weighs, and where vacancies went in all of them."""

    chains: Sequence[Sequence[str]]
    weights: Floats
    transitions: Transitions

    @property
    def segments(self) -> list[str]:
        """The kinds of home, in the order of the transitions."""
        return [str(segment) for segment in self.transitions.segments]

    def over_all(self, statistic: Callable[[Floats], Floats]) -> Interval:
        """Return a statistic of every kind of start as one, by how many chains begin there."""
        begins = np.zeros(len(self.segments))
        for chain, weight in zip(self.chains, self.weights, strict=True):
            begins[self.segments.index(chain[0])] += weight
        begins /= begins.sum()
        return bootstrap_chains(
            lambda shares: statistic(shares) @ begins,
            self.chains,
            np.random.default_rng(SEED),
            weights=self.weights,
        )


def _chains(rows: pd.DataFrame) -> tuple[list[list[str]], Floats]:
    """Return the segments each chain passed, and what each chain weighs."""
    chains, weights = [], []
    for _, steps in rows.sort_values(["chain_id", "step"]).groupby("chain_id", sort=False):
        passed = [str(segment) for segment in steps["from_segment"]]
        last = steps["to_segment"].iloc[-1]
        chains.append([*passed, str(last)] if last else passed)
        weights.append(float(steps["weight"].iloc[0]))
    return chains, np.array(weights)


def _described(rows: pd.DataFrame, name: str, shown: _Counted) -> list[Any]:
    """Return what is said about each segment, None where nothing is."""
    said = rows[rows[name].notna() & (rows[name].astype(str) != "")]
    known = said.groupby("from_segment")[name].first().to_dict()
    return [known.get(segment) for segment in shown.segments]


def _onward(chains: Sequence[Sequence[str]], segments: Sequence[str]) -> tuple[Onward, ...]:
    """Return where vacancies went from each segment, with small counts kept back."""
    place = {segment: at for at, segment in enumerate(segments)}
    counts = np.zeros((len(segments), len(segments) + 1))
    for chain in chains:
        for here, there in zip(chain, [*chain[1:], None], strict=True):
            counts[place[here], len(segments) if there is None else place[there]] += 1
    return tuple(_row(segments[at], segments, counts[at]) for at in range(len(segments)))


def _row(name: str, segments: Sequence[str], counts: Floats) -> Onward:
    """Turn one row into percent, with small counts and what would reveal them kept back."""
    total = float(counts.sum())
    if total < SMALLEST:
        return Onward(name, None, (), None, 100.0)
    cells = np.append(counts, total)
    structure = [Sum(len(counts), tuple(range(len(counts))))]
    out = np.zeros(len(cells), dtype=bool)
    # How many chains end is told before where the others went, unless it is small itself.
    out[-2:] = [counts[-1] == 0 or counts[-1] >= SMALLEST, True]
    kept = suppress(cells, structure, smallest=SMALLEST, hide_zero=False, published=out)
    if kept.exposed.any():
        return Onward(name, int(total), (), None, 100.0)
    percent = 100 * kept.shown[:-1] / total
    parts = zip(segments, percent[:-1].tolist(), strict=True)
    shares = sorted((pair for pair in parts if pair[1] > 0), key=lambda pair: -pair[1])
    hidden = 100.0 - float(np.nansum(percent))
    ends = None if np.isnan(percent[-1]) else float(percent[-1])
    return Onward(name, int(total), tuple(shares), ends, hidden if hidden > 1e-9 else 0.0)
