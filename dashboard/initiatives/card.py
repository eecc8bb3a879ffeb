"""The card of one initiative: why, for whom, what was done, and what it is held to."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from dashboard.export.effect_report import effects, report
from dashboard.export.effect_report.effects import Effect
from dashboard.export.effect_report.initiative import Chosen
from dashboard.initiatives import lines, listing, premises
from dashboard.initiatives.chosen import with_report
from dashboard.page import addressed, cards, controls, loaders
from dashboard.page.replay import drawn
from dashboard.series import view
from dashboard.text.language import translator
from dashboard.text.markdown import link
from data.answers.events import events_of
from metrics.definition.web_address import is_web_address

CARD, REPORT, WORTH = "kort", "rapport", "varde"


def part(language: str) -> str:
    """Let one part of the page be chosen; return which."""
    _ = translator(language)
    parts = {CARD: _("Satsningen"), REPORT: _("Effektrapport"), WORTH: _("Socialt värde")}
    return controls.segment(_("Del av sidan"), parts, key="del", default=CARD)


@drawn
def trail(initiative_id: str, language: str) -> None:
    """Say where we are."""
    _ = translator(language)
    chosen, _filled = with_report(initiative_id, language)
    every = view.linked(_("Satsningar"), "satsningar", data=_kind(chosen))
    area = view.linked(
        cards.escape(chosen.area_name(language)), "omrade", omrade=chosen.area_id
    )
    here = cards.escape(chosen.title(language))
    st.markdown(f":small[:gray[{every} · {area} · {here}]]")


@drawn
def opening(initiative_id: str, language: str) -> None:
    """Say what became of it."""
    chosen, filled = with_report(initiative_id, language)
    here = cards.escape(chosen.title(language))
    st.title(f"{here}: {filled.finding[:1].lower()}{filled.finding[1:]}", anchor=False)
    if chosen.invented:
        cards.invented_badge(language)


def _kind(chosen: Chosen) -> str:
    return addressed.TRAINING if chosen.invented else addressed.REAL


@drawn
def show(initiative_id: str, language: str) -> None:
    """Show the card: the finding in full, the story, the goals, premises and homes apart."""
    _ = translator(language)
    chosen, filled = with_report(initiative_id, language)
    if filled.why:
        st.markdown(filled.why, width=900)
    left, right = st.columns([7, 5], gap="large")
    with left:
        cards.heading("", _("Vad som gjordes och varför"), level=2)
        cards.table(_story(chosen, language), header=False)
    with right:
        cards.heading("", _("Pengar och tid"), level=2)
        cards.table(_frame(chosen, filled, language), header=False)
        _reported(filled, language)
    st.divider()
    held_to(
        [one for one in chosen.effects if one.linked or not effects.is_about_space(one)],
        language,
    )
    premises.show(chosen.effects, language)
    view.event_list(loaders.ask(events_of, area_id=chosen.area_id), language)


def _story(chosen: Chosen, language: str) -> pd.DataFrame:
    _ = translator(language)
    stated = {
        _("Behov"): "need",
        _("Målgrupp"): "target_group",
        _("Fysisk investering"): "physical_investment",
        _("Sociala insatser"): "social_interventions",
        _("Väntad förändring"): "expected_change",
        _("Framtida tillstånd"): "future_state",
    }
    return _pairs({name: chosen.text(field) for name, field in stated.items()}, language)


def _frame(chosen: Chosen, filled: report.Report, language: str) -> pd.DataFrame:
    _ = translator(language)
    return _pairs(
        {
            _("Belopp och lån"): filled.money,
            _("När"): listing.dates(chosen, language),
            _("Ansvarig roll"): chosen.text("owner_role"),
        },
        language,
    )


def _pairs(said: dict[str, str], language: str) -> pd.DataFrame:
    lacking = f":gray[{translator(language)('saknas')}]"
    rows = [(name, cards.escape(text) if text else lacking) for name, text in said.items()]
    return pd.DataFrame(rows, columns=["name", "text"])


def _reported(filled: report.Report, language: str) -> None:
    """Show what others have said came of it, marked as told and not measured here."""
    if not filled.reported:
        return
    _ = translator(language)
    st.caption(_("Rapporterat av andra, inte mätt här"))
    st.markdown(cards.escape(filled.reported))


def held_to(given: Sequence[Effect], language: str) -> None:
    """Show what the initiative is held to, one line each with its interval and verdict."""
    _ = translator(language)
    cards.heading("", _("Det här mäts satsningen mot"), level=2)
    if not given:
        st.markdown(_("Inga mål eller indikatorer är knutna till satsningen."))
        return
    cards.table(lines.table(given, language))
    for effect in given:
        if effect.linked:
            said = f"**{cards.escape(effect.name)}** · {cards.escape(effect.sentence)}"
            st.markdown(said, width=900)


def downloads(chosen: Chosen, language: str) -> None:
    """Offer the goals as a file."""
    cards.downloads(
        lambda: handed_on(chosen, language), chosen.initiative_id, invented=chosen.invented
    )


@drawn
def ending(initiative_id: str, language: str) -> None:
    """End with where it comes from."""
    cards.source_line(source(with_report(initiative_id, language)[0], language))


def source(chosen: Chosen, language: str) -> str:
    """Write the sources as Markdown, addresses as links."""
    _ = translator(language)
    named = chosen.sources()
    written = [
        link(urlsplit(one).hostname or one if is_web_address(one) else one, one)
        for one in named
    ]
    return _("Källa till satsningen: {source}.").format(
        source=", ".join(written) or _("saknas")
    )


def handed_on(chosen: Chosen, language: str) -> pd.DataFrame:
    """Return what the initiative is held to as a table for a file."""
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Satsning"): chosen.title(language),
                _("Område"): effect.place,
                _("Mått"): effect.name,
                _("Utgångsläge"): effect.baseline,
                _("Nu"): effect.now,
                _("95\u00a0% osäkerhet"): effect.interval,
                _("Mål"): effect.target,
                _("Läge"): effect.verdict,
                _("Bedömning"): effect.sentence,
            }
            for effect in chosen.effects
        ]
    )
