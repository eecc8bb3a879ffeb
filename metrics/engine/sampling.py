"""The sampling error of one measurement, from what its publisher gives."""

import numpy as np

from metrics.arrays import Floats
from metrics.definition.indicator import Evidence

UNIT_SCALE = {"percent": 100.0, "share_0_1": 1.0, "per_100k": 100_000.0, "per_1000": 1_000.0}
"""What numerator / denominator is multiplied with to give a value in the unit."""

_HALF_WIDTH_95 = 1.959964


def standard_error(
    evidence: Evidence,
    unit: str,
    *,
    value: Floats,
    numerator: Floats,
    denominator: Floats,
    n: Floats,
    low: Floats,
    high: Floats,
) -> Floats:
    """Return the standard error of each value, in its unit; NaN where it is unknown.

    A published 95 % interval comes first. Otherwise shares get a binomial error on `n` answers
    (or the denominator), kept above zero at 0 and 100 %, and events a Poisson error on their
    count (Agresti and Coull 1998 for the added half). A whole population has no such error.
    """
    published = (high - low) / (2 * _HALF_WIDTH_95)
    if evidence.is_exact:
        return np.zeros_like(value)
    scale = UNIT_SCALE.get(unit, 1.0)
    if evidence is Evidence.SURVEY_SHARE:
        answers = np.where(np.isnan(n), denominator, n)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (np.clip(value / scale, 0, 1) * answers + 0.5) / (answers + 1)
            derived = scale * np.sqrt(share * (1 - share) / answers)
    elif evidence is Evidence.EVENT_RATE:
        with np.errstate(invalid="ignore", divide="ignore"):
            derived = scale * np.sqrt(numerator + 0.5) / denominator
    else:
        derived = np.full_like(value, np.nan)
    known = np.where(np.isnan(published), derived, published)
    return np.where(np.isfinite(known), known, np.nan)
