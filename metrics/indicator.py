"""What an indicator is: one reviewed definition, in Swedish and English."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from metrics.period import LOOKS_PER_YEAR, Frequency


class Direction(StrEnum):
    """Which way is better for the people the value was promised to."""

    HIGHER = "higher"
    LOWER = "lower"
    BAND = "band"
    CONTEXT = "context"
    UNCONFIRMED = "unconfirmed"


class Kind(StrEnum):
    """What an indicator may lead to: only an outcome can be lost."""

    OUTCOME = "outcome"
    EARLY_SIGNAL = "early_signal"
    PROCESS = "process"
    CONTEXT = "context"


class Evidence(StrEnum):
    """Where the noise of an indicator comes from, and so how it is judged."""

    SURVEY_SHARE = "survey_share"
    EVENT_RATE = "event_rate"
    MEAN = "mean"
    REGISTER_SHARE = "register_share"
    STOCK = "stock"
    ORDINAL = "ordinal"
    BINARY = "binary"
    COMPOSITION = "composition"

    @property
    def is_exact(self) -> bool:
        """Whether the whole population is counted, so that there is no sampling error."""
        return self in _EXACT


_EXACT = {Evidence.REGISTER_SHARE, Evidence.STOCK, Evidence.ORDINAL, Evidence.BINARY}


class Window(StrEnum):
    """Whether a period is a span, a moment or a rolling average that may overlap."""

    SPAN = "span"
    POINT = "point"
    ROLLING = "rolling"


class Theme(StrEnum):
    """The part of life a value belongs to; the columns of the overview."""

    SAFETY = "safety"
    HOUSING = "housing"
    SERVICE = "service"
    MIX = "mix"
    POPULATION = "population"
    SCHOOL_WORK = "school_work"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """An indicator in one language."""

    name: str
    short: str
    subject: str
    why: str
    numerator: str
    denominator: str
    misleading: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who publishes the figures, under which code, and on what terms."""

    publisher: str
    code: str = ""
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderClass:
    """One class of an ordinal indicator; a higher severity is worse."""

    code: str
    severity: int
    sv: str
    en: str
    aliases: tuple[str, ...] = ()
    retired_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator exactly as reviewed: what is measured, how it is judged, what misleads."""

    id: str
    version: int
    theme: Theme
    kind: Kind
    evidence: Evidence
    unit: str
    decimals: int
    direction: Direction
    window: Window
    frequency: Frequency
    finest_geography: str
    minimum_n: int
    smallest_count: int
    smallest_difference: float | None
    stale_after_days: int
    codes: tuple[str, ...]
    owner_role: str
    reviewed: date
    direction_confirmed_by: str
    direction_confirmed_on: date | None
    plausible_low: float | None
    plausible_high: float | None
    source: Source
    sv: Wording
    en: Wording
    ladder: tuple[LadderClass, ...] = field(default=())
    direction_proposed: Direction | None = None
    """What is thought better while nobody in a role has confirmed it. It judges nothing."""

    def wording(self, language: str) -> Wording:
        """Return the words in `language` (``"sv"`` or ``"en"``)."""
        return self.en if language == "en" else self.sv

    @property
    def looks_per_year(self) -> float:
        """Measurements a year at the indicator's own pace."""
        return LOOKS_PER_YEAR.get(self.frequency, 1.0)

    @property
    def may_be_assessed(self) -> bool:
        """Whether a goal on this indicator can get a state other than background."""
        return self.kind is not Kind.CONTEXT and self.direction is not Direction.CONTEXT
