"""What is around controls is built once, and holds what is drawn as if built each time."""

import re

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from tests.dashboard.driving import scripted

pytestmark = pytest.mark.app

PAGE = """
import streamlit as st
{this}
first = {that}.container()
with {that}.container(border=True):
    left, right = {that}.columns((2, 1), gap="large")
    with left:
        st.text_input("Namn", key="name")
    with right, {that}.expander("Mer"):
        st.markdown("i mer")
with {form}("form"):
    inside = {that}.container()
    with inside:
        st.text_input("I formuläret", key="inside")
    pressed = st.form_submit_button("Spara")
with {that}.popover("Dela"):
    st.markdown("delat")
{more}
if is_open:
    more.markdown("utvikt")
one, other = {cells}
other.markdown("andra rutan")
first.markdown("överst, ritat sist")
"""
OURS = PAGE.format(
    this="from dashboard.page import blocks",
    that="blocks",
    form="blocks.form",
    more="more, is_open = blocks.unfolding('Vik ut', key='more')",
    cells="blocks.cells(2, 2)",
)
THEIRS = PAGE.format(
    this="",
    that="st",
    form="st.form",
    more="more = st.expander('Vik ut', key='more', on_change='rerun'); is_open = more.open",
    cells="(lambda grid: (grid.cell(), grid.cell()))(st.grid(2))",
).replace("(2, 1)", "[2, 1]")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[int], bytes]]:
    """What is sent to the browser, and where; ids are of the script, which is a new file."""
    noted: list[tuple[list[int], bytes]] = []
    send = ScriptRunContext.enqueue

    def noting(run, message):
        send(run, message)
        if message.HasField("delta"):
            drawn = re.sub(rb"ID-[0-9a-f]{32}", b"", message.delta.SerializeToString())
            noted.append((list(message.metadata.delta_path), drawn))

    monkeypatch.setattr(ScriptRunContext, "enqueue", noting)
    return noted


def test_a_page_sent_again_is_what_streamlit_sends(sent):
    page = scripted(THEIRS).run()
    sent.clear()
    page.run()
    theirs = list(sent)
    page = scripted(OURS).run()
    sent.clear()
    page.run()
    assert not page.exception
    assert sent == theirs


def test_no_block_is_built_again(monkeypatch):
    page = scripted(OURS).run().run()
    built = []
    block = DeltaGenerator._block

    def noting(self, *given, **asked):
        built.append(asked.get("block_proto") or given[0])
        return block(self, *given, **asked)

    monkeypatch.setattr(DeltaGenerator, "_block", noting)
    page.text_input(key="name").input("Ekbacken").run()
    assert not built
    assert page.text_input(key="name").value == "Ekbacken"


@pytest.mark.parametrize("script", [OURS, THEIRS])
def test_what_is_written_in_a_form_counts_when_it_is_sent(script):
    page = scripted(script + SENT).run().run().run()
    page.text_input(key="inside").input("Nybo")
    assert page.button[0].click().run().caption[0].value == "Nybo True"
    assert page.run().caption[0].value == "Nybo False"


SENT = "st.caption(f'{st.session_state.inside} {pressed}')"


@pytest.mark.parametrize("script", [OURS, THEIRS])
def test_what_unfolds_says_that_it_is_open_and_stays_so(script):
    page = scripted(script).run().run()
    assert "utvikt" not in [one.value for one in page.markdown]
    page.session_state["more"] = True
    for _rerun in range(3):
        assert "utvikt" in [one.value for one in page.run().markdown]
        assert not page.exception


def test_the_same_form_twice_is_refused_as_ever():
    twice = OURS + "\nif st.session_state.get('again'):\n    blocks.form('form')\n"
    page = scripted(twice).run()
    assert not page.exception
    page.session_state["again"] = True
    assert page.run().exception
    assert page.run().exception
