"""From GeoJSON to a table: the properties of each feature, with its geometry beside them."""

import json
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.recognition import text_format
from data.intake.text_table import Refusal, TextTable

COLUMNS = ("area_id", "geo_version", "source", "licence")
"""The properties that are read."""


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read the features. The row of a feature is its number in the file, from 1."""
    parsed = json.loads(_as_geojson(content) or "null")
    features = parsed.get("features") if isinstance(parsed, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        return Refusal(code="geojson_without_features")
    properties = [_object(feature, "properties") for feature in features]
    if not any("area_id" in each for each in properties):
        return Refusal(code="geojson_without_areas")
    cells = {
        str(place): pa.array([_text(each.get(name)) for each in properties], pa.string())
        for place, name in enumerate(COLUMNS)
    }
    return TextTable(
        headers=COLUMNS,
        cells=pa.table(cells),
        rows=np.arange(1, len(features) + 1),
        geometries=tuple(_object(feature, "geometry") for feature in features),
    )


def _as_geojson(content: bytes) -> str | None:
    """Return the text of GeoJSON; None for anything else."""
    if content[:100].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    text = content.decode("utf-8-sig", "replace")
    return text if text_format(text) == "geojson" else None


def _object(feature: dict[str, Any], name: str) -> dict[str, Any]:
    value = feature.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


FORMAT = Format(
    name="geojson",
    recognises=lambda content, file_name: _as_geojson(content) is not None,
    read=read,
    kind="boundaries",
)
