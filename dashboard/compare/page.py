"""The page that shows one indicator in one area after another, all on the same scale."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe import measurement_table
from dashboard.charts.describe.multiples import beside_latest, panel
from dashboard.charts.describe.timeline import segments
from dashboard.charts.plotly.multiples import draw_panel
from dashboard.charts.theme import Spec
from dashboard.compare.compared import Compared, ComparedKey, Panel, compared
from dashboard.page import cards
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import measured, picking, view
from dashboard.series.measured import Level
from dashboard.text import numbers, sentences, states
from dashboard.text import places as said
from dashboard.text.hidden import hidden
from dashboard.text.language import translator
from data.judging.comparators import ALIKE, DENOMINATOR, PEOPLE
from metrics.definition.indicator import Evidence
from metrics.methods.timeline import cuts, points


def opening(found: Compared, language: str) -> None:
    """Say in a sentence what has become of the goals, and what all areas did together."""
    level = found.level
    verdicts = [goal.verdict.state for goal in found.goals]
    title = said.compared(level.indicator, verdicts, len(found.areas), level.kind, language)
    st.title(cards.escape(title), anchor=False)
    if stated := measured.together_in_words(level, language):
        st.markdown(cards.escape(stated), width=900)


def how_to_read(found: Compared, language: str) -> None:
    """Say what is drawn: the scale, the goal, the dotted line, and that nothing is ranked."""
    _ = translator(language)
    parts = [_("Områdena står i bokstavsordning och rangordnas aldrig.")]
    parts.append(_("Alla rutor har samma skala."))
    beside = [one for one in found.shown if one.is_compared]
    if beside:
        parts.append(_(_DOTTED[any(one.named for one in beside)]))
        bases = {one.weighted_by for one in beside}
        parts.append(_(_WEIGHTED[bases.pop()] if len(bases) == 1 else _BY_WHAT_THERE_IS))
    st.markdown(" ".join(parts), width=900)


_DOTTED = {
    True: "Prickad linje: områdena som målet namnger, annars alla andra på samma nivå.",
    False: "Prickad linje: alla andra områden på samma nivå.",
}


_WEIGHTED = {
    DENOMINATOR: "De är vägda med sina nämnare.",
    PEOPLE: "De är vägda med folkmängden.",
    ALIKE: "De väger lika.",
}
_BY_WHAT_THERE_IS = (
    "De är vägda med sina nämnare där alla har dem, annars med folkmängden eller lika."
)


def panels(found: Compared, dark: bool, language: str) -> None:
    """Show the areas side by side, below each other on a phone."""
    grid = st.grid(3, min_column_width=270, gap="medium")
    for heading, position, spec, alt, key in _panels(found.key, dark, language):
        with grid.container(gap="xsmall"):
            st.subheader(heading, anchor=False)
            st.markdown(position)
            cards.plot(spec, alt=alt, key=key)


@finished
def _panels(
    key: ComparedKey, dark: bool, language: str
) -> tuple[tuple[str, str, Spec, str, str], ...]:
    found = compared(key)
    return tuple(_written(found, one, dark, language) for one in found.shown)


def _written(
    found: Compared, one: Panel, dark: bool, language: str
) -> tuple[str, str, Spec, str, str]:
    """Return heading, standing, chart, its words and its key."""
    name = cards.escape(sentences.area_of(one.area, language))
    heading = view.linked(name, "utfall", **_why(one))
    spec, alt = _drawn(found, one, dark, language)
    return (
        heading, _position(one, found.level, language), spec, alt,
        f"panel-{one.area['area_id']}",
    )  # fmt: skip


def _why(one: Panel) -> dict[str, str]:
    if one.goal is not None:
        return {"mal": one.goal.goal_id}
    return {"serie": str(one.area["series_id"])}


def _position(one: Panel, level: Level, language: str) -> str:
    """Write the state, its goal or the change without one, and where the area's page is."""
    _ = translator(language)
    parts = [states.markdown(one.state, language)]
    asked = (
        "" if one.goal is None
        else sentences.target(one.goal, level.indicator, language, short=True)
    )  # fmt: skip
    if asked:
        parts.append(_("mål: {target}").format(target=asked))
    broken = cuts(one.breaks, one.observations, points(one.observations, level.indicator))
    parts += [f":violet[‖{numbers.NO_BREAK}{cut.year}]" for cut in broken]
    parts.append(view.linked(_("området"), "omrade", omrade=str(one.area["area_id"])))
    return " · ".join(parts)


def _drawn(found: Compared, one: Panel, dark: bool, language: str) -> tuple[Spec, str]:
    described = panel(
        one.observations,
        name=sentences.area_of(one.area, language),
        indicator=found.level.indicator,
        scale=found.scale,
        goal=one.goal,
        breaks=one.breaks,
        comparator=one.comparator,
        language=language,
    )
    return draw_panel(described, dark=dark), described.alt


def break_notes(found: Compared, language: str) -> None:
    """Say once what each cut on this page was, and every note on what is uncertain."""
    for year, note in _notes(found.key, language):
        mark = f":violet[‖{numbers.NO_BREAK}**{year}**]"
        st.markdown(f"{mark} {cards.escape(note)}", width=900)


@finished
def _notes(key: ComparedKey, language: str) -> list[tuple[str, str]]:
    noted: dict[tuple[str, str], None] = {}
    for one in compared(key).shown:
        for row in one.breaks.to_dict("records"):
            start = pd.Timestamp(row["first_period_start"])
            starts = pd.to_datetime(one.observations["period_start"])
            if (starts < start).any() and (starts >= start).any():
                note = row["note_en"] if language == "en" else row["note_sv"]
                noted[(str(row["first_period"])[:4], str(note or ""))] = None
    return list(noted)


def table(found: Compared, language: str) -> None:
    """Offer the numbers of the panels: first and latest value, goal and state of each area."""
    _ = translator(language)
    with st.expander(_("Samma siffror som tabell")):
        cards.table(_rows(found.key, language))


def downloads(key: ComparedKey) -> None:
    """Offer every measurement of the areas as a file."""
    rows, level = _measured(key), key.level
    cards.downloads(
        lambda: rows,
        f"kvarvarde-jamfor-{level.indicator_id}-{level.kind}",
        invented=level.invented,
    )


@finished
def _measured(key: ComparedKey) -> pd.DataFrame:
    found = compared(key)
    mine = found.level.rows["area_id"].isin(found.areas["area_id"])
    return measurement_table.handed_on(found.level.rows[mine])


@finished
def _rows(key: ComparedKey, language: str) -> pd.DataFrame:
    found = compared(key)
    return pd.DataFrame([_row(one, found.level, language) for one in found.shown])


def _row(one: Panel, level: Level, language: str) -> dict[str, str]:
    _ = translator(language)
    known = _since_cut(one, level)
    if level.indicator.evidence is Evidence.ORDINAL:
        known = known[known["class_code"].fillna("") != ""]
    else:
        known = known.dropna(subset=["value"])
    goal = one.goal
    return {
        _("Område"): cards.escape(sentences.area_of(one.area, language)),
        _("Först"): _value(known.iloc[:1], level, language),
        _("Senast"): _value(known.iloc[-1:], level, language),
        _("Jämförelse"): _beside(one, known, level, language),
        _("Mål"): (
            "" if goal is None
            else sentences.target(goal, level.indicator, language, short=True)
        ),
        _("Läge"): states.markdown(one.state, language),
    }  # fmt: skip


def _since_cut(one: Panel, level: Level) -> pd.DataFrame:
    """Return the measurements after the last cut: what lies before is not compared."""
    placed = points(one.observations, level.indicator)
    latest = segments(placed, cuts(one.breaks, one.observations, placed))[-1]
    kept = one.observations["period"].isin([point.period for point in latest])
    return pd.DataFrame(one.observations[kept])


def _beside(one: Panel, known: pd.DataFrame, level: Level, language: str) -> str:
    """Write what was last beside the area, with its period: what is preliminary has nothing."""
    found = beside_latest(known["period"].tolist(), one.comparator)
    if found is None:
        return numbers.DASH
    return _value(pd.DataFrame([found], columns=["period", "value"]), level, language)


def _value(row: pd.DataFrame, level: Level, language: str) -> str:
    """Write a measurement with its period: ``17,4 % (2023)``, ``(2025, preliminärt)``."""
    if row.empty:
        return numbers.DASH
    one, indicator = row.iloc[0], level.indicator
    if indicator.evidence is Evidence.ORDINAL:
        value = sentences.class_name(str(one["class_code"]), indicator, language)
    else:
        value = numbers.measured(
            float(one["value"]), indicator.unit, indicator.decimals, language
        )
    when = sentences.period(str(one["period"]), language)
    if one.get("status") == "preliminary":
        when = f"{when}, {translator(language)('preliminärt')}"
    return f"{value} ({when})"


def ending(found: Compared, language: str) -> None:
    """End with what may mislead, the boundary version and where the numbers come from."""
    _ = translator(language)
    indicator = found.level.indicator
    if gone := hidden(found.level.rows, language):
        cards.source_line(cards.escape(gone))
    cards.source_line(cards.escape(indicator.wording(language).misleading))
    versions = sorted({str(one) for one in found.areas["geo_version"].dropna() if one})
    parts = [picking.source([indicator.source.named(language)], found.level.invented, language)]
    if versions:
        parts.append(
            _("Gränser: {versions}.").format(
                versions=", ".join(said.boundary_version(one, language) for one in versions)
            )
        )
    meaning = view.linked(_("Vad siffran betyder"), "katalog", indikator=indicator.id)
    cards.source_line(" ".join([*parts, meaning]))


@drawn
def finding(key: ComparedKey, language: str) -> None:
    """Say what has become of the goals: see `opening`."""
    opening(compared(key), language)


@drawn
def side_by_side(key: ComparedKey, dark: bool, language: str) -> None:
    """Show the areas on one scale, how to read them, and their numbers."""
    found = compared(key)
    how_to_read(found, language)
    panels(found, dark, language)
    break_notes(found, language)
    table(found, language)


@drawn
def sources(key: ComparedKey, language: str) -> None:
    """End with where the numbers come from: see `ending`."""
    ending(compared(key), language)
