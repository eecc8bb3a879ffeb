"""Which indicator each row of a file is about: ids, codes, names, and what has to be asked."""

from collections.abc import Sequence

import numpy as np

from data.intake.area_column import one_of
from data.intake.findings import Both, Marks, PerCode, mark
from data.intake.indicator_names import exact_names, label, near_names, nearest_indicator
from data.intake.likeness import SEARCHED, Near, fold
from data.intake.questions import LEAVE, Questions
from data.intake.sheet import Sheet
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


def read_indicators(
    sheet: Sheet, catalogue: Catalogue, questions: Questions
) -> tuple[tuple[Indicator, ...], np.ndarray, list[Marks]]:
    """Find the indicator of every row: the distinct ones, the place of each row's own (or -1).

    A name that only one indicator has means it. Where one is clearly nearest it is asked
    about, once per text; what else is unknown stops, and the marks say so.
    """
    column = sheet.column("indicator_id")
    exact = exact_names(catalogue)
    ids = [exact.get(fold(text)) for text in column.texts]
    unknown = [at for at, each in enumerate(ids) if each is None and column.texts[at]]
    names = near_names(catalogue)
    nearest = {at: nearest_indicator(column.texts[at], names) for at in unknown[:SEARCHED]}
    answers = {
        at: _asked(sheet, at, found, catalogue, questions) for at, found in nearest.items()
    }
    ids = [answers.get(at) or each for at, each in enumerate(ids)]
    known = dict.fromkeys(each for each in ids if each and each in catalogue)
    number = {each: place for place, each in enumerate(known)}
    codes = column.spread([number.get(each or "", -1) for each in ids], np.int32)
    left = column.spread([answers.get(at) == LEAVE for at in range(len(ids))], bool)
    none = column.spread([answers.get(at) is None for at in range(len(ids))], bool)
    like = [
        one_of([label(catalogue[each]).sv for each in nearest.get(at, Near()).ids])
        for at in range(len(ids))
    ]
    unread, filled = codes < 0, column.filled
    marks = [
        *mark("indicator_missing", "indicator_id", unread & ~filled),
        *mark("indicator_left_out", "indicator_id", left),
        *mark(
            "indicator_unknown",
            "indicator_id",
            unread & filled & none,
            like=PerCode(like, column.codes),
            instead=PerCode(
                [_only(nearest.get(at, Near()).ids) for at in range(len(ids))], column.codes
            ),
        ),
    ]
    return tuple(catalogue[each] for each in known), codes, marks


def _asked(
    sheet: Sheet, at: int, found: Near, catalogue: Catalogue, questions: Questions
) -> str | None:
    """Ask what an unknown text means where one indicator is clearly nearest, None elsewhere.

    An answer that was given anyway counts too, whatever is near.
    """
    column = sheet.column("indicator_id")
    text = column.texts[at]
    given = questions.answer_to("indicator_name", text) or ""
    if not found.clear and given not in catalogue and given != LEAVE:
        return None
    where = column.codes == at
    meant = dict.fromkeys([*found.ids, *([given] if given in catalogue else [])])
    return questions.ask(
        "indicator_name",
        text,
        suggested=found.ids[0] if found.clear else None,
        count=int(where.sum()),
        example=text,
        rows=sheet.rows[where],
        choices=_choices(list(meant), catalogue),
        meant=one_of([label(catalogue[each]).sv for each in found.ids[:1]]),
    )


def _only(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else ""


def _choices(ids: list[str], catalogue: Catalogue) -> dict[str, Both]:
    leave = Both("Inget av dem, hoppa över raderna", "None of these, leave the rows out")
    return {**{each: label(catalogue[each]) for each in ids}, LEAVE: leave}
