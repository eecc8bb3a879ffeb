"""Templates and days to hand in by: what the API and the command line give alike."""

from typing import Any

import pandas as pd

from dashboard.doors.intake import records
from dashboard.export.delivery_book import Asked, delivery_book
from dashboard.export.delivery_calendar import delivery_calendar
from dashboard.installation import Installation, now
from data.answers.deliveries import deliveries
from data.answers.reader import Reader
from data.store.swedish_time import day_of
from metrics.errors import UnknownIndicatorError


def template(here: Installation, facts: Reader, asked: Asked) -> bytes:
    """Write the workbook that is asked for, as of today.

    Raises `UnknownIndicatorError`, as `due` and `calendar` do.
    """
    _require(here, asked.indicator_id)
    return delivery_book(facts, here.catalogue, asked, day_of(now()))


def due(
    here: Installation, facts: Reader, *, sender: str | None, indicator_id: str | None
) -> list[dict[str, Any]]:
    """List what is to be handed in, as JSON values."""
    return records(_deliveries(here, facts, sender, indicator_id))


def calendar(
    here: Installation,
    facts: Reader,
    *,
    sender: str | None,
    indicator_id: str | None,
    home: str,
    language: str,
) -> bytes:
    """Write the days to hand in by as a calendar."""
    return delivery_calendar(
        _deliveries(here, facts, sender, indicator_id),
        here.catalogue,
        made_at=now(),
        home=home,
        language=language,
    )


def _deliveries(
    here: Installation, facts: Reader, sender: str | None, indicator_id: str | None
) -> pd.DataFrame:
    _require(here, indicator_id)
    named = {"sender": sender or None, "indicator_id": indicator_id}
    return deliveries(facts, here.catalogue, day_of(now()), **named)


def _require(here: Installation, indicator_id: str | None) -> None:
    if indicator_id is not None and indicator_id not in set(here.catalogue):
        raise UnknownIndicatorError(f"Det finns ingen indikator {indicator_id}. Se katalogen.")
