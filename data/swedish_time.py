"""Days as they are lived in Sweden, moments as they are stored."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_SWEDEN = ZoneInfo("Europe/Stockholm")


def end_of_day(day: date) -> datetime:
    """Return the last moment of a Swedish `day`, in UTC without a zone as the store has it."""
    return datetime.combine(day, time.max, tzinfo=_SWEDEN).astimezone(UTC).replace(tzinfo=None)
