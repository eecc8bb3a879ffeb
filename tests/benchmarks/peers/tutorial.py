"""The app that a tutorial would have one write: pandas, plotly.express, and a cached file.

Started as a program, with a server's settings and a file, it is the server; run by that server
it is the page. The settings are those that Kvarvärde itself runs under.
"""

import json
import os
import sys
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def load_data() -> pd.DataFrame:
    return pd.read_csv(os.environ["ROWS"], parse_dates=["period_end"])


def page() -> None:
    st.title("Indicators")
    data = load_data()
    areas = sorted(data["area"].unique())
    asked = st.query_params.get("area", areas[0])
    area = st.selectbox("Area", areas, index=areas.index(asked))
    indicators = sorted(data.loc[data["area"] == area, "indicator"].unique())
    indicator = st.selectbox("Indicator", indicators)
    chosen = data[(data["area"] == area) & (data["indicator"] == indicator)]
    chosen = chosen.sort_values("period_end")
    latest, target = chosen["value"].iloc[-1], chosen["target"].iloc[-1]
    left, right = st.columns(2)
    left.metric("Latest", f"{latest:.1f}", f"{latest - target:.1f}")
    right.metric("Target", f"{target:.1f}")
    figure = px.line(chosen, x="period_end", y="value", markers=True, title=indicator)
    figure.add_hline(y=target, line_dash="dash", annotation_text="Target")
    st.plotly_chart(figure)
    st.dataframe(chosen)


if len(sys.argv) == 2:
    from starlette.responses import JSONResponse
    from starlette.routing import Route

    settings = json.loads(sys.argv.pop())
    healthz = Route("/healthz", lambda _request: JSONResponse({"status": "ok"}))
    st.App(Path(__file__), routes=[healthz]).run(config=settings)
else:
    page()
