"""The rooms of the house: imports run one way, and a breach of any contract is seen."""

import tomllib
from copy import deepcopy
from pathlib import Path

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.acyclic_siblings import AcyclicSiblingsContract
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).parent.parent
KINDS = {
    one.type_name: one
    for one in (
        AcyclicSiblingsContract, ForbiddenContract, IndependenceContract, LayersContract,
    )
}  # fmt: skip
ASKED = read_configuration(str(ROOT / "pyproject.toml"))
CONTRACTS = {one["name"]: one for one in ASKED["contracts_options"]}

WAY = "dashboard -> data -> metrics"
ROOMS, DATA, METRICS = "rooms of the dashboard", "rooms of data", "rooms of metrics"
PURE, FILES = "charts and text are pure", "files are made without Streamlit"
DOORS = "doors know no Streamlit, but those that serve it"
APART = "each kind and each format of file stands on its own"

BREACHES = [
    (WAY, "data.answers.goals", "dashboard.text.numbers"),
    (WAY, "metrics.outcome.verdict", "data.store.store"),
    (ROOMS, "dashboard.views.area", "dashboard.app"),
    (ROOMS, "dashboard.doors.cli", "dashboard.views.area"),
    (ROOMS, "dashboard.outcome.page", "dashboard.doors.running"),
    (ROOMS, "dashboard.area.page", "dashboard.outcome.page"),
    (ROOMS, "dashboard.overview.matrix", "dashboard.catalogue.overdue"),
    (ROOMS, "dashboard.series.view", "dashboard.area.page"),
    (ROOMS, "dashboard.page.cards", "dashboard.series.view"),
    (ROOMS, "dashboard.export.minutes", "dashboard.page.loaders"),
    (ROOMS, "dashboard.export.decks.story", "dashboard.outcome.page"),
    (ROOMS, "dashboard.charts.theme", "dashboard.export.xlsx"),
    (ROOMS, "dashboard.text.sentences", "dashboard.charts.theme"),
    (ROOMS, "dashboard.installation", "dashboard.text.numbers"),
    (ROOMS, "dashboard.settings", "dashboard.installation"),
    (DATA, "data.acts.save", "data.sample.demo"),
    (DATA, "data.judging.assess", "data.acts.save"),
    (DATA, "data.judging.assess", "data.intake.examination"),
    (DATA, "data.intake.examination", "data.judging.assess"),
    (DATA, "data.answers.residents", "data.judging.comparators"),
    (DATA, "data.store.store", "data.answers.reader"),
    (METRICS, "metrics.outcome.verdict", "metrics.promise.decision"),
    (METRICS, "metrics.engine.screen", "metrics.outcome.state"),
    (METRICS, "metrics.engine.screen", "metrics.methods.spc"),
    (METRICS, "metrics.methods.spc", "metrics.engine.screen"),
    (METRICS, "metrics.definition.period", "metrics.engine.noise"),
    (METRICS, "metrics.errors", "metrics.definition.period"),
    ("metrics is pure", "metrics.methods.trend", "duckdb"),
    ("metrics is pure", "metrics.outcome.verdict", "plotly"),
    ("only data knows DuckDB", "dashboard.page.loaders", "duckdb"),
    ("only one module knows Spark", "data.spark.engine", "pyspark"),
    ("data shows nothing", "data.answers.goals", "streamlit"),
    ("data shows nothing", "data.judging.assess", "plotly"),
    (PURE, "dashboard.text.sentences", "data.answers.goals"),
    (PURE, "dashboard.charts.theme", "data.answers.goals"),
    (PURE, "dashboard.charts.theme", "streamlit"),
    (FILES, "dashboard.export.pdf", "streamlit"),
    (FILES, "dashboard.export.decks.story", "dashboard.series.view"),
    (DOORS, "dashboard.doors.cli", "streamlit"),
    (DOORS, "dashboard.doors.api.exports", "dashboard.series.view"),
    (APART, "data.intake.kinds.goals", "data.intake.kinds.areas"),
    (APART, "data.intake.formats.xlsx", "data.intake.formats.delimited"),
    ("no circle", "dashboard.text.numbers", "dashboard.text.sentences"),
    ("no circle", "data.store.errors", "data.store.store"),
    ("no circle", "metrics.outcome.state", "metrics.outcome.verdict"),
]
"""A contract, and an import that it forbids: from the first module to the second."""


@pytest.fixture(scope="module")
def imports():
    """Every import of the house, as import-linter sees them."""
    return grimp.build_graph(
        *ASKED["session_options"]["root_packages"],
        include_external_packages=True,
        cache_dir=None,
    )


def is_kept(name, graph):
    asked = CONTRACTS[name]
    contract = KINDS[asked["type"]](
        name=name, session_options=ASKED["session_options"], contract_options=asked
    )
    return contract.check(deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_the_contract_is_kept(imports, name):
    assert is_kept(name, imports), "lint-imports says which import breaks it"


def test_every_contract_has_a_breach_to_be_tried_with():
    assert {name for name, _, _ in BREACHES} == set(CONTRACTS)


@pytest.mark.parametrize(("name", "importer", "imported"), BREACHES)
def test_a_planted_breach_is_caught(imports, name, importer, imported):
    assert {importer, imported} <= imports.modules, "the breach names modules that are there"
    assert not imports.direct_import_exists(importer=importer, imported=imported)
    breached = deepcopy(imports)
    breached.add_import(importer=importer, imported=imported)
    assert not is_kept(name, breached)


@pytest.mark.parametrize(
    ("name", "package"), [(ROOMS, "dashboard"), (DATA, "data"), (METRICS, "metrics")]
)
def test_a_new_room_must_take_its_place(imports, name, package):
    extended = deepcopy(imports)
    extended.add_module(f"{package}.attic")
    assert not is_kept(name, extended)


@pytest.mark.parametrize(("package", "most"), [("dashboard", 6), ("data", 2), ("metrics", 2)])
def test_few_files_lie_outside_the_rooms(package, most):
    loose = {file.name for file in (ROOT / package).glob("*.py")} - {"__init__.py"}
    assert len(loose) <= most, sorted(loose)


def test_every_file_that_a_rule_of_ruff_leaves_out_is_there():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    left_out = ruff["per-file-ignores"]
    assert [pattern for pattern in left_out if not any(ROOT.glob(pattern))] == []
