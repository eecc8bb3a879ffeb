"""What moves without a goal: the series furthest from what the others did, never a loss."""

from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from dashboard.charts.describe.multiples import common_scale, panel
from dashboard.charts.plotly.multiples import draw_ends
from dashboard.overview import filters
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series import on_the_move
from dashboard.text.areas import name_of
from dashboard.text.headline import counting
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.headline_goals import Picked


@drawn
def show(training: bool, by: Picked, dark: bool, language: str) -> None:
    """Show the series as small charts, each with a way to a goal; nothing where none moves."""
    found = _found(training, by, dark, language)
    if not found:
        return
    _ = translator(language)
    counted = counting(
        language,
        "{number} serie utan mål som har rört sig mot de andra",
        "{number} serier utan mål som har rört sig mest mot de andra",
        len(found),
    )
    st.divider()
    cards.heading(_("Rör på sig"), counted, level=2)
    st.markdown(
        _(
            "Det här är inte förluster: ingen har lovat något. **Hel linje** är platsen, "
            ":gray[prickad linje är det mittersta av de andra på samma nivå.]"
        ),
        width=900,
    )
    grid = st.grid(3, min_column_width=280)
    for each in found:
        with grid.container(gap="xxsmall"):
            st.subheader(cards.escape(each.place), anchor=False)
            st.caption(cards.escape(each.about))
            cards.plot(each.chart, alt=each.alt, key=f"moving-{each.key}")
            st.markdown(each.ways)
    with st.expander(_("Samma siffror som tabell")):
        cards.table(_as_table(found, language))
    cards.source_line(
        _(
            "En enskild ände är inget bevis: öppna serien innan du använder den. En lucka i "
            "linjen är en period utan värde."
        )
    )


class Moving(NamedTuple):
    """One series that moves: its place, what is measured, its chart, and where it leads."""

    key: str
    place: str
    about: str
    chart: Any
    alt: str
    ways: str
    began: str
    now: str
    others: str


@finished
def _found(training: bool, by: Picked, dark: bool, language: str) -> tuple[Moving, ...]:
    rows = on_the_move.every(training)
    if rows is None:
        return ()
    kept = filters.keep_series(rows, by)
    areas = loaders.ask(all_areas).set_index("area_id", drop=False)
    return tuple(
        _moving(row, areas.loc[row["area_id"]], dark, language)
        for row in on_the_move.chosen(kept)
    )


def _moving(row: dict[str, Any], area: pd.Series, dark: bool, language: str) -> Moving:
    _ = translator(language)
    indicator = loaders.catalogue()[row["indicator_id"]]
    place, about = name_of(area, language), on_the_move.about(row, indicator, language)
    table = pd.DataFrame({name: row[name] for name in ("periods", "ends", "values", "others")})
    known = table[table["values"].notna()]
    measured = pd.DataFrame(
        {
            "period": known["periods"],
            "period_start": pd.to_datetime(known["ends"]),
            "value": known["values"],
            "indicator_id": indicator.id,
            "area_id": row["area_id"],
            "category": row["category"],
        }
    )
    beside = pd.DataFrame({"period": table["periods"], "value": table["others"]}).dropna()
    scale = common_scale(_both(measured, beside, table), indicator)
    chart = panel(
        measured, name=f"{about}, {place}", indicator=indicator, scale=scale,
        comparator=beside, language=language,
    )  # fmt: skip
    dots = [dot for line in chart.lines[:1] for dot in line.measured]
    return Moving(
        key=f"{indicator.id}-{row['category']}-{row['area_id']}",
        place=place,
        about=about,
        chart=draw_ends(chart, dark=dark),
        alt=chart.alt,
        ways=on_the_move.ways(row, language),
        began=f"{dots[0].written} ({dots[0].period})",
        now=f"{dots[-1].written} ({dots[-1].period})",
        others=chart.lines[-1].dots[-1].written,
    )


def _both(measured: pd.DataFrame, beside: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return the values of both lines, for a scale that holds both."""
    ends = table.set_index("periods")["ends"]
    more = beside.assign(period_start=pd.to_datetime(beside["period"].map(ends)))
    span = measured["period_start"]
    within = more["period_start"].between(span.min(), span.max())
    return pd.concat([measured, more[within]], ignore_index=True)


def _as_table(found: tuple[Moving, ...], language: str) -> pd.DataFrame:
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Område"): cards.escape(each.place),
                _("Mått"): cards.escape(each.about),
                _("Började"): each.began,
                _("Nu"): each.now,
                _("De andra nu"): each.others,
            }
            for each in found
        ]
    )
