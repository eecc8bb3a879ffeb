"""What is wrong, by the labels of the page: all of it at once."""

from collections.abc import Mapping, Sequence

from dashboard.page import cards
from dashboard.text import new_place
from dashboard.text.language import plural, translator
from dashboard.text.new_place import OUTLINES
from dashboard.text.numbers import number
from data.acts.new_place import Trial
from data.intake import Finding
from data.intake.new_place import NewPlace
from data.intake.pasted import MOST_COLUMNS, MOST_LINES

_MOST = 6
"""So many of the same kind are listed; the others are counted."""


def of_page(place: NewPlace, wrong_place: str, language: str) -> list[str]:
    """Say what must be written, or belongs together, before anything is read.

    `wrong_place` is what is wrong with where the place is, by code.
    """
    _ = translator(language)
    lacking = {
        _("Namn"): (not place.name, _("Skriv vad platsen heter.")),
        _("Kommun"): (not place.municipality, _("Välj var platsen ligger.")),
        _("Sort"): (not place.kind, _("Välj vad för slags plats det är.")),
        _("Var ligger den?"): (
            bool(wrong_place),
            _(OUTLINES[wrong_place]) if wrong_place else "",
        ),
        _("Löftet, med sina egna ord"): (
            not place.wording and bool(place.target_group or place.due_on or place.promised_on),
            _("Skriv vad som lovades, eller töm fälten under."),
        ),
        _("Sök med egna ord"): (
            not place.indicator_id and len(place.pasted) > 0,
            _("Välj ett mått till värdena."),
        ),
        _("Värden"): (bool(wrong := _values_wrong(place, language)), wrong),
        _("Målet, högst"): (
            place.form == "band" and bool(place.target) and not place.target_high,
            _("Skriv båda talen."),
        ),
    }
    return [f"**{label}:** {then}" for label, (wrong, then) in lacking.items() if wrong]


def several(columns: Sequence[str], language: str) -> str:
    """Say that it is not known which of some columns holds the values."""
    _ = translator(language)
    return _("Flera kolumner har tal: {columns}. Klistra in perioden och en av dem.").format(
        columns=cards.escape(", ".join(columns))
    )


def _values_wrong(place: NewPlace, language: str) -> str:
    if place.pasted.several:
        return several(place.pasted.several, language)
    if not place.pasted.too_many:
        return ""
    _ = translator(language)
    said = _(
        "Högst {rows} rader och {columns} kolumner går att klistra in. "
        "Läs in resten som en fil på Ladda upp."
    )
    rows, columns = (number(most, 0, language) for most in (MOST_LINES, MOST_COLUMNS))
    return said.format(rows=rows, columns=columns)


def of_trial(trial: Trial, place: NewPlace, language: str) -> list[str]:
    """Say what stops in any part, in the order of the questions."""
    return [line for part in trial.parts for line in of_part(part, trial, place, language)]


def of_part(part: str, trial: Trial, place: NewPlace, language: str) -> list[str]:
    """Say what stops in one part, each by its label and line."""
    if (examination := trial.parts.get(part)) is None:
        return []
    stops = [each for each in examination.findings if each.level == "error"]
    lines = [_line(part, each, trial, place, language) for each in stops[:_MOST]]
    left = examination.stop_count - len(lines)
    if left > 0:
        said = plural(language, "{count} fel till.", "{count} felaktigheter till.", left)
        lines.append(said.format(count=left))
    return lines


def remarks(trial: Trial, place: NewPlace, language: str) -> list[str]:
    """Say what is worth a second look, in the values and the goal."""
    return [
        _line(part, each, trial, place, language)
        for part in ("observations", "goals")
        if part in trial.parts
        for each in trial.parts[part].findings
        if each.level == "warning" and each.code not in _SAID_ELSEWHERE
    ][:_MOST]


_SAID_ELSEWHERE = {"frozen_after_due", "frozen_after_measurements", "goal_awaits_values"}


def in_words(text: str, trial: Trial, language: str) -> str:
    """Write a text with words for the ids that nobody has chosen."""
    _ = translator(language)
    words = {"goal_id": _("målet"), "commitment_id": _("löftet"), "area_id": _("platsen")}
    return trial.ids.without_ids(text, words)


def _line(part: str, finding: Finding, trial: Trial, place: NewPlace, language: str) -> str:
    english = language == "en"
    said = finding.message_en if english else finding.message_sv
    suggestion = finding.suggestion_en if english else finding.suggestion_sv
    label = new_place.label(part, _canonical(finding.column), language)
    if part == "observations" and finding.row is not None:
        label = f"{label}, {_row(finding.row, place.pasted.lines, language)}"
    whole = in_words(f"{said} {suggestion}".strip(), trial, language)
    return f"**{label}:** {cards.escape(whole)}"


def _canonical(column: str) -> str:
    return _OTHER_NAMES.get(column, column)


_OTHER_NAMES: Mapping[str, str] = {"geometry": ""}


def _row(row: int, lines: tuple[int, ...], language: str) -> str:
    """Name a line of what was pasted: the file's own rows begin below its headers."""
    place = row - 2
    line = lines[place] if 0 <= place < len(lines) else row
    return translator(language)("rad {number}").format(number=line)
