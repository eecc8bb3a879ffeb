"""What social values mean: definitions and arithmetic, pure and in batches."""

from metrics.comparison import difference_in_change, synthetic_control, synthetic_difference
from metrics.composition import character_change, entropy, entropy_split, jensen_shannon
from metrics.disclosure import suppress
from metrics.intervals import byar, margin_interval, mean_interval, wilson
from metrics.moving_chain import vacancy_chain
from metrics.outcome import decide
from metrics.segregation import dissimilarity, mutual_information, theil_h
from metrics.spc import spc_xmr
from metrics.trend import mann_kendall, recent_trend
from metrics.valuation import social_value

__all__ = [
    "byar",
    "character_change",
    "decide",
    "difference_in_change",
    "dissimilarity",
    "entropy",
    "entropy_split",
    "jensen_shannon",
    "mann_kendall",
    "margin_interval",
    "mean_interval",
    "mutual_information",
    "recent_trend",
    "social_value",
    "spc_xmr",
    "suppress",
    "synthetic_control",
    "synthetic_difference",
    "theil_h",
    "vacancy_chain",
    "wilson",
]
