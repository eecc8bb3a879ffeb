"""What the files of promises share: stages by name, known promises, documents, days."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from data.intake.compare import compared
from data.intake.fields import slug, texts, web_addresses
from data.intake.findings import Both, Marks, mark
from data.intake.prepared import Prepared, stopped_rows
from data.intake.sheet import Sheet
from data.intake.values import Numbers, nearest, numbers
from data.store.access import Viewer
from metrics.promise.records import IN_USE, POSITIONS, STAGE_NAMES, positions

_WORDS = {
    **{str(stage): stage for stage in range(7)},
    **{name: place for place, both in enumerate(STAGE_NAMES[:6]) for name in both},
    **dict.fromkeys(("ska", "bka", "social konsekvensanalys", "barnkonsekvensanalys"), 0),
    **dict.fromkeys(("program", "programme", "hållbarhetsplan"), 1),
    **dict.fromkeys(("plan", "detailed_plan"), 2),
    **dict.fromkeys(("markanvisning", "exploateringsavtal", "genomförandeavtal"), 3),
    **dict.fromkeys(("projektering", "bygglov", "permit"), 4),
    **dict.fromkeys(("i bruk", "in use", "in_use"), IN_USE),
}
_CHECK = re.compile(r"(?:i bruk|in use),? (?:år|year) (\d+)")


def stages(sheet: Sheet, name: str, marks: list[Marks]) -> pd.DataFrame:
    """Read stages by number or name: ``stage`` and ``check_year`` (Int32, NA where unclear)."""
    read = [_stage(text) for text in sheet.column(name).strings]
    stage = np.array([each[0] for each in read])
    years = sheet.column("check_year")
    given = numbers(years).value
    check = np.where(np.isnan(given), [each[1] for each in read], given)
    filled = sheet.column(name).filled
    marks += mark("stage_unknown", name, filled & (stage < 0))
    in_use = stage == IN_USE
    if name == "stage":
        known = np.isin(check, [year for _, year in POSITIONS if year])
        marks += mark("check_year_unknown", "check_year", in_use & ~known)
        marks += mark(
            "check_year_not_expected", "check_year", (stage >= 0) & ~in_use & (check > 0)
        )
    return pd.DataFrame(
        {"stage": whole(stage), "check_year": whole(np.where(in_use, check, 0))}
    )


def _stage(text: str) -> tuple[int, int]:
    plain = " ".join(text.casefold().split())
    if check := _CHECK.fullmatch(plain):
        return IN_USE, int(check.group(1)[:4])
    return _WORDS.get(plain, -1), 0


def whole(values: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Return whole numbers as the store has them, NA where there is none (negative or NaN)."""
    floats = values.astype(float)
    return pd.array(np.where(floats < 0, np.nan, floats), dtype="Int32")


def stage_names(place: np.ndarray) -> np.ndarray:
    """Name positions for a sentence in both languages."""
    named = np.empty(len(place), dtype=object)
    named[:] = [Both(*STAGE_NAMES[each]) if each >= 0 else Both("", "") for each in place]
    return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store has: promises by id, their looks, the stages of areas, documents."""

    commitments: pd.DataFrame
    records: pd.DataFrame
    stages: pd.DataFrame
    documents: pd.DataFrame


def known_promises(reader: Reader) -> Known:
    """Read what promises there are and where they stand."""
    return Known(
        commitments=reader.rows(
            "SELECT c.*, coalesce(a.name, c.area_id) AS area_name "
            "FROM commitment_as_of($revision) c "
            "LEFT JOIN area_as_of($revision) a USING (area_id)"
        ).set_index("commitment_id", drop=False),
        records=reader.rows("SELECT * FROM stage_record_as_of($revision)"),
        stages=reader.rows("SELECT * FROM area_stage_as_of($revision)"),
        documents=reader.rows(
            "SELECT document_id, title, url, published_on, organisation_id, attachment_sha256, "
            "media_type, bytes FROM document_as_of($revision) ORDER BY document_id"
        ),
    )


def commitment_ids(
    sheet: Sheet, name: str, known: Known, viewer: Viewer, marks: list[Marks]
) -> pd.Series:
    """Read ids of promises that exist, ``''`` where they do not."""
    column = sheet.column(name)
    ids = set(known.commitments.index)
    unknown = column.each(lambda text: bool(text) and text not in ids, bool)
    like = column.each(lambda text: "".join(nearest(text, ids, most=1)))
    marks += mark("commitment_unknown", name, unknown, like=like)
    found = pd.Series(column.each(lambda text: text if text in ids else ""), dtype=object)
    if viewer.areas is not None:
        areas = found.map(known.commitments["area_id"])
        outside = (found != "") & ~areas.isin(viewer.areas)
        marks += mark("commitment_not_yours", name, outside.to_numpy(bool))
    return found


def roles(sheet: Sheet, name: str) -> pd.Series:
    """Read roles in lower case: a role is the same however it is written."""
    return pd.Series([" ".join(each.casefold().split()) for each in sheet.column(name).strings])


def past(days: pd.Series, name: str, today: date) -> Iterator[Marks]:
    """Mark days that have not been yet."""
    yield from mark("date_to_come", name, (days > pd.Timestamp(today)).to_numpy(bool))


def amounts(sheet: Sheet, name: str, marks: list[Marks]) -> Numbers:
    """Read a column of numbers that cannot be negative."""
    read = numbers(sheet.column(name))
    marks += mark("not_a_plain_number", name, read.unreadable)
    marks += mark("negative_count", name, read.value < 0)
    return read


def documents(
    sheet: Sheet, known: Known, marks: list[Marks], *, may_be_new: bool
) -> tuple[pd.Series, pd.DataFrame]:
    """Find the document of each row, and the rows of ``document`` that the file adds to.

    A document is found by its id or its title. One that is new needs a link, unless it stands
    where documents are introduced (`may_be_new`).
    """
    given = texts(sheet, ("document", "document_url", "page"))
    by_text = {
        text.casefold(): str(row["document_id"])
        for row in known.documents.to_dict("records")
        for text in (str(row["title"]), str(row["document_id"]))
    }
    named = given["document"].where(given["document"] != "", given["document_url"])
    ids = named.map(lambda text: by_text.get(text.casefold(), slug(text)))
    new = (ids != "") & ~ids.isin(known.documents["document_id"])
    linked = given["document_url"] != ""
    if not may_be_new:
        marks += mark("document_unknown", "document", (new & ~linked).to_numpy(bool))
    marks += web_addresses(sheet, "document_url")
    alone = (given["page"] != "") & (ids == "")
    marks += mark("page_without_document", "page", alone.to_numpy(bool))
    return ids, _document_rows(ids, given, known)


def _document_rows(ids: pd.Series, given: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Return whole rows: what the file leaves out of a known document stays as it is."""
    stored = known.documents.set_index("document_id")
    named = given.assign(document_id=ids)[ids != ""]
    rows = []
    for document_id, group in named.groupby("document_id", sort=True):
        urls = [url for url in group["document_url"] if url]
        if document_id in stored.index:
            row = stored.loc[document_id].to_dict()
            row["url"] = urls[0] if urls else row["url"]
        else:
            row = dict.fromkeys(stored.columns)
            titles = [title for title in group["document"] if title]
            row |= {
                "title": [*titles, *urls, ""][0],
                "url": [*urls, ""][0],
                "organisation_id": "",
            }
        rows.append({"document_id": document_id, **row})
    return document_frame(rows)


def document_frame(rows: list[dict[Any, Any]]) -> pd.DataFrame:
    """Return rows of ``document`` as the store reads them."""
    columns = ["document_id", "title", "url", "published_on", "organisation_id"]
    frame = pd.DataFrame(rows, columns=[*columns, "attachment_sha256", "media_type", "bytes"])
    return frame.assign(
        published_on=pd.to_datetime(frame["published_on"]).astype("M8[s]"),
        bytes=frame["bytes"].astype("Int64"),
        attachment_sha256=frame["attachment_sha256"].astype("str"),
        media_type=frame["media_type"].astype("str"),
    )


def described_by_promise(rows: pd.DataFrame, there: Known) -> pd.DataFrame:
    """Return what the preview says of rows about promises: wording, area and stage."""
    promises = there.commitments.reindex(rows["commitment_id"]).reset_index(drop=True)
    return pd.DataFrame(
        {
            "what": promises["wording"].astype(object).fillna(""),
            "area_id": promises["area_id"].astype(object).fillna(""),
            "area_name": promises["area_name"].astype(object).fillna(""),
            "period": [each.sv for each in stage_names(positions(rows))],
        }
    )


def about_promises(
    reader: Reader, table: str, rows: pd.DataFrame, papers: pd.DataFrame, marks: list[Marks]
) -> Prepared:
    """Prepare the rows of `table` that nothing stops, with the documents they refer to."""
    kept = rows[~stopped_rows(marks, len(rows))].reset_index(drop=True)
    frames = {
        "document": papers[papers["document_id"].isin(kept["document_id"])],
        table: kept,
    }
    described = described_by_promise(kept, known_promises(reader))
    return compared(reader, table, frames, described, marks=marks, rows=len(rows))
