"""What an initiative may be worth: a range, what drives it, and everything it assumes."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.tornado import Bar, tornado
from dashboard.charts.plotly.tornado import draw_tornado
from dashboard.export.effect_report import effects
from dashboard.export.effect_report.initiative import Chosen
from dashboard.export.effect_report.report import Report
from dashboard.initiatives.chosen import with_report
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import initiatives as words
from dashboard.text.language import translator
from data.answers import initiatives, worth
from metrics.methods.valuation import DEFAULTS, SocialValue
from metrics.outcome.state import Group, group_of


@drawn
def show(initiative_id: str, dark: bool, language: str) -> None:
    """Show the value of one initiative, or that nobody has valued it."""
    _ = translator(language)
    chosen, filled = with_report(initiative_id, language)
    value = _value(chosen.initiative_id)
    if value is None:
        _nothing(language)
        return
    currency = worth.currency(chosen.parameters)
    topic = _("Socialt värde, nuvärde av alla år")
    said = words.worth(value.low, value.high, currency, language)
    cards.heading(topic, said, level=2)
    for sentence in (
        words.worth_of_nothing(value.low, value.high, language),
        words.worth_per_unit(value.ratio_low, value.ratio_high, currency, language),
    ):
        if sentence:
            st.markdown(sentence)
    _condition(chosen, filled, language)
    _drivers(chosen, value, currency, dark, language)
    _assumptions(chosen.parameters, language)
    cards.source_line(
        _(
            "Värdet gäller bara den här satsningen. Det läggs aldrig ihop med andra satsningar"
            " eller områden och visas aldrig på Läget. Spannet kommer av 10\u202f000"
            " simuleringar med fast frö."
        )
    )


@finished
def _value(initiative_id: str) -> SocialValue | None:
    return worth.valued(loaders.ask(initiatives.parameters, initiative_id=initiative_id))


def _nothing(language: str) -> None:
    _ = translator(language)
    cards.heading("", _("Ingen värdering är inläst"), level=2)
    st.markdown(
        _(
            "Ett socialt värde räknas bara när någon har angett antaganden med spann och"
            " källa. Det finns en mall på Ladda upp."
        )
    )
    cards.link("ladda-upp", _("Till Ladda upp"))


def _condition(chosen: Chosen, filled: Report, language: str) -> None:
    """Say that the value presumes the effect, and what is known of the effect."""
    _ = translator(language)
    states = effects.counted(chosen.effects)
    if states and all(group_of(state) in {Group.HOLDS, None} for state in states):
        return
    st.markdown(
        _(
            "Värdet förutsätter att effekten finns. Så här är det med den: **{finding}.**"
        ).format(finding=filled.finding)
    )


def _drivers(
    chosen: Chosen, value: SocialValue, currency: str, dark: bool, language: str
) -> None:
    _ = translator(language)
    bars = bars_of(chosen.parameters, value, currency, language)
    if not bars:
        return
    topic = _(
        "Ett antagande i taget, från sitt lägsta till sitt högsta. Strecket är värdet när alla"
        " antaganden är som de är angivna"
    )
    cards.heading(topic, _("Det här driver spannet mest"), level=2)
    described = tornado(bars, value.value, language=language)
    cards.plot(
        draw_tornado(described, dark=dark),
        alt=described.alt,
        key=f"tornado-{chosen.initiative_id}",
    )
    with st.expander(_("Samma siffror som tabell")):
        cards.table(
            pd.DataFrame(
                {
                    _("Antagande"): [cards.escape(bar.name) for bar in bars],
                    _("Spann"): [cards.escape(bar.span) for bar in bars],
                    _("Ger ett värde"): [cards.escape(bar.says) for bar in bars],
                }
            )
        )


def bars_of(
    parameters: pd.DataFrame, value: SocialValue, currency: str, language: str
) -> list[Bar]:
    """Return the bars of the tornado with their words, the widest first."""
    _ = translator(language)
    rows = {
        (str(row["outcome"]), str(row["name"])): row for row in parameters.to_dict("records")
    }
    bars = []
    for driver in value.tornado:
        row = rows[driver.outcome, driver.name]
        ends = sorted((driver.at_low, driver.at_high))
        bars.append(
            Bar(
                words.assumption(driver.name, driver.outcome, language),
                _span(row, language),
                words.money_span_short(ends[0], ends[1], currency, language),
                driver.at_low,
                driver.at_high,
            )
        )
    return bars


def _span(row: dict[object, object], language: str) -> str:
    low, high = float(str(row["low"])), float(str(row["high"]))
    return words.assumed_span(low, high, str(row["unit"]), str(row["name"]), language)


_SHAPES = {
    "fixed": "fast",
    "uniform": "likformig",
    "triangular": "triangel",
    "normal": "normal",
}


def _assumptions(parameters: pd.DataFrame, language: str) -> None:
    """Print every assumption with range and source, and those nobody has made."""
    _ = translator(language)
    cards.heading("", _("Alla antaganden"), level=2)
    cards.table(assumptions(parameters, language))


def assumptions(parameters: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return one row per assumption; what nobody has made counts as nothing, and says so."""
    _ = translator(language)
    order = list(words.ASSUMPTIONS)
    sorted_rows = sorted(
        parameters.to_dict("records"),
        key=lambda row: (
            str(row["outcome"]) == "",
            str(row["outcome"]),
            order.index(row["name"]),
        ),
    )
    rows = [_assumption(row, language) for row in sorted_rows]
    for name in worth.unsaid(parameters):
        if name == "investment":
            continue
        zero = words.assumed(
            DEFAULTS[name], _DEFAULT_UNITS.get(name, "percent"), name, language
        )
        uncounted = _("saknas: ingen har angett det, så det räknas som {value}")
        rows.append(
            {
                _("Antagande"): words.assumption(name, "", language),
                _("Värde och spann"): f":gray[{_('inget spann')}]",
                _("Källa"): uncounted.format(value=zero),
            }
        )
    return pd.DataFrame(rows)


_DEFAULT_UNITS = {"duration": "years"}


def _assumption(row: dict[object, object], language: str) -> dict[str, str]:
    _ = translator(language)
    name, unit = str(row["name"]), str(row["unit"])
    ranged = row["low"] == row["low"]
    said = words.assumption(name, str(row["outcome"]), language)
    value = cards.escape(words.assumed(float(str(row["value"])), unit, name, language))
    span = _("inget spann")
    if ranged:
        span = f"{cards.escape(_span(row, language))}, {_(_SHAPES[str(row['shape'])])}"
    return {
        _("Antagande"): cards.escape(said),
        _("Värde och spann"): f"{value}  \n:gray[{span}]",
        _("Källa"): cards.escape(str(row["source"])),
    }
