"""Percents that may be shares: asked about once per indicator where nothing settles it."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from data.answers.reader import Reader
from data.intake.batch import Batch
from data.intake.findings import Both
from data.intake.questions import Questions

_ENOUGH = 5
"""How many saved values of an indicator say what its percents usually are."""

_SMALL = 3.0
"""Percents that usually are at most this are small by themselves."""


def with_percents(
    batch: Batch, unclear: np.ndarray, reader: Reader, questions: Questions
) -> Batch:
    """Ask whether values from 0 to 1 are shares, and take them a hundredfold if they are.

    `unclear` are the rows that may be; indicators whose saved values usually are that small are
    not asked about.
    """
    usual = _usual(reader) if unclear.any() else {}
    hundredfold = np.zeros(len(batch), dtype=bool)
    for place, indicator in batch.there():
        where = unclear & (batch.indicator == place)
        if not where.any() or usual.get(indicator.id, np.inf) <= _SMALL:
            continue
        value = float(batch.value()[where][0])
        answer = questions.ask(
            "shares",
            indicator.id,
            suggested="hundredfold",
            count=int(where.sum()),
            example=str(batch.sheet.column("value").strings[where][0]),
            rows=batch.sheet.rows[where],
            indicator=Both(indicator.sv.name, indicator.en.name),
            meant=round(value * 100, 6),
        )
        hundredfold |= where & (answer == "hundredfold")
    return _multiplied(batch, hundredfold) if hundredfold.any() else batch


def said_to_be_shares(batch: Batch, questions: Questions) -> np.ndarray:
    """Rows of indicators whose values are shares by an answer, now or for an earlier file."""
    said = [
        questions.answer_to("shares", each.id) == "hundredfold" for each in batch.indicators
    ]
    return np.asarray(np.array([*said, False])[batch.indicator])


def _usual(reader: Reader) -> Mapping[str, float]:
    """Return the median of the saved values of every indicator that has enough of them."""
    rows = reader.rows(
        "SELECT indicator_id, median(value) AS usual FROM observation_as_of($revision) "
        "JOIN series USING (series_id) GROUP BY ALL HAVING count(value) >= $enough",
        enough=_ENOUGH,
    )
    return dict(zip(rows["indicator_id"], rows["usual"].astype(float), strict=True))


def _multiplied(batch: Batch, where: np.ndarray) -> Batch:
    factor = np.where(where, 100.0, 1.0)
    value = batch.numbers["value"]
    percents = np.round(value.value * factor, 10)
    return replace(
        batch,
        numbers={
            **batch.numbers,
            "value": replace(value, value=percents, step=value.step * factor),
        },
        low=batch.low * factor,
        high=batch.high * factor,
    )
