"""What a file about an indicator may hold: its columns, and rows that show how."""

from data.intake.kind import Example
from metrics.definition.indicator import Evidence, Indicator
from metrics.definition.period import Frequency

_VALUE_COLUMNS = (
    "area_id",
    "indicator_id",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "category",
    "status",
    "source",
    "note",
)
_CLASS_COLUMNS = ("area_id", "indicator_id", "period", "class", "evidence", "source", "note")
_EXAMPLE_PERIODS = {
    Frequency.WEEK: ("2024-W52", "2025-W01"),
    Frequency.MONTH: ("2024-12", "2025-01"),
    Frequency.QUARTER: ("2024-Q4", "2025-Q1"),
    Frequency.TERM: ("2024-T3", "2025-T1"),
    Frequency.HALF_YEAR: ("2024-S2", "2025-S1"),
    Frequency.SCHOOL_YEAR: ("2023/24", "2024/25"),
    Frequency.DAY: ("2024-12-31", "2025-01-01"),
}
"""Two periods in a row as they are written, where they are not years."""


def example_of(indicator: Indicator, language: str) -> Example:
    """Show what a file about an indicator may say: values, or the classes of its ladder."""
    ordinal = indicator.evidence is Evidence.ORDINAL
    return Example(
        columns=_CLASS_COLUMNS if ordinal else _VALUE_COLUMNS,
        rows=_example_rows(indicator, language),
    )


def _example_rows(indicator: Indicator, language: str) -> list[dict[str, str]]:
    """Show one whole measurement, and one that is missing and says why."""
    first, second = _EXAMPLE_PERIODS.get(indicator.frequency, ("2024", "2025"))
    row = {"area_id": "ovning.exempel", "indicator_id": indicator.id, "period": first}
    if indicator.ladder:
        return [{**row, "class": indicator.ladder[0].code, "evidence": "stated"}]
    comma = "," if language == "sv" else "."
    parts = {"value": f"{example_value(indicator):g}".replace(".", comma)}
    if indicator.unit == "percent":
        parts |= {"numerator": "320", "denominator": "500"}
        parts |= {} if indicator.evidence.is_exact else {"n": "500"}
    return [{**row, **parts}, {**row, "period": second, "value": ".."}]


def example_value(indicator: Indicator) -> float:
    """Return a value that the indicator can have: 64 where it fits, else half of its reach."""
    low, high = indicator.plausible_low, indicator.plausible_high
    usual = 0.64 if indicator.unit == "share_0_1" else 64.0
    if low is None or high is None or low <= usual <= high:
        return usual
    return round((max(low, 0.0) + high) / 2, 1)
