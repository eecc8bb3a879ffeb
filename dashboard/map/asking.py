"""What Karta is asked for: an indicator, a level, a part of it, states or values, a period."""

import pandas as pd

from dashboard.map.mapped import STATES, VALUES, MapKey, areas_of
from dashboard.page import addressed, controls, loaders
from dashboard.page.loaders import finished
from dashboard.series import measured, picking
from dashboard.series.measured import LevelKey
from dashboard.text import sentences
from dashboard.text.language import translator
from data.answers import places

_SEVERAL = 2


def ask(training: bool, language: str) -> LevelKey | None:
    """Let indicator, level and category be chosen; None where nothing is followed."""
    indicator_id = picking.indicator(training, language, default=_telling(training)[0])
    if indicator_id is None:
        return None
    followed, first = picking.kinds_of(indicator_id, training)
    kinds = list(dict.fromkeys([*followed, *_outlined(training)]))
    default = _telling(training, indicator_id)[1] or first
    kind = picking.level(kinds, language, default=default)
    chosen = picking.category(indicator_id, kind, training, language)
    return LevelKey(indicator_id, str(kind), chosen, training)


@finished
def _outlined(training: bool) -> tuple[str, ...]:
    """Return the kinds of areas that have boundaries."""
    rows = loaders.ask(places.kinds_with_boundaries)
    return tuple(rows[rows["invented"] == training]["kind"])


@finished
def _telling(training: bool, indicator_id: str | None = None) -> tuple[str | None, str | None]:
    """Return the most telling of all that can be drawn, or of one indicator."""
    rows = picking.followed(training)
    rows = rows[rows["kind"].isin(_outlined(training))]
    return most_telling(
        rows if indicator_id is None else rows[rows["indicator_id"] == indicator_id]
    )


def most_telling(rows: pd.DataFrame) -> tuple[str | None, str | None]:
    """Return the indicator and level the page opens with, of those that can be drawn.

    First where there are several goals, then where an indicator with goals has most areas.
    """
    if rows.empty:
        return None, None
    goals = rows.groupby("indicator_id")["goals"].any().rename("any")
    counted = (
        rows.groupby(["indicator_id", "kind"])
        .agg(goals=("goals", "sum"), areas=("areas_of_kind", "max"))
        .reset_index()
        .join(goals, on="indicator_id")
    )
    counted["several"] = counted["goals"].where(counted["goals"] >= _SEVERAL, 0)
    best = counted.sort_values(["several", "any", "areas"], kind="stable").iloc[-1]
    return str(best["indicator_id"]), str(best["kind"])


def narrow(level: LevelKey, language: str) -> MapKey:
    """Let a municipality, states or values, and a period be chosen."""
    _ = translator(language)
    count, goals = _count(level)
    parts = _parts(level.kind, level.invented, addressed.asked("omrade"), language)
    parent = picking.within(parts, count, language)
    shown = VALUES
    if goals:
        options = {STATES: _("Lägen"), VALUES: _("Värden")}
        default = STATES if goals >= _SEVERAL else VALUES
        shown = controls.segment(_("Visa"), options, key="visa", default=default)
    period = _period(level, language) if shown == VALUES else ""
    return MapKey(level, parent, shown, period)


@finished
def _count(key: LevelKey) -> tuple[int, int]:
    """Return how many areas there are at a level, and how many of them have a goal."""
    level = measured.of_key(key)
    goals = int((level.areas["goal_id"] != "").sum()) if len(level.rows) else 0
    return len(areas_of(level.kind, level.invented)), goals


@finished
def _parts(kind: str, training: bool, asked: str | None, language: str) -> picking.Parts:
    return picking.parts_of(list(areas_of(kind, training)["area_id"]), asked, language)


def _period(level: LevelKey, language: str) -> str:
    """Let a period be chosen, newest first; at first the last that most areas have."""
    options, default = _periods(level, language)
    if not options:
        return ""
    label = translator(language)("Period")
    return controls.choose(label, options, key="period", clear=False, default=default) or ""


@finished
def _periods(key: LevelKey, language: str) -> tuple[dict[str, str], str]:
    """Return the periods with a value, newest first, and the one to begin with."""
    rows = measured.of_key(key).rows
    if rows.empty:
        return {}, ""
    known = rows[rows["value"].notna() | (rows["class_code"].fillna("") != "")]
    counted = known.groupby("period").agg(areas=("area_id", "size"), end=("period_end", "max"))
    counted = counted.sort_values("end", ascending=False)
    if counted.empty:
        return {}, ""
    full = counted[counted["areas"] >= counted["areas"].max() / 2]
    options = {str(one): sentences.period(str(one), language) for one in counted.index}
    return options, str(full.index[0])
