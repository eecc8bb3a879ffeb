"""The package of a verdict reaches the stored verdict again, and gives nothing hidden away."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest

import metrics
from dashboard.export.recompute import Judged, package
from data.answers.goal_records import goal_records
from data.answers.goals import all_goals
from data.answers.series import all_breaks, observations_of
from data.judging import compared
from data.judging.recompute import GOAL, MEASUREMENT, VERDICT, given, stored_verdict
from data.store.store import Store
from metrics.definition.catalogue import Catalogue
from tests.factories import a_reader

ROOT = Path(metrics.__file__).parents[1]
EXAMPLES = {
    "sampled, relapse": "ovning.mal.try14.centrum",
    "comparator": "ovning.mal.try14.norra",
    "exact": "ovning.mal.ser01.centrum",
    "exact band": "ovning.mal.mix01.norra",
    "broken": "ovning.mal.try03.norra",
    "ordinal, never came": "mal.goteborg.sarskilt-utsatt-2025.bergsjon",
}


def judged(store: Store, catalogue: Catalogue, goal_id: str) -> Judged:
    reader = a_reader(store)
    goals = reader.ask(all_goals)
    mine = goals[goals["goal_id"] == goal_id]
    inputs = given(reader, catalogue, goal_id=goal_id)
    assert inputs is not None
    (shown,) = goal_records(mine)
    return Judged(
        shown=shown,
        indicator=catalogue[shown.indicator_id],
        goal=inputs.goals,
        measurements=inputs.measurements,
        noise=inputs.noise,
        verdict=stored_verdict(reader, goal_id=goal_id),
        published=reader.ask(observations_of, series_ids=[shown.series_id]),
        breaks=reader.ask(all_breaks),
        comparator=compared.published(reader, goal_id=goal_id),
        revision=reader.revision,
    )


def unpacked(store: Store, catalogue: Catalogue, goal_id: str, folder: Path) -> Path:
    packed = package(judged(store, catalogue, goal_id))
    ZipFile(BytesIO(packed)).extractall(folder)
    return folder / "rakna-om"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "rakna_om.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("goal_id", EXAMPLES.values(), ids=EXAMPLES)
def test_the_script_reaches_the_stored_verdict(
    sample: Store, catalogue: Catalogue, tmp_path: Path, goal_id: str
):
    stored = stored_verdict(a_reader(sample), goal_id=goal_id)["state"].iloc[0]
    answer = run(unpacked(sample, catalogue, goal_id, tmp_path))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"recomputed verdict: {stored}" in answer.stdout
    assert answer.stdout.endswith("Samma / same\n")


def test_a_changed_figure_is_another_verdict_and_says_so(
    sample: Store, catalogue: Catalogue, tmp_path: Path
):
    folder = unpacked(sample, catalogue, "ovning.mal.try14.centrum", tmp_path)
    file = folder / "measurements.csv"
    rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows.loc[rows["period"].isin(["2024", "2025"]), "value"] = "71.0"
    rows.to_csv(file, index=False)
    answer = run(folder)
    assert answer.returncode == 1
    assert "state: relapse -> " in answer.stdout
    assert "Inte samma / not the same" in answer.stdout


def test_the_package_says_in_both_languages_what_it_is(sample, catalogue, tmp_path):
    folder = unpacked(sample, catalogue, "ovning.mal.try14.centrum", tmp_path)
    said = (folder / "README.md").read_text("utf-8")
    assert "Påhittade siffror för övning." in said
    assert "Läge: **Återfall**" in said
    assert "State: **Relapse**" in said
    about = json.loads((folder / "about.json").read_text("utf-8"))
    assert about["rule_version"] in said
    assert json.loads((folder / "definition.json").read_text("utf-8"))["id"] == "TRY14"
    assert (folder / "requirements.txt").read_text("utf-8").startswith("kvarvarde==")


def test_the_same_verdict_gives_the_same_package(sample, catalogue):
    one, other = (package(judged(sample, catalogue, EXAMPLES["exact"])) for _ in range(2))
    assert one == other


def test_a_hidden_number_is_nowhere_in_the_package(sample, catalogue, tmp_path):
    whole = judged(sample, catalogue, "ovning.mal.try14.centrum")
    hidden = whole.measurements["period"] == "2023"
    assert hidden.any()
    measurements = whole.measurements.assign(
        trouble=whole.measurements["trouble"].mask(hidden, "hidden"),
        value=whole.measurements["value"].mask(hidden, 41.25),
        answers=whole.measurements["answers"].mask(hidden, 7.0),
    )
    seen = whole.published["period"] == "2023"
    published = whole.published.assign(
        missing_reason=whole.published["missing_reason"].mask(seen, "suppressed"),
        value=whole.published["value"].mask(seen, 41.25),
        numerator=whole.published["numerator"].mask(seen, 3.0),
    )
    parts = {name: getattr(whole, name) for name in whole.__dataclass_fields__}
    parts |= {"measurements": measurements, "published": published}
    archive = ZipFile(BytesIO(package(Judged(**parts))))
    for name in archive.namelist():
        assert "41.25" not in archive.read(name).decode("utf-8"), name
    rows = pd.read_csv(BytesIO(archive.read("rakna-om/published.csv")), dtype=str)
    row = rows[rows["period"] == "2023"].iloc[0]
    assert row[["value", "numerator", "denominator", "n"]].isna().all()


def test_only_what_decides_is_given(sample, catalogue):
    whole = judged(sample, catalogue, "ovning.mal.try14.norra")
    assert tuple(whole.goal.columns) == GOAL
    assert tuple(whole.measurements.columns) == MEASUREMENT
    assert tuple(whole.verdict.columns) == VERDICT
    assert set(whole.measurements["goal_id"]) == {"ovning.mal.try14.norra"}
    assert len(whole.noise) <= 1


def test_what_the_areas_of_the_comparator_weigh_adds_up_to_what_judged(sample, catalogue):
    archive = ZipFile(BytesIO(package(judged(sample, catalogue, EXAMPLES["comparator"]))))
    rows = pd.read_csv(BytesIO(archive.read("rakna-om/comparator.csv")), dtype={"period": str})
    given = pd.read_csv(
        BytesIO(archive.read("rakna-om/measurements.csv")), dtype={"period": str}
    )
    added = (rows["share"] * rows["value"]).groupby(rows["period"]).sum()
    assert added.to_dict() == pytest.approx(given.set_index("period")["comparator"].to_dict())
