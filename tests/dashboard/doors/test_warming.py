"""The first page after a start loads what shows it, and nothing that judges."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dashboard.doors import warming

_DRAWN = """
import sys
from streamlit.testing.v1 import AppTest
from dashboard.doors import warming
store, app, page, goal, *judges = sys.argv[1:]
warming.recall(store)
app = AppTest.from_file(app, default_timeout=120).run()
if page:
    app.switch_page(page)
    app.query_params["mal"] = goal
    assert len(app.run().get("plotly_chart")) == 3
assert app.title and not app.exception and not app.error
print(*(set(sys.modules) & set(judges)))
"""
_JUDGES = ("numba", "scipy.special", "rapidfuzz", "shapely", "pptx", "openpyxl")


@pytest.mark.parametrize("page", ["", "views/outcome.py"])
def test_a_page_loads_nothing_that_judges_or_reads_files(
    page: str, sample_file: Path, tmp_path: Path
) -> None:
    # A store of its own: what other tests share may stand open in this process, and then no
    # other process can open it.
    place = shutil.copy(sample_file, tmp_path / "store.duckdb")
    shutil.copy(sample_file.with_suffix(".sizes.npz"), tmp_path / "store.sizes.npz")
    app = str(Path(warming.__file__).parents[1] / "app.py")
    asked = [app, page, "ovning.mal.try14.centrum"]
    loaded = subprocess.check_output(
        [sys.executable, "-c", _DRAWN, str(place), *asked, *_JUDGES],
        env={**os.environ, "KVARVARDE_STORE": str(place)},
        text=True,
    )
    # A level and "När hade det setts?" ask how probable something is: SciPy's functions say.
    assert loaded.split() == (["scipy.special"] if page else [])


def test_what_is_loaded_ahead_is_there() -> None:
    ahead = (*warming.NEEDED, *warming.JUDGES)
    assert [name for name in ahead if find_spec(name) is None] == []


def test_who_comes_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = list[str]()
    monkeypatch.setattr(warming, "import_module", loaded.append)
    warming.warm(lambda: len(loaded) == 2, warming.NEEDED)
    assert loaded == list(warming.NEEDED[:2])
