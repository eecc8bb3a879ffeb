"""What is around controls is built once, and holds what is drawn as if built each time."""

import re

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

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
with st.form("form"):
    inside = {that}.container()
    with inside:
        st.text_input("I formuläret", key="inside")
    st.form_submit_button("Spara")
with {that}.popover("Dela"):
    st.markdown("delat")
one, other = {cells}
other.markdown("andra rutan")
first.markdown("överst, ritat sist")
"""
OURS = PAGE.format(
    this="from dashboard.page import blocks", that="blocks", cells="blocks.cells(2, 2)"
)
THEIRS = PAGE.format(
    this="", that="st", cells="(lambda grid: (grid.cell(), grid.cell()))(st.grid(2))"
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
    page = AppTest.from_string(THEIRS).run()
    sent.clear()
    page.run()
    theirs = list(sent)
    page = AppTest.from_string(OURS).run()
    sent.clear()
    page.run()
    assert not page.exception
    assert sent == theirs


def test_no_block_is_built_again_but_the_form(monkeypatch):
    page = AppTest.from_string(OURS).run()
    built = []
    block = DeltaGenerator._block
    monkeypatch.setattr(
        DeltaGenerator, "_block", lambda self, *given, **asked: (
            built.append(given[0].WhichOneof("type")) or block(self, *given, **asked)
        ),
    )  # fmt: skip
    page.text_input(key="name").input("Ekbacken").run()
    assert built == ["form"]
    assert page.text_input(key="name").value == "Ekbacken"
