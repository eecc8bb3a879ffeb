"""Containers, rows and columns of a page, each built once and then sent as it was.

What asks nothing is sent again by `dashboard.page.replay`; but what is around the controls of a
page holds them, and must be there for them to be drawn in. Here its message is kept, and a new
inside is made for it. What tells when it is opened is kept as a control is: for one visitor.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.cursor import RunningCursor
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.form_utils import FormData, current_form_id

from dashboard.page.messages import Place, Together, here
from dashboard.page.widgets import built_once


@dataclass(frozen=True, slots=True)
class _Inside:
    """Where one can draw in a block: what it is, its way from the top, and what it lies in."""

    kind: type[DeltaGenerator]
    path: tuple[int, ...]
    block: str | None
    within: "_Inside | None"


_Built = tuple[Together, tuple[_Inside, ...]]

_BUILT: dict[Hashable, _Built] = {}
_MOST = 5_000
"""So many are kept; then it begins anew, for a label may say anything."""


def container(**asked: Any) -> DeltaGenerator:
    """As `st.container` without a key; what is `asked` is hashable."""
    return _once(("container", tuple(asked.items())), lambda: (st.container(**asked),))[0]


def columns(shares: int | tuple[float, ...], **asked: Any) -> Sequence[DeltaGenerator]:
    """As `st.columns`; what is `asked` is hashable."""
    key = ("columns", shares, tuple(asked.items()))
    return _once(key, lambda: tuple(st.columns(shares, **asked)))


def cells(across: int, count: int, **asked: Any) -> tuple[DeltaGenerator, ...]:
    """As so many cells of `st.grid`, so many `across`; what is `asked` is hashable."""

    def build() -> tuple[DeltaGenerator, ...]:
        grid = st.grid(across, **asked)
        return tuple(grid.cell() for _ in range(count))

    return _once(("cells", across, count, tuple(asked.items())), build)


def popover(label: str, **asked: Any) -> DeltaGenerator:
    """As `st.popover`; what is `asked` is hashable."""
    key = ("popover", label, tuple(asked.items()))
    return _once(key, lambda: (st.popover(label, **asked),))[0]


def expander(label: str, **asked: Any) -> DeltaGenerator:
    """As `st.expander` without a key; what is `asked` is hashable."""
    key = ("expander", label, tuple(asked.items()))
    return _once(key, lambda: (st.expander(label, **asked),))[0]


def form(key: str, **asked: Any) -> DeltaGenerator:
    """As `st.form`; what is `asked` is hashable."""
    whole = ("form", key, tuple(asked.items()))
    return _once(whole, lambda: (st.form(key, **asked),), form=key)[0]


def unfolding(label: str, *, key: str) -> tuple[DeltaGenerator, bool]:
    """As `st.expander` that tells when it is opened: the block, and whether it is open."""

    def build() -> Any:
        return st.expander(label, key=key, on_change="rerun")

    place = here()
    if place is None:
        block = build()
        return block, bool(block.open)
    around, root = place.block, place.cursor.root_container

    def kept() -> tuple[_Inside, bool]:
        block = build()
        return _inside(block, around, {}), bool(block.open)

    inside, is_open = built_once(("expander", label, key), kept)
    return _made(inside, around, FormData(current_form_id(around)), root, {}), is_open


def _once(
    key: Hashable, build: Callable[[], tuple[DeltaGenerator, ...]], *, form: str = ""
) -> tuple[DeltaGenerator, ...]:
    """Return what `build` does, which draws a block, or send the block again with new insides.

    `key` holds everything that the block is given, and the function that builds it. A block
    that is a `form` is known by its name, and there is one of it on a page.
    """
    place = here()
    if place is None or (form and form in place.run.shared.form_ids_this_run):
        return build()
    around = place.block
    whole = place.address, key
    if (known := _BUILT.get(whole)) is None:
        return _first(place, around, whole, build)
    messages, insides = known
    place.send(messages, 1)
    if form:
        place.run.shared.form_ids_this_run.check_and_add(form)
    data, root = FormData(form or current_form_id(around)), place.cursor.root_container
    made: dict[int, DeltaGenerator] = {}
    return tuple(_made(inside, around, data, root, made) for inside in insides)


def _first(
    place: Place,
    around: DeltaGenerator,
    whole: Hashable,
    build: Callable[[], tuple[DeltaGenerator, ...]],
) -> tuple[DeltaGenerator, ...]:
    blocks, sent, places = place.draw(build)
    if places == 1 and all(one.delta.WhichOneof("type") == "add_block" for one in sent):
        if len(_BUILT) >= _MOST:
            _BUILT.clear()
        known: dict[int, _Inside] = {}
        _BUILT[whole] = sent, tuple(_inside(one, around, known) for one in blocks)
    result: tuple[DeltaGenerator, ...] = blocks
    return result


def _inside(
    block: DeltaGenerator, around: DeltaGenerator, known: dict[int, _Inside]
) -> _Inside:
    if (found := known.get(id(block))) is None:
        above, cursor = block._parent, block._provided_cursor
        assert above is not None
        assert cursor is not None
        within = None if above is around else _inside(above, around, known)
        found = _Inside(type(block), cursor.parent_path, block._block_type, within)
        known[id(block)] = found
    return found


def _made(
    inside: _Inside,
    around: DeltaGenerator,
    form: FormData,
    root: int,
    made: dict[int, DeltaGenerator],
) -> DeltaGenerator:
    """Return a block to draw in, and make what it lies in once for all that lie there."""
    if (found := made.get(id(inside))) is None:
        within = inside.within
        above = around if within is None else _made(within, around, form, root, made)
        cursor = RunningCursor(root_container=root, parent_path=inside.path)
        found = inside.kind(root, cursor, above, inside.block)
        found._form_data = form
        made[id(inside)] = found
    return found
