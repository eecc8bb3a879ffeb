"""What an indicator is: one reviewed definition, in Swedish and English."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.dataclasses import dataclass

from metrics.definition.period import MEASUREMENTS_PER_YEAR, Frequency

FEWEST_ANSWERS = 30
"""A survey is monitored from so many answers, whatever its own floor is."""


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


def _as_written(value: float, checked: ValidatorFunctionWrapHandler) -> float:
    checked(value)
    return value


Text = Annotated[str, Field(pattern=r"\S")]
"""Text with something in it."""

Number = Annotated[float, Field(strict=True), WrapValidator(_as_written)]
"""A number, whole or not as it was written: the stored definition says it the same way."""

_STRICT = ConfigDict(extra="forbid", coerce_numbers_to_str=True, allow_inf_nan=False)
"""Unknown keys are refused at every level of a definition."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Wording:
    """An indicator in one language."""

    name: Text
    short: Text
    subject: Text
    why: Text
    numerator: Text
    denominator: Text
    misleading: Text
    unit: Text


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Source:
    """Who publishes the figures, under which code, and on what terms."""

    publisher: Text
    code: str = ""
    url: str = ""
    licence: str = ""
    publisher_en: str = ""
    licence_en: str = ""

    def named(self, language: str) -> str:
        """Return who publishes the figures; in their own words where there are no English."""
        return (self.publisher_en if language == "en" else "") or self.publisher

    def terms(self, language: str) -> str:
        """Return on what terms they do; in their own words where there are no English."""
        return (self.licence_en if language == "en" else "") or self.licence


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class LadderClass:
    """One class of an ordinal indicator; a higher severity is worse."""

    code: str
    severity: int
    sv: str
    en: str
    aliases: tuple[str, ...] = ()
    retired_on: date | None = None


def _distinct(ladder: tuple[LadderClass, ...]) -> tuple[LadderClass, ...]:
    if len({step.severity for step in ladder}) < len(ladder):
        raise ValueError("two classes have the same severity")
    return ladder


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Indicator:
    """One indicator exactly as reviewed: what is measured, how it is judged, what misleads."""

    id: str
    version: Annotated[int, Field(ge=1)]
    theme: Theme
    kind: Kind
    evidence: Evidence
    unit: str
    decimals: int
    direction: Direction
    window: Window
    frequency: Frequency
    finest_geography: str
    minimum_n: int = 0
    smallest_count: int = 0
    smallest_difference: Annotated[Number, Field(gt=0)] | None = None
    stale_after_days: int
    codes: tuple[str, ...] = ()
    owner_role: str
    reviewed: date
    direction_confirmed_by: str = ""
    direction_confirmed_on: date | None = None
    plausible_low: Number | None = None
    plausible_high: Number | None = None
    source: Source
    sv: Wording
    en: Wording
    ladder: Annotated[tuple[LadderClass, ...], AfterValidator(_distinct)] = ()
    direction_proposed: Direction | None = None
    """What is thought better while nobody in a role has confirmed it. It judges nothing."""
    hide_zero: bool = True
    """Whether that there is nobody is as much a secret as that they are few."""
    owner_role_en: str = ""
    published: tuple[str, ...] = ()
    """The suppliers whose figures everybody can have anyway, ``*`` for all: never hidden."""

    def wording(self, language: str) -> Wording:
        """Return the words in `language` (``"sv"`` or ``"en"``)."""
        return self.en if language == "en" else self.sv

    def owner(self, language: str) -> str:
        """Return the role that answers for the figures, in English where it has a name."""
        return (self.owner_role_en if language == "en" else "") or self.owner_role

    def fewest(self, minimum_n: int | None = None) -> int:
        """Return how many answers or people a value needs to be judged.

        That is the indicator's own number, or that of a goal that has one; never less than
        `FEWEST_ANSWERS` for a survey.
        """
        asked = self.minimum_n if minimum_n is None else minimum_n
        return max(asked, FEWEST_ANSWERS) if self.evidence is Evidence.SURVEY_SHARE else asked

    @property
    def measurements_per_year(self) -> float:
        """Measurements a year at the indicator's own pace."""
        return MEASUREMENTS_PER_YEAR.get(self.frequency, 1.0)

    @property
    def may_be_assessed(self) -> bool:
        """Whether a goal on this indicator can get a state other than background."""
        return self.kind is not Kind.CONTEXT and self.direction is not Direction.CONTEXT
