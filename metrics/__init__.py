"""What social values mean: definitions and arithmetic, pure and in batches.

The method library's stable names are imported from here; each room is opened when it is asked
for, since some take a while.
"""

from typing import TYPE_CHECKING

from metrics.definition.lazy import names_of

if TYPE_CHECKING:
    from metrics.definition.indicator import Evidence
    from metrics.engine.noise import freeze
    from metrics.engine.noise_model import NoiseModel
    from metrics.engine.sampling import standard_error
    from metrics.engine.screen import LossScreen, screen_losses
    from metrics.engine.uncertainty import estimate_noise
    from metrics.methods.comparison import (
        difference_in_change,
        synthetic_control,
        synthetic_difference,
    )
    from metrics.methods.composition import (
        character_change,
        entropy,
        entropy_split,
        jensen_shannon,
    )
    from metrics.methods.disclosure import suppress
    from metrics.methods.funnel import funnel_band, funnel_side
    from metrics.methods.intervals import byar, margin_interval, mean_interval, wilson
    from metrics.methods.moving_chain import vacancy_chain
    from metrics.methods.progress import progress_to_target, progress_without_target
    from metrics.methods.segregation import dissimilarity, mutual_information, theil_h
    from metrics.methods.spc import spc_xmr
    from metrics.methods.trend import mann_kendall, recent_trend
    from metrics.methods.valuation import SocialValue, social_value
    from metrics.outcome.decision import decide, judge
    from metrics.outcome.discovery import discovery_threshold
    from metrics.outcome.prepared import as_monitored
    from metrics.promise.decision import course, decide_promises, joined
    from metrics.promise.state import Joined, PromiseState

_ROOMS = {
    "methods.comparison": ("difference_in_change", "synthetic_control", "synthetic_difference"),
    "methods.composition": ("character_change", "entropy", "entropy_split", "jensen_shannon"),
    "methods.disclosure": ("suppress",),
    "outcome.discovery": ("discovery_threshold",),
    "methods.funnel": ("funnel_band", "funnel_side"),
    "definition.indicator": ("Evidence",),
    "methods.intervals": ("byar", "margin_interval", "mean_interval", "wilson"),
    "engine.screen": ("LossScreen", "screen_losses"),
    "methods.moving_chain": ("vacancy_chain",),
    "engine.noise": ("freeze",),
    "outcome.decision": ("decide", "judge"),
    "outcome.prepared": ("as_monitored",),
    "methods.progress": ("progress_to_target", "progress_without_target"),
    "promise.decision": ("course", "decide_promises", "joined"),
    "promise.state": ("Joined", "PromiseState"),
    "engine.sampling": ("standard_error",),
    "methods.segregation": ("dissimilarity", "mutual_information", "theil_h"),
    "methods.spc": ("spc_xmr",),
    "methods.trend": ("mann_kendall", "recent_trend"),
    "engine.noise_model": ("NoiseModel",),
    "engine.uncertainty": ("estimate_noise",),
    "methods.valuation": ("SocialValue", "social_value"),
}

__all__ = [
    "Evidence",
    "Joined",
    "LossScreen",
    "NoiseModel",
    "PromiseState",
    "SocialValue",
    "as_monitored",
    "byar",
    "character_change",
    "course",
    "decide",
    "decide_promises",
    "difference_in_change",
    "discovery_threshold",
    "dissimilarity",
    "entropy",
    "entropy_split",
    "estimate_noise",
    "freeze",
    "funnel_band",
    "funnel_side",
    "jensen_shannon",
    "joined",
    "judge",
    "mann_kendall",
    "margin_interval",
    "mean_interval",
    "mutual_information",
    "progress_to_target",
    "progress_without_target",
    "recent_trend",
    "screen_losses",
    "social_value",
    "spc_xmr",
    "standard_error",
    "suppress",
    "synthetic_control",
    "synthetic_difference",
    "theil_h",
    "vacancy_chain",
    "wilson",
]

__getattr__ = names_of(__name__, _ROOMS)
