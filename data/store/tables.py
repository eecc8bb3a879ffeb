"""The tables of the store whose rows carry their revisions: one record each."""

from collections.abc import Mapping
from dataclasses import dataclass

SERIES_KEY = (
    "indicator_id",
    "definition_version",
    "area_id",
    "geo_version",
    "category",
    "supplier",
)
"""What makes a series the same series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What makes a row the same row in the next revision, and what else a table asks for.

    `key` holds the columns of that identity. Rows of a table with `whole_by` come as all there
    is for each value of those columns: current rows of the same group that a batch leaves out
    are closed. A `fact` is taken back by an undo; what is not a fact follows from facts.
    `not_listed` are columns too large to show side by side. `alike_by` is a column by which new
    rows are laid, within what a file keeps together: other columns are then the same in long
    runs, and take next to no room.
    """

    name: str
    key: tuple[str, ...]
    whole_by: tuple[str, ...] = ()
    fact: bool = True
    not_listed: tuple[str, ...] = ()
    alike_by: str = ""


_ALL = (
    Table(name="area", key=("area_id",)),
    Table(name="area_code", key=("area_id", "scheme", "geo_version", "code")),
    Table(name="area_boundary", key=("area_id", "geo_version"), not_listed=("geojson",)),
    Table(name="area_relation", key=("area_id", "other_area_id", "relation")),
    Table(name="area_neighbour", key=("area_id", "other_area_id"), fact=False),
    Table(name="indicator", key=("indicator_id", "definition_version")),
    Table(name="ladder", key=("indicator_id", "definition_version", "class_code")),
    Table(name="observation", key=("series_id", "period")),
    Table(name="series_break", key=("break_id",)),
    Table(name="event", key=("event_id",)),
    Table(
        name="event_scope",
        key=("event_id", "area_id", "indicator_id"),
        whole_by=("event_id",),
    ),
    Table(name="document", key=("document_id",)),
    Table(name="goal", key=("goal_id",)),
    Table(name="goal_comparator", key=("goal_id", "area_id"), whole_by=("goal_id",)),
    Table(name="assessment", key=("goal_id",), fact=False),
    Table(
        name="common_movement",
        key=("indicator_id", "definition_version", "category", "kind", "invented"),
        fact=False,
    ),
    Table(name="comparator_weight", key=("goal_id", "area_id")),
    Table(name="noise_model", key=("noise_group",)),
    Table(
        name="monitor_reading",
        key=("goal_id", "reference", "side", "period"),
        whole_by=("goal_id",),
        fact=False,
        alike_by="ewma_watch",
    ),
    Table(name="shown_assessment", key=("goal_id",), fact=False),
    Table(
        name="shown_reading",
        key=("goal_id", "reference", "side", "period"),
        whole_by=("goal_id",),
        fact=False,
        alike_by="ewma_watch",
    ),
    Table(name="commitment", key=("commitment_id",)),
    Table(name="area_stage", key=("area_id", "stage", "check_year")),
    Table(name="stage_record", key=("record_id",)),
    Table(name="confirmation", key=("record_id", "confirmed_role")),
    Table(name="commitment_decision", key=("commitment_id",)),
    Table(
        name="commitment_goal", key=("commitment_id", "goal_id"), whole_by=("commitment_id",)
    ),
    Table(name="commitment_state", key=("commitment_id",), fact=False),
    Table(name="initiative", key=("initiative_id",)),
    Table(
        name="initiative_goal", key=("initiative_id", "goal_id"), whole_by=("initiative_id",)
    ),
    Table(
        name="initiative_indicator",
        key=("initiative_id", "indicator_id", "category"),
        whole_by=("initiative_id",),
    ),
    Table(
        name="valuation_parameter",
        key=("initiative_id", "outcome", "name"),
        whole_by=("initiative_id",),
    ),
    Table(
        name="moving_chain_step",
        key=("study_id", "chain_id", "step"),
        whole_by=("study_id",),
    ),
    Table(name="meeting", key=("meeting_id",)),
    Table(name="meeting_area", key=("meeting_id", "area_id")),
    Table(name="decision", key=("decision_id",)),
    Table(name="decision_link", key=("decision_id", "area_id", "goal_id", "commitment_id")),
)

TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}
"""Every table whose rows carry their revisions, by name."""

FACTS = tuple(table.name for table in _ALL if table.fact)
"""The tables an undo takes back; verdicts follow from them."""
