"""Questions about promises: where they are, what became of them, and where they fell."""

from datetime import date

import numpy as np
import pandas as pd

from data.answers.reader import Reader
from metrics.promise.decision import course
from metrics.promise.falls import last_seen
from metrics.promise.records import IN_USE, POSITIONS, position_of
from metrics.promise.state import CARRIED, FALLEN, PromiseState


def promises(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """Every visible promise with its state, of one area or of all, by area and then by id.

    One row per promise: the columns of ``commitment``; ``area_name``, ``area_name_en``,
    ``invented``; ``document``, ``document_url``, ``attachment_sha256``; ``state``, ``stage``,
    ``check_year``, ``lost_between``, ``since``, ``watch``, ``reassess_on``; of the last check
    that found it ``carrier``, ``carrier_document``, ``carrier_url``, ``carrier_page``,
    ``strength``, ``carried_stage``, ``carried_check_year`` (NULL: only the promise itself); of
    the last one in vain ``missed_note``, ``missed_on``, ``confirmed_roles`` (a list),
    ``confirmed_by_owner``, ``confirmed_on``; and of the decision ``decided_by``,
    ``decided_on``, ``why``, ``decision``, ``replaced_by``, ``judged``.
    """
    return reader.visible(_PROMISES, area_id=area_id)


def links(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """The goals behind the promises, with what has become of them.

    One row per promise and goal: ``commitment_id``, ``area_id``, ``wording``, ``wording_en``,
    ``promise_state``, ``goal_id``, ``title``, ``title_en``, ``indicator_id``, ``goal_area_id``,
    ``goal_area``, ``goal_area_en`` and ``outcome`` (NULL when the goal is not assessed yet).
    """
    return reader.visible(_LINKS, area_id=area_id)


def without_goal(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """The promises that name a goal which is no longer followed: its file has been undone.

    One row per promise and goal: ``commitment_id``, ``area_id``, ``wording``, ``wording_en``
    and ``goal_id``.
    """
    return reader.visible(_WITHOUT_GOAL, area_id=area_id)


def stages(reader: Reader, *, area_id: str | None = None) -> pd.DataFrame:
    """The stages of an area, or of all: the columns of ``area_stage`` and its ``document``."""
    return reader.visible(
        """
        SELECT s.* EXCLUDE (revision_from, revision_to, brought_by), d.title AS document,
               d.url AS document_url
        FROM area_stage_as_of($revision) s
        LEFT JOIN document_as_of($revision) d USING (document_id)
        WHERE $area_id IS NULL OR s.area_id = $area_id
        ORDER BY s.area_id, s.stage, s.check_year
        """,
        area_id=area_id,
    )


def checks(reader: Reader, *, commitment_id: str) -> pd.DataFrame:
    """The checks of one promise, by stage and day, with ``confirmed_roles`` (a list)."""
    return reader.visible(
        """
        SELECT r.* EXCLUDE (revision_from, revision_to, brought_by), p.area_id,
               d.title AS document, d.url AS document_url, d.attachment_sha256,
               list_filter(list(c.confirmed_role ORDER BY c.confirmed_on),
                           lambda role: role IS NOT NULL) AS confirmed_roles
        FROM stage_record_as_of($revision) r
        JOIN commitment_as_of($revision) p USING (commitment_id)
        LEFT JOIN document_as_of($revision) d ON d.document_id = r.document_id
        LEFT JOIN confirmation_as_of($revision) c USING (record_id)
        WHERE r.commitment_id = $commitment_id
        GROUP BY ALL ORDER BY r.stage, r.check_year, r.recorded_on, r.record_id
        """,
        commitment_id=commitment_id,
    )


def papers(reader: Reader, *, sha256: str) -> pd.DataFrame:
    """The visible documents that carry one attachment: ``area_id``, ``media_type``."""
    return reader.visible(
        """
        SELECT DISTINCT coalesce(p.area_id, q.area_id, s.area_id) AS area_id, d.media_type
        FROM document_as_of($revision) d
        LEFT JOIN commitment_as_of($revision) p ON p.document_id = d.document_id
        LEFT JOIN stage_record_as_of($revision) r ON r.document_id = d.document_id
        LEFT JOIN commitment_as_of($revision) q ON q.commitment_id = r.commitment_id
        LEFT JOIN area_stage_as_of($revision) s ON s.document_id = d.document_id
        WHERE d.attachment_sha256 = $sha256
        """,
        sha256=sha256,
    )


Ids = tuple[str, ...] | None
"""The promises that are asked for; None for all of the area."""


def courses(reader: Reader, *, area_id: str | None = None, only: Ids = None) -> pd.DataFrame:
    """The way of every promise, stage by stage: `decision.course`, with ``area_id``."""
    facts = {name: reader.rows(sql) for name, sql in FACTS.items()}
    mine = reader.ask(promises, area_id=area_id)[["commitment_id", "area_id"]]
    if only is not None:
        mine = mine[mine["commitment_id"].isin(only)]
    asked = facts["commitments"]["commitment_id"].isin(mine["commitment_id"])
    way = course(
        facts["commitments"][asked],
        facts["records"],
        facts["confirmations"],
        facts["decisions"],
        facts["area_stages"],
        on=reader.ask(decided_on),
    )
    return way.assign(state=way["state"].astype(str)).merge(mine, on="commitment_id")


def decided_on(reader: Reader) -> date:
    """Return the day the states of this revision were decided on."""
    rows = reader.rows(
        "SELECT max(committed_at) AS moment FROM revision WHERE revision_id <= $revision"
    )
    moment = rows["moment"].iloc[0]
    return date.min if pd.isna(moment) else pd.Timestamp(moment).date()


def falls(reader: Reader, *, area_id: str | None = None, only: Ids = None) -> pd.DataFrame:
    """Where promises fell: one row per promise and fall, restored or not.

    ``commitment_id``, ``area_id``, ``position`` (0-9, the stage it did not reach), ``state``
    (as it is today where it is still gone, as it was there where it came back), ``restored``
    (it did), and ``seen_at`` and ``gap`` (see `metrics.promise.falls.last_seen`).
    """
    way = reader.ask(courses, area_id=area_id, only=only)
    way = way.sort_values(["commitment_id", "position"])
    gone = way["state"].isin(FALLEN)
    before = gone.groupby(way["commitment_id"]).shift(fill_value=False)
    fell = way[gone & ~before][["commitment_id", "area_id", "position", "state"]]
    today = reader.ask(promises, area_id=area_id).set_index("commitment_id")
    today = today if only is None else today[today.index.isin(only)]
    last = fell["commitment_id"].map(fell.groupby("commitment_id")["position"].max())
    still = fell["commitment_id"].map(today["state"]).isin(FALLEN) & (last == fell["position"])
    fell = fell.assign(
        state=fell["state"].where(~still, fell["commitment_id"].map(today["state"])),
        restored=~still,
    )
    ahead = today[
        today["state"].isin(FALLEN) & ~today.index.isin(fell.loc[still, "commitment_id"])
    ]
    rest = ahead.reset_index()[["commitment_id", "area_id", "lost_between", "state"]]
    rest = rest.rename(columns={"lost_between": "position"}).assign(restored=False)
    both = pd.concat([fell, rest]) if len(rest) else fell
    return last_seen(way, both.astype({"position": "int64"}).reset_index(drop=True))


def staircase(reader: Reader, *, area_id: str, only: Ids = None) -> pd.DataFrame:
    """How many promises each stage still carries in one area: ten rows, one per position.

    ``position``, ``stage``, ``check_year``, ``reached`` (bool), ``skipped``, ``reached_on``
    (planned where it is to come), ``carried``, ``unknown`` (nobody has checked there), ``new``
    (promised there), ``restored``, and what fell before it: ``lost``, ``not_delivered``,
    ``no_trace``, ``decided_away``, ``replaced``.
    """
    way = reader.ask(courses, area_id=area_id, only=only)
    fell = reader.ask(falls, area_id=area_id, only=only)
    known = reader.ask(stages, area_id=area_id)
    known["position"] = [
        position_of(int(stage), int(year))
        for stage, year in zip(known["stage"], known["check_year"], strict=True)
    ]
    known = known.set_index("position")
    today = pd.Timestamp(reader.ask(decided_on))
    rows = []
    for position, (stage, check_year) in enumerate(POSITIONS):
        here = way[way["position"] == position]
        row: dict[str, object] = {
            "position": position,
            "stage": stage,
            "check_year": check_year,
        }
        row |= _reached(known, position, today, len(here) > 0)
        row |= {
            "carried": int(here["state"].isin(CARRIED).sum()),
            "unknown": int((here["state"] == PromiseState.NOT_ASSESSED).sum()),
        }
        row |= _moved(way, fell, position)
        rows.append(row)
    return pd.DataFrame(rows)


def _reached(
    known: pd.DataFrame, position: int, today: pd.Timestamp, checked: bool
) -> dict[str, object]:
    if position not in known.index:
        return {"reached": checked, "skipped": False, "reached_on": pd.NaT}
    row = known.loc[position]
    to_come = pd.notna(row["reached_on"]) and row["reached_on"] > today
    return {
        "reached": not to_come and not bool(row["skipped"]),
        "skipped": bool(row["skipped"]),
        "reached_on": row["reached_on"],
    }


def _moved(way: pd.DataFrame, fell: pd.DataFrame, position: int) -> dict[str, int]:
    """Count what fell before a position, came back there, or was promised there first."""
    kinds = fell[fell["position"] == position]["state"].value_counts()
    here = way[way["position"] == position].set_index("commitment_id")["state"]
    before = way[way["position"] == position - 1].set_index("commitment_id")["state"]
    was = before.reindex(here.index)
    back = was.isin(FALLEN) & here.isin(CARRIED)
    counts = {str(state): int(kinds.get(str(state), 0)) for state in sorted(FALLEN)}
    return {**counts, "restored": int(back.sum()), "new": int(was.isna().sum())}


def first_part(rows: pd.DataFrame) -> tuple[int, int] | None:
    """Say at which of the stages of a project social services first took part.

    `rows` are `stages` of one area. Returns the number of the stage, from one, and how many
    stages there are before the use; None when it is not known that they ever took part.
    """
    with_them = rows[rows["social_services_took_part"].astype(bool)]
    if with_them.empty:
        return None
    return int(np.min(with_them["stage"])) + 1, IN_USE


FACTS = {
    "commitments": "SELECT commitment_id, area_id, origin_stage, quantity, due_on "
    "FROM commitment_as_of($revision) ORDER BY commitment_id",
    "records": "SELECT record_id, commitment_id, stage, check_year, finding, "
    "coalesce(carrier, '') <> '' OR coalesce(document_id, '') <> '' AS evidence, "
    "strength, quantity, recorded_role, recorded_on FROM stage_record_as_of($revision)",
    "confirmations": "SELECT record_id, confirmed_role, is_owner, confirmed_on "
    "FROM confirmation_as_of($revision)",
    "decisions": "SELECT commitment_id, stage, check_year, kind, decided_on "
    "FROM commitment_decision_as_of($revision)",
    "area_stages": "SELECT area_id, stage, check_year, reached_on, skipped "
    "FROM area_stage_as_of($revision)",
}
"""The questions whose answers are the arguments of `metrics.promise.decision`, in its order."""

_PROMISES = """
WITH found AS (
    SELECT commitment_id, arg_max(r, (stage, check_year, recorded_on, record_id)) AS r
    FROM stage_record_as_of($revision) r WHERE finding = 'found' GROUP BY ALL
), missed AS (
    SELECT commitment_id, arg_max(r, (stage, check_year, recorded_on, record_id)) AS r
    FROM stage_record_as_of($revision) r WHERE finding = 'not_found' GROUP BY ALL
), sure AS (
    SELECT r.commitment_id,
           list(DISTINCT c.confirmed_role ORDER BY c.confirmed_role) AS confirmed_roles,
           bool_or(c.is_owner) AS confirmed_by_owner, max(c.confirmed_on) AS confirmed_on
    FROM confirmation_as_of($revision) c
    JOIN stage_record_as_of($revision) r USING (record_id)
    WHERE r.finding = 'not_found' GROUP BY ALL
)
SELECT p.* EXCLUDE (revision_from, revision_to, brought_by), a.name AS area_name,
       a.name_en AS area_name_en, coalesce(a.invented, false) AS invented,
       d.title AS document, d.url AS document_url, d.attachment_sha256,
       s.state, s.stage, s.check_year, s.lost_between, s.since, s.watch, s.reassess_on,
       found.r.carrier AS carrier, c.title AS carrier_document, c.url AS carrier_url,
       c.attachment_sha256 AS carrier_sha256,
       found.r.page AS carrier_page, found.r.strength AS strength,
       found.r.stage AS carried_stage, found.r.check_year AS carried_check_year,
       missed.r.note AS missed_note, missed.r.recorded_on AS missed_on,
       sure.confirmed_roles, coalesce(sure.confirmed_by_owner, false) AS confirmed_by_owner,
       sure.confirmed_on,
       x.kind AS decision, x.decided_by, x.decided_on, x.why, x.replaced_by, x.judged
FROM commitment_as_of($revision) p
LEFT JOIN area_as_of($revision) a USING (area_id)
LEFT JOIN document_as_of($revision) d ON d.document_id = p.document_id
LEFT JOIN commitment_state_as_of($revision) s ON s.commitment_id = p.commitment_id
LEFT JOIN found ON found.commitment_id = p.commitment_id
LEFT JOIN document_as_of($revision) c ON c.document_id = found.r.document_id
LEFT JOIN missed ON missed.commitment_id = p.commitment_id
LEFT JOIN sure ON sure.commitment_id = p.commitment_id
LEFT JOIN commitment_decision_as_of($revision) x ON x.commitment_id = p.commitment_id
WHERE $area_id IS NULL OR p.area_id = $area_id
ORDER BY a.name COLLATE sv, p.commitment_id
"""

_WITHOUT_GOAL = """
SELECT p.commitment_id, p.area_id, p.wording, p.wording_en, l.goal_id
FROM commitment_goal_as_of($revision) l JOIN commitment_as_of($revision) p USING (commitment_id)
ANTI JOIN goal_as_of($revision) g ON g.goal_id = l.goal_id
WHERE $area_id IS NULL OR p.area_id = $area_id
ORDER BY p.commitment_id, l.goal_id
"""

_LINKS = """
SELECT l.commitment_id, p.area_id, p.wording, p.wording_en, s.state AS promise_state,
       l.goal_id, g.title, g.title_en, i.indicator_id, i.area_id AS goal_area_id,
       a.name AS goal_area,
       a.name_en AS goal_area_en, v.state AS outcome
FROM commitment_goal_as_of($revision) l
JOIN commitment_as_of($revision) p USING (commitment_id)
LEFT JOIN commitment_state_as_of($revision) s USING (commitment_id)
JOIN goal_as_of($revision) g USING (goal_id)
JOIN series i USING (series_id)
LEFT JOIN area_as_of($revision) a ON a.area_id = i.area_id
LEFT JOIN assessment_as_of($revision) v USING (goal_id)
WHERE $area_id IS NULL OR p.area_id = $area_id
ORDER BY a.name COLLATE sv, l.commitment_id, l.goal_id
"""
