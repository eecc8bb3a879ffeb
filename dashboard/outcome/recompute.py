"""The button with which an analyst takes a verdict along and recomputes it."""

from dashboard.export.recompute import Judged, package
from dashboard.page import loaders, widgets
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.judging import compared
from data.judging.recompute import given, stored_verdict
from data.store.errors import UnknownRevisionError
from metrics.outcome.goal import Goal

_PUBLISHED = (
    "area_id", "indicator_id", "category", "period", "period_start", "period_end", "value",
    "class_code", "numerator", "denominator", "n", "low", "high", "missing_reason", "status",
    "evidence", "source", "note", "revision_from",
)  # fmt: skip


def offer(followed: Followed, language: str) -> None:
    """Offer the package of a goal that has a verdict, made when it is asked for."""
    goal = followed.goal
    if goal is None or not goal.verdict.is_assessed:
        return
    _ = translator(language)
    widgets.download_button(
        _("Räkna om själv (ZIP)"),
        loaders.later(lambda: _packed(goal, followed)),
        file_name=f"rakna-om-{goal.goal_id}.zip",
        mime="application/zip",
        icon=":material/calculate:",
        key=f"recompute-{goal.goal_id}",
        on_click="ignore",
        help=_(
            "Data, regelversion och ett skript som avgör målet på nytt och jämför med "
            "utlåtandet här."
        ),
    )


def _packed(goal: Goal, followed: Followed) -> bytes:
    """Gather everything a verdict rests on, as of the revision that is shown, and pack it."""
    reader = loaders.reader()
    inputs = given(reader, loaders.catalogue(), goal_id=goal.goal_id)
    if inputs is None:
        raise UnknownRevisionError("Målet finns inte i den inläsning som visas.")
    beside = compared.published(reader, goal_id=goal.goal_id)
    judged = Judged(
        shown=goal,
        indicator=followed.indicator,
        goal=inputs.goals,
        measurements=inputs.measurements,
        noise=inputs.noise,
        verdict=stored_verdict(reader, goal_id=goal.goal_id),
        published=followed.observations[list(_PUBLISHED)],
        breaks=followed.breaks,
        comparator=beside[[*_PUBLISHED, "weight", "share", "comparator"]],
        revision=reader.revision,
    )
    return package(judged)
