"""What the page asks: it is about people and applies now, so it is kept until the next writing.

No revision tells of it: see `data.store.touched.WITHOUT_REVISIONS`.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.page import cards, loaders, this_visit
from dashboard.text.language import translator
from data.answers.areas import all_areas
from data.answers.reader import Reader
from data.store.access import Role
from data.store.errors import StoreError

_DONE = "administered"


def asked(question: Callable[[Reader], pd.DataFrame]) -> pd.DataFrame:
    """Answer a question about people as it is now, whatever the address asks for."""
    return loaders.ask_now(question)


def asked_afresh(question: Callable[[Reader], pd.DataFrame]) -> pd.DataFrame:
    """Answer it when a file is made, which may be long after the page was drawn."""
    return question(loaders.door().reader(loaders.viewer()))


def do(act: Callable[[], object], done: str) -> None:
    """Do something and draw the page again with what was done, or say why it was not."""
    try:
        act()
    except StoreError as error:
        st.error(cards.escape(str(error)))
        return
    this_visit.tell(_DONE, done)
    st.rerun()


def say_what_was_done() -> None:
    """Say what the last press did, once."""
    if said := this_visit.said(_DONE):
        st.success(cards.escape(said))


@loaders.finished
def area_names(language: str) -> dict[str, str]:
    """Return every area by its id, and '' for all of them."""
    areas = loaders.ask_now(all_areas)
    column = "name_en" if language == "en" else "name"
    names = areas[column].where(areas[column] != "", areas["name"])
    return {"": translator(language)("alla områden")} | dict(
        zip(areas["area_id"], names, strict=True)
    )


def role_words(language: str) -> dict[str, str]:
    """Say what each role does."""
    _ = translator(language)
    return {
        Role.VIEWER.value: _("Läser"),
        Role.UPLOADER.value: _("Lämnar"),
        Role.CONFIRMER.value: _("Granskar"),
        Role.ANALYST.value: _("Håller möten"),
        Role.ADMINISTRATOR.value: _("Förvaltar"),
    }


def names_of(listed: pd.DataFrame) -> dict[int, str]:
    """Return the names of people by their numbers."""
    return dict(zip(listed["person_id"].astype(int).tolist(), listed["name"], strict=True))
