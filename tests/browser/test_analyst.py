"""An analyst in the municipality checks a verdict, and reaches it again at home."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from playwright.sync_api import expect

import metrics
from tests.browser.acts import downloaded, heading
from tests.browser.conftest import Opening

GOAL = "ovning.mal.try14.centrum"
ROOT = Path(metrics.__file__).parents[1]


def test_the_verdict_of_the_page_is_reached_again_at_home(
    visit: Opening, tmp_path: Path
) -> None:
    page = visit(f"/utfall?mal={GOAL}&data=ovning")
    expect(heading(page)).to_contain_text("nådde målet men har legat under det")
    expect(page.get_by_text("Återfall").first).to_be_visible()
    file = downloaded(page, "Räkna om själv (ZIP)", tmp_path)
    assert file.name == f"rakna-om-{GOAL}.zip"
    ZipFile(file).extractall(tmp_path)
    answer = subprocess.run(
        [sys.executable, "rakna_om.py"],
        cwd=tmp_path / "rakna-om",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "recomputed verdict: relapse" in answer.stdout


def test_the_alarm_stands_under_the_series_year_under_year(visit: Opening) -> None:
    page = visit(f"/utfall?mal={GOAL}&data=ovning")
    alarm = page.locator('[aria-label^="Larmet mot målet"]').first
    expect(alarm).to_be_visible()
    assert "Larm om förlust 2024" in (alarm.get_attribute("aria-label") or "")
    charts = page.locator(".js-plotly-plot")
    expect(charts.nth(1).locator(".xtick text").first).to_be_visible()
    above, under = (
        charts.nth(place).locator(".xtick text").first.bounding_box() for place in (0, 1)
    )
    assert above is not None
    assert under is not None
    assert abs(above["x"] - under["x"]) < 2


def test_the_figures_can_be_taken_to_a_spreadsheet(visit: Opening, tmp_path: Path) -> None:
    page = visit(f"/utfall?mal={GOAL}&data=ovning")
    file = downloaded(page, "Ladda ner XLSX", tmp_path)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["Siffror", "Definitioner", "Om"]
    rows = [[cell.value for cell in row] for row in book["Siffror"].iter_rows()]
    assert rows[-1][rows[0].index("value")] == 50.8
    book.close()
