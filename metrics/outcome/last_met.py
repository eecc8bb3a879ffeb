"""When a goal was last met: what is gone was there until then."""

import numpy as np

from metrics.arrays import Ints
from metrics.outcome.assessed import Assessed
from metrics.outcome.signs import level_blocked


def last_met(assessed: Assessed) -> Ints:
    """Return the row of the last measurement at which each goal was met; -1 where none was.

    A promise to hold is met while less than what matters is lost. A goal of a sample is met
    only where it was reached: one value of chance is no proof that something was there.
    """
    terms, measured, against = assessed.terms, assessed.measured, assessed.against
    holds = terms.holds
    kept = against.worsening < terms.mid[:, None]
    kept &= measured.exists & ~level_blocked(terms, measured)
    met = np.where(holds[:, None], kept, assessed.history.signs.at_target)
    reached = assessed.last_is(assessed.history.memory.was_reached)
    met &= (holds | assessed.exact | reached)[:, None]
    last = met.shape[1] - 1 - met[:, ::-1].argmax(axis=1)
    row = np.take_along_axis(measured.row, last[:, None], 1)[:, 0]
    found: Ints = np.where(met.any(axis=1), row, -1)
    return found
