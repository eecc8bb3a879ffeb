"""Streamlit's controls, each built once for a visitor and then sent as it was.

Streamlit checks, formats and names a control anew at every rerun, which was most of what a page
with many of them cost. What is kept is the message, and how the session knows the control; it
is built again when anything that it is given differs, where it stands, or what it answers.
What a session has kept is never another's.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st
from streamlit.elements.lib.form_utils import current_form_id
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state.common import RegisterWidgetResult, WidgetMetadata
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.charts.plotly.fitted import ON_A_PHONE
from dashboard.charts.sent import packed
from dashboard.page import room
from dashboard.page.messages import Address, Place, Together, changing, here

Id = TypeVar("Id")

_ANSWERS = 4
"""So many answers are kept of one control: somebody goes to and fro between a few."""

_KEPT = "kept-controls"

NO_TOOLS = {"displayModeBar": False}
"""Plotly without its buttons: there is nothing to zoom, and the table is beside."""


@dataclass(frozen=True, slots=True)
class _Control:
    """What a control was given, how its session knows it, and what came of it, by answer."""

    key: Hashable
    metadata: WidgetMetadata[Any]
    user_key: str | None
    built: dict[str, tuple[Together, Any]] = field(default_factory=dict)


_Controls = dict[Address, _Control]
"""The latest control of every place where this session has had one."""


class Same:
    """Something that is a key by being itself, as a chart that is kept."""

    __slots__ = ("_it",)

    def __init__(self, it: object) -> None:
        self._it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._it is self._it

    def __hash__(self) -> int:
        return id(self._it)


def built_once(
    key: Hashable, build: Callable[[], Any], renew: Callable[[ForwardMsg], None] | None = None
) -> Any:
    """Return what `build` does, which is to draw one control, or send the control again.

    `key` holds everything that the control is given, and the function that builds it. `renew`
    makes good what its message leads to, where that lasts one rerun.
    """
    place = here()
    if place is None:
        return build()
    controls = _of_this_session(place.run)
    whole = current_form_id(place.block), key
    known = controls.get(place.address)
    if known is None or known.key != whole:
        known = None
    elif sent := _answered(place.run, known):
        message, value = sent
        if renew is not None:
            renew(message[0])
        place.send(message, 1)
        return value
    return _built(place, build, controls, known, whole)


def _of_this_session(run: ScriptRunContext) -> _Controls:
    found: _Controls | None = vars(run).get(_KEPT)
    if found is None:
        if _KEPT not in run.session_state:
            run.session_state[_KEPT] = {}
        found = vars(run)[_KEPT] = run.session_state[_KEPT]
    return found


def _answered(run: ScriptRunContext, known: _Control) -> tuple[Together, Any] | None:
    """Register a control for this rerun; None where it must be built for what it answers."""
    state, mine = run.session_state, known.metadata.id
    if known.user_key is not None and state.is_new_state_value(known.user_key):
        return None
    answer = state.register_widget(known.metadata, known.user_key)
    found = None if answer.value_changed else known.built.get(_written(answer))
    used, keys = run.shared.widget_ids_this_run, run.shared.widget_user_keys_this_run
    if found is None or mine in used or known.user_key in keys:
        return None
    used.check_and_add(mine)
    if known.user_key is not None:
        keys.check_and_add(known.user_key)
    return found


def _built(
    place: Place,
    build: Callable[[], Any],
    controls: _Controls,
    known: _Control | None,
    whole: Hashable,
) -> Any:
    """Build a control, and keep it where it is one that has nothing to tell the browser.

    A file that was handed in is never kept: it is the session's, and goes with it.
    """
    address = place.address
    with _registering(place.run) as registered:
        value, sent, places = place.draw(build)
    if len(registered) != 1 or len(sent) != 1 or places != 1:
        return value
    metadata, user_key, answer = registered[0]
    if answer.value_changed or isinstance(value, UploadedFile) or _tells(sent[0]):
        return value
    if known is None or known.metadata.id != metadata.id or len(known.built) >= _ANSWERS:
        known = controls[address] = _Control(whole, metadata, user_key)
    known.built[_written(answer)] = sent, value
    return value


def _tells(message: ForwardMsg) -> bool:
    """Whether a message is no control's, or has something to tell the browser this once."""
    if message.delta.WhichOneof("type") == "add_block":
        return False
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    return kind is None or bool(getattr(getattr(element, kind), "set_value", False))


def _written(answer: RegisterWidgetResult[Any]) -> str:
    """Write down what a control answers, and how the browser said it."""
    said = answer.incoming_serialized_value, answer.incoming_serialized_values
    return repr((answer.value, *said))


_Registered = tuple[WidgetMetadata[Any], str | None, RegisterWidgetResult[Any]]


@contextmanager
def _registering(run: ScriptRunContext) -> Iterator[list[_Registered]]:
    """Note how the session is told of controls in the block; it is told all the same."""
    noted: list[_Registered] = []
    state = run.session_state
    register = state.register_widget

    def note(metadata: WidgetMetadata[Any], user_key: str | None) -> RegisterWidgetResult[Any]:
        answer = register(metadata, user_key)
        noted.append((metadata, user_key, answer))
        return answer

    # The object's own methods, for its others write to the session.
    object.__setattr__(state, "register_widget", note)
    try:
        yield noted
    finally:
        object.__delattr__(state, "register_widget")


def _asked(draw: Callable[..., Any], label: str, **asked: Any) -> Any:
    key = (draw.__name__, label, tuple(asked.items()))
    return built_once(key, lambda: draw(label, **asked))


def _picked(
    draw: Callable[..., Any], label: str, options: Mapping[Any, str], **asked: Any
) -> Any:
    key = (draw.__name__, label, tuple(options.items()), tuple(asked.items()))
    names = dict(options)
    return built_once(
        key, lambda: draw(label, list(names), format_func=names.__getitem__, **asked)
    )


def selectbox(label: str, options: Mapping[Id, str], **asked: Any) -> Id | None:
    """As `st.selectbox`, of ids by their names; what is `asked` is hashable."""
    picked: Id | None = _picked(st.selectbox, label, options, **asked)
    return picked


def segmented_control(label: str, options: Mapping[Id, str], **asked: Any) -> Id | None:
    """As `st.segmented_control`, of ids by their names; what is `asked` is hashable."""
    picked: Id | None = _picked(st.segmented_control, label, options, **asked)
    return picked


def pills(label: str, options: Mapping[Id, str], **asked: Any) -> list[Id]:
    """As `st.pills` of several, of ids by their names; what is `asked` is hashable."""
    return list(_picked(st.pills, label, options, selection_mode="multi", **asked))


def multiselect(label: str, options: Mapping[Id, str], **asked: Any) -> list[Id]:
    """As `st.multiselect`, of ids by their names; what is `asked` is hashable."""
    return list(_picked(st.multiselect, label, options, **asked))


def pill(label: str, options: Mapping[Id, str], **asked: Any) -> Id | None:
    """As `st.pills` of one, of ids by their names; what is `asked` is hashable."""
    picked: Id | None = _picked(st.pills, label, options, **asked)
    return picked


def chart(spec: Mapping[str, Any], *, alt: str, key: str, **asked: Any) -> None:
    """Draw a chart, as it is, in as few signs as it takes; what is `asked` is Streamlit's.

    On a phone as many years are written along it as there is room for.
    """
    run = get_script_run_ctx(suppress_warning=True)
    with nullcontext() if run is None else changing(run, _packed):
        st.plotly_chart(spec, theme=None, alt=alt, config=NO_TOOLS, key=key, **asked)


def _packed(message: ForwardMsg) -> None:
    if message.delta.new_element.WhichOneof("type") == "plotly_chart":
        drawn = message.delta.new_element.plotly_chart
        drawn.spec = packed(drawn.spec, ON_A_PHONE if room.on_a_phone() else None)


def selectable_chart(
    spec: Mapping[str, Any], pressed: Callable[[], None], *, alt: str, key: str, means: Hashable
) -> None:
    """Draw a chart whose points can be chosen; then `pressed` is called, which `means` names.

    The chart is one that is kept, and so the same object until it is drawn anew.
    """

    def build() -> None:
        chart(spec, alt=alt, key=key, on_select=pressed, selection_mode="points")

    built_once(("plotly_chart", Same(spec), alt, key, means), build)


def text_input(label: str, **asked: Any) -> str:
    """As `st.text_input`; what is `asked` is hashable."""
    return str(_asked(st.text_input, label, **asked))


def text_area(label: str, **asked: Any) -> str:
    """As `st.text_area`; what is `asked` is hashable."""
    return str(_asked(st.text_area, label, **asked))


def button(label: str, *, key: str, **asked: Any) -> bool:
    """As `st.button`; what is `asked` is hashable, and a callback a function of a module."""
    return bool(_asked(st.button, label, key=key, **asked))


def file_uploader(label: str, *, key: str, **asked: Any) -> UploadedFile | None:
    """As `st.file_uploader` of one file; what is `asked` is hashable, as for `button`."""
    given: UploadedFile | None = _asked(st.file_uploader, label, key=key, **asked)
    return given


def date_input(label: str, **asked: Any) -> Any:
    """As `st.date_input`; what is `asked` is hashable."""
    return _asked(st.date_input, label, **asked)


def slider(label: str, low: int, high: int, **asked: Any) -> int:
    """As `st.slider` of whole numbers; what is `asked` is hashable."""
    return int(_asked(st.slider, label, min_value=low, max_value=high, **asked))


def toggle(label: str, **asked: Any) -> bool:
    """As `st.toggle`; what is `asked` is hashable."""
    return bool(_asked(st.toggle, label, **asked))


def submit(label: str, **asked: Any) -> bool:
    """As `st.form_submit_button`; what is `asked` is hashable."""
    return bool(_asked(st.form_submit_button, label, **asked))


def download_button(
    label: str, made: Callable[[], bytes | str], *, file_name: str, mime: str, **asked: Any
) -> bool:
    """As `st.download_button`, of a file that is `made` when it is asked for."""

    def build() -> bool:
        return st.download_button(label, made, file_name=file_name, mime=mime, **asked)

    def renew(sent: ForwardMsg) -> None:
        _lend(sent, made, file_name, mime)

    key = ("download_button", label, file_name, mime, tuple(asked.items()))
    return bool(built_once(key, build, renew))


def _lend(sent: ForwardMsg, made: Callable[[], bytes | str], file_name: str, mime: str) -> None:
    """Let a download that is sent once more lead to the file of this rerun.

    Streamlit forgets at each rerun what it is to make, and would give the next a name of its
    own (`MediaFileManager.add_deferred`): a new message for each download of a page.
    """
    button = sent.delta.new_element.download_button
    run = get_script_run_ctx(suppress_warning=True)
    if run is None or not button.HasField("deferred_file_id"):
        return  # off a server there are no files
    file_id, coordinates = button.deferred_file_id, str(list(sent.metadata.delta_path))
    files = get_instance().media_file_mgr
    with files._lock:
        files._deferred_callables[file_id] = {
            "callable": made,
            "mimetype": mime,
            "filename": file_name,
            "coordinates": coordinates,
            "session_id": run.session_id,
            "element_id": button.id,
        }
        files._deferred_ids_by_session[run.session_id].add(file_id)
        files._files_by_session_and_coord[run.session_id][coordinates] = file_id
