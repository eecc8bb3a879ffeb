"""The parts of the page about a goal that is planned, in the order they are read."""

from dataclasses import dataclass
from datetime import date
from math import inf, isnan

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.page import blocks, cards
from dashboard.planning import choices as choosing
from dashboard.planning import series
from dashboard.planning.choices import Asked
from dashboard.planning.series import Chosen
from dashboard.series import view
from dashboard.text import planning
from dashboard.text.language import translator
from dashboard.text.planning import Plan
from data.intake.checks import unit_range
from data.judging.planned import Planned
from metrics.definition.indicator import Direction, Indicator
from metrics.outcome.planned import Foreseen, Yardstick

_WORSE = {Direction.LOWER: "higher", Direction.BAND: "both"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the parts stand: beside each other, or on a phone the answer first."""

    picture: DeltaGenerator
    choices: DeltaGenerator
    helps: DeltaGenerator
    curve: DeltaGenerator
    goal: DeltaGenerator
    ending: DeltaGenerator


def places(narrow: bool, language: str) -> Places:
    """Lay out the page; on a phone the curve is folded and the goal comes last."""
    if narrow:
        return Places(
            picture=blocks.container(),
            choices=blocks.container(),
            helps=blocks.container(),
            curve=blocks.expander(translator(language)("Hur stor måste försämringen vara?")),
            goal=blocks.container(),
            ending=blocks.container(),
        )
    left, right = blocks.columns((1, 2.2), gap="large")
    with left:
        chosen, goal = blocks.container(), blocks.container()
    with right:
        picture = blocks.container()
        curve, helps = blocks.cells(2, 2, min_column_width=300, gap="large")
        ending = blocks.container()
    return Places(
        picture=picture, choices=chosen, helps=helps, curve=curve, goal=goal, ending=ending
    )


def choices(chosen: Chosen, language: str) -> tuple[Planned | None, Asked]:
    """Ask what can be chosen, what matters first; return what the goal is held against."""
    _ = translator(language)
    cards.heading(_("Vad skulle vi kunna se?"), _("Ändra, och se bilden flytta sig"), level=2)
    at_first = None if chosen.series_id is None else series.held_against(chosen.series_id)
    level = at_first.latest if at_first else None
    mid = choosing.mid(chosen, level, language)
    own = chosen.indicator.measurements_per_year
    if at_first is None or chosen.series_id is None or not at_first.available:
        return at_first, Asked(mid=mid, answers=None, pace=own, baseline=0, together=False)
    count = choosing.baseline(at_first, language)
    found = series.held_against(chosen.series_id, count)
    if found is None:
        return None, Asked(mid=mid, answers=None, pace=own, baseline=0, together=False)
    answers, pace, together = choosing.rest(chosen, found, language)
    return found, Asked(mid=mid, answers=answers, pace=pace, baseline=count, together=together)


def plan(
    chosen: Chosen, found: Planned | None, asked: Asked, today: date, language: str
) -> tuple[Plan, Foreseen | None]:
    """Return what is written about, and what the engine foresees of it."""
    measure = found.measure if found else None
    written = Plan(
        indicator=chosen.indicator,
        worse=_WORSE.get(chosen.indicator.direction, "lower"),
        exact=chosen.indicator.evidence.is_exact,
        level=measure.baseline if measure else 0.0,
        room=_room(chosen.indicator, measure),
        mid=asked.mid,
        last=series.last_day(found, today),
        today=today,
        language=language,
    )
    if measure is None or found is None or chosen.series_id is None:
        return written, None
    if written.mid > written.room:
        return written, None
    seen = series.would_show(chosen.series_id, asked.baseline, asked.choices(found))
    return written, seen


def _room(indicator: Indicator, measure: Yardstick | None) -> float:
    """Return how much a value can worsen from its baseline, infinite where nothing ends it."""
    if measure is None:
        return inf
    low, high = unit_range(indicator)
    if indicator.ladder:
        low, high = 0.0, float(max(step.severity for step in indicator.ladder))
    room = measure.baseline - low if measure.downwards else high - measure.baseline
    return inf if isnan(room) else room + 1e-9


def opening(
    chosen: Chosen, plan: Plan, seen: Foreseen | None, found: Planned | None, language: str
) -> None:
    """Say where we are, and the answer as a sentence with years."""
    _ = translator(language)
    area = view.linked(cards.escape(chosen.area_name), "omrade", omrade=chosen.area_id)
    short = cards.escape(chosen.indicator.wording(language).short)
    with blocks.container(horizontal=True, gap="small", vertical_alignment="center"):
        cards.words(
            f":small[:gray[{_('Lägg in ett mål')} · {area} · {short}]]", width="content"
        )
        series.badges(chosen, language)
    if seen is not None:
        cards.heading("", planning.headline(plan, seen))
        return
    if plan.mid > plan.room:
        st.title(planning.too_large(plan), anchor=False)
        return
    why = found.why if found and found.why else "no_values"
    st.title(planning.nothing_foreseen(why, language), anchor=False)
    st.markdown(planning.way_on(why, language), width=700)


def alarms(seen: Foreseen | None, found: Planned | None, language: str) -> None:
    """Say how often something is taken for a loss where nothing happens."""
    if seen is not None and found is not None:
        cards.words(planning.false_alarms(seen, language))
