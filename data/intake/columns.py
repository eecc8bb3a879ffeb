"""The headers a file may use, and which kind of file a header makes."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

from metrics.errors import PeriodError
from metrics.period import parse_period

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "observations": ("area_id", "indicator_id", "period", "value|class"),
    "areas": ("area_id", "kind", "name"),
    "goals": ("goal_id", "area_id", "indicator_id", "form"),
    "breaks": ("break_id", "indicator_id", "first_period", "kind"),
    "events": ("event_id", "starts_on", "title"),
    "initiatives": ("initiative_id", "area_id", "title"),
    "valuation": ("initiative_id", "parameter", "value", "source"),
    "moving_chains": ("study_id", "area_id", "chain_id", "step", "from_segment", "to_segment"),
    "commitments": ("commitment_id", "area_id", "wording"),
    "area_stages": ("area_id", "stage"),
    "stage_records": ("commitment_id", "stage", "finding", "recorded_role", "recorded_on"),
    "confirmations": ("commitment_id", "stage", "confirmed_role", "confirmed_on"),
    "commitment_decisions": ("commitment_id", "decision", "decided_by", "decided_on"),
}
"""Columns without which a file of the kind cannot be read; ``a|b`` is either."""

_SIGNATURES: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("valuation", (frozenset({"initiative_id", "parameter"}),)),
    ("initiatives", (frozenset({"initiative_id"}),)),
    ("moving_chains", (frozenset({"chain_id"}), frozenset({"from_segment", "to_segment"}))),
    ("commitments", (frozenset({"commitment_id", "wording"}),)),
    ("confirmations", (frozenset({"commitment_id", "confirmed_role"}),)),
    ("commitment_decisions", (frozenset({"commitment_id", "decided_by"}),)),
    ("stage_records", (frozenset({"commitment_id", "stage", "finding"}),)),
    (
        "area_stages",
        (frozenset({"area_id", "stage", "reached_on"}), frozenset({"stage", "skipped"})),
    ),
    ("goals", (frozenset({"goal_id"}), frozenset({"form", "indicator_id"}))),
    ("breaks", (frozenset({"break_id"}), frozenset({"first_period"}))),
    ("events", (frozenset({"event_id"}), frozenset({"starts_on", "title"}))),
    (
        "observations",
        (
            frozenset({"period", "value"}),
            frozenset({"period", "class"}),
            frozenset({"area_id", "value"}),
            frozenset({"area_id", "period"}),
        ),
    ),
    ("areas", (frozenset({"kind", "name"}), frozenset({"area_id", "name"}))),
)
"""Kinds in the order they are tried, and sets of columns of which one is enough."""


def plain(header: str) -> str:
    """Write a header in lower case without diacritics, with ``_`` for everything else."""
    bare = unicodedata.normalize("NFKD", header.casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


@cache
def headers(kind: str) -> Mapping[str, Mapping[str, str]]:
    """Return ``{canonical: {"sv": header, "en": header}}`` in template order."""
    return {
        column: {"sv": str(entry["sv"]), "en": str(entry["en"])}
        for column, entry in _described()[kind].items()
    }


def header_name(kind: str, column: str) -> str:
    """Return the Swedish header of a column, or its own name where it has no other."""
    if kind not in REQUIRED or column not in headers(kind):
        return column
    return headers(kind)[column]["sv"]


@cache
def aliases(kind: str) -> Mapping[str, str]:
    """Return the canonical column of every header accepted in files of `kind`."""
    return {
        plain(name): column
        for column, entry in _described()[kind].items()
        for name in (column, str(entry["sv"]), str(entry["en"]), *entry.get("also", ()))
    }


@cache
def _described() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = (resources.files("data.intake") / "columns.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _every_alias() -> frozenset[str]:
    return frozenset(name for kind in REQUIRED for name in aliases(kind))


def is_period(header: str) -> bool:
    """Whether a header is a period, as in a wide table."""
    try:
        parse_period(header)
    except PeriodError:
        return False
    return True


def familiarity(cells: Iterable[str]) -> int:
    """Count the cells that could be headers; periods count beside at least one other."""
    texts = [cell.strip() for cell in cells]
    known = sum(plain(text) in _every_alias() for text in texts)
    return known + sum(is_period(text) for text in texts) if known else 0


def canonical(kind: str, given: Sequence[str]) -> list[str]:
    """Translate headers of a file of `kind`; ``""`` for those that mean nothing to it."""
    names = aliases(kind)
    return [names.get(plain(header), "") for header in given]


def kind_of(given: Sequence[str]) -> str:
    """Say which kind of file has these headers, or ``""``."""
    for kind, signatures in _SIGNATURES:
        found = set(canonical(kind, given))
        if any(signature <= found for signature in signatures):
            return kind
    has_area = "area_id" in canonical("observations", given)
    return "observations" if has_area and any(map(is_period, given)) else ""


def missing_columns(kind: str, present: Iterable[str]) -> list[str]:
    """List the required columns that are not among `present`."""
    there = set(present)
    return [need for need in REQUIRED[kind] if not there & set(need.split("|"))]


def shown(kind: str, columns: Iterable[str], language: str) -> str:
    """Write column names for a sentence: ``område, period och värde eller klass``."""
    word = {"sv": (" eller ", " och "), "en": (" or ", " and ")}[language]
    names = headers(kind)
    written = [
        word[0].join(names[part][language] for part in column.split("|")) for column in columns
    ]
    return word[1].join([", ".join(written[:-1]), written[-1]] if written[1:] else written)
