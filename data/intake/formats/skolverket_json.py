"""From the statistics of a school in Skolverket's API, in JSON, to rows."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from data.intake.cube import Cube, along, too_many_cells
from data.intake.cube_table import table_of
from data.intake.format import published_format
from data.intake.published_json import is_object, listing, mapping, parsed, text
from data.intake.questions import Questions
from data.intake.recognition import FORMATS, advice
from data.intake.text_table import Refusal, TextTable

_MEASURES = {
    "averageGradesMeritRating9thGrade": "Genomsnittligt meritvärde, årskurs 9",
    "ratioOfPupils9thGradeEligibleForNationalProgramYR": (
        "Behöriga till yrkesprogram, årskurs 9"
    ),
    "ratioOfPupilsIn6thGradeWithAllSubjectsPassed": "Godkända i alla ämnen, årskurs 6",
    "ratioOfPupilsIn9thGradeWithAllSubjectsPassed": "Godkända i alla ämnen, årskurs 9",
    "studentsPerTeacherQuota": "Elever per lärare",
    "totalNumberOfPupils": "Antal elever",
}
"""What some measures are called in Swedish; the others keep the name of the API."""

_FLAGS = {"EXISTS": "", "MISSING": "missing"}
_HIDDEN = "OMITTED"


def read(content: bytes, file_name: str, questions: Questions) -> TextTable | Refusal:
    """Read every measure of a school unit, one row per school year."""
    body = _body(mapping(parsed(content)))
    school = text(body.get("schoolUnit"))
    cells = list(_cells(body))
    if not school or not cells:
        form = "skolverket-json"
        return Refusal(
            code="file_without_values", details={"form": FORMATS[form], "advice": advice(form)}
        )
    if refused := too_many_cells([len(cells)]):
        return refused
    made = [
        along("skolenhet", [school] * len(cells), "area"),
        along("mått", [measure for measure, _ in cells], "contents"),
        along("läsår", [text(cell.get("timePeriod")) for _, cell in cells], "period"),
    ]
    return table_of(
        Cube(
            dimensions=tuple(dimension for dimension, _ in made),
            places=tuple(places for _, places in made),
            values=pa.array([text(cell.get("value")) for _, cell in cells], pa.string()),
            rows=np.arange(1, len(cells) + 1),
            flags=pa.array([_flag(cell) for _, cell in cells], pa.string()),
            source="Skolverket",
        ),
        questions,
    )


def _body(whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the answer itself, however it was wrapped when it was saved."""
    answer = mapping(whole.get("json")) or whole
    return mapping(answer.get("body")) or answer


def _cells(body: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Go through the measures; one without a school year says only that there is nothing."""
    for measure, listed in body.items():
        for each in map(mapping, listing(listed)):
            if text(each.get("timePeriod")) and "valueType" in each:
                yield _MEASURES.get(measure, text(measure)), each


def _flag(cell: Mapping[str, Any]) -> str:
    kind = text(cell.get("valueType"))
    if kind.startswith(_HIDDEN):
        return ".."
    empty = "" if text(cell.get("value")) else "missing"
    return _FLAGS.get(kind, kind) or empty


def _recognises(content: bytes, file_name: str) -> bool:
    return is_object(content) and b'"valueType"' in content and b'"timePeriod"' in content


FORMAT = published_format("skolverket-json", _recognises, read)
