"""The goal that is planned, looked through as it is written, and frozen."""

import streamlit as st

from dashboard.page import blocks, cards, controls, file_questions, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.planning.goal_fields import LABELS, SAID, Draft
from dashboard.planning.series import Chosen
from dashboard.series import one_row, view
from dashboard.series.one_row import Written
from dashboard.text import planning, signs
from dashboard.text.amounts import amount, difference
from dashboard.text.language import translator
from dashboard.text.names import title
from dashboard.text.planning import Plan
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.intake import Examination
from data.judging.planned import Planned
from data.store.access import Verb
from metrics.outcome.planned import Foreseen


def look_through(
    draft: Draft,
    plan: Plan,
    seen: Foreseen | None,
    known: tuple[str, ...],
    language: str,
) -> Examination | None:
    """Say what is `known`, what the intake says of the goal as it is written, and asks."""
    _ = translator(language)
    said, examination = list(known), None
    if draft.begun:
        written = _written(draft, plan, seen, language)
        examination = one_row.examined(written, language)
        said += dict.fromkeys(
            one_row.finding_words(each, written, language) for each in examination.findings
        )
    if not said:
        return examination
    with blocks.container(border=True):
        first = f":material/error: {_('Titta på det här innan du sparar')}"
        cards.heading("", first, level=3)
        for each in said:
            cards.words(each)
        if examination is not None:
            _questions(examination, draft, language)
    return examination


def beforehand(
    chosen: Chosen,
    level: float | None,
    plan: Plan,
    seen: Foreseen | None,
    found: Planned | None,
) -> tuple[str, ...]:
    """Say what is known already, and how far the level lies from where it is now."""
    language = plan.language
    _ = translator(language)
    said = [
        _("**Här finns redan ett mål:** {goal}. Det står kvar.").format(goal=one)
        for one in _there(chosen.area_id, chosen.indicator_id, language)
    ]
    if found and found.periods and not found.why:
        said.append(planning.baseline_known(len(found.periods), plan, seen))
    if found and found.measure and level is not None and not plan.indicator.ladder:
        away = level - plan.level
        side = _("över") if away > 0 else _("under")
        reached = signs.HOLDS.markdown(_("Nått målet"))
        if abs(away) > 10.0**-plan.indicator.decimals / 2:
            text = _(
                "**Målet är {size} {side} utgångsläget, {now}.** Det får heta {reached} först "
                "när två mätningar i rad är där."
            )
            said.append(
                text.format(
                    size=difference(away, plan.indicator, language),
                    side=side,
                    now=amount(plan.level, plan.indicator, language),
                    reached=reached,
                )
            )
    return tuple(said)


@finished
def _there(area_id: str, indicator_id: str, language: str) -> list[str]:
    """Return the goals there are on an indicator in an area, as links."""
    rows = loaders.ask(all_goals)
    mine = rows[(rows["area_id"] == area_id) & (rows["indicator_id"] == indicator_id)]
    return [
        view.linked(
            cards.escape(title(goal, language) or goal.goal_id), "utfall", mal=goal.goal_id
        )
        for goal in goal_records(mine)
    ]


def _questions(examination: Examination, draft: Draft, language: str) -> None:
    """Let the questions of the intake be answered where they are asked."""
    _ = translator(language)
    english = language == "en"
    about = _about(draft)
    for each in examination.proposals:
        asked = each.question.en if english else each.question.sv
        st.markdown(cards.escape(asked.replace(draft.row["goal_id"], _("målet"))))
        labels = {
            choice: label.en if english else label.sv for choice, label in each.labels.items()
        }
        if "stop" in labels:
            labels["stop"] = _("Nej, jag ändrar målet")
        file_questions.decide(
            asked,
            labels,
            about=about,
            question=each.id,
            picked=each.answer,
            placeholder=_("Välj"),
        )


def _about(draft: Draft) -> str:
    return f"goal-{draft.row['goal_id']}"


def _written(draft: Draft, plan: Plan, seen: Foreseen | None, language: str) -> Written:
    _ = translator(language)
    foresaw = planning.planned_reason(plan, seen)
    reason = " ".join(filter(None, [draft.row["reason"], foresaw]))
    return Written(
        kind="goals",
        row={**draft.row, "reason": reason, "frozen_by": controls.who()},
        labels={column: _(label) for column, label in LABELS.items()},
        source=_("formulär på Lägg in ett mål"),
        answers=file_questions.answers(_about(draft)),
    )


def freeze(draft: Draft, plan: Plan, seen: Foreseen | None, language: str) -> None:
    """Let the goal be frozen by whoever may, as one revision through the intake."""
    _ = translator(language)
    if reason := _why_not(draft.row["area_id"], language):
        st.info(reason)
        return
    if draft.receipt:
        st.success(draft.receipt)
    actor = controls.uploader(_("Ditt namn"))
    pressed = widgets.button(
        _("Frys målet"), type=cards.button_type(), icon=":material/check:", key="freeze"
    )
    cards.note(_("När målet är fryst går det att ändra, men båda lydelserna syns."))
    if not pressed:
        return
    if not actor.strip():
        st.error(_("**Ditt namn:** fältet är tomt, fyll i det."))
        return
    written = _written(draft, plan, seen, language)
    one_row.submit(written, SAID, actor, None, language)


def _why_not(area_id: str, language: str) -> str:
    """Say why nothing may be frozen here; '' where it may."""
    _, viewer = translator(language), loaders.viewer()
    if loaders.door().written_at is not None:
        return _("Den här servern visar bara. Målet fryses på den server som skriver.")
    reach = viewer.reach(Verb.IMPORT)
    if reach is not None and area_id not in reach:
        return _("Du får se vad vi skulle se, men inte lägga in mål här. Fråga den som får.")
    return ""
