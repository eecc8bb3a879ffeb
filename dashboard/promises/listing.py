"""Promises as a table and as sentences: as written, for whom, what carried them last."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import addressed, cards
from dashboard.page.loaders import finished
from dashboard.promises.chosen import Chosen, Key, Promise, of
from dashboard.text import promises as words
from dashboard.text.language import translator, upper_first
from dashboard.text.markdown import link
from dashboard.text.numbers import day
from dashboard.text.themes import theme_name
from metrics.definition.indicator import Theme
from metrics.promise.state import PromiseState

_BREAK = "  \n"


def fallen(chosen: Chosen, position: int, view: str, language: str) -> None:
    """List what fell before a position, with the promise as it was written."""
    here = chosen.falls[chosen.falls["position"] == position]
    state = dict(zip(here["commitment_id"], here["state"], strict=True))
    order = [str(each) for each in _ORDER]
    rows = [
        row | {"fell_as": state[row["commitment_id"]]}
        for row in chosen.promises.to_dict("records")
        if row["commitment_id"] in state
    ]
    rows.sort(key=lambda row: (row["state"] not in order, order.index(row["fell_as"])))
    _shown(rows, view, language)
    _ = translator(language)
    if any(row["fell_as"] == "no_trace" for row in rows):
        st.markdown(
            f"**{_('Utan spår är inte en förlust.')}** "
            + _(
                "Det kan vara dålig arkivering. Läget blir ”tappat” först när ansvarig roll "
                "eller två roller har bekräftat att löftet är borta och att inget beslut finns."
            ),
            width=900,
        )


_ORDER = (
    PromiseState.LOST,
    PromiseState.NOT_DELIVERED,
    PromiseState.NO_TRACE,
    PromiseState.DECIDED_AWAY,
    PromiseState.REPLACED,
)


def everything(chosen: Chosen, view: str, language: str) -> None:
    """List every promise with its state, where it stands, and its source."""
    rows = [row | {"fell_as": row["state"]} for row in chosen.promises.to_dict("records")]
    _shown(rows, view, language)


def _shown(rows: list[dict[Any, Any]], view: str, language: str) -> None:
    if view == addressed.LIST:
        for row in rows:
            st.markdown(_sentence(row, language), width=900)
        return
    cards.table(_table(rows, language))


def _table(rows: Iterable[dict[Any, Any]], language: str) -> pd.DataFrame:
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Läge"): _state(row, language),
                _("Löftet"): cards.escape(words.wording(row, language)),
                _("Till vem"): cards.swedish(_text(row["target_group"]), language),
                _("Sista bärare"): _carrier(row, language),
                _("Vad vi vet"): _two(known(row, language)),
            }
            for row in rows
        ]
    )


def known(row: Promise, language: str) -> tuple[str, str]:
    """Say what is known of a promise that fell, or where one that stands was last seen."""
    state = PromiseState(row["state"])
    if state in _ORDER:
        return words.known(row, language)
    seen = words.stage_at(row["carried_stage"], row["carried_check_year"], language)
    if not seen:
        return translator(language)("Ingen har letat än"), ""
    last = translator(language)("Sågs senast: {stage}").format(stage=seen)
    if state is PromiseState.WEAKENED:
        return last, translator(language)("svagare eller mindre än förut")
    return last, ""


def _sentence(row: Promise, language: str) -> str:
    """Write a promise as one item of a list, for a narrow screen."""
    wording = cards.escape(words.wording(row, language))
    parts = [f"{_state(row, language)}{_BREAK}{wording}"]
    group = cards.swedish(_text(row["target_group"]), language)
    stated = ". ".join(upper_first(part.rstrip(".")) for part in known(row, language) if part)
    rest = [group, cards.escape(stated)]
    return _BREAK.join([*parts, f":gray[{' · '.join(filter(None, rest))}]"])


def _state(row: Promise, language: str) -> str:
    """Show the state of today; one that fell here and came back says so."""
    today, fell = PromiseState(row["state"]), PromiseState(row["fell_as"])
    said = words.markdown(today, language)
    if today is fell:
        return said
    was = words.label(fell, language)
    return f"{said}{_BREAK}:gray[{translator(language)('var {state}').format(state=was)}]"


def _two(pair: tuple[str, str]) -> str:
    first, second = (cards.escape(each) for each in pair)
    return f"{first}{_BREAK}:gray[{second}]" if second else first


def _carrier(row: Promise, language: str) -> str:
    paper, page, bound = words.carried_by(row, language)
    said = f"{cards.swedish(paper, language)}{cards.escape(page)}"
    return f"{said}{_BREAK}:gray[{cards.escape(bound)}]" if bound else said


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def as_rows(chosen: Chosen, language: str) -> pd.DataFrame:
    """Return the promises as a plain table to download."""
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Löfte-id"): row["commitment_id"],
                _("Läge"): words.word(PromiseState(row["state"]), language),
                _("Löftet"): words.wording(row, language),
                _("Tema"): theme_name(Theme(row["theme"]), language) if row["theme"] else "",
                _("Till vem"): _text(row["target_group"]),
                _("Hur mycket"): words.amount(row["quantity"], row["unit"], language),
                _("Klart senast"): day(row["due_on"], language),
                _("Ansvarig roll"): _text(row["owner_role"]),
                _("Sista bärare"): words.carrier(row, language)[0],
                _("Vad vi vet"): "; ".join(filter(None, known(row, language))),
                _("Föll före skedet"): _fell(row, language),
                _("Sedan"): day(row["since"], language),
                _("Dokument"): _text(row["document"]),
                _("Sida"): _text(row["page"]),
                _("Länk"): _text(row["document_url"]),
                _("Källa"): _text(row["source"]),
            }
            for row in chosen.promises.to_dict("records")
        ]
    )


def downloads(key: Key, language: str, *, invented: bool) -> None:
    """Offer the promises as a file."""
    rows = _handed_on(key, language)
    cards.downloads(lambda: rows, f"kvarvarde-loften-{key[0]}", invented=invented)


@finished
def _handed_on(key: Key, language: str) -> pd.DataFrame:
    return as_rows(of(*key), language)


def _fell(row: Promise, language: str) -> str:
    place = row["lost_between"]
    return "" if pd.isna(place) else words.stage(int(place), language)


def sources(chosen: Chosen, language: str) -> None:
    """Name the documents that the promises stand in; how each was read is folded beneath."""
    _ = translator(language)
    if chosen.invented:
        said = _("Källa: påhittat löftesregister för övning, {count} löften.")
        cards.source_line(said.format(count=len(chosen.promises)))
    else:
        _documents(chosen, language)
    cards.source_line(_("Alla löften räknas lika. Staplarna visar antal, inte värde."))


def _documents(chosen: Chosen, language: str) -> None:
    _ = translator(language)
    rows = chosen.promises.to_dict("records")
    remarks: dict[str, dict[str, None]] = {}
    for row in rows:
        named = link(_text(row["document"]), _text(row["document_url"]), language)
        remarks.setdefault(named, {})[cards.swedish(_text(row["source"]), language)] = None
    if named := " · ".join(filter(None, remarks)):
        cards.source_line(_("Källor:") + " " + named)
    if items := [_read(name, tuple(filter(None, said))) for name, said in remarks.items()]:
        with st.expander(_("Så har källorna lästs")):
            st.markdown("\n".join(f"- {each}" for each in filter(None, items)), width=900)


def _read(document: str, remarks: tuple[str, ...]) -> str:
    """Return a document with what is remarked on it; '' where nothing is."""
    said = "  \n  ".join(remarks)
    return f"{document}  \n  {said}" if document and said else said
