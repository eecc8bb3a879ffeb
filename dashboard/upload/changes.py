"""Step three: what the file changes in the data, and which verdicts follow from it."""

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from dashboard.page import cards
from dashboard.text import promises, states
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.numbers import DASH, number, signed
from dashboard.upload import replacing, words
from dashboard.upload.replacing import Seen
from data.acts.verdict_changes import VerdictChange
from data.intake import Examination
from metrics.outcome.state import State
from metrics.promise.state import PromiseState

SHOWN = 30


def show(
    examination: Examination,
    verdicts: Sequence[VerdictChange] | None,
    goals: pd.DataFrame,
    seen: Seen,
    *,
    kept_back: Collection[str] = (),
) -> None:
    """Put what changes in the data beside what changes in the verdicts.

    `goals` are all the goals there are, as `all_goals` answers; those `kept_back` rest on
    figures that whoever looks does not see.
    """
    st.divider()
    left, right = st.columns(2, gap="large")
    with left:
        _data(examination, seen.language)
        replacing.show(examination.replaced, seen)
    with right:
        left_out = goals["goal_id"].isin(list(kept_back))
        _verdicts(examination, verdicts, goals[~left_out], seen.language)
        _left_out(touched(goals[left_out], examination), verdicts, seen.language)


def _data(examination: Examination, language: str) -> None:
    _ = translator(language)
    cards.heading(_("Steg 3 av 4"), _("Det här ändrar filen"), level=2)
    stopped, _warned = words.weighed(examination)
    counts = {
        _("nya"): examination.new,
        _("ändrade"): examination.changed,
        _("oförändrade"): examination.unchanged,
        _("stoppade"): stopped,
    }
    if emptied := examination.replaced.going.get("value", 0):
        counts[_("ersätts av tomt")] = emptied
    with st.grid(len(counts), min_column_width=110):
        for label, count in counts.items():
            st.metric(label, number(count, 0, language))
    _preview(examination.preview, language)
    if examination.changed:
        st.caption(_("Inget skrivs över: de gamla värdena finns kvar i historiken."))


def _preview(preview: pd.DataFrame, language: str) -> None:
    _ = translator(language)
    kinds = {"changed": _("Ändrade"), "new": _("Nya")}
    present = {
        what: name for what, name in kinds.items() if (preview["difference"] == what).any()
    }
    if not present:
        return
    for tab, what in zip(st.tabs(list(present.values())), present, strict=True):
        rows = preview[preview["difference"] == what]
        with tab:
            cards.table(preview_table(rows, language))
            if len(rows) > SHOWN:
                st.caption(_("De {shown} första.").format(shown=SHOWN))


def preview_table(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Write the first rows of a preview as people read them."""
    _ = translator(language)
    first = rows.head(SHOWN)
    named = first["area_name"].where(first["area_name"] != "", first["what"])
    table = {
        _("Vad"): [
            "  \n".join(filter(None, [_text(name), _small(indicator)]))
            for name, indicator in zip(named, first["indicator_name"], strict=True)
        ],
        _("Period"): first["period"].map(_text),
        _("Sparat"): [_cell(value, language) for value in first["saved"]],
        _("I filen"): [
            _given(saved, value, language)
            for saved, value in zip(first["saved"], first["in_file"], strict=True)
        ],
        _("Skillnad"): [
            _difference(saved, given, language)
            for saved, given in zip(first["saved"], first["in_file"], strict=True)
        ],
    }
    shown = pd.DataFrame(table)
    # A file of areas has no periods, a new value no saved one: such columns say nothing.
    return shown.loc[:, [column for column in shown if (shown[column] != "").any()]]


def _small(value: object) -> str:
    return f":small[:gray[{said}]]" if (said := _text(value)) else ""


def _text(value: object) -> str:
    return "" if value is None or value != value else cards.escape(str(value))


def _cell(value: object, language: str) -> str:
    if isinstance(value, (int, float)):
        return "" if value != value else _short(float(value), language)
    return _text(value)


def _given(saved: object, given: object, language: str) -> str:
    """Write what the file says; that it takes a value away is said and not left blank."""
    if _is_value(saved) and not _is_value(given):
        return translator(language)("saknas")
    return _cell(given, language)


def _is_value(value: object) -> bool:
    return value is not None and value == value


def _difference(saved: object, given: object, language: str) -> str:
    if not (isinstance(saved, (int, float)) and isinstance(given, (int, float))):
        return ""
    change = float(given) - float(saved)
    digits = max(_decimals(float(saved)), _decimals(float(given)))
    return "" if change != change else signed(change, digits, language)


def _short(value: float, language: str) -> str:
    return number(value, _decimals(value), language)


def _decimals(value: float) -> int:
    return next((digits for digits in range(3) if round(value, digits) == value), 2)


def _verdicts(
    examination: Examination,
    verdicts: Sequence[VerdictChange] | None,
    goals: pd.DataFrame,
    language: str,
) -> None:
    _ = translator(language)
    if verdicts is None:
        cards.heading(_("Om du sparar"), _("Vad målen får för läge"), level=2)
        st.markdown(
            _("Det räknas ut när inget längre stoppar.")
            if examination.stops
            else _("Filen är så stor att det räknas ut först när den sparas.")
        )
        return
    promised = [change for change in verdicts if change.promise]
    judged = [change for change in verdicts if not change.promise]
    if promised and not judged:
        cards.heading(_("Om du sparar"), words.promise_title(len(promised), language), level=2)
        verdict_table(promised, language, (_("I dag"), _("Blir")))
        return
    title = words.verdict_title(len(judged), len(goals), language)
    cards.heading(_("Om du sparar"), title, level=2)
    verdict_table(verdicts, language, (_("I dag"), _("Blir")))
    kept = touched(goals, examination) - sum(change.before != "" for change in judged)
    if kept > 0:
        said = plural(
            language,
            "{count} mål på filens egna serier behåller sitt läge.",
            "{count} mål på filens egna serier behåller sina lägen.",
            kept,
        )
        st.caption(upper_first(said.format(count=words.counted(kept, language))))


def _left_out(many: int, verdicts: Sequence[VerdictChange] | None, language: str) -> None:
    """Say of how many goals nothing is said: the number depends on no figure of the file."""
    if not many or verdicts is None:
        return
    said = plural(
        language,
        "{count} mål på filens egna serier vilar på siffror som du inte ser, och är inte med.",
        "{count} mål på filens egna serier vilar på siffror som du inte ser, och är inte med.",
        many,
    )
    st.caption(upper_first(said.format(count=words.counted(many, language))))


def touched(goals: pd.DataFrame, examination: Examination) -> int:
    """Count the goals on series that a file of observations has values of."""
    frame = examination.frames.get("observation")
    if frame is None or goals.empty:
        return 0
    key = ["indicator_id", "area_id", "category"]
    given = frame[key].fillna("").astype(str).drop_duplicates()
    return len(goals[key].fillna("").astype(str).merge(given, on=key))


def verdict_table(
    verdicts: Sequence[VerdictChange], language: str, moments: tuple[str, str]
) -> None:
    """Show each goal's state at two moments, named as the reader meets them."""
    if not verdicts:
        return
    _ = translator(language)
    rows = [
        {
            _("Löfte")
            if change.promise
            else _("Mål"): f"**{cards.escape(_title(change, language))}**  \n"
            f"{cards.escape(_area(change, language))}",
            moments[0]: _state(change.before, change.promise, language),
            moments[1]: _state(change.after, change.promise, language),
        }
        for change in verdicts[:SHOWN]
    ]
    cards.table(pd.DataFrame(rows))
    if len(verdicts) > SHOWN:
        st.caption(_("De {shown} första.").format(shown=SHOWN))


def _title(change: VerdictChange, language: str) -> str:
    return (change.title_en if language == "en" else change.title) or change.goal_id


def _area(change: VerdictChange, language: str) -> str:
    return (change.area_name_en if language == "en" else change.area_name) or change.area_name


def _state(state: str, promise: bool, language: str) -> str:
    if state and promise:
        return promises.markdown(PromiseState(state), language)
    return states.markdown(State(state), language) if state else DASH
