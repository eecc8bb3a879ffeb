"""Ten processes that are killed at moments that nobody has chosen: what they left is whole."""

from pathlib import Path

import pytest

from metrics.definition.catalogue import Catalogue
from tests.faults import town
from tests.faults.acts import ACTS, Act, Backup, Import
from tests.faults.kills import Found, kill_one, scene_in

TEN = (*ACTS, Import, Backup)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    place = tmp_path_factory.mktemp("built") / "store.duckdb"
    town.built(place, catalogue)
    return place


@pytest.mark.parametrize("acts", [TEN[:4], TEN[4:]])
def test_what_a_killed_process_leaves_is_whole(
    acts: tuple[type[Act], ...], built: Path, tmp_path: Path, catalogue: Catalogue
) -> None:
    scene, found = scene_in(tmp_path, catalogue, len(acts), built), Found()
    for kind in acts:
        kill_one(scene, kind(), found)
    assert not found.wrong
