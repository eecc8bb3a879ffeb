"""What has stood in a series before: every value that was replaced, and by whom."""

import pandas as pd
import streamlit as st

from dashboard.page import blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.replay import drawn
from dashboard.series.followed import again
from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from data.answers.followed import Followed
from data.answers.series import earlier_values

_IN_A_PART = 300
"""Values that are unfolded at a time, beyond those that are shown at once."""


def show(followed: Followed, language: str) -> None:
    """Show the values that were replaced last, and let those before be unfolded in parts."""
    _ = translator(language)
    series = followed.goal_id, followed.series_id
    with blocks.expander(_("Tidigare värden")):
        _part(*series, 0, cards.MOST_ROWS, language)
    total = len(_replaced(followed.series_id))
    for start in range(cards.MOST_ROWS, total, _IN_A_PART):
        end = min(start + _IN_A_PART, total)
        label = _("Visa tidigare värden {first}–{last} av {total}")
        said = label.format(first=start + 1, last=end, total=total)
        place, asked_for = controls.unfolded(said, key=f"earlier-{series[1]}-{start}")
        if asked_for:
            with place:
                _part(*series, start, end, language)


@drawn
def _part(goal_id: str | None, series_id: int, start: int, end: int, language: str) -> None:
    rows = _replaced(series_id)
    if rows.empty:
        _ = translator(language)
        st.markdown(_("Inget värde har ändrats sedan det lästes in."))
        return
    cards.table(_said(rows.iloc[start:end], again(goal_id, series_id), language))


@finished
def _replaced(series_id: int) -> pd.DataFrame:
    """Return the values that were replaced, the latest first."""
    every = loaders.ask(earlier_values, series_id=series_id)
    replaced = every[every["replaced_by"].notna()]
    return replaced.sort_values("replaced_by", ascending=False, kind="stable")


def _said(rows: pd.DataFrame, followed: Followed, language: str) -> pd.DataFrame:
    _ = translator(language)
    indicator = followed.indicator
    return pd.DataFrame(
        {
            _("Period"): [sentences.period(one, language) for one in rows["period"]],
            _("Värde"): [
                numbers.measured(value, indicator.unit, indicator.decimals, language)
                for value in rows["value"]
            ],
            _("Inläsning"): rows["revision_from"].astype(str),
            _("Inläst"): [numbers.day(one, language) for one in rows["committed_at"]],
            _("Av"): rows["actor"].fillna(""),
            _("Fil"): rows["file_name"].fillna(""),
            _("Ersatt i inläsning"): [str(int(one)) for one in rows["replaced_by"]],
        }
    )
