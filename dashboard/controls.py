"""The only place that touches the address and session state: the link is the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.text.language import LANGUAGES

REAL, TRAINING = "verkliga", "ovning"
TABLE, LIST = "tabell", "lista"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the address asks for. Ids are as written there; a view says when one is unknown."""

    language: str
    dark: bool
    revision: int | None
    since: int | None
    data: str
    view: str
    area_id: str | None
    goal_id: str | None
    series_id: int | None
    indicator_id: str | None

    @property
    def training(self) -> bool:
        """Whether the invented figures are asked for."""
        return self.data == TRAINING


def selection() -> Selection:
    """Read the address of this visit."""
    return Selection(
        language=_kept("sprak", dict.fromkeys(LANGUAGES, ""), "sv"),
        dark=st.context.theme.type == "dark",
        revision=revision(),
        since=_number("sedan"),
        data=_kept("data", {REAL: "", TRAINING: ""}, REAL),
        view=_kept("vy", {TABLE: "", LIST: ""}, _view_of_the_screen),
        area_id=st.query_params.get("omrade"),
        goal_id=st.query_params.get("mal"),
        series_id=_number("serie"),
        indicator_id=st.query_params.get("indikator"),
    )


def asked(key: str) -> str | None:
    """Return the id that the address gives for `key`; None when it gives none."""
    return st.query_params.get(key) or None


def turn_to(key: str, chosen: str) -> None:
    """Write an id into the address and draw the page again around it."""
    _write(key, chosen)
    st.rerun()


def language() -> str:
    """Return the language of this visit, as `selection` last read it: cheap enough per link."""
    return str(st.session_state.get("kept-sprak", "sv"))


def revision() -> int | None:
    """Return the revision the address asks for; None for the latest."""
    return _number("revision")


def choose(
    label: str, options: Mapping[str, str], *, key: str, placeholder: str, clear: bool = True
) -> str | None:
    """Let somebody pick one id by its name; the id, not the name, lives in the address."""
    asked = st.query_params.get(key)
    widget = f"choose-{key}"
    if asked in options and st.session_state.get(f"{widget}-asked") != asked:
        st.session_state[widget] = asked
    picked = st.selectbox(
        label,
        list(options),
        index=None if clear else 0,
        format_func=options.__getitem__,
        placeholder=placeholder,
        key=widget,
    )
    st.session_state[f"{widget}-asked"] = picked
    _write(key, picked)
    return picked


def segment(label: str, options: Mapping[str, str], *, key: str, default: str) -> str:
    """Let somebody switch between a few ids; the choice stays when the page changes."""
    current = _kept(key, options, default)
    widget = f"segment-{key}"
    if (
        st.session_state.get(widget) is None
        or st.session_state.get(f"{widget}-asked") != current
    ):
        st.session_state[widget] = current
    picked = st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=widget,
        label_visibility="collapsed",
        required=True,
    )
    answer = str(picked or current)
    st.session_state[f"{widget}-asked"] = answer
    st.session_state[f"kept-{key}"] = answer
    _write(key, answer)
    return answer


def following_clicks(chart: str, key: str, meanings: Mapping[Any, str]) -> Callable[[], None]:
    """Return what to do when somebody clicks in `chart`: choose what the point means.

    `meanings` says which id of the switch `key` each x of the chart stands for.
    """

    def follow() -> None:
        picked = st.session_state[chart].selection.points
        if picked and picked[0].get("x") in meanings:
            st.query_params[key] = meanings[picked[0]["x"]]

    return follow


def tell(key: str, sentence: str) -> None:
    """Keep a sentence for the next time the page is drawn."""
    st.session_state[f"told-{key}"] = sentence
    st.session_state[f"times-{key}"] = times_told(key) + 1


def told(key: str) -> str:
    """Return the sentence that `tell` kept, once."""
    return str(st.session_state.pop(f"told-{key}", ""))


def times_told(key: str) -> int:
    """Say how often this visit has been told something: a form named so starts anew."""
    return int(st.session_state.get(f"times-{key}", 0))


def uploader(label: str) -> str:
    """Ask who is at the keyboard, and remember it for the visit."""
    known = str(st.session_state.get("uploader", ""))
    name = str(st.text_input(label, value=known, max_chars=80))
    st.session_state["uploader"] = name
    return name.strip()


def who() -> str:
    """Return the name that `uploader` was last given in this visit; '' when none was."""
    return str(st.session_state.get("uploader", "")).strip()


def without(key: str) -> dict[str, str]:
    """Return the address of this visit without one of its questions, for a link."""
    return {name: value for name, value in st.query_params.items() if name != key}


def _kept(key: str, options: Mapping[str, Any], default: str | Callable[[], str]) -> str:
    """Return what the address says, else what was chosen before in this visit."""
    asked = st.query_params.get(key)
    kept = st.session_state.get(f"kept-{key}")
    if asked not in options:
        otherwise = default() if callable(default) else default
        asked = kept if kept in options else otherwise
    if asked != kept:
        st.session_state[f"kept-{key}"] = asked
    return str(asked)


def _number(key: str) -> int | None:
    asked = st.query_params.get(key, "")
    return int(asked) if asked.isdecimal() else None


def _write(key: str, value: str | None) -> None:
    if value is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


def _view_of_the_screen() -> str:
    """Return the list on a phone, where a wide table would have to be scrolled."""
    return LIST if "Mobi" in (st.context.headers.get("User-Agent") or "") else TABLE
