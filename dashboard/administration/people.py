"""Who may do what, and where: invite, give, end, and hand over."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.administration.asking import area_names, asked, do, names_of, role_words
from dashboard.page import blocks, cards, loaders, search, widgets
from dashboard.page.replay import drawn
from dashboard.text.language import translator
from data.acts import people as acting
from data.acts.people import Invitation, Offer
from data.answers import people
from data.store.access import Role


def show(language: str) -> None:
    """Show everybody and what they may do, and the forms that change it."""
    _ = translator(language)
    cards.heading("", _("Vem får göra vad, och var"), level=2)
    _everybody(language)
    listed, grants = asked(people.people), asked(people.grants)
    with blocks.expander(_("Bjud in, eller ge en roll till")):
        _invite(language)
    if len(grants):
        with blocks.expander(_("Avsluta en roll")):
            _end(grants, language)
    if len(listed) > 1:
        with blocks.expander(_("Lämna över allt till någon annan")):
            _hand_over(listed, language)


@drawn
def _everybody(language: str) -> None:
    _ = translator(language)
    listed, grants = asked(people.people), asked(people.grants)
    if listed.empty:
        st.markdown(_("Ingen är inbjuden än. Bjud in den som ska förvalta först."))
        return
    cards.table(table(listed, grants, language))
    st.caption(
        _(
            "En roll gäller en organisation och ett område, aldrig mer. Ångra får den "
            "som laddade upp, eller en förvaltare. Allt skrivs i loggen."
        )
    )


def table(listed: pd.DataFrame, grants: pd.DataFrame, language: str) -> pd.DataFrame:
    """Lay people out for reading: a row for each person and area, a column for each role."""
    _ = translator(language)
    roles, areas = role_words(language), area_names(language)
    rows = []
    for person in listed.itertuples():
        mine = grants[grants["person_id"] == person.person_id]
        for area_id in dict.fromkeys(mine["area_id"]) or [None]:
            held = set(mine.loc[mine["area_id"] == area_id, "role"])
            rows.append(
                {
                    _("Person"): f"**{cards.escape(str(person.name))}**",
                    _("Organisation"): cards.escape(str(person.organisation_id))
                    or _("hela installationen"),
                    _("Område"): "–"
                    if area_id is None
                    else cards.escape(areas.get(str(area_id), str(area_id))),
                    **{word: "✓" if role in held else "–" for role, word in roles.items()},
                    _("Har loggat in"): _("ja") if person.subject else _("nej"),
                }
            )
    return pd.DataFrame(rows)


def _invite(language: str) -> None:
    _ = translator(language)
    roles = role_words(language)
    label, areas = search.narrowed(
        _("Område"), area_names(language), language, key="invite", kept=("",)
    )
    with blocks.form("invite", border=False, clear_on_submit=False):
        name = widgets.text_input(_("Namn"), max_chars=80)
        email = widgets.text_input(_("E-postadress"), max_chars=200)
        organisation = widgets.text_input(
            _("Organisation, tomt för den som håller installationen"), max_chars=80
        )
        role = widgets.selectbox(_("Roll"), roles)
        area_id = widgets.selectbox(label, areas)
        last = widgets.date_input(_("Till och med, tomt för tills vidare"), value=None)
        pressed = widgets.submit(_("Bjud in"), type=cards.button_type())
    if pressed and role is not None:
        invitation = Invitation(name=name, email=email, organisation=organisation)
        offer = Offer(role=Role(str(role)), area_id=str(area_id), valid_to=last)
        do(
            partial(acting.invite, loaders.door(), loaders.viewer(), invitation, offer),
            _("{name} är inbjuden.").format(name=name),
        )


def _end(grants: pd.DataFrame, language: str) -> None:
    _ = translator(language)
    roles, areas = role_words(language), area_names(language)
    known = {
        int(row["grant_id"]): f"{row['name']}: {roles[row['role']]}, "
        f"{areas.get(row['area_id'], row['area_id'])}"
        for row in grants.to_dict(orient="records")
    }
    with blocks.form("end", border=False):
        grant_id = widgets.selectbox(_("Roll"), known)
        pressed = widgets.submit(_("Avsluta rollen"))
    if pressed and grant_id is not None:
        act = partial(acting.end, loaders.door(), loaders.viewer(), int(grant_id))
        do(act, _("Rollen är avslutad."))


def _hand_over(listed: pd.DataFrame, language: str) -> None:
    _ = translator(language)
    names = names_of(listed)
    with blocks.form("hand-over", border=False):
        leaving = widgets.selectbox(_("Den som slutar"), names)
        coming = widgets.selectbox(_("Den som tar över"), names, index=1)
        pressed = widgets.submit(_("Lämna över"))
    if pressed and leaving is not None and coming is not None and leaving != coming:
        act = partial(acting.hand_over, loaders.door(), loaders.viewer(), leaving, coming)
        do(
            act,
            _("Allt som {one} fick göra får {other} göra nu.").format(
                one=names[leaving], other=names[coming]
            ),
        )
