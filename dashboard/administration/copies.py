"""Whether the copies of the last nights can be put back, and how to take one."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard.administration.asking import asked
from dashboard.charts.plotly.nights import draw_nights
from dashboard.page import addressed, cards, loaders
from dashboard.page.replay import drawn
from dashboard.text.language import plural, translator
from dashboard.text.numbers import day
from data.answers import people
from data.answers.copies import Night, nights
from data.store.access import Verb


def last_nights() -> tuple[Night, ...]:
    """Return the last nights, as the log has them; none for who may not take copies."""
    if not loaders.viewer().may(Verb.BACKUP):
        return ()
    return loaders.ask_now(nights, loaders.this_day())


def show(language: str) -> None:
    """Show the last nights as tiles and as a table, and how to take a copy."""
    if loaders.viewer().may(Verb.BACKUP):
        _nights(addressed.dark(), language)


@drawn
def _nights(dark: bool, language: str) -> None:
    _ = translator(language)
    known = last_nights()
    cards.heading(_("Kopior"), _title(known, language), level=2)
    if known:
        _draw(known, dark, language)
        missed = [each for each in known if not each.proved]
        for each in missed[-3:]:
            st.markdown(
                f"**{day(each.day, language)}** · {cards.escape(_said(each, language))}"
            )
        with st.expander(_("Samma siffror som tabell")):
            cards.table(_table(known, language))
    st.markdown(
        _(
            "Ta en kopia med `kvarvarde backup --prove FIL`, som också läser tillbaka den, "
            "eller från `/api/v1/backup`."
        )
    )


def last_copy(log: pd.DataFrame) -> pd.Timestamp | None:
    """Return when somebody last took a copy of everything."""
    copies = log[(log["act"] == Verb.BACKUP.value) & log["allowed"].astype(bool)]
    return None if copies.empty else copies["moment"].iloc[0]


def _title(known: Sequence[Night], language: str) -> str:
    _ = translator(language)
    if not known:
        copy = last_copy(asked(people.log))
        if copy is None:
            return _("Ingen kopia är tagen härifrån")
        return _("Senaste kopian togs {day}, och är inte provläst").format(
            day=day(copy, language)
        )
    missed = sum(not each.proved for each in known)
    count = plural(language, "{n} natt", "{n} nätter", len(known)).format(n=len(known))
    if not missed:
        return _("{nights}, alla provlästa").format(nights=count)
    said = plural(language, "{n} missad", "{n} missade", missed).format(n=missed)
    return f"{count}, {said}"


def _draw(known: Sequence[Night], dark: bool, language: str) -> None:
    _ = translator(language)
    read = sum(each.proved for each in known)
    missed = ", ".join(day(each.day, language) for each in known if not each.proved)
    alt = _("{nights} nätter: {read} kopior lästes tillbaka").format(
        nights=len(known), read=read
    )
    if missed:
        alt += ". " + _("Missade: {days}").format(days=missed)
    ends = (day(known[0].day, language), day(known[-1].day, language))
    spec = draw_nights([each.proved for each in known], ends, dark=dark)
    cards.plot(spec, alt=f"{alt}.", key="nights")


def _said(night: Night, language: str) -> str:
    _ = translator(language)
    if night.said:
        return night.said
    return _("kopian är inte provläst") if night.copied else _("ingen kopia togs")


def _table(known: Sequence[Night], language: str) -> pd.DataFrame:
    _ = translator(language)
    latest = known[::-1]
    return pd.DataFrame(
        {
            _("Dag"): [day(each.day, language) for each in latest],
            _("Provläst"): [_("ja") if each.proved else _("nej") for each in latest],
            _("Vad loggen säger"): [cards.escape(_said(each, language)) for each in latest],
        }
    )
