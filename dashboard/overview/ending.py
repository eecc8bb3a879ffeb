"""What the page rests on: which inläsning, which rules, and how often they cry wolf."""

from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.text import assurance
from dashboard.text.language import translator
from dashboard.text.numbers import day
from data.answers.revisions import all_revisions, assessment_runs
from data.store.swedish_time import day_of


@drawn
def show(*, training: bool, language: str) -> None:
    """Write the source line; nothing before the first assessment."""
    if said := _said(training, language):
        cards.source_line(said)


@finished
def _said(training: bool, language: str) -> str:
    runs, revisions = loaders.ask(assessment_runs), loaders.ask(all_revisions)
    if runs.empty or revisions.empty:
        return ""
    run, revision = runs.iloc[0], revisions.iloc[0]
    said = translator(language)(
        "Områdena står i bokstavsordning och rangordnas aldrig. Inläsning {revision}, "
        "{day}. Regelversion {rule}."
    )
    rests = said.format(
        revision=int(revision["revision_id"]),
        day=day(day_of(revision["committed_at"]), language),
        rule=run["rule_version"],
    )
    latest = {str(name): cell for name, cell in run.items()}
    alarms = (
        assurance.false_alarms(latest, language, invented=training),
        assurance.agenda(latest, language, invented=training),
    )
    return " ".join(part for part in (rests, *alarms) if part)
