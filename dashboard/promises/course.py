"""The way of one promise, stage by stage: what was found or not, and by whom."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.page import cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.promises.chosen import Key, of
from dashboard.settings import base_path
from dashboard.text import promises as words
from dashboard.text.language import translator, upper_first
from dashboard.text.numbers import day
from data.answers import promises
from metrics.promise.state import PromiseState


def pick(key: Key, language: str) -> str | None:
    """Ask for a promise to follow; the choice is kept in the address."""
    _ = translator(language)
    return controls.choose(
        _("Följ ett löfte genom skedena"),
        _names(key, language),
        key="lofte",
        placeholder=_("Välj ett löfte"),
    )


@finished
def _names(key: Key, language: str) -> dict[str, str]:
    return {
        str(row["commitment_id"]): words.wording(row, language)
        for row in of(*key).promises.to_dict("records")
    }


def way(area_id: str, commitment_id: str, language: str) -> None:
    """Show the way of a promise, stage by stage."""
    courses = loaders.ask(promises.courses, area_id=area_id)
    mine = courses[courses["commitment_id"] == commitment_id]
    checks = loaders.ask(promises.checks, commitment_id=commitment_id)
    if mine.empty:
        st.markdown(translator(language)("Ingen har letat efter löftet än."))
        return
    rows = [_row(step, checks, language) for step in mine.to_dict("records")]
    cards.table(pd.DataFrame(rows))


def _row(step: dict[Any, Any], checks: pd.DataFrame, language: str) -> dict[str, str]:
    _ = translator(language)
    here = checks[
        (checks["stage"] == step["stage"]) & (checks["check_year"] == step["check_year"])
    ]
    name = words.stage(int(step["position"]), language)
    state = words.markdown(PromiseState(step["state"]), language)
    noted = "  \n".join(_check(each, language) for each in here.to_dict("records"))
    if step["skipped"]:
        state, noted = "–", _("finns inte i projektet")
    return {
        _("Skede"): upper_first(name),
        _("Läge"): state,
        _("Vad som antecknats"): noted,
    }


def _check(check: dict[Any, Any], language: str) -> str:
    _ = translator(language)
    found = check["finding"] == "found"
    paper = check["carrier"] or check["document"] or ""
    what = cards.swedish(str(paper), language) if found else _("inte hittat")
    sha = check["attachment_sha256"]
    if isinstance(sha, str) and sha:
        what += f" ([{_('bilaga')}]({base_path()}/api/v1/attachments/{sha}))"
    bound = check["strength"]
    strength = "" if pd.isna(bound) else _("bindning {strength}").format(strength=int(bound))
    note = check["note"] if isinstance(check["note"], str) else ""
    by = cards.swedish(str(check["recorded_role"]), language)
    who = f"{by}, {day(check['recorded_on'], language)}"
    sure = cards.swedish(", ".join(str(role) for role in check["confirmed_roles"]), language)
    confirmed = _("bekräftat av {roles}").format(roles=sure) if sure else ""
    rest = [strength, cards.swedish(note, language), who, confirmed]
    return f"{what} :gray[{' · '.join(filter(None, rest))}]"
