"""What those who live in a place earn, beside all the others or part by part."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.series import series
from dashboard.charts.plotly.lines import draw_series
from dashboard.charts.theme import Spec
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.population.homes import MOST_PARTS
from dashboard.series import measured, people
from dashboard.series.measured import Level, LevelKey
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from data.answers import places
from data.answers.residents import Profile


def income(area: pd.Series, dark: bool, language: str) -> None:
    """Show the mean wage income beside all other areas at the level, where it is measured."""
    indicator = loaders.catalogue().get(people.INCOME)
    if indicator is None:
        return
    level = measured.level(indicator, kind=str(area["kind"]), training=bool(area["invented"]))
    rows = level.of(str(area["area_id"])) if len(level.rows) else level.rows
    if rows.empty or rows["value"].isna().all():
        return
    _ = translator(language)
    beside = _beside(level, rows)
    last = rows.dropna(subset=["value"]).iloc[-1]
    finding = _("{value} {period}").format(
        value=sentences.amount(float(last["value"]), indicator, language),
        period=sentences.period(str(last["period"]), language),
    )
    cards.heading(cards.escape(indicator.wording(language).name), finding, level=2)
    spec, alt = _drawn(level.key, str(area["area_id"]), dark, language)
    cards.plot(spec, alt=alt, key="income")
    said = measured.together_in_words(level, language)
    if said:
        st.markdown(cards.escape(said))
    with st.expander(_("Samma siffror som tabell")):
        cards.table(_income_table(rows, beside, language))


@finished
def _drawn(key: LevelKey, area_id: str, dark: bool, language: str) -> tuple[Spec, str]:
    level = measured.of_key(key)
    rows = level.of(area_id)
    described = series(
        rows,
        indicator=level.indicator,
        breaks=measured.broken(rows),
        comparator=_beside(level, rows),
        language=language,
    )
    return draw_series(described, dark=dark), described.alt


@finished
def _incomes(area_ids: tuple[str, ...]) -> pd.DataFrame:
    rows = measured.everywhere(people.INCOME).dropna(subset=["value"])
    return places.one_each(rows[rows["area_id"].isin(area_ids)])


def _beside(level: Level, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what the area is compared with: the areas of its goal, or all the others."""
    return measured.compared_with(level).beside(measured.named(rows.iloc[0].to_dict()))


def income_of_parts(homes: Profile | None, language: str) -> None:
    """Show the income part by part where the area has no own figure: no mean of means."""
    indicator = loaders.catalogue().get(people.INCOME)
    if homes is None or not homes.of_parts or indicator is None:
        return
    _ = translator(language)
    inside = tuple(sorted(set(homes.parts["area_id"])))
    parts = _incomes(inside)
    if parts.empty or parts["area_id"].nunique() > MOST_PARTS:
        return
    said = [
        {
            _("Del"): cards.escape(
                sentences.area_of(measured.named(mine.iloc[0].to_dict()), language)
            ),
            **{
                str(row["period"]): numbers.measured(
                    row["value"], indicator.unit, indicator.decimals, language
                )
                for row in mine.iloc[[0, -1]].to_dict("records")
            },
        }
        for _area, mine in parts.groupby("area_id", sort=False)
    ]
    name = cards.escape(indicator.wording(language).name)
    cards.heading(name, _("Del för del"), level=2)
    cards.table(pd.DataFrame(said))


def _income_table(rows: pd.DataFrame, beside: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    around = beside.set_index("period")["value"].to_dict()
    indicator = loaders.catalogue()[people.INCOME]
    return pd.DataFrame(
        [
            {
                _("År"): str(row["period"]),
                _("Området"): numbers.measured(
                    row["value"], indicator.unit, indicator.decimals, language
                ),
                _("Alla andra"): numbers.measured(
                    around.get(row["period"]), indicator.unit, indicator.decimals, language
                ),
            }
            for row in rows.to_dict("records")
        ]
    )
