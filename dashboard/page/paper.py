"""What is around every page, and how it looks on paper and on a narrow screen: all the CSS.

Streamlit has no setting for print: menus, buttons and switches would come along, and the logo
would lie over the text. On a screen a table in a text that is wider than the page scrolls by
itself, so that the page does not, a link that opens a window of its own says so, and what has
the focus of the keyboard is framed.
"""

import streamlit as st

from dashboard.page.replay import unchanging, unchanging_style

_STYLE = """
<style>
@page { size: A4; margin: 10mm; }
@media screen {
  [data-testid="stMarkdownContainer"] > table { display: block; overflow-x: auto; }
}
:focus-visible { outline: 2px solid currentColor !important; outline-offset: 2px; }
:is(input, textarea):focus-visible { outline-offset: -2px; }
[data-testid="stBaseButton-tertiary"], [data-testid="stBaseButton-tertiary"] p {
  justify-content: flex-start; text-align: left;
}
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * {
  white-space: normal !important; overflow: visible !important; height: auto;
}
[data-testid="stMarkdownContainer"] a[target="_blank"][href^="http"]::after {
  content: "\\2009\\2197" / " (öppnas i ny flik)";
}
:lang(en) [data-testid="stMarkdownContainer"] a[target="_blank"][href^="http"]::after {
  content: "\\2009\\2197" / " (opens in a new tab)";
}
[data-testid="stFileUploaderDropzone"] span { white-space: normal !important; }
[data-testid="stSelectbox"] input { text-overflow: ellipsis; }
[data-testid="stTable"] { container-type: inline-size; }
@container (max-width: 400px) {
  [data-testid="stTable"] :is(td, th) { padding-inline: 0.25rem !important; }
}
@media screen and (max-width: 1000px) {
  [data-testid="stTable"] :is(td, th) { padding-inline: 0.3rem !important; }
}
.own-rows { overflow-x: auto; font-size: .875rem; line-height: 1.4; }
.own-rows table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.own-rows :is(th, td) {
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: .2rem .5rem;
  text-align: left; font-weight: 400; max-width: 18rem; overflow-wrap: break-word;
}
.own-rows :is(thead th, .marked) { font-weight: 600; }
.own-rows tbody th {
  text-align: right; background: color-mix(in srgb, currentColor 6%, transparent);
}
.own-rows .marked { outline: 2px solid currentColor; outline-offset: -2px; }
@media screen and (max-width: 640px) {
  [data-testid="stTable"] :is(td, th) { padding-inline: 0.25rem !important; }
  .own-rows { font-size: .8rem; }
  .own-rows :is(th, td) { max-width: 6rem; padding: .15rem .3rem; }
}
@media print {
  html { zoom: 0.5; }
  [data-testid="stHeader"], [data-testid="stLogo"], [data-testid="stButtonGroup"],
  [data-testid="stDownloadButton"], [data-testid="stPageLink"], [data-testid="stExpander"],
  [data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stDateInput"],
  [data-testid="stCheckbox"], [data-testid="stButton"] { display: none !important; }
  [data-testid="stVerticalBlock"] { gap: 0.4rem !important; }
  [data-testid="stTable"] :is(td, th) { padding-block: 0.1rem !important; }
  [data-testid="stMetricValue"] { font-size: 1.8rem !important; }
  [data-testid="stMainBlockContainer"] { padding: 0; }
  [data-testid="stTable"], [data-testid="stTable"] * { overflow: visible; }
  hr { margin: 0.2rem 0 !important; }
  [data-testid="stHorizontalBlock"] { display: flex !important; flex-wrap: nowrap; gap: 2rem; }
  [data-testid="stColumn"] { min-width: 0 !important; flex: 1 1 0 !important; }
  tr, h1, h2, h3, [data-testid="stPlotlyChart"],
  [data-testid="stLayoutWrapper"]:has(> [data-testid="stHorizontalBlock"]) {
    break-inside: avoid;
  }
  h1, h2, h3 { break-after: avoid; }
}
</style>
"""


@unchanging_style
def style() -> None:
    """Leave out on paper what cannot be pressed there; let tables scroll on a phone."""
    st.html(_STYLE)


_SIGNATURE = """
<style>
@media print {
  [data-testid="stMainBlockContainer"]::after {
    content: "%s"; display: block; padding-top: 1rem; font-size: 0.875rem;
    overflow-wrap: anywhere;
  }
}
</style>
"""


@unchanging_style
def signature(words: str) -> None:
    """Write last on paper where what is shown is found, and of which day it is."""
    st.html(_SIGNATURE % words.translate(_NOT_IN_A_STYLE))


_NOT_IN_A_STYLE = {ord(one): None for one in '"\\<>\n'}


@unchanging
def logo(dark: bool) -> None:
    """Show the wordmark; its address is put under the base path by the page itself."""
    st.logo(f"/app/static/ordmarke{'-mork' if dark else ''}.svg", size="medium")


@unchanging
def name(*what: str) -> None:
    """Name the page in the browser by what it shows, nearest first; it uses the whole width."""
    st.set_page_config(
        page_title=" · ".join([*what, "Kvarvärde"]),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
