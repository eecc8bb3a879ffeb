"""What the documents say of the code is there: paths, names in files, links."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")
OURS = re.compile(r"`((?:dashboard|data|metrics|tests|docs)/[^`<>*{} ]*)`")
LINKS = re.compile(r"\]\((?!https?:)([^)#]+)")
NAMED = re.compile(r"`([^`]+\.[a-z]+)` (?:\(|\| )`([^`]+)`")


def text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_and_link_leads_somewhere(document):
    said = text(document)
    here = (ROOT / document).parent
    missing = [path for path in OURS.findall(said) if not (ROOT / path).exists()]
    missing += [link for link in LINKS.findall(said) if not (here / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_name_is_in_the_file_it_is_said_to_be_in(document):
    named = NAMED.findall(text(document))
    assert len(named) >= 6
    assert [(path, name) for path, name in named if name not in text(path)] == []


@pytest.mark.parametrize(
    ("shown", "document"), [("method.sv", "metod"), ("method.en", "method")]
)
def test_the_page_shows_the_method_as_it_is_written(shown, document):
    assert text(f"dashboard/prose/{shown}.md") == text(f"docs/{document}.md")


def test_whoever_wants_to_change_something_is_told_where():
    """Each row of the table has a path and a name, and so is held by the tests above."""
    table = text("CONTRIBUTING.md").split("## To change ...")[1].split("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert [row for row in rows if not NAMED.search(row)] == []
    subjects = "\n".join(row.split("|")[1] for row in rows)
    for wanted in (
        "Bevaka", "colour of lost", "Swedish sentence", "indicator", "page", "file kind",
        "export format", "table of the store",
    ):  # fmt: skip
        assert wanted in subjects


def test_every_room_is_drawn():
    drawing = text("docs/architecture.md").split("```")[1]
    rooms = {
        file.parent.name
        for package in ("dashboard", "data", "metrics")
        for file in (ROOT / package).glob("*/__init__.py")
    }
    assert {room for room in rooms if not re.search(rf"\b{room}\b", drawing)} == set()
