"""What is missing behind the goals, whom to ask for it, and what it would let us judge."""

from typing import Any, NamedTuple
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.overview import filters
from dashboard.page import cards, days, loaders
from dashboard.page.loaders import finished
from dashboard.text import sentences
from dashboard.text.areas import name_of
from dashboard.text.headline import counting, joined
from dashboard.text.language import translator
from data.answers.headline_goals import Chosen, Picked

_MOST = 6
"""Questions that are listed: the catalogue has all."""


def show(chosen: Chosen, language: str) -> None:
    """List what has not arrived, who has it, and what can be judged then; nothing of none."""
    rows, letter, total = _asked(chosen.training, chosen.by, language)
    if rows.empty:
        return
    _ = translator(language)
    finding = counting(
        language,
        "{number} fråga som någon annan kan svara på",
        "{number} frågor som andra kan svara på",
        total,
    )
    st.space("small")
    cards.heading(_("Det här saknas"), finding, level=2)
    cards.table(rows, header=False)
    where = cards.address("katalog", **{"del": "forsenat"})
    write, every = _("Skriv frågorna som brev"), _("Visa allt som är försenat")
    cards.source_line(f"[{write}]({letter}) · [{every}]({where})")


@finished
def _asked(training: bool, by: Picked, language: str) -> tuple[pd.DataFrame, str, int]:
    """Return the rows, a letter that asks for them, and how many questions there are."""
    _ = translator(language)
    goals = {goal.series_id: goal for goal in filters.shown(training, by).goals}
    late = days.overdue(behind_goals=True)
    late = late[late["series_id"].isin(list(goals))]
    asked = [
        _question(str(indicator_id), mine, language)
        for indicator_id, mine in late.groupby("indicator_id", sort=False)
    ]
    shown = [
        (
            f"**{cards.escape(one.what)}**, {cards.escape(one.where)}  \n"
            f":gray[{cards.escape(_('finns hos {who}').format(who=one.who))}]",
            cards.escape(one.then),
        )
        for one in asked[:_MOST]
    ]
    rows = pd.DataFrame(shown, columns=[_("Vad saknas"), _("Då")])
    return rows, _letter(asked, language), len(asked)


class Question(NamedTuple):
    """What is missing, of which places, who has it, and what it would let us judge."""

    what: str
    where: str
    who: str
    then: str


def _question(indicator_id: str, late: pd.DataFrame, language: str) -> Question:
    indicator = loaders.catalogue()[indicator_id]
    named = late.assign(name=late["area_name"], name_en=late["area_name_en"])
    places = [name_of(area, language) for _place, area in named.iterrows()]
    first: dict[Any, Any] = late.iloc[0].to_dict()
    period = sentences.period(str(first["next_period"]), language)
    return Question(
        what=f"{indicator.wording(language).short} {period}",
        where=joined(places, language),
        who=str(first["supplier"] or indicator.source.named(language).split(";")[0]),
        then=counting(
            language, "{number} mål kan bedömas", "{number} mål kan bedömas", len(places)
        ),
    )


def _letter(asked: list[Question], language: str) -> str:
    """Write the questions as the address of a letter that the reader's own program opens."""
    _ = translator(language)
    opening = _("Hej! Vi följer upp mål och löften och saknar de här siffrorna:")
    lines = [f"- {one.what}, {one.where} ({one.who})" for one in asked]
    subject, body = quote(_("Siffror som saknas")), quote("\n".join([opening, *lines]))
    return f"mailto:?subject={subject}&body={body}"
