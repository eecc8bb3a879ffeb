"""The parts of the page about one series, in the order they are read."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cards, controls, loaders, measurement_table, series_view
from dashboard.followed import Followed
from dashboard.text import numbers, sentences, states
from dashboard.text.language import translator
from metrics.outcome import Group, State, group_of


def opening(followed: Followed, language: str) -> None:
    """Say where we are, what has become of the goal, and how sure that is."""
    _ = translator(language)
    area = cards.escape(followed.area_name(language))
    here = cards.escape(followed.indicator.wording(language).short)
    there = series_view.linked(area, "omrade", omrade=followed.area_id)
    st.markdown(f":small[:gray[{_('Utfall')} · {there} · {here}]]")
    st.title(title(followed, language), anchor=False)
    badges(followed, language)
    st.markdown(paragraph(followed, language), width=900)


def title(followed: Followed, language: str) -> str:
    """Return the finding; for a series without a goal, its latest value."""
    _ = translator(language)
    if followed.goal is not None:
        return sentences.finding(followed.goal, followed.indicator, language)
    known = followed.observations.dropna(subset=["value"])
    subject = followed.indicator.wording(language).subject
    if known.empty:
        return _("{subject} följs utan mål.").format(subject=subject)
    last = known.iloc[-1]
    return _("{subject}: {value} {when}, utan mål.").format(
        subject=subject,
        value=sentences.amount(float(last["value"]), followed.indicator, language),
        when=sentences.period(str(last["period"]), language),
    )


def badges(followed: Followed, language: str) -> None:
    """Show the state, the strength of the evidence, breaks, and whether it is all made up."""
    _ = translator(language)
    with st.container(horizontal=True, gap="xsmall"):
        if followed.goal is not None:
            cards.state_badge(sentences.state_of(followed.goal), language)
            st.badge(sentences.grade(followed.goal, language), color="gray")
        broken = followed.goal is not None and sentences.state_of(followed.goal) is State.BREAK
        for cut in () if broken else followed.cuts():
            year = _("Brott i serien {year}").format(year=cut.year)
            st.badge(f"‖{numbers.NO_BREAK}{year}", color="violet")
        if followed.invented:
            cards.invented_badge(language)


def paragraph(followed: Followed, language: str) -> str:
    """Return value, goal and since when, in one paragraph."""
    _ = translator(language)
    if followed.goal is None:
        return cards.escape(followed.indicator.wording(language).why)
    said = [sentences.certainty(followed.goal, followed.indicator, language)]
    state = sentences.state_of(followed.goal)
    if not followed.is_ordinal:
        said.append(sentences.size_and_onset(followed.goal, followed.indicator, language))
    since = sentences.day_of(followed.goal, "since")
    if since is not None and group_of(state) in {Group.LOST, Group.WATCH, Group.HOLDS}:
        said.append(_("Läget gäller sedan {day}.").format(day=numbers.day(since, language)))
    return " ".join(part for part in said if part)


def what_is_drawn(followed: Followed, language: str) -> None:
    """Say what the chart counts, and what the band is."""
    _ = translator(language)
    words = followed.indicator.wording(language)
    unit = words.unit.split(" (")[0]
    counted = [words.numerator if followed.is_ordinal else f"{words.numerator}, {unit}"]
    if followed.observations["n"].notna().any() or followed.observations["low"].notna().any():
        counted.append(_("Bandet visar 95\u00a0% osäkerhet"))
    st.caption(". ".join(cards.escape(part.rstrip(".")) for part in counted) + ".")


def sensitivity(followed: Followed, language: str) -> None:
    """Print the smallest worsening this series would have shown, as a heading."""
    _ = translator(language)
    if followed.goal is None:
        return
    heading = sentences.seen(followed.goal, followed.indicator, language)
    if not heading:
        return
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    left.header(heading, anchor=False)
    sampled = _(
        "En försämring av den storleken syns i fyra fall av fem."
        " Mindre kan finnas utan att märkas."
    )
    counted = _(
        "Allt räknas, så slumpen stör inte. Mindre försämringar räknas inte som förlust."
    )
    right.markdown(counted if followed.indicator.evidence.is_exact else sampled)


def not_proven(language: str) -> None:
    """Say that a change after a measure is not a change because of it."""
    _ = translator(language)
    proof, other = (
        _("Sambandet är inte bevisat."),
        _("Området har förändrats även på andra sätt."),
    )
    st.markdown(f"**{proof}** {other}", width=900)


def table(followed: Followed, language: str) -> None:
    """Show every measurement with what is needed to judge it."""
    _ = translator(language)
    words = _("Samma siffror som tabell: värde, täljare, antal svar, osäkerhet och inläsning")
    with st.expander(words):
        whole = measurement_table.readable(followed.observations, followed.indicator, language)
        st.table(whole, border="horizontal", hide_index=True)
    cards.downloads(
        lambda: measurement_table.handed_on(followed.observations),
        f"{followed.area_id}.{followed.indicator.id}",
        invented=followed.invented,
    )


def earlier(followed: Followed, language: str) -> None:
    """Show what has stood in the series before: every replaced value and who replaced it."""
    _ = translator(language)
    every = loaders.earlier_values(int(followed.key["series_id"]))
    replaced = every[every["replaced_by"].notna()]
    with st.expander(_("Tidigare värden")):
        if replaced.empty:
            st.markdown(_("Inget värde har ändrats sedan det lästes in."))
            return
        st.table(_replaced(replaced, followed, language), border="horizontal", hide_index=True)


def _replaced(replaced: pd.DataFrame, followed: Followed, language: str) -> pd.DataFrame:
    _ = translator(language)
    indicator = followed.indicator
    return pd.DataFrame(
        {
            _("Period"): [sentences.period(one, language) for one in replaced["period"]],
            _("Värde"): [
                numbers.measured(value, indicator.unit, indicator.decimals, language)
                for value in replaced["value"]
            ],
            _("Inläsning"): replaced["revision_from"].astype(str),
            _("Inläst"): [numbers.day(one, language) for one in replaced["committed_at"]],
            _("Av"): replaced["actor"].fillna(""),
            _("Fil"): replaced["file_name"].fillna(""),
            _("Ersatt i inläsning"): [str(int(one)) for one in replaced["replaced_by"]],
        }
    )


def facts(followed: Followed, language: str) -> None:
    """Show the goal as it was frozen, word for word."""
    if followed.goal is None:
        return
    with st.expander(translator(language)("Målet som det frystes")):
        rows = [(name, fact) for name, fact in _facts(followed, language) if fact]
        st.table(
            pd.DataFrame(rows, columns=["name", "fact"]),
            border="horizontal",
            hide_index=True,
            hide_header=True,
        )


def _facts(followed: Followed, language: str) -> list[tuple[str, str]]:
    _ = translator(language)
    goal, indicator = followed.goal or {}, followed.indicator
    due, floor = sentences.day_of(goal, "target_due"), sentences.value_of(goal, "minimum_n")
    mid = sentences.value_of(goal, "mid")
    floor = floor or float(indicator.minimum_n)
    return [
        (_("Mål"), cards.escape(series_view.goal_words(goal, followed, language))),
        (_("Nivå"), sentences.target(goal, indicator, language)),
        (_("Måldatum"), numbers.day(due, language) if due else ""),
        (_("Utgångsläge"), _baseline(goal, followed, language)),
        (_("Gäller"), cards.escape(str(goal.get("denominator_text") or ""))),
        (
            _("Minsta viktiga skillnad"),
            "" if mid is None or followed.is_ordinal
            else sentences.difference(mid, indicator, language),
        ),
        (_("Minsta underlag"), numbers.number(floor, 0, language) if floor else ""),
        (_("Jämförs med"), _comparators(goal, language)),
        (_("Fryst"), _frozen(goal, language)),
        (_("Satt i efterhand"), _("ja, efter att siffrorna fanns") if _after(goal) else ""),
        (_("Dokument"), _document(goal, language)),
        (_("Ansvarig roll"), cards.escape(str(goal.get("owner_role") or ""))),
        (_("Skäl"), cards.escape(str(goal.get("reason") or ""))),
    ]  # fmt: skip


def _after(goal: Any) -> bool:
    return bool(goal.get("after_the_fact"))


def _baseline(goal: Any, followed: Followed, language: str) -> str:
    periods = sentences.listed(goal, "baseline_periods")
    base = sentences.value_of(goal, "baseline_value")
    when = sentences.since(periods, language) if periods else ""
    if followed.is_ordinal:
        code = goal.get("baseline_class")
        named = sentences.class_name(str(code or ""), followed.indicator, language)
        return f"{sentences.lower_first(named)}, {when}" if named else when
    if base is None:
        return when
    return f"{sentences.amount(base, followed.indicator, language)}, {when}"


def _comparators(goal: Any, language: str) -> str:
    named = loaders.comparators(str(goal["goal_id"]))
    return ", ".join(cards.escape(str(name)) for name in named["name"].dropna())


def _frozen(goal: Any, language: str) -> str:
    _ = translator(language)
    when = sentences.day_of(goal, "frozen_on")
    if when is None:
        return ""
    version = int(sentences.value_of(goal, "goal_version") or 1)
    return _("version {version}, {day}, av {who}").format(
        version=version,
        day=numbers.day(when, language),
        who=cards.escape(str(goal.get("frozen_by") or _("okänd"))),
    )


def _document(goal: Any, language: str) -> str:
    name, page = cards.escape(str(goal.get("document") or "")), str(goal.get("page") or "")
    address = str(goal.get("document_url") or "")
    linked = f"[{name}]({address})" if name and address.startswith("https://") else name
    where = translator(language)("s. {page}").format(page=page) if page else ""
    return f"{linked} {where}".strip()


def source_line(followed: Followed, language: str) -> None:
    """End with source, what may mislead, and the version of the rule."""
    _ = translator(language)
    misleading = followed.indicator.wording(language).misleading
    cards.source_line(cards.escape(misleading))
    rule = ""
    if followed.goal is not None and followed.goal.get("rule_version"):
        rule = _("Regelversion {version}.").format(version=followed.goal["rule_version"])
    cards.source_line(f"{series_view.source(followed, language)} {rule}".strip())


def ask(training: bool, language: str) -> None:
    """Offer every goal to choose from when the address names none; never real and invented."""
    _ = translator(language)
    cards.heading(_("Utfall"), _("Vilket mål vill du se?"), level=1)
    choices = {controls.REAL: _("Verkliga områden"), controls.TRAINING: _("Övning (påhittat)")}
    controls.segment(_("Siffror"), choices, key="data", default=controls.REAL)
    if training:
        cards.invented_badge(language)
    goals = loaders.goals()
    catalogue = loaders.catalogue()
    rows = []
    for found in goals[goals["invented"] == training].to_dict("records"):
        goal = {str(name): cell for name, cell in found.items()}
        short = catalogue[str(goal["indicator_id"])].wording(language).short
        there = series_view.linked(cards.escape(short), "utfall", mal=str(goal["goal_id"]))
        rows.append(
            {
                _("Område"): cards.escape(sentences.area(goal, language)),
                _("Mål"): there,
                _("Läge"): states.markdown(sentences.state_of(goal), language),
            }
        )
    cards.table(pd.DataFrame(rows))
