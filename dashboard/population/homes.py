"""The homes of a place, then and now: who may live there, and how far that has changed."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.charts.describe.character import Mix
from dashboard.charts.describe.character import character as described_character
from dashboard.charts.describe.stacked import TENURES
from dashboard.charts.plotly.character import draw_character
from dashboard.charts.theme import Spec
from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.series import people
from dashboard.text import numbers
from dashboard.text import places as said
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.character import evenness, two_levels
from data.answers.residents import Profile

MOST_PARTS = 12


def moved(area: pd.Series, homes: Profile | None) -> float | None:
    """Return how far the mix has moved; None where that cannot be said."""
    found = None if homes is None else people.character(area)
    return None if found is None else float(found.change.distance)


def left_out(found: Profile, language: str) -> None:
    """Say which years or boundary versions are not compared."""
    if found.left_out:
        sentence = translator(language)("Jämförs inte, annan indelning eller regel: {what}.")
        st.caption(sentence.format(what=", ".join(found.left_out)))


def mixes(area: pd.Series, homes: Profile, above: pd.Series | None, language: str) -> list[Mix]:
    """Return the bars: the area then and now, and the municipality it lies in now."""
    name = name_of(area, language)
    shown = [0, -1] if len(homes.counts) > 1 else [-1]
    bars = [bar(f"{name} {homes.period(place)}", homes, place) for place in shown]
    around = None if above is None else people.homes(str(above["area_id"]))
    if above is not None and around is not None:
        note = translator(language)("{area} {period}, kommun, inte område")
        label = note.format(area=name_of(above, language), period=around.period(-1))
        bars.append(bar(label, around, -1, quiet=True))
    return bars


def bar(label: str, found: Profile, place: int, *, quiet: bool = False) -> Mix:
    """Return the bar of one period; -1 for the latest."""
    counts = dict(zip(found.categories, found.at(place).tolist(), strict=True))
    return Mix(label=label, counts=counts, quiet=quiet)


def homes_then_and_now(
    area: pd.Series, homes: Profile | None, dark: bool, language: str
) -> None:
    """Show homes by tenure then and now, and how far the mix has moved."""
    if homes is None:
        return
    _ = translator(language)
    bars = mixes(area, homes, municipality(area), language)
    names = {category: _(name) for category, name in TENURES.items()}
    left, right = st.columns([7, 5], gap="large")
    with left:
        topic = _("Upplåtelseform · andel av bostäderna")
        cards.heading(topic, _homes_words(homes, language), level=2)
        spec, alt = _drawn(str(area["area_id"]), dark, language)
        cards.plot(spec, alt=alt, key="homes")
        left_out(homes, language)
        with st.expander(_("Samma siffror som tabell")):
            cards.table(mix_table(bars, names, language))
    with right:
        _change_of_character(area, homes, language)
        _two_levels(area, homes, language)


@finished
def _drawn(area_id: str, dark: bool, language: str) -> tuple[Spec, str]:
    areas, homes = loaders.ask(all_areas), people.homes(area_id)
    area = areas[areas["area_id"] == area_id].iloc[0]
    bars = [] if homes is None else mixes(area, homes, municipality(area), language)
    _ = translator(language)
    names = {category: _(name) for category, name in TENURES.items()}
    name = _("Upplåtelseform · andel av bostäderna")
    described = described_character(bars, names, name=name, language=language)
    return draw_character(described, dark=dark), described.alt


def _homes_words(homes: Profile, language: str) -> str:
    _ = translator(language)
    last = float(homes.at(-1).sum())
    if len(homes.counts) < 2:
        count = numbers.number(last, 0, language)
        return _("{count} bostäder {period}").format(count=count, period=homes.period(-1))
    added = last - float(homes.at(0).sum())
    wording = _("{count} bostäder fler") if added >= 0 else _("{count} bostäder färre")
    added_words = wording.format(count=numbers.number(abs(added), 0, language))
    return f"{added_words}, {homes.period(0)}{numbers.DASH}{homes.period(-1)}"


def mix_table(bars: list[Mix], names: Mapping[str, str], language: str) -> pd.DataFrame:
    """Return the bars as words: counts, shares, and how even the mix is from 0 to 1."""
    _ = translator(language)
    rows = []
    for bar in bars:
        counts = [float(bar.counts.get(one) or 0) for one in names]
        row = {_("Område och år"): cards.escape(bar.label)}
        for name, count, share in zip(names.values(), counts, bar.shares(names), strict=True):
            written = numbers.measured(share, "percent", 1, language)
            row[name] = f"{written} ({numbers.number(count, 0, language)})"
        row[_("Blandning 0–1")] = numbers.number(evenness(counts), 2, language)
        rows.append(row)
    return pd.DataFrame(rows)


_DISTANCE = "Avståndet mellan blandningen {then} och {now}: 0 är samma, 1 är helt annan."


def _change_of_character(area: pd.Series, homes: Profile, language: str) -> None:
    _ = translator(language)
    found = people.character(area)
    if found is None:
        return
    distance = numbers.number(float(found.change.distance), 2, language)
    cards.heading(_("Förändrad karaktär"), _("{distance} av 1").format(distance=distance),
                  level=2)  # fmt: skip
    parts = [
        _(_DISTANCE).format(
            then=homes.period(0), now=homes.period(-1)
        ),
        _("Måttet är aldrig noll: två slumpvisa urval av den här storleken ur samma "
          "blandning skiljer sig {chance}.").format(
            chance=said.by_chance(float(found.change.by_chance), language)
        ),
    ]  # fmt: skip
    if found.placed:
        parts.append(said.among_peers(found.as_far, found.others, str(area["kind"]), language))
    st.markdown(" ".join(parts))


def _two_levels(area: pd.Series, homes: Profile, language: str) -> None:
    split = two_levels(homes)
    if split is None:
        return
    _ = translator(language)
    then, now = split
    cards.heading(_("Blandningen i två nivåer"), _("Inom delarna och mellan dem"), level=2)
    st.markdown(said.split(*now, language))
    if len(homes.counts) > 1:
        before = 100 * then[0] / then[1] if then[1] else 100.0
        st.caption(
            _("{period} fanns {within} inom delarna.").format(
                period=homes.period(0), within=numbers.measured(before, "percent", 0, language)
            )
        )
    rows = _parts(str(area["area_id"]), language)
    if len(rows) > MOST_PARTS:
        with st.expander(_("Del för del, {count} delar").format(count=len(rows))):
            cards.table(rows)
    else:
        cards.table(rows)


@finished
def _parts(area_id: str, language: str) -> pd.DataFrame:
    homes = people.homes(area_id)
    return pd.DataFrame() if homes is None else parts_table(homes, language)


def parts_table(homes: Profile, language: str) -> pd.DataFrame:
    """Return one row per part by name: homes, share of rentals and mix, then and now."""
    _ = translator(language)
    names = loaders.ask(all_areas).set_index("area_id")["name"]
    then, now = homes.period(0), homes.period(-1)
    by_part = dict(tuple(homes.parts.groupby("area_id")))
    rows = []
    for area_id, part in ((one, by_part[one]) for one in names.index if one in by_part):
        counts = part.set_index("period")[list(homes.categories)]
        pair = [counts.loc[period].to_numpy(dtype=float) for period in (then, now)]
        shares = [100 * one[0] / one.sum() if one.sum() else None for one in pair]
        rows.append(
            {
                _("Del"): cards.escape(str(names.get(area_id, area_id))),
                _("Bostäder"): " → ".join(
                    numbers.number(float(one.sum()), 0, language) for one in pair
                ),
                _("Hyresrätt, %"): " → ".join(
                    numbers.number(share, 1, language) for share in shares
                ),
            }
        )
    return pd.DataFrame(rows)


def municipality(area: pd.Series) -> pd.Series | None:
    """Return the municipality an area lies in; None for one that is or has none."""
    areas = loaders.ask(all_areas)
    found = areas[areas["area_id"] == area["municipality_id"]]
    if found.empty or str(found["area_id"].iloc[0]) == str(area["area_id"]):
        return None
    above: pd.Series = found.iloc[0]
    return above
