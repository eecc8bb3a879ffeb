"""Days as people in Sweden count them; the store keeps its moments in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")


def local_day(moment: datetime) -> date:
    """Return the day it was in Sweden at a moment of the store (UTC, with or without zone)."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(SWEDEN).date()


def end_of(day: date) -> datetime:
    """Return the last moment of a day in Sweden, as UTC."""
    following = datetime.combine(day + timedelta(days=1), time(), SWEDEN)
    return following.astimezone(UTC) - timedelta(microseconds=1)


def written(text: str | None) -> date | None:
    """Read a day as it stands in an address, ``2026-11-03``; None for anything else."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None
