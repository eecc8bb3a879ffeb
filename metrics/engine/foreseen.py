"""What series will be asked when they are measured once more, found before they are.

How large a loss must be to be seen (`metrics.engine.whole_rule`) is simulated, and depends on
how a series is judged and how often it has been, not on its values. So it can be worked out
ahead, and what one process has found is good for another of the same source.
"""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Final

import numpy as np

from metrics.arrays import Floats
from metrics.engine.compiled import source
from metrics.engine.simulation import LONGEST
from metrics.engine.whole_rule import ANSWERS, Rule, found_before

_WHOLE = ("measurements", "confirming", "measurements_left")
_COLUMNS: Final = (*Rule._fields, "place", "asked")


def made_by() -> str:
    """Return what answers depend on but the questions: those of another maker do not count."""
    return f"{source()}-numpy{version('numpy')}-scipy{version('scipy')}"


def known() -> Floats:
    """Return all that has been found, one row each: what `learn` takes."""
    rows = [(*rule, place, asked) for rule, place, asked in ANSWERS.all()]
    return np.array(rows, dtype=np.float64).reshape(-1, len(_COLUMNS))


def number_known() -> int:
    """Return how many answers have been found."""
    return len(ANSWERS)


def learn(rows: Floats) -> None:
    """Take over what another process has found: all of it, or nothing.

    Raises `ValueError` for another shape, and for what is no whole number and must be one.
    """
    if rows.ndim != 2 or rows.shape[1] != len(_COLUMNS):
        raise ValueError(f"A row has the {len(_COLUMNS)} numbers {', '.join(_COLUMNS)}.")
    whole = [_COLUMNS.index(name) for name in (*_WHOLE, "place")]
    if not np.isfinite(rows[:, whole]).all():
        raise ValueError(f"{', '.join((*_WHOLE, 'place'))} must be whole numbers.")
    ANSWERS.learn(
        (_rule(row[: len(Rule._fields)]), int(row[-2]), bool(row[-1])) for row in rows.tolist()
    )


def _rule(row: list[float]) -> Rule:
    rule = Rule(*row)  # type: ignore[arg-type]
    return rule._replace(**{name: int(getattr(rule, name)) for name in _WHOLE})


def ahead() -> Iterator[Rule]:
    """Find what will be asked after one more measurement, one after the other.

    Of all that has been asked, whoever asked.
    """
    for rule in ANSWERS.without(_once_more):
        found_before(rule)
        yield rule


def later_onsets() -> Iterator[Rule]:
    """Find what a loss is asked of by when it began, one after the other.

    Of all that has been asked of one that was there from the first measurement.
    """
    whole = [one for one in ANSWERS.asked() if one.measurements_left == one.measurements]
    for rule in whole:
        for left in range(rule.confirming, rule.measurements):
            later = rule._replace(measurements_left=left)
            found_before(later)
            yield later


def _once_more(rule: Rule) -> Rule | None:
    """Return the same rule after one more measurement: all of them, or as many as before."""
    if rule.measurements >= LONGEST:
        return None
    more = rule.measurements + 1
    every = rule.measurements_left == rule.measurements
    return rule._replace(
        measurements=more, measurements_left=more if every else rule.measurements_left
    )
