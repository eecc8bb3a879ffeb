"""What has changed since the inläsning before the latest, or since one that was asked for."""

import pandas as pd
import streamlit as st

from dashboard import cards, loaders
from dashboard.controls import Selection
from dashboard.text import sentences, states
from dashboard.text.headline import Counts, changed, counted, same_as_before
from dashboard.text.language import translator
from dashboard.text.numbers import day
from metrics.outcome import State

_NOT_FACTS = ("definition", "assessment")


def earlier_revision(revisions: pd.DataFrame, asked: int | None) -> int | None:
    """Return the revision to compare with: the one asked for, or before the latest facts."""
    if asked is not None:
        return asked
    facts = revisions[~revisions["kind"].isin(_NOT_FACTS)]["revision_id"]
    return int(facts.iloc[0]) - 1 if len(facts) else None


def changes(selection: Selection) -> tuple[int | None, pd.DataFrame]:
    """Return what is compared with, and the goals that had another state then."""
    earlier = earlier_revision(loaders.revisions(), selection.since)
    if earlier is None:
        return None, pd.DataFrame(columns=["before", "after", "invented"])
    rows = loaders.verdicts_since(earlier)
    return earlier, rows[(rows["invented"] == selection.training) & rows["before"].notna()]


def counts_then(states_now: list[State], moved: pd.DataFrame) -> Counts:
    """Count as it was before `moved` moved."""
    then = list(states_now)
    for before, after in zip(moved["before"], moved["after"], strict=True):
        if State(after) in then:
            then.remove(State(after))
        then.append(State(before))
    return counted(then)


def show(earlier: int | None, moved: pd.DataFrame, total: int, selection: Selection) -> None:
    """List the goals that changed state, with what they were."""
    language = selection.language
    _ = translator(language)
    if earlier is None:
        return
    revisions = loaders.revisions().set_index("revision_id")
    when = day(revisions["committed_at"].get(earlier), language)
    topic = _("Sedan inläsning {number}, {day}").format(number=earlier, day=when)
    cards.heading(topic, changed(len(moved), language), level=2)
    if len(moved):
        cards.table(_rows(moved, language), header=False)
    st.caption(same_as_before(total - len(moved), language))


def _rows(moved: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    rows = []
    for row in moved.to_dict("records"):
        goal = {str(name): cell for name, cell in row.items()}
        name = loaders.catalogue()[goal["indicator_id"]].wording(language).short
        was = states.label(State(goal["before"]), language)
        rows.append(
            {
                "now": states.markdown(State(goal["after"]), language),
                "goal": cards.escape(f"{name}, {sentences.area(goal, language)}"),
                "before": f":gray[{_('var {state}').format(state=was)}]",
            }
        )
    return pd.DataFrame(rows)
