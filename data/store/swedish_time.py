"""Days as they are lived in Sweden, moments as they are stored."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_SWEDEN = ZoneInfo("Europe/Stockholm")


def day_of(moment: datetime) -> date:
    """Return the day it is in Sweden at a moment of the store: UTC, with or without a zone."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(_SWEDEN).date()


def end_of_day(day: date) -> datetime:
    """Return the last moment of a Swedish `day`, in UTC without a zone as the store has it."""
    return datetime.combine(day, time.max, tzinfo=_SWEDEN).astimezone(UTC).replace(tzinfo=None)
