"""Texts that would be more than text if a page or a file let them, and a store full of them."""

import re
from pathlib import Path

import duckdb

from data.store.tables import TABLES

CORPUS = (
    "<script>evil()</script>",
    '<img src=x onerror="evil()">',
    '<a href="https://evil.example/1">klicka</a>',
    "![bild](https://evil.example/2.png)",
    "[läs mer](https://evil.example/3)",
    "[läs mer](javascript:evil())",
    "<https://evil.example/4>",
    "https://evil.example/5",
    "www.evil.example/6",
    "evil@evil.example",
    ":material/skull: :red[evil] :orange-badge[evil]",
    "$\\evil{x}$ och $$evil$$",
    "`evil` **evil** _evil_ ~~evil~~",
    "# evil",
    "| evil | evil |",
    '=HYPERLINK("https://evil.example/7")',
    "+evil",
    "@evil",
    "text\r=cmd|'/C evil'!A0",
    "{{evil}} {evil!r} %(evil)s",
)
"""Twenty texts: markup, links, pictures, directives, formulas, templates."""

MARKUP = CORPUS[:13]
"""Those that Markdown reads as more than text wherever they stand."""

ALWAYS = "<b>evil</b> **evil**"
"""What stands in every field, so that none goes free by the luck of the draw."""

ADDRESS = "https://a) ![x](https://evil.example/8"
"""An address that would close its own link and draw a picture."""

_BEFORE = {
    each: re.compile(rf"(?<![\\\\\u2060]){re.escape(each)}")
    for each in (*MARKUP, ALWAYS, ADDRESS)
}

TEXTS = {
    "area": ("name", "name_en", "source", "note"),
    "area_boundary": ("source", "licence"),
    "observation": ("source", "note"),
    "series_break": ("note_sv", "note_en", "source"),
    "event": ("title", "text", "author", "source"),
    "document": ("title",),
    "goal": (
        "title",
        "title_en",
        "denominator_text",
        "frozen_by",
        "owner_role",
        "page",
        "reason",
    ),
    "commitment": (
        "wording",
        "wording_en",
        "target_group",
        "unit",
        "place",
        "owner_role",
        "page",
        "source",
    ),
    "area_stage": ("why", "source"),
    "stage_record": ("carrier", "page", "recorded_by", "recorded_role", "note", "source"),
    "confirmation": ("confirmed_by", "confirmed_role"),
    "commitment_decision": ("decided_by", "why"),
    "initiative": (
        "title",
        "title_en",
        "need",
        "target_group",
        "physical_investment",
        "social_interventions",
        "expected_change",
        "future_state",
        "practice",
        "selection",
        "systematic_work",
        "long_term",
        "management_of_proceeds",
        "reported",
        "lender",
        "currency",
        "owner_role",
        "source",
    ),
    "valuation_parameter": ("source", "unit"),
    "moving_chain_step": ("title", "source"),
    "area_code": ("code",),
    "series": ("supplier",),
    "meeting": ("title",),
    "decision": ("wording", "owner_role", "owner_name"),
}
"""What people write in the store, by table."""

_CODES = """
area_id area_ids attachment_sha256 baseline_class baseline_periods basis break_id category
chain_id class_code classes_affected commitment_id comparator_use comparator_weighting
decision_id definition_sha256 direction document_id effect event_id evidence file_sha256
finding first_period follow form from_segment geo_version geojson goal_id indicator_id
initiative_id judged kind last_period media_type meeting_id met_period
minutes_document_id missing_reason municipality_id noise_group organisation_id
other_area_id outcome owner_organisation_id parent_id parent_name period period_before
previous_meeting_id reason record_id reference relation replaced_by rule_version scale
scheme shape side state status study_id target_classes tenure theme to_segment url worse
direction_confirmed_by label_en label_sv name
"""
CODES = frozenset(_CODES.split())
"""Columns of ids and of what is chosen from a list, or comes with the program: the rest is
text. ``name`` is here that of a parameter, and an address is tried by itself."""


def full_of(store: Path) -> None:
    """Put a text of the corpus around everything that somebody has written in a store.

    The same text gets the same one, and stays different from every other.
    """
    with duckdb.connect(str(store)) as base:
        for table, columns in TEXTS.items():
            for column in columns:
                _put(base, table, column)
        base.execute("UPDATE document SET url = $1", [ADDRESS])
        for column in ("actor", "file_name", "note"):
            _put(base, "revision", column)


def _put(base: duckdb.DuckDBPyConnection, table: str, column: str) -> None:
    assert table in {*TABLES, "revision", "series"}
    base.execute(
        f"UPDATE {table} SET {column} = "  # noqa: S608
        f"list_extract($1, 1 + (hash({column}) % {len(CORPUS)})::INT) || ' ' || {column} "
        f"|| ' ' || $2 WHERE {column} <> ''",
        [list(CORPUS), ALWAYS],
    )


def in_markdown(text: str) -> list[str]:
    """List the texts of the corpus that Markdown would read as more than text."""
    return [each for each in _BEFORE if _BEFORE[each].search(text)]
