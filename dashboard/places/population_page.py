"""The page about who lives in a place: everything here is background and gets no state."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import area_picker, cards, controls, figures, loaders, series_view
from dashboard.area_picker import KINDS, name_of
from dashboard.figures import TENURES
from dashboard.figures.character import Mix, alt_character
from dashboard.figures.character import character as drawn_character
from dashboard.places import measured, people, picking
from dashboard.places.people import Profile
from dashboard.text import numbers, sentences
from dashboard.text import places as said
from dashboard.text.language import translator
from metrics.indicator import Theme

_MOST_PARTS = 12
_SHOWN_ABOVE = {people.POPULATION, people.DWELLINGS, people.INCOME}
_MOST_LISTED = 40


def ask(training: bool, language: str) -> None:
    """Offer the areas where somebody has counted who lives there."""
    _ = translator(language)
    st.title(_("Vem bor här nu? Välj ett område"), anchor=False)
    areas = loaders.areas()
    offered = areas[(areas["invented"] == training) & ~areas["kind"].isin(_WITHOUT_PEOPLE)]
    options = {
        str(
            row["area_id"]
        ): f"{name_of(row, language)} ({area_picker.kind_word(row, language)})"
        for _place, row in offered.iterrows()
    }
    label = _("Sök bland {count} områden").format(
        count=numbers.number(len(options), 0, language)
    )
    if controls.choose(label, options, key="omrade", placeholder=_("Skriv början av ett namn")):
        st.rerun()
    listed_ones = offered[offered["area_id"].isin(_counted()) | (offered["kind"] == _POLICE)]
    for kind, heading in KINDS.items():
        listed = listed_ones[listed_ones["kind"] == kind]
        if 0 < len(listed) <= _MOST_LISTED:
            cards.heading("", _(heading), level=2)
            links = [_link(row, language) for _place, row in listed.iterrows()]
            st.markdown(" · ".join(links))


_WITHOUT_PEOPLE = {"school", "centre", "region"}
_POLICE = "police_area"


def _counted() -> set[str]:
    """Return the areas with counts of their own, and those that such areas lie in."""
    rows = pd.concat(
        [measured.everywhere(one) for one in (people.POPULATION, people.DWELLINGS)]
    )
    return {
        str(one) for key in ("area_id", "municipality_id", "parent_id") for one in rows[key]
    }


def _link(area: pd.Series, language: str) -> str:
    name = cards.escape(name_of(area, language))
    return series_view.linked(name, "befolkning", omrade=str(area["area_id"]))


def opening(
    area: pd.Series, lives: Profile | None, homes: Profile | None, language: str
) -> None:
    """Say in a sentence whether as many live here, in the same mix of homes."""
    _ = translator(language)
    st.title(cards.escape(title(area, lives, homes, language)), anchor=False)
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(_("Bakgrund, bedöms aldrig"), color="gray")
        if bool(area["invented"]):
            cards.invented_badge(language)
    summed = [
        word
        for word, one in ((_("Folkmängden"), lives), (_("Bostäderna"), homes))
        if one is not None and one.of_parts
    ]
    if summed:
        told = _("Hopräknat från delarna som ligger i området: {what}.")
        st.caption(told.format(what=", ".join(summed).lower()))
    cards.link("omrade", _("Vad som lovades här"), omrade=str(area["area_id"]))


def title(area: pd.Series, lives: Profile | None, homes: Profile | None, language: str) -> str:
    """Write the finding of the page in one sentence."""
    _ = translator(language)
    name = name_of(area, language)
    moved = _moved(area, homes)
    mix = ""
    if moved is not None and homes is not None:
        mix = said.mix(moved, homes.period(0), language)
    if lives is not None and len(lives.counts) > 1:
        first, last = float(lives.at(0).sum()), float(lives.at(-1).sum())
        told = said.lives_here(name, first, last, lives.period(0), language)
        return f"{told}, {mix}" if mix else told
    if mix:
        return f"{name}: {mix}"
    if lives is not None:
        count = numbers.number(float(lives.at(-1).sum()), 0, language)
        return _("{area}: {count} invånare {period}").format(
            area=name, count=count, period=lives.period(-1)
        )
    return _("{area}: ingen folkmängd och inga bostäder är inlästa").format(area=name)


def _moved(area: pd.Series, homes: Profile | None) -> float | None:
    found = None if homes is None else people.character(area, homes)
    return None if found is None else float(found.change.distance)


def how_many(lives: Profile | None, dark: bool, language: str) -> None:
    """Show how many live here, as a line and as the same numbers."""
    if lives is None:
        return
    _ = translator(language)
    cards.heading(_("Folkmängd"), _count_words(lives, language), level=2)
    indicator = loaders.catalogue()[people.POPULATION]
    rows = people.as_observations(lives)
    if len(rows) > 1:
        spec = figures.series_chart(rows, indicator=indicator, dark=dark, language=language)
        alt = figures.alt_series(rows, indicator=indicator, language=language)
        st.plotly_chart(
            spec, theme=None, alt=alt, config=series_view.NO_TOOLS, key="population"
        )
    table = pd.DataFrame(
        {
            _("År"): rows["period"],
            _("Invånare"): [numbers.number(one, 0, language) for one in rows["value"]],
        }
    )
    with st.expander(_("Samma siffror som tabell")):
        st.table(table, border="horizontal", hide_index=True)
    _left_out(lives, language)


def _count_words(lives: Profile, language: str) -> str:
    _ = translator(language)
    last = numbers.number(float(lives.at(-1).sum()), 0, language)
    if len(lives.counts) < 2:
        return _("{count} invånare {period}").format(count=last, period=lives.period(-1))
    first = float(lives.at(0).sum())
    change = 100 * (float(lives.at(-1).sum()) / first - 1) if first else 0.0
    return _("{first} blev {last}, {change}\u00a0%").format(
        first=numbers.number(first, 0, language),
        last=last,
        change=numbers.signed(change, 1, language),
    )


def _left_out(found: Profile, language: str) -> None:
    """Say which years or boundary versions are not compared."""
    if found.left_out:
        told = translator(language)("Jämförs inte, annan indelning eller regel: {what}.")
        st.caption(told.format(what=", ".join(found.left_out)))


def mixes(area: pd.Series, homes: Profile, above: pd.Series | None, language: str) -> list[Mix]:
    """Return the bars: the area then and now, and the municipality it lies in now."""
    name = name_of(area, language)
    shown = [0, -1] if len(homes.counts) > 1 else [-1]
    bars = [_bar(f"{name} {homes.period(place)}", homes, place) for place in shown]
    around = None if above is None else people.homes(str(above["area_id"]))
    if above is not None and around is not None:
        note = translator(language)("{area} {period}, kommun, inte område")
        label = note.format(area=name_of(above, language), period=around.period(-1))
        bars.append(_bar(label, around, -1, quiet=True))
    return bars


def _bar(label: str, found: Profile, place: int, *, quiet: bool = False) -> Mix:
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
        spec = drawn_character(bars, names, dark=dark, language=language)
        alt = alt_character(bars, names, language=language)
        st.plotly_chart(spec, theme=None, alt=alt, config=series_view.NO_TOOLS, key="homes")
        _left_out(homes, language)
        with st.expander(_("Samma siffror som tabell")):
            cards.table(mix_table(bars, names, language))
    with right:
        _change_of_character(area, homes, language)
        _two_levels(homes, language)


def _homes_words(homes: Profile, language: str) -> str:
    _ = translator(language)
    last = float(homes.at(-1).sum())
    if len(homes.counts) < 2:
        count = numbers.number(last, 0, language)
        return _("{count} bostäder {period}").format(count=count, period=homes.period(-1))
    added = last - float(homes.at(0).sum())
    wording = _("{count} bostäder fler") if added >= 0 else _("{count} bostäder färre")
    told = wording.format(count=numbers.number(abs(added), 0, language))
    return f"{told}, {homes.period(0)}{numbers.DASH}{homes.period(-1)}"


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
        row[_("Blandning 0–1")] = numbers.number(people.evenness(counts), 2, language)
        rows.append(row)
    return pd.DataFrame(rows)


_DISTANCE = "Avståndet mellan blandningen {then} och {now}, från 0 till 1 (Jensen–Shannon)."


def _change_of_character(area: pd.Series, homes: Profile, language: str) -> None:
    _ = translator(language)
    found = people.character(area, homes)
    if found is None:
        return
    distance = numbers.number(float(found.change.distance), 2, language)
    cards.heading(_("Förändrad karaktär"), _("{distance} av 1").format(distance=distance),
                  level=2)  # fmt: skip
    told = [
        _(_DISTANCE).format(
            then=homes.period(0), now=homes.period(-1)
        ),
        _("Måttet är aldrig noll: två slumpvisa urval av den här storleken ur samma "
          "blandning skiljer sig {chance}.").format(
            chance=said.by_chance(float(found.change.by_chance), language)
        ),
    ]  # fmt: skip
    if found.placed:
        told.append(said.among_peers(found.as_far, found.others, str(area["kind"]), language))
    st.markdown(" ".join(told))


def _two_levels(homes: Profile, language: str) -> None:
    split = people.two_levels(homes)
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
    rows = parts_table(homes, language)
    if len(rows) > _MOST_PARTS:
        with st.expander(_("Del för del, {count} delar").format(count=len(rows))):
            cards.table(rows)
    else:
        cards.table(rows)


def parts_table(homes: Profile, language: str) -> pd.DataFrame:
    """Return one row per part by name: homes, share of rentals and mix, then and now."""
    _ = translator(language)
    names = loaders.areas().set_index("area_id")["name"]
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
    areas = loaders.areas()
    found = areas[areas["area_id"] == area["municipality_id"]]
    if found.empty or str(found["area_id"].iloc[0]) == str(area["area_id"]):
        return None
    above: pd.Series = found.iloc[0]
    return above


def by_age(area: pd.Series, dark: bool, language: str) -> None:
    """Show the population by age then and now, where it is counted in five groups or fewer."""
    found = people.ages(str(area["area_id"]))
    if found is None or len(found.categories) > 5:
        return
    _ = translator(language)
    names = {one: picking.category_name(one, language) for one in found.categories}
    name = name_of(area, language)
    shown = [0, -1] if len(found.counts) > 1 else [-1]
    bars = [_bar(f"{name} {found.period(place)}", found, place) for place in shown]
    cards.heading(_("Ålder · andel av invånarna"), _("Ålder då och nu"), level=2)
    spec = drawn_character(bars, names, dark=dark, language=language)
    alt = alt_character(bars, names, language=language)
    st.plotly_chart(spec, theme=None, alt=alt, config=series_view.NO_TOOLS, key="ages")
    with st.expander(_("Samma siffror som tabell")):
        cards.table(mix_table(bars, names, language))


def income(area: pd.Series, dark: bool, language: str) -> None:
    """Show the mean wage income beside all other areas at the level, where it is measured."""
    indicator = loaders.catalogue().get(people.INCOME)
    if indicator is None:
        return
    level = measured.level(indicator, kind=str(area["kind"]), training=bool(area["invented"]))
    rows = level.of(str(area["area_id"])) if len(level.rows) else level.rows
    if rows.empty:
        return
    _ = translator(language)
    beside = measured.compared_with(level, {}).beside(measured.named(rows.iloc[0].to_dict()))
    about: dict[str, Any] = {
        "indicator": indicator, "breaks": measured.broken(rows), "language": language,
    }  # fmt: skip
    last = rows.dropna(subset=["value"]).iloc[-1]
    finding = _("{value} {period}").format(
        value=sentences.amount(float(last["value"]), indicator, language),
        period=sentences.period(str(last["period"]), language),
    )
    cards.heading(cards.escape(indicator.wording(language).name), finding, level=2)
    spec = figures.series_chart(rows, comparator=beside, dark=dark, **about)
    alt = figures.alt_series(rows, **about)
    st.plotly_chart(spec, theme=None, alt=alt, config=series_view.NO_TOOLS, key="income")
    moved = measured.together(level)
    told = "" if moved is None else said.common_movement(
        moved[2], moved[0], moved[1], indicator, level.kind, language
    )  # fmt: skip
    if told:
        st.markdown(cards.escape(told))
    with st.expander(_("Samma siffror som tabell")):
        cards.table(_income_table(rows, beside, language))


def _income_table(
    rows: pd.DataFrame, beside: pd.DataFrame | None, language: str
) -> pd.DataFrame:
    _ = translator(language)
    around = {} if beside is None else beside.set_index("period")["value"].to_dict()
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


def also_followed(area: pd.Series, language: str) -> None:
    """List what else is followed here about people and mix: values only, never a state."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    every = loaders.series(area_id=str(area["area_id"]))
    rows = []
    for row in every.drop_duplicates("indicator_id", keep="last").to_dict("records"):
        indicator = catalogue.get(str(row["indicator_id"]))
        about = indicator is not None and indicator.theme in {Theme.POPULATION, Theme.MIX}
        if indicator is None or not about or indicator.id in _SHOWN_ABOVE:
            continue
        name = cards.escape(indicator.wording(language).name)
        value = numbers.measured(
            row["last_value"], indicator.unit, indicator.decimals, language
        )
        when = sentences.period(str(row["last_period"]), language)
        there = series_view.linked(name, "utfall", serie=str(row["series_id"]))
        rows.append({_("Indikator"): there, _("Senast"): f"{value} ({when})"})
    if rows:
        cards.heading(_("Följs också"), _("Andra siffror om dem som bor här"), level=2)
        cards.table(pd.DataFrame(rows))


def not_known(
    area: pd.Series, lives: Profile | None, homes: Profile | None, language: str
) -> None:
    """Say what nobody has uploaded about who lives here."""
    _ = translator(language)
    area_id = str(area["area_id"])
    followed = set(loaders.series(area_id=area_id)["indicator_id"])
    absent = [
        word
        for word, known in (
            (_("folkmängd"), lives is not None),
            (_("upplåtelseform"), homes is not None),
            (_("inkomst"), people.INCOME in followed),
            (_("ålder"), people.ages(area_id) is not None or "BEF02" in followed),
            (_("flyttningar"), "BEF03" in followed),
        )
        if not known
    ]
    if absent:
        told = _("Inte inläst för området: {what}.").format(what=", ".join(absent))
        st.markdown(f":gray[◌{numbers.NO_BREAK}{told}]")


def ending(area: pd.Series, lives: Profile | None, homes: Profile | None,
           language: str) -> None:  # fmt: skip
    """End with the numbers as a file and where they come from."""
    _ = translator(language)
    found = {people.POPULATION: lives, people.DWELLINGS: homes}
    if any(one is not None for one in found.values()):
        cards.downloads(
            lambda: handed_on(area, found),
            f"kvarvarde-befolkning-{area['area_id']}",
            invented=bool(area["invented"]),
        )
    catalogue = loaders.catalogue()
    sources = [catalogue[one].source.publisher for one, known in found.items() if known]
    versions = {one.geo_version for one in found.values() if one is not None} - {""}
    told = [_("Källa: {source}.").format(source=cards.escape("; ".join(sources)))]
    if versions:
        told.append(
            _("Gränser: {versions}.").format(
                versions=", ".join(
                    said.boundary_version(one, language) for one in sorted(versions)
                )
            )
        )
    told.append(_("Bakgrund: fler, färre eller andra invånare är varken bra eller dåligt."))
    cards.source_line(" ".join(told if sources else told[-1:]))


def handed_on(area: pd.Series, found: Mapping[str, Profile | None]) -> pd.DataFrame:
    """Return the counts with the columns an upload reads, one row per category and period."""
    frames = [
        one.counts.melt(
            id_vars=["period"], value_vars=list(one.categories), var_name="category"
        ).assign(area_id=str(area["area_id"]), indicator_id=indicator_id)
        for indicator_id, one in found.items()
        if one is not None
    ]
    columns = ["area_id", "indicator_id", "category", "period", "value"]
    return pd.concat(frames, ignore_index=True)[columns]
