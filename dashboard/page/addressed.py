"""What the address of a page asks for, and what is written into it: the link is the state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.page import room, this_visit
from dashboard.text import numbers
from dashboard.text.language import LANGUAGES

MOMENT = ("revision", "datum")
"""The questions of the address that ask how something was: an inläsning, or a day."""

PAGE = "sida"
"""The question of the address that asks for a page of what is long."""

REAL, TRAINING = "verkliga", "ovning"
TABLE, LIST = "tabell", "lista"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the address asks for. Ids are as written there; a view says when one is unknown."""

    language: str
    dark: bool
    revision: int | None
    since: str | None
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
    """Read the address of this visit, and how much room its browser has."""
    this_visit.kept()["kept-room"], is_dark = this_visit.once("browser", _browser)
    address = this_visit.address()
    return Selection(
        language=chosen("sprak", dict.fromkeys(LANGUAGES, ""), "sv", address),
        dark=is_dark,
        revision=numbers.whole(address.get("revision")),
        since=address.get("sedan") or None,
        data=chosen("data", {REAL: "", TRAINING: ""}, REAL, address),
        view=chosen("vy", {TABLE: "", LIST: ""}, _view_of_the_screen, address),
        area_id=address.get("omrade"),
        goal_id=address.get("mal"),
        series_id=numbers.whole(address.get("serie")),
        indicator_id=address.get("indikator"),
    )


def dark() -> bool:
    """Whether this visit is dark."""
    return this_visit.once("browser", _browser)[1]


def _browser() -> tuple[str, bool]:
    """Return how much room there is, and whether it is dark."""
    return room.now(), st.context.theme.type == "dark"


def asked(key: str) -> str | None:
    """Return the id that the address gives for `key`; None when it gives none."""
    return None if this_visit.repeated_in() else this_visit.address().get(key) or None


def write(key: str, value: str | None) -> None:
    """Write an answer into the address; None takes the question out of it."""
    if value is None:
        if key in this_visit.address():
            st.query_params.pop(key, None)
    elif this_visit.address().get(key) != value:
        st.query_params[key] = value


def turn_to(key: str, chosen: str) -> None:
    """Write an id into the address and draw the page again around it."""
    write(key, chosen)
    st.rerun()


def language() -> str:
    """Return the language of this visit, as `selection` last read it: cheap enough per link."""
    return this_visit.repeated_in() or str(this_visit.kept().get("kept-sprak", "sv"))


def revision() -> int | None:
    """Return the revision the address asks for; None for the latest."""
    return numbers.whole(asked("revision"))


def written(text: str | None) -> date | None:
    """Read a day as it stands in an address, ``2026-11-03``; None for anything else."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def day_asked() -> date | None:
    """Return the day the address asks for, None for none and for what is no day."""
    return written(asked("datum"))


def moment() -> tuple[tuple[str, str], ...]:
    """Return what the address asks about when: its own words, so that links can repeat them."""
    if this_visit.repeated_in():
        return ()
    address = this_visit.address()
    return tuple((key, said) for key in MOMENT if (said := address.get(key)))


def carried() -> dict[str, str]:
    """Return what every link takes along: the language, and the moment that is shown."""
    tongue = language()
    return {**({"sprak": tongue} if tongue != "sv" else {}), **dict(moment())}


def listed(key: str) -> tuple[str, ...]:
    """Return the ids that the address lists under `key`, ``a,b``, in its order."""
    return tuple(dict.fromkeys(one for one in (asked(key) or "").split(",") if one))


def forget(*keys: str) -> None:
    """Take questions out of the address, for a button that shows everything again."""
    for key in keys:
        st.query_params.pop(key, None)


def without(*keys: str) -> dict[str, str]:
    """Return the address of this visit without some of its questions, for a link."""
    return {name: value for name, value in this_visit.address().items() if name not in keys}


def chosen(
    key: str,
    options: Mapping[str, Any],
    default: str | Callable[[], str],
    address: Mapping[str, str] | None = None,
) -> str:
    """Return what was just pressed, else what the address says or was chosen before."""
    asked = _pressed(key, (this_visit.address() if address is None else address).get(key))
    kept = this_visit.kept().get(f"kept-{key}")
    if asked not in options:
        otherwise = default() if callable(default) else default
        asked = kept if kept in options else otherwise
    if asked != kept:
        this_visit.kept()[f"kept-{key}"] = asked
    return str(asked)


def _pressed(key: str, asked: str | None) -> str | None:
    """Return what a segment has just been changed to, else what the address says.

    What stands above it on the page is drawn before it has answered, and would be the old.
    """
    answered = this_visit.kept().get(f"segment-{key}-asked")
    if answered is None or asked not in {None, answered}:
        return asked
    return this_visit.answer(f"segment-{key}") or asked


def _view_of_the_screen() -> str:
    """Return the list on a phone, where a wide table would have to be scrolled."""
    return LIST if room.on_a_phone() else TABLE
