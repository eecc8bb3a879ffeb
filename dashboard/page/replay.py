"""Sends what has been drawn once more, without drawing it: pieces of a page without controls.

Streamlit builds every element of a page again at each rerun. What is decorated with `drawn` is
kept as the messages it came to, and these are sent again until something that it read changes.
Streamlit's own caches replay elements too, but are told by hand when they are out of date.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.page import loaders, room
from dashboard.page.cache import Cache, key_of, refuse_closures
from dashboard.page.loaders import Call
from dashboard.page.messages import Place, Spot, Together, beside, here

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_DRAWN = Cache(most=1000, heaviest=100e6)

_STILL = (
    "add_block", "alert", "arrow_table", "code", "dataframe", "empty", "heading", "html",
    "link_button", "markdown", "metric", "page_link", "plotly_chart", "space", "table",
)  # fmt: skip
"""Elements that may be sent again: they ask nothing, and the server keeps nothing of them."""

_AROUND = ("logo", "page_config_changed")
"""Messages that stand nowhere on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """What a function sent, how many places it took in its container, and what it returned."""

    messages: Together
    places: int
    value: Any


def drawn(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep what a function of a module draws where it is called, and what it returns.

    It is as with `loaders.finished`: its arguments are hashable, and it reads nothing of the
    address or the session but language, moment and how much room there is. It draws in its own
    place, no controls. It is drawn again before anybody asks, as what it is made of is.
    Raises `TypeError` for a function inside another, and for one that draws something else.
    """
    refuse_closures(function)

    @wraps(function)
    def kept(*given: Asked.args, **asked: Asked.kwargs) -> Answer:
        place = here()
        if place is None:
            return function(*given, **asked)
        call, size = (function, given, asked), room.of_visit()
        found, is_new = _found(place, call, size, partial(_draw_ahead, place.spot, call, size))
        if not is_new:
            place.send(found.messages, found.places)
        answer: Answer = found.value
        return answer

    return kept


def _found(
    place: Place, call: Call, size: str, ahead: Callable[[], None] | None = None
) -> tuple[_Drawn, bool]:
    """Return what is kept of a call in a place of some size, and whether it is drawn now."""
    function, given, asked = call
    now: list[_Drawn] = []

    def draw() -> _Drawn:
        now.append(_draw(place, lambda: function(*given, **asked)))
        return now[0]

    found = loaders.keep(_DRAWN, call, draw, *place.address, size, ahead=ahead)
    return found, bool(now)


def _draw_ahead(spot: Spot, call: Call, size: str) -> None:
    """Draw for whoever comes next, and so ask what the answers of now lead to."""
    spot.visit(lambda place: _found(place, call, size), **room.told(size))


def unchanging(function: Callable[Asked, None]) -> Callable[Asked, None]:
    """Keep what a function draws of nothing but its arguments: it is hardly drawn again.

    As with `drawn`, but nothing of the store is read, so that it can stand around a page, or
    write what is given to it.
    """
    return _kept_for_good(function, here)


def unchanging_style(function: Callable[Asked, None]) -> Callable[Asked, None]:
    """Keep as `unchanging` does what stands nowhere on a page: ``st.html`` of a style alone."""
    return _kept_for_good(function, beside)


def _kept_for_good(
    function: Callable[Asked, None], where: Callable[[], Place | None]
) -> Callable[Asked, None]:
    refuse_closures(function)

    @wraps(function)
    def kept(*given: Asked.args, **asked: Asked.kwargs) -> None:
        place = where()
        if place is None:
            function(*given, **asked)
            return
        key = (place.address, key_of(function, given, asked))
        if (found := _UNCHANGING.get(key)) is None:
            if len(_UNCHANGING) >= _MOST:
                _UNCHANGING.clear()
            _UNCHANGING[key] = _draw(place, lambda: function(*given, **asked))
        else:
            place.send(found.messages, found.places)

    return kept


_UNCHANGING: dict[Hashable, _Drawn] = {}
_MOST = 5_000
"""So many are kept; then it begins anew, for what is written may be anything."""


def _draw(place: Place, function: Callable[[], Any]) -> _Drawn:
    """Draw, and return what was sent. Raises `TypeError` for what cannot be sent again."""
    first, above = place.cursor.index, list(place.cursor.delta_path[:-1])
    value, sent, places = place.draw(function)
    for message in sent:
        _check(message, above, first)
    return _Drawn(messages=sent, places=places, value=value)


def _check(message: ForwardMsg, above: list[int], first: int) -> None:
    if message.WhichOneof("type") in _AROUND:
        return
    path = list(message.metadata.delta_path)
    kind = message.delta.WhichOneof("type")
    element = message.delta.new_element
    what = element.WhichOneof("type") if kind == "new_element" else kind
    if path[: len(above)] != above or path[len(above)] < first:
        raise TypeError(f"{what} was drawn elsewhere, and cannot be drawn again from here.")
    held = [one.url for one in element.imgs.imgs if not one.url.startswith("data:")]
    asks = bool(
        element.plotly_chart.selection_mode
        or element.dataframe.selection_mode
        or element.link_button.id
    )
    still = what in _STILL or (what == "imgs" and not held)
    if not still or asks or message.delta.add_block.HasField("form"):
        raise TypeError(f"{what} asks something, and cannot be drawn without its session.")
