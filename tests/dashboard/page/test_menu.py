"""A menu that has been shown is sent once more as Streamlit would, with the same page open."""

import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from dashboard.page import menu
from tests.dashboard.driving import checked, shown

pytestmark = pytest.mark.app


@pytest.fixture
def sent(monkeypatch):
    """The menus that are sent to browsers, and how often Streamlit made one."""
    menu._SHOWN.clear()
    said, made, send, navigation = [], [], ScriptRunContext.enqueue, menu.st.navigation

    def noting(run, message):
        send(run, message)
        if message.WhichOneof("type") == "navigation":
            said.append(message.SerializeToString(deterministic=True))

    def making(*given, **asked):
        made.append(asked)
        return navigation(*given, **asked)

    monkeypatch.setattr(ScriptRunContext, "enqueue", noting)
    monkeypatch.setattr(menu.st, "navigation", making)
    yield said, made
    menu._SHOWN.clear()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_menu_is_made_once_for_each_page_and_is_the_same_when_it_is_sent_again(
    app, sent, language
):
    said, made = sent
    shown(app, "accessibility", sprak=language)
    title = app.title[0].value
    del said[:-1], made[:]
    checked(app.run())
    assert not made
    assert said[0] == said[1]
    assert app.title[0].value == title


def test_another_language_is_another_menu_and_one_page_is_not_shown_for_another(app, sent):
    said, made = sent
    shown(app, "accessibility")
    app.switch_page("views/method.py")
    checked(app.run())
    checked(app.switch_page("views/accessibility.py").run())
    assert len(set(said)) == 3, "Läget, the method, and the first page once more"
    swedish = len(made)
    app.query_params["sprak"] = "en"
    checked(app.run())
    assert len(made) == swedish + 1
    assert b"Accessibility" in said[-1]


def test_a_page_that_is_not_there_is_said_not_to_be_there(app, sent):
    checked(app.run())
    checked(app.run())
    _said, made = sent
    assert len(made) == 1
    known = next(iter(menu._SHOWN[("sv", True)].values()))

    class Manager:
        def set_pages_and_resolve(self, pages, fallback):
            assert (pages, fallback) == (known.known, known.first)

    assert menu._again(Manager(), menu._SHOWN[("sv", True)]) is None
