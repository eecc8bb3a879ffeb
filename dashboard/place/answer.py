"""The answer that grows beside the questions: the verdict, the chart, and what is missing."""

import pandas as pd
import streamlit as st

from dashboard.charts.describe import measurement_table
from dashboard.charts.plotly.drawing import draw
from dashboard.page import addressed, blocks, cards, loaders
from dashboard.page.replay import unchanging
from dashboard.place import errors
from dashboard.series import view
from dashboard.text import new_place, numbers, outcomes, sentences
from dashboard.text.language import plural, translator
from data.acts.new_place import Trial
from data.answers.followed import Followed
from data.intake.new_place import NewPlace

_SHOWN = 6
"""A table of more values shows its ends."""

NO_VALUE = "\N{DOTTED CIRCLE}"


def show(place: NewPlace, trial: Trial | None, language: str) -> None:
    """Show what a meeting would see of what has been written so far."""
    _ = translator(language)
    with blocks.container(border=True):
        with blocks.container(horizontal=True, vertical_alignment="center"):
            cards.quiet(_("Det här ser mötet, medan du skriver"))
            cards.grey_badge(_("Inget är sparat"))
        followed = trial.followed if trial else None
        if trial is None or followed is None:
            cards.heading("", _nothing_yet(place, language), level=2)
            _late(place, language)
            return
        _verdict(followed, trial, language)


def _nothing_yet(place: NewPlace, language: str) -> str:
    _ = translator(language)
    if not place.indicator_id:
        return _("Välj ett mått och klistra in värden, så kommer det första svaret här.")
    if place.pasted.several:
        return errors.several(place.pasted.several, language)
    if not len(place.pasted):
        return _("Klistra in värden, så kommer det första svaret här.")
    return _("Värdena går inte att läsa än. Se under Värden.")


def _verdict(followed: Followed, trial: Trial, language: str) -> None:
    _ = translator(language)
    goal, indicator = followed.goal, followed.indicator
    said = outcomes.title(goal, indicator, followed.observations, language)
    cards.heading("", cards.escape(said), level=2)
    late = goal is not None and goal.after_the_fact
    if goal is not None:
        with blocks.container(horizontal=True, gap="xsmall"):
            cards.state_badge(goal.verdict.state, language)
            if late:
                st.badge(_("Skrivet i efterhand"), color="gray")
    chart = view.as_chart(followed, lambda: trial.beside, language)
    dark = addressed.dark()
    cards.plot(draw(chart, dark=dark), alt=chart.alt, key="new-place-chart")
    if addressed.selection().view == addressed.LIST:
        with blocks.expander(_("Varför?")):
            _grounds(followed, trial, language)
    else:
        _grounds(followed, trial, language)


def _grounds(followed: Followed, trial: Trial, language: str) -> None:
    """Say what the verdict rests on, and what the goal is held against."""
    goal = followed.goal
    st.markdown(cards.escape(outcomes.paragraph(goal, followed.indicator, language)))
    if goal is None:
        return
    if goal.after_the_fact:
        st.markdown(_not_counted(language))
    periods = ", ".join(sentences.period(one, language) for one in trial.baseline.periods)
    st.caption(cards.escape(new_place.baseline(trial.baseline.reason, periods, language)))


def _late(place: NewPlace, language: str) -> None:
    """Say of a goal that it is written after its day, before there is anything to judge."""
    if place.due_on and place.due_on < loaders.this_day().isoformat() and place.wording:
        st.badge(translator(language)("Skrivet i efterhand"), color="gray")
        st.markdown(_not_counted(language))


def _not_counted(language: str) -> str:
    return translator(language)(
        "Målet skrivs när siffrorna redan är kända. Därför visas det, men räknas inte i "
        "rubriken på Läget."
    )


def lacking(place: NewPlace) -> list[str]:
    """Name what is not written, as `dashboard.text.new_place.missing` knows it."""
    said = {
        "where": place.shape or place.made_of,
        "wording": place.wording,
        "target_group": place.target_group,
        "owner_role": place.owner_role,
        "promised_on": place.promised_on,
        "due_on": place.due_on,
        "indicator_id": place.indicator_id,
        "values": len(place.pasted),
        "target": place.has_goal,
    }
    return [*(name for name, each in said.items() if not each), "comparators", "stages"]


def what_is_missing(place: NewPlace, language: str) -> None:
    """List what is missing and what that does; on a phone it is folded."""
    folded = addressed.selection().view == addressed.LIST
    _list_missing(tuple(lacking(place)), folded, language)


@unchanging
def _list_missing(lacking: tuple[str, ...], folded: bool, language: str) -> None:
    _ = translator(language)
    rows = new_place.missing(lacking, language)
    lines = "\n\n".join(f"{NO_VALUE} **{each.what}**  \n:gray[{each.then}]" for each in rows)
    told = _("Du kan spara utan dem. De står kvar som saknade.")
    if folded:
        with blocks.expander(_("{count} saker fattas").format(count=len(rows))):
            st.markdown(f"{lines}\n\n{told}")
        return
    with blocks.container(border=True):
        cards.heading("", _("Det som fattas, och vad det gör"), level=3)
        cards.words(lines)
        cards.note(told)


def how_read(place: NewPlace, trial: Trial | None, language: str) -> None:
    """Show the values as they were read, the first and the last of them, or why not."""
    _ = translator(language)
    if not len(place.pasted):
        return
    if not place.indicator_id:
        st.caption(_("Välj ett mått under 4, så läser vi värdena."))
        return
    part = trial.parts.get("observations") if trial else None
    if trial is None or part is None:
        return
    if wrong := errors.of_part("observations", trial, place, language):
        st.error("\n".join(f"- {one}" for one in wrong))
    if trial.followed is None or part.stops:
        return
    followed = trial.followed
    table = measurement_table.short(followed.observations, followed.indicator, language)
    st.caption(_("Så läste vi dem"))
    told = table.drop(columns=[_("Status"), _("95\u00a0% osäkerhet")], errors="ignore")
    st.table(_ends(told), border="horizontal", hide_index=True)
    said = plural(language, "{count} mätning läst.", "{count} mätningar lästa.", len(table))
    st.caption(said.format(count=numbers.number(len(table), 0, language)))


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last rows of a long table, with a mark between them."""
    if len(table) <= _SHOWN:
        return table
    between = pd.DataFrame([dict.fromkeys(table.columns, "…")])
    return pd.concat([table.head(3), between, table.tail(2)])
