"""Names that several areas have: asked about once each, with the kinds that tell them apart."""

from collections.abc import Sequence

import numpy as np

from data.intake.area_names import Area, Areas
from data.intake.findings import Both
from data.intake.questions import LEAVE, Questions
from data.intake.values import Coded
from metrics.definition.area_kinds import AREA_KINDS


def label(area: Area) -> Both:
    """Name an area with its kind: two of different kinds are often called the same."""
    if area.kind not in AREA_KINDS:
        return Both(area.name, area.name)
    one = AREA_KINDS[area.kind].one
    return Both(f"{area.name} ({one.sv})", f"{area.name} ({one.en})")


def with_short_names(
    texts: Sequence[str], meant: Sequence[tuple[str, ...]], ids: Sequence[str], areas: Areas
) -> list[tuple[str, ...]]:
    """Add what a name may be short for, where nothing else in the file is of its own kind.

    What a text was answered to mean is what it means.
    """
    known = {each: areas.by_id[each].kind for each in ids if each in areas.by_id}
    kinds = list(known.values())
    found = []
    for text, own, area_id in zip(texts, meant, ids, strict=True):
        longer = areas.part_of_others(text) if len(own) == 1 else ()
        lonely = longer and kinds.count(known[area_id]) == 1
        found.append((*own, *longer) if lonely else own or (area_id,) * (area_id in known))
    return found


def which_of_several(
    column: Coded,
    meant: Sequence[Sequence[str]],
    where: np.ndarray,
    areas: Areas,
    questions: Questions,
    rows: np.ndarray,
) -> dict[int, str]:
    """Ask which area each shared name means in the rows where the mask is true.

    `meant` are the ids that each text may mean; `rows` are the numbers in the spreadsheet. The
    area is suggested that is of the same kind as all others in the file. Returns the answers by
    the place of the text: an id, `LEAVE`, or ``""`` while it waits. Codes are not asked about.
    """
    kinds = {areas.by_id[each[0]].kind for each in meant if len(each) == 1}
    answers = {}
    for at, (text, ids) in enumerate(zip(column.texts, meant, strict=True)):
        here = where & (column.codes == at)
        if not here.any() or areas.is_code_of(text, ids):
            continue
        alike = [each for each in ids if {areas.by_id[each].kind} == kinds]
        answers[at] = questions.ask(
            "area_of_several",
            text,
            suggested=alike[0] if len(alike) == 1 else None,
            count=int(here.sum()),
            example=text,
            rows=rows[here],
            choices={
                **{each: _apart(areas, each, ids) for each in ids},
                LEAVE: Both(
                    "Inget av dem, hoppa över raderna", "None of these, leave the rows out"
                ),
            },
            areas=len(ids),
        )
    return answers


def _apart(areas: Areas, area_id: str, ids: Sequence[str]) -> Both:
    """Label one of several areas, with its id where another is of the same kind."""
    named = label(areas.by_id[area_id])
    same = [each for each in ids if label(areas.by_id[each]) == named]
    return named if len(same) == 1 else Both(*(f"{each}, {area_id}" for each in named))
