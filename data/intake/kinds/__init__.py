"""The kinds of file there are: one module each, gathered here."""

from collections.abc import Sequence

from data.intake.columns import canonical, is_period
from data.intake.kind import Kind
from data.intake.kinds import (
    area_stages,
    areas,
    boundaries,
    breaks,
    commitment_decisions,
    commitments,
    confirmations,
    events,
    goals,
    initiatives,
    moving_chains,
    observations,
    stage_records,
    valuation,
)

__all__ = ["KINDS", "KIND_NAMES", "RECOGNISED", "kind_named", "kind_of"]

KINDS: tuple[Kind, ...] = (
    observations.KIND,
    areas.KIND,
    goals.KIND,
    breaks.KIND,
    events.KIND,
    initiatives.KIND,
    valuation.KIND,
    moving_chains.KIND,
    commitments.KIND,
    area_stages.KIND,
    stage_records.KIND,
    confirmations.KIND,
    commitment_decisions.KIND,
    boundaries.KIND,
)
"""Every kind of file, in the order they are offered."""

RECOGNISED: tuple[Kind, ...] = (
    valuation.KIND,
    initiatives.KIND,
    moving_chains.KIND,
    commitments.KIND,
    confirmations.KIND,
    commitment_decisions.KIND,
    stage_records.KIND,
    area_stages.KIND,
    goals.KIND,
    breaks.KIND,
    events.KIND,
    observations.KIND,
    areas.KIND,
)
"""The kinds that headers can tell, in the order tried: assumptions name initiatives, too."""

KIND_NAMES = tuple(kind.name for kind in KINDS)
"""What the command line, the API and the page call them."""

_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_named(name: str) -> Kind:
    """Return the kind called `name`. Raises `KeyError` when there is none."""
    return _BY_NAME[name]


def kind_of(headers: Sequence[str]) -> Kind | None:
    """Say which kind of file has these headers, None when they are no kind's."""
    periods = any(map(is_period, headers))
    for kind in RECOGNISED:
        found = set(canonical(kind.name, headers))
        # Measurements often have the name of an area beside its code; areas have no period.
        nothing = kind is areas.KIND and periods and "kind" not in found
        if not nothing and any(signature <= found for signature in kind.signatures):
            return kind
    if not periods:
        return None
    wide = (kind for kind in KINDS if kind.wide)
    return next((k for k in wide if "area_id" in canonical(k.name, headers)), None)
