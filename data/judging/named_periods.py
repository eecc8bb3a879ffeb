"""The periods that goals name as their references, told apart by number."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from metrics.arrays import Bools, Ints


class Named(NamedTuple):
    """The periods that each goal names: as many as its `length`, one goal after the other.

    `place` is that of each among the `texts`, which are all different.
    """

    length: Ints
    place: Ints
    texts: pd.Index

    @classmethod
    def of(cls, cells: pd.Series) -> "Named":
        """Read a column of lists of periods, in which a missing one is empty."""
        lists = pa.array(cells.to_numpy(object), type=pa.list_(pa.string()), from_pandas=True)
        told = lists.flatten().dictionary_encode()
        return cls(
            length=lists.value_lengths()
            .fill_null(0)
            .to_numpy(zero_copy_only=False)
            .astype(int),
            place=told.indices.to_numpy(zero_copy_only=False).astype(int),
            texts=pd.Index(told.dictionary.to_pandas(), dtype="str"),
        )

    @property
    def goal(self) -> Ints:
        """Whose each of the periods is: the place of the goal."""
        return np.repeat(np.arange(len(self.length)), self.length)

    def within(self, periods: pd.Index) -> Ints:
        """Return the place of each period among others; -1 where it is not one of them."""
        found: Ints = periods.get_indexer(self.texts).astype(int)[self.place]
        return found

    def by_goal(self, periods: pd.Index) -> Bools:
        """Say of each goal (row) which `periods` it names."""
        named = np.zeros((len(self.length), len(periods) + 1), dtype=np.bool_)
        named[self.goal, self.within(periods)] = True  # What is not there is put last.
        return named[:, :-1]
