"""Two invented meetings about the training area: one that is over, and one to come."""

from datetime import date, datetime

from data.acts import meetings
from data.acts.meeting_terms import DONE, Plan, Resolution
from data.door import Door
from data.store.access import Viewer

_AREAS = (
    "ovning.ekbacken.centrum",
    "ovning.ekbacken.norra",
    "ovning.ekbacken.sodra",
    "ovning.ekbacken.ang",
)
_ACTOR = "Kvarvärde"
_DECISIONS = (
    Resolution(
        wording="Ta fram en plan för tryggheten vid torget (påhittat)",
        owner_role="trygghetssamordnare",
        due_on=date(2026, 3, 31),
        area_ids=("ovning.ekbacken.centrum",),
        goal_ids=("ovning.mal.try14.centrum",),
    ),
    Resolution(
        wording="Redovisa hur kvarboendet mäts efter renoveringen (påhittat)",
        owner_role="bolagets hållbarhetschef",
        due_on=date(2027, 3, 31),
        area_ids=("ovning.ekbacken.norra",),
    ),
    Resolution(
        wording="Bjud in socialtjänsten till nästa samråd (påhittat)",
        owner_role="planchef",
        due_on=date(2026, 2, 1),
    ),
)


def hold(door: Door, viewer: Viewer, now: datetime) -> None:
    """Hold the first meeting on what the store knows, and plan the one after it."""
    first = meetings.plan(
        door,
        viewer,
        Plan(title="Övningsmöte (påhittat)", held_on=date(2025, 12, 4), area_ids=_AREAS),
        actor=_ACTOR,
        now=now,
    )
    decisions = [
        meetings.decide(door, viewer, first, one, actor=_ACTOR, now=now) for one in _DECISIONS
    ]
    meetings.close(door, viewer, decisions[-1], DONE, actor=_ACTOR, now=now)
    meetings.conclude(door, viewer, first, actor=_ACTOR, now=now)
    following = Plan(
        title="Övningsmöte, uppföljning (påhittat)",
        held_on=date(2026, 12, 3),
        area_ids=_AREAS,
        previous_meeting_id=first,
    )
    meetings.plan(door, viewer, following, actor=_ACTOR, now=now)
