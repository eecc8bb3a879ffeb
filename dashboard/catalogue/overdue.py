"""The series that are late: what should have arrived, since when, and from whom."""

from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.page import cards, days, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import deliveries as words
from dashboard.text import numbers, sentences
from dashboard.text.headline import in_words
from dashboard.text.language import plural, translator, upper_first


@drawn
def opening(language: str) -> None:
    """Say how many real series are late, and what late is."""
    late = days.overdue()
    topic = translator(language)("Katalog · Försenat")
    cards.heading(topic, finding(late[~late["invented"]], language))
    st.markdown(_rule(language), width=900)


def show(language: str) -> None:
    """Show what is late, the real series and the invented ones each for themselves."""
    _tables(language)
    late = days.overdue()
    cards.downloads(lambda: as_rows(late, language), "kvarvarde-forsenat")


@drawn
def _tables(language: str) -> None:
    _ = translator(language)
    for invented, title in ((False, _("Verkliga områden")), (True, _("Övning (påhittat)"))):
        rows = _rows(invented, language)
        if len(rows):
            cards.heading("", title, level=2)
            cards.table(rows)


@finished
def _rows(invented: bool, language: str) -> pd.DataFrame:
    late = days.overdue()
    return by_indicator(late[late["invented"] == invented], language)


def finding(late: pd.DataFrame, language: str) -> str:
    """Say how many series are late, and how many of them stand behind a goal."""
    _ = translator(language)
    if late.empty:
        return _("Ingen serie är försenad")
    behind = int(late["has_goal"].sum())
    if len(late) == 1:
        return (
            _("En serie är försenad, och ett mål vilar på den")
            if behind
            else _("En serie är försenad, och inget mål vilar på den")
        )
    said = _("{number} serier är försenade").format(number=_in_words(len(late), language))
    part = plural(
        language, ", en av dem bakom ett mål", ", {number} av dem bakom mål", behind
    ).format(number=_in_words(behind, language))
    said += part if behind else _(", ingen av dem bakom ett mål")
    return upper_first(said)


def by_indicator(late: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay out one row per indicator and supplier, the longest awaited first."""
    _ = translator(language)
    arranged = []
    for (indicator_id, supplier), mine in late.groupby(
        ["indicator_id", "supplier"], sort=False
    ):
        indicator = loaders.catalogue()[str(indicator_id)]
        name = cards.escape(indicator.wording(language).name)
        where = cards.address("katalog", indikator=indicator.id)
        sender = str(supplier or indicator.owner_role)
        asked = cards.address("ladda-upp", indikator=indicator.id, lamnas_av=quote(sender))
        arranged.append(
            {
                _("Indikator"): f"[{name}]({where})  \n[{_('Till mallen')}]({asked})",
                _("Skulle ha kommit"): words.spanned(mine["next_period"], language),
                _("Senast i tid"): f"{_days(mine['due_on'], language)}  \n"
                f":gray[{words.late(int(mine['days_late'].max()), language)}]",
                _("Serier"): _counted(mine, language),
                _("Lämnas av"): cards.escape(str(supplier or indicator.owner(language))),
            }
        )
    return pd.DataFrame(arranged)


def of_indicator(late: pd.DataFrame, language: str) -> str:
    """Say in a sentence what is late of one indicator; empty when nothing is."""
    _ = translator(language)
    if late.empty:
        return ""
    first = late.sort_values("due_on", kind="stable").iloc[0]
    alike = len(set(late["next_period"])) == 1
    if len(late) == 1:
        said = _("En serie är försenad: {period} skulle ha kommit senast {day}.")
    elif alike:
        said = _("{number} serier är försenade: {period} skulle ha kommit senast {day}.")
    else:
        said = _(
            "{number} serier är försenade. Längst har {period} dröjt: senast i tid var {day}."
        )
    parts = said.format(
        number=_in_words(len(late), language),
        period=sentences.period(str(first["next_period"]), language),
        day=numbers.day(first["due_on"], language),
    )
    return upper_first(parts)


def as_rows(late: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the list as a plain table to download: one row per series."""
    _ = translator(language)
    catalogue = loaders.catalogue()
    named = [catalogue[one].wording(language).name for one in late["indicator_id"]]
    yes, no = _("ja"), _("nej")
    return pd.DataFrame(
        {
            _("Indikator"): named,
            _("Id"): late["indicator_id"],
            _("Område"): [sentences.area_of(row, language) for row in _records(late)],
            _("Områdets id"): late["area_id"],
            _("Kategori"): late["category"],
            _("Senaste period"): late["last_period"],
            _("Skulle ha kommit"): late["next_period"],
            _("Senast i tid"): [one.isoformat() for one in late["due_on"]],
            _("Dagar för sent"): late["days_late"],
            _("För gammalt att bedöma"): [yes if one else no for one in late["stale"]],
            _("Har mål"): [yes if one else no for one in late["has_goal"]],
            _("Lämnas av"): late["supplier"].where(late["supplier"] != "", late["owner_role"]),
            _("Påhittat"): [yes if one else no for one in late["invented"]],
        }
    )


def _records(late: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(key): cell for key, cell in row.items()} for row in late.to_dict("records")]


def _in_words(number: int, language: str) -> str:
    """Write numbers up to twelve as words, larger ones with their thousands apart."""
    return in_words(number, language) if number <= 12 else numbers.number(number, 0, language)


def _days(due: pd.Series, language: str) -> str:
    first, last = min(due), max(due)
    if first == last:
        return numbers.day(first, language)
    span = translator(language)("{first} till {last}")
    return span.format(first=numbers.day(first, language), last=numbers.day(last, language))


def _counted(mine: pd.DataFrame, language: str) -> str:
    """Count the series, and under it say where, how many are too old and have goals."""
    _ = translator(language)
    areas = dict.fromkeys(sentences.area_of(row, language) for row in _records(mine))
    parts = [cards.escape(words.areas(list(areas), language))]
    too_old = int(mine["stale"].sum())
    if too_old and too_old == len(mine):
        parts.append(plural(language, "för gammal", "alla för gamla", too_old))
    elif too_old:
        parts.append(
            _("{number} för gamla").format(number=numbers.number(too_old, 0, language))
        )
    if behind := int(mine["has_goal"].sum()):
        parts.append(_("{number} med mål").format(number=numbers.number(behind, 0, language)))
    return f"{numbers.number(len(mine), 0, language)}  \n:gray[{', '.join(parts)}]"


def _rule(language: str) -> str:
    return translator(language)(
        "En serie är försenad när en hel mätomgång har gått utan att nästa mätning kommit, "
        "eller när det senaste värdet är för gammalt att bedöma efter. Omgångens längd är den "
        "som serien själv brukar ha. En serie kan också vara nedlagd: fråga den som lämnar den."
    )
