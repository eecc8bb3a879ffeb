"""Compares what the code makes with what somebody has approved; ``APPROVE=1`` approves it."""

import json
import os
from pathlib import Path
from typing import Any

import tests

APPROVED = Path(tests.__file__).parent / "approved"


def approve_text(name: str, text: str) -> None:
    """Fail where `text` is not what stands in tests/approved/`name`."""
    file = APPROVED / name
    if os.environ.get("APPROVE"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8"), f"{name} differs: read it, then APPROVE=1 pytest"


def approve_figure(name: str, spec: dict[str, Any]) -> None:
    """Compare a figure with the approved one, without its template."""
    layout = {key: part for key, part in spec["layout"].items() if key != "template"}
    drawn = {"data": spec["data"], "layout": layout}
    approve_text(f"{name}.json", json.dumps(drawn, ensure_ascii=False, indent=1) + "\n")
