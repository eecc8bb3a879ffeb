"""Who can use this, and what is not solved?"""

from importlib import resources

import streamlit as st

from dashboard.page import controls

language = controls.selection().language
name = "accessibility.en.md" if language == "en" else "accessibility.sv.md"
text = (resources.files("dashboard") / "prose" / name).read_text("utf-8")
title, _, body = text.removeprefix("# ").partition("\n")

st.title(title, anchor=False)
st.markdown(body, width=900)
