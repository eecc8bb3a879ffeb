"""The homes of a place then and now: who may live here has changed, or has not."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe.stacked import TENURES, tenure
from dashboard.charts.plotly.tenure import draw_tenure
from dashboard.charts.theme import Spec
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series import people
from dashboard.text import numbers
from dashboard.text.amounts import number_word
from dashboard.text.language import translator
from dashboard.text.places import NEARLY_THE_SAME
from data.answers.areas import all_areas
from data.answers.character import distance
from data.answers.residents import Profile

_RENTALS = "tenure:rental"


def character(area: pd.Series, dark: bool, language: str) -> None:
    """Show the homes then and now, and what lies inside where the area has parts."""
    _ = translator(language)
    area_id = str(area["area_id"])
    homes = people.homes(area_id)
    if homes is None or len(homes.counts) < 2:
        return
    st.divider()
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = _("Områdets karaktär då och nu · andel av bostäderna, procent")
        cards.heading(topic, _mix(homes, language), level=2)
        spec, alt = _drawn(area_id, dark, language)
        cards.plot(spec, alt=alt, key="tenure")
        with st.expander(_("Samma siffror som tabell")):
            cards.table(_dwellings(homes, language))
    with right:
        _parts(homes, language)
        st.markdown(_mixed(homes, language))
        note = _("Källa: SCB, bostäder efter upplåtelseform per RegSO.")
        if homes.of_parts:
            note += " " + _("Räknat på de delar som till minst hälften ligger i området.")
        cards.source_line(note)
        cards.link("befolkning", _("Vem bor här nu?"), omrade=str(area["area_id"]))


@finished
def _drawn(area_id: str, dark: bool, language: str) -> tuple[Spec, str]:
    homes = people.homes(area_id)
    described = tenure(
        pd.DataFrame() if homes is None else homes.counts.iloc[[0, -1]], language=language
    )
    return draw_tenure(described, dark=dark), described.alt


def _mix(homes: Profile, language: str) -> str:
    _ = translator(language)
    added = float(homes.at(-1).sum() - homes.at(0).sum())
    count = numbers.number(abs(added), 0, language)
    wording = _("{count} bostäder fler") if added >= 0 else _("{count} bostäder färre")
    same = distance(homes) < NEARLY_THE_SAME
    mix = _("nästan samma blandning") if same else _("en annan blandning")
    return f"{wording.format(count=count)}, {mix}"


def _mixed(homes: Profile, language: str) -> str:
    _ = translator(language)
    same = distance(homes) < NEARLY_THE_SAME
    mix = _("Blandningen är nästan oförändrad.") if same else _("Blandningen har ändrats.")
    few = _("{count} mätpunkter räcker till att se nivån, inte en trend.")
    return f"{mix} {few.format(count=number_word(len(homes.counts), language).capitalize())}"


def _dwellings(homes: Profile, language: str) -> pd.DataFrame:
    _ = translator(language)
    table = pd.DataFrame({_("År"): homes.counts["period"]})
    for category, name in TENURES.items():
        table[_(name)] = [numbers.number(one, 0, language) for one in homes.counts[category]]
    return table


def _parts(homes: Profile, language: str) -> None:
    """Show the parts then and now: a mix can change in one of them only."""
    if not homes.of_parts:
        return
    _ = translator(language)
    then, now = homes.period(0), homes.period(-1)
    names = loaders.ask(all_areas).set_index("area_id")["name"]
    rows = []
    for area_id, part in homes.parts.set_index("period").groupby("area_id"):
        totals, shares = [], []
        for year in (then, now):
            dwellings = {name: float(part[name][year]) for name in TENURES}
            total = sum(dwellings.values())
            totals.append(numbers.number(total, 0, language))
            rentals = 100 * dwellings[_RENTALS] / total if total else None
            shares.append(numbers.number(rentals, 1, language))
        rows.append(
            {
                _("RegSO"): cards.escape(str(names.get(area_id, area_id))),
                _("Bostäder"): " → ".join(totals),
                _("Hyresrätt, %"): " → ".join(shares),
            }
        )
    topic = _("Del för del, {then} och {now}").format(then=then, now=now)
    cards.heading(topic, _("Blandningen i två nivåer"), level=2)
    cards.table(pd.DataFrame(rows))
