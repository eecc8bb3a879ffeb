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
app = AppTest.from_file(sys.argv[1], default_timeout=120).run()
assert app.title and not app.exception and not app.error
print(*({name.partition(".")[0] for name in sys.modules} & set(sys.argv[2:])))
"""
_JUDGES = ("numba", "scipy", "rapidfuzz", "shapely", "pptx", "openpyxl")


def test_the_first_page_loads_nothing_that_judges_or_reads_files(
    sample_file: Path, tmp_path: Path
) -> None:
    # A store of its own: what other tests share may stand open in this process, and then no
    # other process can open it.
    place = shutil.copy(sample_file, tmp_path / "store.duckdb")
    script = Path(warming.__file__).parents[1] / "app.py"
    environment = {**os.environ, "KVARVARDE_STORE": str(place)}
    loaded = subprocess.check_output(
        [sys.executable, "-c", _DRAWN, str(script), *_JUDGES], env=environment, text=True
    )
    assert loaded.split() == []


def test_what_is_loaded_ahead_is_there() -> None:
    assert [name for name in warming.NEEDED if find_spec(name) is None] == []


def test_who_comes_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = list[str]()
    monkeypatch.setattr(warming, "import_module", loaded.append)
    warming.warm(lambda: len(loaded) == 2)
    assert loaded == list(warming.NEEDED[:2])
