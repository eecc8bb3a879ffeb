"""Keys that programs show to the API: made, shown once, revoked."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.administration.asking import area_names, asked, do, names_of
from dashboard.page import blocks, cards, loaders, search, widgets
from dashboard.page.replay import drawn
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.acts import tokens
from data.answers import people
from data.store.access import Verb
from data.store.errors import StoreError


def show(language: str) -> None:
    """List the keys that apply, and make and revoke them."""
    _ = translator(language)
    cards.heading("", _("Nycklar till API:et"), level=2)
    known, listed = asked(people.tokens), asked(people.people)
    if len(known):
        _listed(language)
    else:
        cards.words(_("Inget program har någon nyckel."))
    if len(listed):
        with blocks.expander(_("Ny nyckel")):
            _make(listed, language)
    if len(known):
        with blocks.expander(_("Spärra en nyckel")):
            _revoke(known, language)


@drawn
def _listed(language: str) -> None:
    cards.table(_table(asked(people.tokens), language))


def _table(known: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    return pd.DataFrame(
        {
            _("Nyckel"): [f"**{cards.escape(str(label))}**" for label in known["label"]],
            _("I stället för"): [cards.escape(str(name)) for name in known["name"]],
            _("Får"): [
                ", ".join(_words(language)[each] for each in verbs) or _("läsa")
                for verbs in known["verbs"]
            ],
            _("Gäller till"): [day(moment, language) for moment in known["expires_at"]],
        }
    )


def _words(language: str) -> dict[str, str]:
    """Say what a program may be let to do, besides reading."""
    _ = translator(language)
    return {
        Verb.IMPORT.value: _("läsa in"),
        Verb.CONFIRM.value: _("bekräfta"),
        Verb.UNDO.value: _("ångra"),
        Verb.REASSESS.value: _("räkna om"),
        Verb.BACKUP.value: _("ta kopior"),
    }


def _make(listed: pd.DataFrame, language: str) -> None:
    _ = translator(language)
    names = names_of(listed)
    words = _words(language)
    where, areas = search.narrowed(
        _("Område"), area_names(language), language, key="key", kept=("",)
    )
    with blocks.form("key", border=False):
        label = widgets.text_input(_("Vad nyckeln är till"), max_chars=80)
        person_id = widgets.selectbox(_("I stället för"), names)
        verbs = widgets.multiselect(_("Får"), words)
        area_id = widgets.selectbox(where, areas)
        days = st.number_input(_("Dagar"), 1, tokens.LONGEST_DAYS, 90)
        pressed = widgets.submit(_("Gör en nyckel"))
    if not pressed or person_id is None:
        return
    try:
        key = tokens.make(
            loaders.door(),
            loaders.viewer(),
            int(person_id),
            label=label,
            verbs=[Verb(verb) for verb in verbs],
            area_ids=[area_id] if area_id else [],
            days=int(days),
        )
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    st.markdown(_("Spara nyckeln nu: den visas bara den här gången."))
    st.code(key, language=None)


def _revoke(known: pd.DataFrame, language: str) -> None:
    _ = translator(language)
    labels = {str(row.token_id): f"{row.label}, {row.name}" for row in known.itertuples()}
    with blocks.form("revoke", border=False):
        token_id = widgets.selectbox(_("Nyckel"), labels)
        pressed = widgets.submit(_("Spärra nyckeln"))
    if pressed and token_id is not None:
        act = partial(tokens.revoke, loaders.door(), loaders.viewer(), token_id)
        do(act, _("Nyckeln gäller inte längre."))
