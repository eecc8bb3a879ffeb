"""Controls whose answers live in the address, which is the state, and who answers them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.page import addressed, blocks, search, this_visit, widgets
from dashboard.page.visits import COOKIE, VISITS
from dashboard.text import numbers
from dashboard.text.markdown import escape

_UNKNOWN = object()
"""What a control has that has not been asked yet."""


_PILLS = 60
"""So many ids can be picked among without a search."""


def several(label: str, options: Mapping[str, str], *, key: str) -> tuple[str, ...]:
    """Let somebody pick any number of ids by their names; the ids live in the address.

    Pills, not a `multiselect`: its chips are white on the pale accent in dark, 1.6 to 1.
    """
    current = tuple(one for one in addressed.listed(key) if one in options)
    widget = f"several-{key}"
    named, offered = search.narrowed(
        label, options, addressed.language(), key=widget, kept=current, most=_PILLS
    )
    if not offered:
        return ()
    if this_visit.kept().get(f"{widget}-asked") != current:
        st.session_state[widget] = list(current)
    names = {one: escape(name) for one, name in offered.items()}
    answer = tuple(widgets.pills(named, names, key=widget))
    this_visit.kept()[f"{widget}-asked"] = answer
    addressed.write(key, ",".join(answer) or None)
    return answer


def picked_before(widget: str) -> tuple[str, ...]:
    """Return what was picked in a field of this visit the last time the page was drawn."""
    return tuple(this_visit.answer(widget) or ())


def pick_day(
    label: str, *, key: str, first: date, last: date, instead_of: tuple[str, ...] = ()
) -> date | None:
    """Let somebody pick a day; it lives in the address, in place of what it answers too."""
    current = addressed.written(addressed.asked(key))
    current = current if current and first <= current <= last else None
    widget = f"day-{key}"
    if this_visit.answer(widget) != current:
        st.session_state[widget] = current
    picked = widgets.date_input(
        label,
        value=None,
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=widget,
        on_change=_take_day,
        args=(widget, key, instead_of),
    )
    return picked if isinstance(picked, date) else None


def _take_day(widget: str, key: str, instead_of: tuple[str, ...]) -> None:
    """Write the day before the page is drawn, so that every control of it agrees."""
    picked = st.session_state[widget]
    for other in instead_of:
        addressed.forget(other)
    addressed.write(key, picked.isoformat() if isinstance(picked, date) else None)


def revealed(label: str, *, key: str, needed: bool) -> bool:
    """Let somebody unfold a row of controls; it stands open where the address needs it.

    What is folded is not drawn at all: most readers never ask for it.
    """
    widget = f"revealed-{key}"
    if needed and widget not in st.session_state:
        st.session_state[widget] = True
    return widgets.toggle(label, key=widget)


def unfolded(label: str, *, key: str) -> tuple[DeltaGenerator, bool]:
    """Return a place that can be unfolded, and whether anybody has done so on this visit.

    What is in it is drawn when it is asked for. Folded again it stays, with what was written.
    """
    widget = f"unfolded-{key}"
    place, is_open = blocks.unfolding(label, key=widget)
    if is_open:
        this_visit.kept()[f"{widget}-once"] = True
    return place, bool(this_visit.kept().get(f"{widget}-once"))


def only_about(what: str, *keys: str) -> None:
    """Forget what was answered under `keys` when on this visit it was about something else."""
    known = this_visit.kept().get("answered-about")
    this_visit.kept()["answered-about"] = what
    if known in {None, what}:
        return
    addressed.forget(*keys)
    for key in keys:
        for widget in (f"kept-{key}", f"choose-{key}", f"segment-{key}", f"switch-{key}"):
            st.session_state.pop(widget, None)
            this_visit.kept().pop(widget, None)
            this_visit.kept().pop(f"{widget}-asked", None)


def choose(
    label: str,
    options: Mapping[str, str],
    *,
    key: str,
    placeholder: str = "",
    clear: bool = True,
    default: str | None = None,
    among_others: bool = False,
    most: int | None = None,
) -> str | None:
    """Let somebody pick one id by its name; the id, not the name, lives in the address.

    Where the address gives none, `default` is picked; without one the first, or nothing
    where the choice may be cleared. `among_others` leaves an answer there that is not one of
    the options, for another control of the same question. Very many, or more than `most`, are
    searched first. An address that has become silent, as on the way back, is an answer too.
    """
    asked = this_visit.address().get(key)
    widget = f"choose-{key}"
    if asked is None and this_visit.kept().get(f"{widget}-asked") is not None:
        st.session_state.pop(widget, None)
    known, empty = this_visit.answer(widget, _UNKNOWN), clear and default not in options
    fresh = known is _UNKNOWN or this_visit.kept().get(f"{widget}-asked") != asked
    if asked in options and fresh:
        st.session_state[widget] = asked
    elif among_others and asked not in options and this_visit.kept().get(f"{widget}-asked"):
        st.session_state[widget] = None
    elif known not in options and known is not _UNKNOWN and not (known is None and empty):
        st.session_state.pop(widget)
    if default in options and this_visit.answer(widget, _UNKNOWN) is _UNKNOWN:
        st.session_state[widget] = default
    first = None if clear else next(iter(options), None)
    before = this_visit.answer(widget, first)
    named, offered = search.narrowed(
        label, options, addressed.language(), key=widget, kept=(before,), most=most
    )
    picked = None
    if offered:
        picked = widgets.selectbox(
            named,
            offered,
            index=None if clear else 0,
            placeholder=placeholder if named == label else "",
            key=widget,
        )
    this_visit.kept()[f"{widget}-asked"] = picked
    if not among_others or picked is not None or asked in options:
        addressed.write(key, picked)
    return picked


def page(pages: int) -> int:
    """Let somebody turn the pages of what is long; returns which is shown, from 1.

    The number lives in the address. One that is not there is the first, and one page asks
    nothing.
    """
    written = numbers.whole(addressed.asked(addressed.PAGE)) or 1
    current = written if written <= pages else 1
    if pages < 2:
        return 1
    widget = f"page-{addressed.PAGE}"
    if widget in st.session_state and this_visit.kept().get(f"{widget}-asked") != current:
        st.session_state[widget] = current
    answer = int(st.pagination(pages, default=current, key=widget))
    this_visit.kept()[f"{widget}-asked"] = answer
    addressed.write(addressed.PAGE, str(answer) if answer > 1 else None)
    return answer


def segment(
    label: str, options: Mapping[str, str], *, key: str, default: str, named: bool = False
) -> str:
    """Let somebody switch between a few ids; the choice stays when the page changes.

    The label is only for those who cannot see it, unless it is to be `named`.
    """
    current = addressed.chosen(key, options, default)
    widget = f"segment-{key}"
    before = this_visit.kept().get(f"{widget}-asked")
    if this_visit.answer(widget) is None or before != current:
        st.session_state[widget] = current
    picked = widgets.segmented_control(
        label,
        options,
        key=widget,
        label_visibility="visible" if named else "collapsed",
        required=True,
    )
    answer = str(picked or current)
    this_visit.kept()[f"{widget}-asked"] = answer
    this_visit.kept()[f"kept-{key}"] = answer
    addressed.write(key, answer)
    return answer


def slide(label: str, low: int, high: int, *, key: str, default: int) -> int:
    """Let somebody choose a whole number on a line; it lives in the address."""
    asked_for = numbers.whole(addressed.asked(key))
    current = min(max(default if asked_for is None else asked_for, low), high)
    widget = f"slide-{key}-{low}-{high}"
    if this_visit.kept().get(f"{widget}-asked") != current:
        st.session_state[widget] = current
    picked = widgets.slider(label, low, high, key=widget)
    this_visit.kept()[f"{widget}-asked"] = picked
    addressed.write(key, None if picked == default else str(picked))
    return picked


def switch(label: str, *, key: str) -> bool:
    """Let somebody turn something on; it lives in the address."""
    current = addressed.asked(key) == "ja"
    widget = f"switch-{key}"
    if this_visit.kept().get(f"{widget}-asked") != current:
        st.session_state[widget] = current
    picked = widgets.toggle(label, key=widget)
    this_visit.kept()[f"{widget}-asked"] = picked
    addressed.write(key, "ja" if picked else None)
    return picked


def clicked(chart: str, *, key: str) -> None:
    """Let the address ask for the id of the point that was clicked in a chart.

    A chart reports it when the page runs again, before anything is drawn.
    """
    selection = this_visit.answer(chart, {}).get("selection", {})
    for point in selection.get("points", [])[:1]:
        found = point.get("customdata")
        addressed.write(key, str(found[0] if isinstance(found, list) else found))


def following_clicks(chart: str, key: str, meanings: Mapping[Any, str]) -> Callable[[], None]:
    """Return what to do when somebody clicks in `chart`: choose what the point means.

    `meanings` says which id of the switch `key` each x of the chart stands for.
    """

    def follow() -> None:
        picked = st.session_state[chart].selection.points
        if picked and picked[0].get("x") in meanings:
            addressed.write(key, meanings[picked[0]["x"]])

    return follow


def uploader(label: str) -> str:
    """Ask who is at the keyboard, and remember it until the browser is closed.

    The field is known by its key alone: one known by what it begins with would be another
    field as soon as a name is written, and lose the next correction of it.
    """
    widget = "uploader-name"
    if known := _known_as():
        st.text_input(label, value=known, disabled=True, key="uploader-known")
        return known
    if this_visit.answer(widget, _UNKNOWN) is _UNKNOWN:
        st.session_state[widget] = who()
    named = widgets.text_input(label, max_chars=80, key=widget)
    if named != this_visit.kept().get("uploader"):
        this_visit.kept()["uploader"] = named
        VISITS.keep(visitor(), "uploader", {"name": named})
    return who()


def who() -> str:
    """Return the name that `uploader` was last given in this browser; '' when none was.

    Whoever has logged in has the name that they were invited by.
    """
    if known := _known_as():
        return known
    named = this_visit.kept().get("uploader")
    if named is None:
        named = VISITS.kept(visitor(), "uploader").get("name", "")
    return str(named).strip()


def know_as(name: str) -> None:
    """Let this visit sign with the name of whoever has logged in; '' for nobody."""
    this_visit.kept()["known-as"] = name


def _known_as() -> str:
    return str(this_visit.kept().get("known-as", ""))


def arrived_with() -> tuple[dict[str, str], dict[str, str]]:
    """Return the headers, by names in small letters, and the cookies of this visit.

    Raises `RuntimeError` where nobody visits, such as where a file is made that was asked for:
    who has no headers would be taken for the person at this machine.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or this_visit.repeated_in():
        if Runtime.exists():
            raise RuntimeError("Nobody is here to ask: let `loaders.later` say who it is for.")
        return _arrived_with()
    return this_visit.once("arrived-with", _arrived_with)


def _arrived_with() -> tuple[dict[str, str], dict[str, str]]:
    headers = {name.lower(): said for name, said in st.context.headers.to_dict().items()}
    return headers, st.context.cookies.to_dict()


def visitor() -> str:
    """Return by what the browser of this visit is known; empty when by nothing."""
    return str(st.context.cookies.get(COOKIE, ""))


def lassoed(chart: str) -> tuple[list[float], list[float]] | None:
    """Return the corners of the line that was last drawn in a chart; None for none."""
    selection = this_visit.answer(chart, {}).get("selection", {})
    for line in selection.get("lasso", [])[:1]:
        return list(line["x"]), list(line["y"])
    return None
