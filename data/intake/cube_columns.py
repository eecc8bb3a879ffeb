"""From the columns of a published text table to the dimensions of a cube."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.intake.cube import Dimension, along, with_roles
from data.intake.cube_words import role_of

Along = tuple[Dimension, np.ndarray]
"""A dimension, and the place in it of each record."""

_CODE = re.compile(r"\d{2}|\d{4}|\d{4}[A-Z]\d{3,4}|\d{4}R\d{3}|\d{8}")


def divided(columns: Sequence[tuple[str, Sequence[str]]]) -> list[Along]:
    """Make a dimension of each column, without those that only name again what another says.

    The areas are the column of codes where there is one, else the last of those named like
    areas: they go from large to small.
    """
    made = [along(name, texts) for name, texts in columns]
    areas = [at for at, (each, _) in enumerate(made) if role_of(each.name) == "area"]
    if areas:
        coded = [at for at in areas if all(map(_CODE.fullmatch, made[at][0].texts))]
        chosen = (coded or areas)[-1]
        made[chosen] = (replace(made[chosen][0], role="area"), made[chosen][1])
        made = [
            each
            for at, each in enumerate(made)
            if at == chosen or not follows(each[1], made[chosen][1])
        ]
    roles = with_roles([each for each, _ in made])
    return [(each, places) for each, (_, places) in zip(roles, made, strict=True)]


def follows(places: np.ndarray, of: np.ndarray) -> bool:
    """Whether there are several values, and which it is follows from another dimension."""
    if not len(places) or places.max() == 0:
        return False
    pairs = of.astype(np.int64) * (int(places.max()) + 1) + places
    return len(np.unique(pairs)) == len(np.unique(of))
