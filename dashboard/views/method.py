"""How is a loss decided?"""

from importlib import resources

import streamlit as st

from dashboard.page import controls

language = controls.selection().language
name = "method.en.md" if language == "en" else "method.sv.md"
text = (resources.files("dashboard") / "prose" / name).read_text("utf-8")
title, _, body = text.removeprefix("# ").partition("\n")

st.title(title, anchor=False)
st.markdown(body, width=1000)
