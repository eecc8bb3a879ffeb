"""What has changed since the inläsning before the latest, or since one that was asked for."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import cards, loaders
from dashboard.controls import Selection
from dashboard.text import sentences, states
from dashboard.text.headline import Counts, added, changed, counted, same_as_before
from dashboard.text.language import translator
from dashboard.text.numbers import day
from metrics.outcome import State, group_of

_NOT_FACTS = ("definition", "assessment")


def earlier_revision(revisions: pd.DataFrame, asked: int | None) -> int | None:
    """Return the revision to compare with: the one asked for, or before the latest facts."""
    if asked is not None:
        return asked
    facts = revisions[~revisions["kind"].isin(_NOT_FACTS)]["revision_id"]
    return int(facts.iloc[0]) - 1 if len(facts) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is compared with, the goals that had another state then, and those that are new."""

    earlier: int | None
    moved: pd.DataFrame
    new: pd.DataFrame


def changes(selection: Selection) -> Changes:
    """Compare the goals that count with how they stood."""
    earlier = earlier_revision(loaders.revisions(), selection.since)
    if earlier is None:
        nothing = pd.DataFrame(columns=["before", "after"])
        return Changes(earlier=None, moved=nothing, new=nothing)
    rows = loaders.verdicts_since(earlier)
    counts = [group_of(State(state)) is not None for state in rows["after"]]
    mine = rows[(rows["invented"] == selection.training) & pd.Series(counts, dtype=bool)]
    was = mine["before"].notna()
    return Changes(earlier=earlier, moved=mine[was], new=mine[~was])


def counts_then(states_now: list[State], since: Changes) -> Counts | None:
    """Count as it was then; None when there was nothing to count."""
    then = list(states_now)
    for after in [*since.moved["after"], *since.new["after"]]:
        if State(after) in then:
            then.remove(State(after))
    then += [State(before) for before in since.moved["before"]]
    return counted(then) if then else None


def show(since: Changes, total: int, selection: Selection) -> None:
    """List the goals that changed state, with what they were."""
    language = selection.language
    _ = translator(language)
    if since.earlier is None:
        return
    moved, new = len(since.moved), len(since.new)
    topic = loaders.figure(
        "since when", lambda: _when(since.earlier, language), since.earlier, language
    )
    finding = added(new, language) if new and not moved else changed(moved, language)
    cards.heading(topic, finding, level=2)
    if moved:
        rows = loaders.figure(
            "moved",
            lambda: _rows(since.moved, language),
            since.earlier,
            selection.training,
            language,
        )
        cards.table(rows, header=False)
    said = [same_as_before(total - moved - new, language)] if total > moved + new else []
    if new and moved:
        said.append(f"{added(new, language)}.")
    if said:
        st.caption(" ".join(said))


def _when(earlier: int | None, language: str) -> str:
    moments = loaders.revisions().set_index("revision_id")["committed_at"]
    when = day(moments.get(earlier), language)
    said = translator(language)("Sedan inläsning {number}, {day}")
    return said.format(number=earlier, day=when)


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
