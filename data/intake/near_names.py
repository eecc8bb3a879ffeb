"""Near names of areas and indicators in files of goals, breaks and events: asked about once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from data.intake.area_column import is_elsewhere, one_of
from data.intake.findings import Both
from data.intake.indicator_names import exact_names, near_names, nearest_indicator
from data.intake.indicator_names import label as indicator_label
from data.intake.known import Areas
from data.intake.likeness import SEARCHED, Near, fold
from data.intake.questions import Questions
from data.intake.shared_names import label
from data.intake.sheet import Sheet
from data.intake.values import listed
from metrics.definition.catalogue import Catalogue

Meaning = Callable[[str], str | None]
"""Says which id a text means, None where it means none."""

STOP = "stop"


@dataclass(slots=True)
class _Asking:
    """Asks what the unknown texts of a column mean, the first of them."""

    kind: str
    sheet: Sheet
    column: str
    questions: Questions
    searched: dict[str, Near] = field(default_factory=dict)

    def meant(
        self, text: str, near: Callable[[str], Near], labels: Mapping[str, Both]
    ) -> str | None:
        """Return the answer, else the one that is clearly nearest; None where there is none."""
        if text not in self.searched and len(self.searched) >= SEARCHED:
            return None
        found = self.searched.setdefault(text, near(text))
        given = self.questions.answer_to(self.kind, text)
        offered = [*found.ids, *([given] if given and given in labels else [])]
        if not found.clear and not given:
            return None
        where = self.sheet.column(self.column).each(
            lambda cell: text == cell or text in listed(cell), bool
        )
        answer = self.questions.ask(
            self.kind,
            text,
            suggested=found.ids[0] if found.clear else None,
            count=int(where.sum()),
            example=text,
            rows=self.sheet.rows[np.flatnonzero(where)],
            choices={
                **{each: labels[each] for each in dict.fromkeys(offered)},
                STOP: Both("Inget av dem: stoppa filen", "None of these: stop the file"),
            },
            meant=one_of([labels[each].sv for each in found.ids[:1]]),
        )
        return answer if answer in labels else None


def area_meant(sheet: Sheet, column: str, areas: Areas, questions: Questions) -> Meaning:
    """Return what says which area a text of a column means, asking where a name is near."""
    asking = _Asking("area_name", sheet, column, questions)
    labels = {each: label(areas.by_id[each]) for each in areas.visible}

    def meant(text: str) -> str | None:
        found = areas.named(text)
        if found or is_elsewhere(text):
            return found[0] if len(found) == 1 else None
        return asking.meant(text, areas.likely, labels)

    return meant


def indicator_meant(
    sheet: Sheet, column: str, catalogue: Catalogue, questions: Questions
) -> Meaning:
    """Return what says which indicator a text means: by id, code or name, or nearly so."""
    asking = _Asking("indicator_name", sheet, column, questions)
    exact, near = exact_names(catalogue), near_names(catalogue)
    labels = {each.id: indicator_label(each) for each in catalogue.values()}

    def meant(text: str) -> str | None:
        found = exact.get(fold(text))
        return found or asking.meant(text, lambda each: nearest_indicator(each, near), labels)

    return meant
