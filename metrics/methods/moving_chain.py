"""What does one new home set in motion? Vacancy chains from registered moves.

A home is built or emptied; whoever moves in leaves a vacancy behind, and so on until somebody
moves in from outside or leaves nothing behind. A chain is the list of segments its vacancies
were in, the first home first. A study result, never a yearly figure: short chains are normal.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from metrics.arrays import Floats
from metrics.methods.intervals import Interval


class VacancyChain(NamedTuple):
    """Expected chains by the segment they start in.

    ``chain_length``: vacancies in all, the first home included; ``visits``: how many of them
    are in each segment, shape (start, segment). Times 100: per hundred new homes.
    """

    chain_length: Floats
    visits: Floats


class Transitions(NamedTuple):
    """Where vacancies go: ``shares`` of shape (from, to) in the order of ``segments``.

    What is missing in a row up to 1 is the share of chains that end there.
    """

    shares: Floats
    segments: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    """One kind of home: how many stood empty there, and the shares by where the next was.

    `homes` is None where even that is kept back. `shares` are (name, percent), the largest
    first; `ends` is the share that ended, None where it is kept back; `hidden` is what is kept
    back because too few homes stand behind it. Together they are 100.
    """

    name: str
    homes: int | None
    shares: tuple[tuple[str, float], ...]
    ends: float | None
    hidden: float = 0.0


def vacancy_chain(transitions: npt.ArrayLike) -> VacancyChain:
    """Return expected chain lengths and visits from shares of vacancies that move on.

    ``transitions``: Q of shape (..., from, to), the share of the vacancies in one segment
    that are next found in another; a single number is one segment. Visits are (I - Q)^-1.

    Raises `ValueError` unless Q is square, without gaps, every share 0 or more, every row at
    most 1, and every chain ends.

    Source: H. C. White (1970), "Chains of opportunity"; J. G. Kemeny & J. L. Snell (1960),
    "Finite Markov chains", chapter 3.
    """
    shares = _shares(transitions)
    visits = np.asarray(np.linalg.inv(np.eye(shares.shape[-1]) - shares), np.float64)
    lengths = visits.sum(axis=-1)
    if np.ndim(transitions) == 0:
        return VacancyChain(lengths[0], visits[0, 0])
    return VacancyChain(lengths, visits)


def reach(transitions: npt.ArrayLike, targets: Sequence[int]) -> Floats:
    """Return the share of chains, by the segment they start in, that ever reach a target.

    ``transitions``: Q of shape (from, to); ``targets``: positions of segments, such as those
    with low incomes. A chain that starts in a target has reached it.

    Raises `ValueError` as `vacancy_chain` does, and where a target is no segment.

    Source: J. G. Kemeny & J. L. Snell (1960), "Finite Markov chains", theorem 3.3.7.
    """
    shares = _shares(transitions)
    inside = _marked(targets, len(shares))
    reached = np.ones(len(shares))
    onward = shares[np.ix_(~inside, ~inside)]
    arrivals = shares[np.ix_(~inside, inside)].sum(axis=1)
    reached[~inside] = np.linalg.solve(np.eye(len(onward)) - onward, arrivals)
    return reached


def same_tenure_share(transitions: npt.ArrayLike, tenures: Sequence[Hashable]) -> Floats:
    """Return the share of chains, by the segment they start in, that never change tenure.

    ``transitions``: Q of shape (from, to); ``tenures``: the tenure of each segment.

    Raises `ValueError` as `vacancy_chain` does, and without one tenure per segment.
    """
    shares = _shares(transitions)
    if len(tenures) != len(shares):
        raise ValueError(f"`tenures` must name one tenure for each of {len(shares)} segments.")
    same = np.array([[one == other for other in tenures] for one in tenures])
    ending = 1 - shares.sum(axis=1)
    return np.asarray(np.linalg.solve(np.eye(len(shares)) - shares * same, ending))


def transitions_of(
    chains: Sequence[Sequence[Hashable]], weights: npt.ArrayLike | None = None
) -> Transitions:
    """Return the shares of vacancies that move on, counted in registered chains.

    ``chains``: for each chain its segments in order. Segments come back sorted by name.
    ``weights``: how much each chain counts, 1 where none are given.

    Raises `ValueError` where there is no chain, one is empty, or a weight is not above 0.
    """
    segments, moves, stays = _counted(chains, weights)
    return Transitions(_ratio(moves.sum(axis=0), stays.sum(axis=0)), segments)


def bootstrap_chains(
    statistic: Callable[[Floats], npt.ArrayLike],
    chains: Sequence[Sequence[Hashable]],
    generator: np.random.Generator,
    draws: int = 1000,
    confidence: float = 0.95,
    weights: npt.ArrayLike | None = None,
) -> Interval:
    """Return a statistic of the transition shares with its bootstrap interval.

    ``statistic``: takes Q of shape (from, to), such as
    ``lambda shares: vacancy_chain(shares).chain_length``; ``chains``, ``weights``: as
    `transitions_of`. Whole chains are resampled, since the moves of one chain hang together.

    Raises `ValueError` as `transitions_of` does.

    Source: B. Efron & R. J. Tibshirani (1993), "An introduction to the bootstrap", chapter 13.
    """
    _, moves, stays = _counted(chains, weights)
    number = len(chains)
    drawn = []
    for times in generator.multinomial(number, np.full(number, 1 / number), size=draws):
        shares = _ratio(np.tensordot(times, moves, 1), times @ stays)
        drawn.append(np.asarray(statistic(shares), dtype=np.float64))
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    value = np.asarray(statistic(_ratio(moves.sum(axis=0), stays.sum(axis=0))), np.float64)
    return Interval(value[()], low[()], high[()])


def _shares(transitions: npt.ArrayLike) -> Floats:
    shares = np.asarray(transitions, dtype=np.float64)
    if shares.ndim == 0:
        shares = shares.reshape(1, 1)
    if shares.ndim < 2 or shares.shape[-1] != shares.shape[-2]:
        raise ValueError(f"`transitions` must be square, (..., from, to), not {shares.shape}.")
    if not np.all(shares >= 0) or np.any(shares.sum(axis=-1) > 1 + 1e-9):
        raise ValueError("Each share must be 0 or more, and those from one segment 1 at most.")
    if shares.size and np.abs(np.linalg.eigvals(shares)).max() > 1 - 1e-9:
        raise ValueError("Some chains never end: from every segment some vacancies must leave.")
    return shares


def _marked(targets: Sequence[int], number: int) -> npt.NDArray[np.bool_]:
    inside = np.zeros(number, dtype=np.bool_)
    if any(not 0 <= target < number for target in targets):
        raise ValueError(f"`targets` must be positions from 0 to {number - 1}.")
    inside[list(targets)] = True
    return inside


def _counted(
    chains: Sequence[Sequence[Hashable]], weights: npt.ArrayLike | None
) -> tuple[tuple[Hashable, ...], Floats, Floats]:
    """Return the segments and, for each chain, its moves between them and stays in them."""
    if not len(chains) or not all(len(chain) for chain in chains):
        raise ValueError("There must be a chain, and each must name at least one segment.")
    segments = tuple(sorted({segment for chain in chains for segment in chain}, key=str))
    place = {segment: position for position, segment in enumerate(segments)}
    moves = np.zeros((len(chains), len(segments), len(segments)))
    stays = np.zeros((len(chains), len(segments)))
    for number, chain in enumerate(chains):
        places = [place[segment] for segment in chain]
        np.add.at(stays[number], places, 1)
        np.add.at(moves[number], (places[:-1], places[1:]), 1)
    weight = np.ones(len(chains)) if weights is None else np.asarray(weights, np.float64)
    if weight.shape != (len(chains),) or not np.all((weight > 0) & np.isfinite(weight)):
        raise ValueError("`weights` must hold a number above 0 for every chain.")
    return segments, moves * weight[:, None, None], stays * weight[:, None]


def _ratio(moves: Floats, stays: Floats) -> Floats:
    # A segment that no drawn chain passes has nothing to move on.
    return np.asarray(moves / np.where(stays > 0, stays, 1)[:, None])
