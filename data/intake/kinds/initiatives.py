"""A file of initiatives: what money was for, for whom, and which goals it is held to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data.intake import known
from data.intake.compare import compared
from data.intake.fields import (
    chosen,
    dates,
    ids,
    not_yours,
    place_ids,
    required,
    several,
    texts,
)
from data.intake.findings import Marks, mark
from data.intake.kind import Basis, declared
from data.intake.linked_goals import linked_goals
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import CURRENCIES, listed, numbers
from metrics.definition.catalogue import Catalogue

_TEXTS = (
    "initiative_id",
    "title",
    "title_en",
    "need",
    "target_group",
    "physical_investment",
    "social_interventions",
    "expected_change",
    "future_state",
    "practice",
    "systematic_work",
    "long_term",
    "selection",
    "management_of_proceeds",
    "reported",
    "lender",
    "owner_role",
    "source",
)

_ALLOWED_GAP = 1.0
"""Percentage points that a loan share may differ from loan and amount, for rounding."""


def read_sheet(sheet: Sheet, basis: Basis) -> Prepared:
    """Check every initiative, and prepare the rows that can be saved."""
    areas = known.areas(basis.reader)
    marks = [
        *required(sheet, ("initiative_id", "area_id", "title", "source")),
        *ids(sheet, "initiative_id"),
    ]
    rows = texts(sheet, _TEXTS).assign(area_id=place_ids(sheet, "area_id", areas, marks))
    rows = rows.join([_money(sheet, marks), _dates(sheet, marks)])
    goals = linked_goals(sheet, "goals", basis.reader, marks)
    followed = several(
        sheet, "indicators", lambda text: _indicator(text, basis.catalogue), "indicators", marks
    )
    marks += not_yours(rows["area_id"].map(listed), "area_id", basis.reader.viewer)
    keep = ~stopped_rows(marks, len(rows))
    kept = rows[keep].reset_index(drop=True)
    frames = {
        "initiative": kept,
        "initiative_goal": _links(kept, goals[keep], ("goal_id",)),
        "initiative_indicator": _links(kept, followed[keep], ("indicator_id", "category")),
    }
    described = kept[["area_id"]].assign(
        what=kept["title"],
        area_name=[areas.by_id[each].name for each in kept["area_id"]],
        period=kept["starts_on"].dt.strftime("%Y-%m-%d"),
    )
    return compared(basis.reader, "initiative", frames, described, marks=marks, rows=len(rows))


def _money(sheet: Sheet, marks: list[Marks]) -> pd.DataFrame:
    """Read amount, loan and loan share (percent), NaN where nothing is said, and currency."""
    read = {
        name: numbers(sheet.column(name)) for name in ("amount", "loan_amount", "loan_share")
    }
    for name, column in read.items():
        marks += mark("not_a_plain_number", name, column.unreadable)
    values = {name: column.value for name, column in read.items()}
    for name in ("amount", "loan_amount"):
        marks += mark("money_negative", name, values[name] < 0)
    given = ~np.isnan(values["amount"]) | ~np.isnan(values["loan_amount"])
    marks += mark("currency_missing", "currency", given & ~sheet.column("currency").filled)
    marks += _loan_checks(values["amount"], values["loan_amount"], values["loan_share"])
    return pd.DataFrame({**values, "currency": chosen(sheet, "currency", CURRENCIES, marks)})


def _loan_checks(amount: np.ndarray, loan: np.ndarray, share: np.ndarray) -> Iterator[Marks]:
    outside = (share < 0) | (share > 100)
    yield from mark("loan_share_outside", "loan_share", outside)
    yield from mark(
        "share_like_a_fraction",
        "loan_share",
        (share > 0) & (share <= 1),
        percent=np.round(share * 100, 6),
    )
    yield from mark("loan_above_amount", "loan_amount", loan > amount, amount=amount)
    with np.errstate(divide="ignore", invalid="ignore"):
        implied = np.where(amount > 0, 100 * loan / amount, np.nan)
    unlike = (np.abs(implied - share) > _ALLOWED_GAP) & ~outside & (loan <= amount)
    yield from mark("loan_share_unlike", "loan_share", unlike, implied=np.round(implied, 1))


def _dates(sheet: Sheet, marks: list[Marks]) -> pd.DataFrame:
    read = {name: dates(sheet, name, marks) for name in ("starts_on", "ends_on")}
    backwards = (read["ends_on"] < read["starts_on"]).to_numpy()
    marks += mark(
        "initiative_ends_first", "ends_on", backwards, start=sheet.column("starts_on").strings
    )
    return pd.DataFrame(read)


def _indicator(text: str, catalogue: Catalogue) -> str | None:
    """Read ``BOS03`` or ``BOS03/use:own_as_empty``: an indicator and one of its categories."""
    code, _, category = text.partition("/")
    found = catalogue.ids_by_code.get(code.strip().casefold())
    return f"{found}/{category.strip()}" if found else None


def _links(kept: pd.DataFrame, linked: pd.Series, names: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per initiative and what it is linked to; ``''`` where that is nothing.

    The empty row is what lets a file say that a link is gone.
    """
    pairs = {
        (initiative_id, *[*each.split("/", 1), ""][: len(names)]): None
        for initiative_id, many in zip(kept["initiative_id"], linked, strict=True)
        for each in (many or [""])
    }
    return pd.DataFrame(list(pairs), columns=["initiative_id", *names], dtype="str")


KIND = declared("initiatives", read_sheet)
