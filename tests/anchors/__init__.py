"""Published figures that the methods must give again: each folder names its source."""

import json
from pathlib import Path
from typing import Any


def anchor(name: str) -> Path:
    """The file of an anchor, named from this folder: ``nhs_xmr/xmr_vectors.json``."""
    return Path(__file__).parent / name


def published(name: str) -> Any:
    """What an anchor in JSON holds."""
    return json.loads(anchor(name).read_text("utf-8"))
