"""What the page rests on: which inläsning, which rules, and how often they cry wolf."""

from dashboard import cards, loaders
from dashboard.text.language import translator
from dashboard.text.numbers import day, number
from data.swedish_time import day_of


def show(language: str) -> None:
    """Write the source line; nothing before the first assessment."""
    if said := loaders.figure("ending", lambda: _said(language), language):
        cards.source_line(said)


def _said(language: str) -> str:
    runs, revisions = loaders.runs(), loaders.revisions()
    if runs.empty or revisions.empty:
        return ""
    run, revision = runs.iloc[0], revisions.iloc[0]
    said = translator(language)(
        "Områdena står i bokstavsordning och rangordnas aldrig. Inläsning {revision}, "
        "{day}. Regelversion {rule}. Väntade falska larm på ett år: högst {watch} Bevaka "
        "och {lost} Förlorat."
    )
    return said.format(
        revision=int(revision["revision_id"]),
        day=day(day_of(revision["committed_at"]), language),
        rule=run["rule_version"],
        watch=number(run["expected_false_watch"], 2, language),
        lost=number(run["expected_false_lost"], 2, language),
    )
