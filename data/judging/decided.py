"""What was decided of some goals, before it is kept: frames, and nothing of a store."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What has become known and stays: empty frames where nothing has.

    `baselines` as `data.judging.baselines.keep` takes them, `weights` and `noise` rows of
    ``comparator_weight`` and ``noise_model``.
    """

    baselines: pd.DataFrame = field(default_factory=pd.DataFrame)
    weights: pd.DataFrame = field(default_factory=pd.DataFrame)
    noise: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __add__(self, other: "Frozen") -> "Frozen":
        """Return both."""
        return Frozen(
            baselines=_stacked([self.baselines, other.baselines]),
            weights=_stacked([self.weights, other.weights]),
            noise=_stacked([self.noise, other.noise]),
        )

    def of(self, goal_ids: Collection[str], indicator_ids: Collection[str]) -> "Frozen":
        """Return what belongs to some goals, and the noise of some indicators."""
        return Frozen(
            baselines=_where(self.baselines, "goal_id", goal_ids),
            weights=_where(self.weights, "goal_id", goal_ids),
            noise=_where(self.noise, "indicator_id", indicator_ids),
        )


def _no_goals(**columns: str) -> pd.DataFrame:
    types = {"goal_id": "str", **columns}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Verdicts as they are stored, by goal, and what they rest on.

    `terms` has a row for each of them: ``goal_id``, ``indicator_id``, ``exact``, ``mid`` and
    ``invented``, which say what may be on the agenda. `readings` are all that the monitors
    showed of some goals, and of the `silent` they show nothing; of others they show what is
    stored.
    """

    verdicts: pd.DataFrame = field(default_factory=lambda: _no_goals(p_loss="float"))
    terms: pd.DataFrame = field(default_factory=lambda: _no_goals(indicator_id="str"))
    readings: pd.DataFrame = field(default_factory=_no_goals)
    silent: pd.DataFrame = field(default_factory=_no_goals)
    frozen: Frozen = field(default_factory=Frozen)

    @property
    def goal_ids(self) -> set[str]:
        """Whose verdicts they are."""
        return set(self.terms["goal_id"])

    def without_readings(self) -> "Decided":
        """Return the same, as if the monitors showed what is stored.

        With frames of their own: no row of a frame still holds all of its texts.
        """
        return replace(self, readings=_no_goals(), silent=_no_goals())

    def of(self, goal_ids: Collection[str]) -> "Decided":
        """Return what was decided of some goals, with the noise of their indicators."""
        others = sorted(self.goal_ids.difference(goal_ids))
        terms = _without(self.terms, others)
        return Decided(
            verdicts=_without(self.verdicts, others),
            terms=terms,
            readings=_without(self.readings, others),
            silent=_without(self.silent, others),
            frozen=self.frozen.of(goal_ids, set(terms["indicator_id"])),
        )

    def but_for(self, others: Iterable["Decided"]) -> "Decided":
        """Return the same, but for the goals that others decided on.

        Nobody need have asked for them: where the noise of one is unknown, all goals of its
        indicator come along.
        """
        again = self.goal_ids & set[str]().union(*(one.goal_ids for one in others))
        return self.of(self.goal_ids - again) if again else self


def together(decided: Sequence[Decided]) -> Decided:
    """Return what was decided of all, ordered by goal."""
    if not decided:
        return Decided()
    verdicts, terms, readings, silent = (
        _stacked(frames)
        for frames in zip(
            *((one.verdicts, one.terms, one.readings, one.silent) for one in decided),
            strict=True,
        )
    )
    order = terms["goal_id"].sort_values().index
    return Decided(
        verdicts=verdicts.loc[order].reset_index(drop=True),
        terms=terms.loc[order].reset_index(drop=True),
        readings=readings,
        silent=silent,
        frozen=sum((one.frozen for one in decided), start=Frozen()),
    )


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    some = [frame for frame in frames if len(frame)]
    if len(some) < 2:
        return some[0] if some else frames[0]
    return pd.concat(some, ignore_index=True)


def _without(frame: pd.DataFrame, goal_ids: Sequence[str]) -> pd.DataFrame:
    """Leave out some goals: they are few, so to seek them costs next to nothing."""
    if frame.empty or not goal_ids:
        return frame
    return frame[~frame["goal_id"].isin(goal_ids)].reset_index(drop=True)


def _where(frame: pd.DataFrame, column: str, names: Collection[str]) -> pd.DataFrame:
    if frame.empty:
        return frame
    return frame[frame[column].isin(list(names))].reset_index(drop=True)
