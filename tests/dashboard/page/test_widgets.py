"""A control is built once for a visitor, and answers as if it had been built each time."""

from collections import Counter
from copy import deepcopy
from unittest.mock import Mock

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from dashboard.page import widgets
from tests.dashboard.driving import scripted

pytestmark = pytest.mark.app

HERE = "import streamlit as st\nfrom dashboard.page import widgets\n"
PICK = HERE + (
    "names = st.session_state.get('names', {'a': 'Ekbacken', 'b': 'Nybo'})\n"
    "picked = widgets.selectbox('Område', names, key='area', index=0)\n"
    "shown = widgets.segmented_control('Visa', {'t': 'Tabell', 'l': 'Lista'}, key='view')\n"
    "pressed = widgets.button('Spara', key='save')\n"
    "st.markdown(f'{picked} {shown} {pressed}')\n"
)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many of each element have been built."""
    counted: Counter[str] = Counter()
    enqueue = DeltaGenerator._enqueue

    def counting(self, kind, *given, **asked):
        counted[kind] += 1
        return enqueue(self, kind, *given, **asked)

    monkeypatch.setattr(DeltaGenerator, "_enqueue", counting)
    return counted


def said(page: AppTest) -> str:
    assert not page.exception, page.exception
    return str(page.markdown[-1].value)


def test_what_nobody_has_touched_is_sent_again_in_its_place_and_not_built(built):
    page = scripted(PICK).run().run()
    built.clear()
    assert said(page.run()) == "a None False"
    assert built == {"markdown": 1}
    kinds = [one.type for one in page.main]
    assert kinds[1:] == ["selectbox", "button_group", "button", "markdown"]
    assert page.selectbox[0].options == ["Ekbacken", "Nybo"]


def test_an_answer_counts_at_once_and_stays_and_a_press_counts_once():
    page = scripted(PICK).run().run()
    page.selectbox[0].select("b")
    assert said(page.button[0].click().run()).startswith("b ")
    assert said(page).endswith("True")
    assert said(page.run()).endswith("False")
    assert said(page).startswith("b ")


def test_other_choices_are_another_control_and_one_that_is_gone_is_not_answered():
    page = scripted(PICK).run().run()
    page.selectbox[0].select("b").run()
    page.session_state["names"] = {"a": "Ekbacken", "c": "Centrum"}
    assert said(page.run()).startswith("a ")
    assert page.selectbox[0].options == ["Ekbacken", "Centrum"]


def test_what_the_page_sets_itself_is_told_to_the_browser():
    turned = "if st.session_state.pop('turn', None): st.session_state['area'] = 'b'\n"
    page = scripted(PICK.replace(HERE, HERE + turned)).run().run()
    page.session_state["turn"] = True
    assert said(page.run()).startswith("b ")
    assert page.selectbox[0].proto.set_value
    assert not page.run().selectbox[0].proto.set_value
    assert said(page).startswith("b ")


SEVERAL = HERE + (
    "several = widgets.multiselect('Får', {'a': 'läsa', 'b': 'skriva'}, key='may')\n"
    "file = widgets.file_uploader('Fil', key='file', type=('csv',))\n"
    "st.markdown(f'{several} {file and file.getvalue()}')\n"
)


def test_a_file_that_is_given_is_handed_on_and_never_kept(built):
    page = scripted(SEVERAL).run().run()
    built.clear()
    assert said(page.run()) == "[] None"
    assert built == {"markdown": 1}
    page.multiselect[0].select("skriva")
    page.file_uploader[0].upload("a.csv", b"1;2", "text/csv")
    for _rerun in range(3):
        built.clear()
        assert said(page.run()) == "['b'] b'1;2'"
        assert built["file_uploader"] == 1


def test_what_one_visitor_has_is_built_anew_for_the_next(built):
    scripted(PICK).run().run()
    built.clear()
    assert said(scripted(PICK).run()) == "a None False"
    assert built["selectbox"] == 1


def test_the_same_control_twice_is_refused_as_ever():
    page = scripted(HERE + "widgets.button('Spara', key='save')\n").run().run()
    assert not page.exception
    twice = scripted(HERE + "for _ in 'ab': widgets.button('Spara', key='save')\n")
    for _rerun in range(2):
        assert twice.run().exception
        assert len(twice.button) == 1


def test_a_download_that_is_sent_once_more_leads_to_the_file_of_this_rerun(monkeypatch):
    class Visit:
        session_id = "mine"

    files = MediaFileManager(MemoryMediaFileStorage("/media"))
    monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: "mine")
    monkeypatch.setattr(widgets, "get_script_run_ctx", lambda **_asked: Visit)
    monkeypatch.setattr(widgets, "get_instance", lambda: Mock(media_file_mgr=files))

    made = Mock(return_value="before")
    asked = {"file_name": "a.csv", "element_id": "it"}
    name = files.add_deferred(made, "text/csv", "[0, 3]", **asked)
    streamlits = deepcopy(_known_of(files))
    files.clear_session_refs("mine")
    files.remove_orphaned_files()
    assert not any(_known_of(files))

    sent = ForwardMsg(hash="as it was")
    sent.metadata.delta_path[:] = [0, 3]
    button = sent.delta.new_element.download_button
    button.id, button.deferred_file_id = "it", name
    before = sent.SerializeToString()
    now = Mock(return_value="now")
    widgets._lend(sent, now, "a.csv", "text/csv")
    streamlits[0][name]["callable"] = now
    assert _known_of(files) == streamlits, "what Streamlit notes itself, with the new file"
    assert sent.SerializeToString() == before
    assert files.execute_deferred(name).endswith(".csv")
    made.assert_not_called()


def _known_of(files):
    stored = (
        files._deferred_callables,
        files._deferred_ids_by_session,
        files._files_by_session_and_coord,
    )
    return [dict(one) for one in stored]


def test_off_a_page_a_control_is_what_streamlit_makes_of_it(monkeypatch):
    monkeypatch.setattr(st, "text_input", lambda label, **asked: f"{label} {asked}")
    assert widgets.text_input("Namn", max_chars=3) == "Namn {'max_chars': 3}"
