"""What people write is text on every page and in every file, and never more than text."""

import re
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from google.protobuf.json_format import MessageToDict
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from dashboard.export import asking, html
from dashboard.export.asking import Asked
from dashboard.installation import installation
from dashboard.page import cards
from dashboard.text.markdown import escape, link, swedish
from data.answers.followed import Gatherer
from data.intake.spreadsheet import FORMULA_SIGNS
from data.store.store import Store
from data.store.tables import TABLES
from tests.dashboard.driving import app_of, checked, installed
from tests.factories import rows_of
from tests.injected import ADDRESS, CODES, CORPUS, TEXTS, full_of, in_markdown

PAGES = [
    ("overview", {}),
    ("overview", {"data": "ovning", "vy": "lista"}),
    ("area", {"omrade": "polis.1480.bergsjon"}),
    ("area", {"omrade": "ovning.ekbacken.ang"}),
    ("outcome", {"data": "ovning", "mal": "ovning.mal.try14.centrum"}),
    ("compare", {"data": "ovning"}),
    ("map", {"data": "ovning"}),
    ("population", {"omrade": "kommun.1480.goteborg"}),
    ("promises", {"data": "ovning", "lofte": "ovning.lofte.torg"}),
    ("initiatives", {"satsning": "ovning.satsning.torget"}),
    ("initiatives", {"satsning": "ovning.satsning.torget", "del": "rapport"}),
    ("initiatives", {"satsning": "ovning.satsning.torget", "del": "varde"}),
    ("meeting", {"data": "ovning"}),
    ("meeting", {"mote": "mote.2025-12-04-1"}),
    ("upload", {}),
    ("catalogue", {}),
]
PLAIN = {"options", "placeholder", "value", "alt", "id", "key", "url", "help", "spec"} | {
    "rawValue",
    "rawValues",
}
"""Fields that are shown as they are, or read by no one."""


@pytest.fixture(scope="module")
def full(sample_file, tmp_path_factory):
    place = Path(shutil.copy(sample_file, tmp_path_factory.mktemp("full") / "store.duckdb"))
    full_of(place)
    with pytest.MonkeyPatch.context() as patch, installed(place, patch):
        yield place


@pytest.mark.app
@pytest.mark.parametrize("text", ["Torget *öppnar*", "[a](https://b.se)", "<b>å</b>"])
def test_swedish_words_on_an_english_page_are_set_apart_and_are_still_nothing_but_text(text):
    assert swedish(text, "sv") == escape(text)
    assert swedish(text, "en") == f"*\u2068{escape(text)}\u2069*"
    assert swedish("", "en") == ""


@pytest.mark.parametrize(("view", "query"), PAGES)
def test_no_page_reads_what_people_have_written_as_mark_up(full, view, query):
    app = app_of().run()
    app.switch_page(f"views/{view}.py")
    for name, value in query.items():
        app.query_params[name] = value
    drawn = texts(checked(app.run()))
    assert not app.error
    assert "evil" in str(drawn) or view in {"upload", "catalogue"}
    assert not [(kind, said, text[:200]) for kind, text in drawn if (said := in_markdown(text))]
    for chart in app.get("plotly_chart"):
        assert not re.search(r"<(?!/?b>|br>|/?extra>|/?span)", chart.proto.spec)


def texts(app: AppTest) -> list[tuple[str, str]]:
    """Every text of a page that Markdown is read in, with the kind of element it stands in."""
    found = []
    nodes = [app._tree]
    while nodes:
        node = nodes.pop()
        nodes += getattr(node, "children", {}).values()
        if (proto := getattr(node, "proto", None)) is None:
            continue
        found += [(node.type, text) for text in strings(MessageToDict(proto), node.type)]
        if node.type == "table":
            cells = [*node.value.columns, *node.value.index, *node.value.to_numpy().ravel()]
            found += [("table", str(cell)) for cell in cells]
    return found


def strings(part, kind):
    if isinstance(part, dict):
        for name, each in part.items():
            # Pills and radio buttons are Markdown, the list of a select box is not.
            if name not in PLAIN or (name == "options" and kind != "selectbox"):
                yield from strings(each, kind)
    elif isinstance(part, list):
        for each in part:
            yield from strings(each, kind)
    elif isinstance(part, str):
        yield part


@pytest.mark.parametrize(
    "asked",
    [
        Asked(training=True),
        Asked(area_id="ovning.ekbacken.ang"),
        Asked(meeting_id="mote.2025-12-04-1"),
        Asked(goal_id="ovning.mal.try14.centrum"),
    ],
)
def test_no_paper_to_show_holds_a_tag_that_somebody_wrote(full, asked):
    here = installation()
    gathered = Gatherer(here.door.reader(here.door.who()), here.catalogue)
    made = html.write(asking.deck(asked, gathered, made_on=date(2026, 11, 22), home=""))
    page = made.decode() if isinstance(made, bytes) else made
    assert "evil" in page
    assert not re.search(r"<script>evil|<img src=x|<b>evil|href=\"[^\"]*evil", page)


def test_every_text_that_people_write_is_tried():
    store = Store(":memory:")
    columns = rows_of(
        store,
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE data_type LIKE 'VARCHAR%' AND schema_name = 'main'",
    )
    store.close()
    left = [
        f"{table}.{column}"
        for table, column in columns.itertuples(index=False)
        if table in {*TABLES, "series"} and column not in {*TEXTS.get(table, ()), *CODES}
    ]
    assert left == []


def test_no_slide_and_no_paper_leads_where_somebody_wrote(full):
    here = installation()
    gathered = Gatherer(here.door.reader(here.door.who()), here.catalogue)
    asked = Asked(goal_id="ovning.mal.try14.centrum")
    deck = asking.deck(asked, gathered, made_on=date(2026, 11, 22), home="http://hemma")
    with ZipFile(BytesIO(asking.written("pptx", deck, None))) as slides:
        parts = {
            name: slides.read(name).decode() for name in slides.namelist() if "rel" in name
        }
        assert "evil" in "".join(
            slides.read(name).decode() for name in slides.namelist() if "/slides/slide" in name
        )
    assert not [name for name, text in parts.items() if "evil" in text]
    paper = PdfReader(BytesIO(asking.written("pdf", deck, None)))
    places = [
        str(mark.get_object().get("/A", {}).get("/URI"))
        for page in paper.pages
        for mark in page.get("/Annots", ())
    ]
    assert "evil" in "".join(page.extract_text() for page in paper.pages)
    assert not [place for place in places if "evil" in place]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_line_of_a_csv_file_begins_like_a_formula(language):
    broken = [f"text{sign}=1+1" for sign in ("\r", "\n", "\r\n", "\v", "\u2028")]
    tricky = [*CORPUS, *broken, " =1+1", "\t=1+1", "-1+1", "\ufeff=1+1"]
    written = cards.as_csv(pd.DataFrame({"=text": tricky}), language).decode("utf-8-sig")
    for line in re.split("[\n\r\v\u2028]", written):
        assert not line.lstrip(' "\ufeff').startswith(FORMULA_SIGNS), line


@pytest.mark.parametrize("text", [*CORPUS, ADDRESS])
def test_an_escaped_text_is_read_as_itself(text):
    shown = re.sub(r"\\([\\`*_{}\[\]()#+!|<>~$:-])", r"\1", escape(text))
    assert shown.replace("\u2060", "") == text
    assert not re.search(r"https?://|www\.|\w@", shown)


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "javascript:evil()",
        "https://a\r\nb",
        "https://a b",
        "//evil.example",
        "https://user@evil.example",
        "https://[evil",
        "https://a<b",
        "https://evil\u202eexample",
        "data:text/html,evil",
        "HTTPS:evil",
        "",
    ],
)
def test_what_is_no_web_address_is_no_link(address):
    assert link("Programmet", address) == "Programmet"


def test_a_web_address_is_a_link_that_its_own_signs_cannot_close():
    assert (
        link("P [1]", "https://a.se/x_(y)?q=1#z") == "[P \\[1\\]](https://a.se/x_%28y%29?q=1#z)"
    )
