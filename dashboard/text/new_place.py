"""Words of Ny plats: what is missing and what that does, and what a field is called."""

from collections.abc import Collection
from typing import NamedTuple

from dashboard.text.language import translator

OUTLINES = {
    "point_unclear": "Skriv latitud och longitud, till exempel 57,8903 11,6457.",
    "not_degrees": "Koordinaterna är i meter. Ange longitud och latitud i grader (WGS 84).",
    "outside_sweden": "Det ligger utanför Sverige. Är latitud och longitud omkastade?",
    "outline_open": "Rita runt platsen, så att linjen omsluter den.",
    "outline_no_area": "Filen har bara linjer eller punkter. En gräns måste vara en yta.",
    "outline_unreadable": "Filen är ingen GeoJSON. Exportera gränsen som GeoJSON.",
}
"""What is wrong with where a place is said to be, by code."""

LABELS = {
    ("areas", "name"): "Namn",
    ("areas", "kind"): "Sort",
    ("areas", "parent_id"): "Kommun",
    ("areas", "overlaps"): "Består av",
    ("boundaries", ""): "Var ligger den?",
    ("observations", ""): "Värden",
    ("goals", "target"): "Målet",
    ("goals", "target_high"): "Målet, högst",
    ("goals", "target_classes"): "Målet",
    ("goals", "due"): "Klart senast",
    ("goals", "form"): "Målet är",
    ("goals", "indicator_id"): "Hur mäts det?",
    ("goals", "baseline_periods"): "Lovat den",
    ("goals", ""): "Målet",
    ("commitments", "wording"): "Löftet, med sina egna ord",
    ("commitments", "promised_on"): "Lovat den",
    ("commitments", "due_on"): "Klart senast",
    ("commitments", ""): "Löftet, med sina egna ord",
}
"""What a column of each kind of file is called on the page; '' for its other columns."""


def label(part: str, column: str, language: str) -> str:
    """Return the label of the field that a column comes from."""
    _ = translator(language)
    return _(LABELS.get((part, column)) or LABELS.get((part, ""), "Namn"))


class Missing(NamedTuple):
    """Something that is not written, and what that does."""

    what: str
    then: str


_MISSING = {
    "where": ("Var ligger den?", "Då står platsen i listor, men inte på kartan."),
    "wording": ("Vad lovades?", "Då vet ingen vad platsen ska hållas till."),
    "target_group": ("Till vem?", "Då går det inte att fråga dem löftet gällde."),
    "owner_role": ("Vem ansvarar?", "Utan ansvarig kan mötet inte fråga någon."),
    "promised_on": (
        "När lovades det?",
        "Då vet vi inte vilka mätningar som var före löftet.",
    ),
    "due_on": ("Klart när?", "Då kan löftet aldrig bli försenat."),
    "indicator_id": ("Hur mäts det?", "Då kan vi inte se om värdet finns kvar."),
    "values": ("Värden", "Då går det inte att bedöma: det blir en lucka som syns."),
    "target": ("Ett mål", "Då följs värdet, men räknas aldrig som nått eller förlorat."),
    "comparators": (
        "Jämförelseområden",
        "Då vet vi inte om alla andra också förändrades.",
    ),
    "stages": (
        "Vad står i detaljplan och avtal?",
        "Då vet vi inte vart löftet tog vägen.",
    ),
}


def missing(lacking: Collection[str], language: str) -> list[Missing]:
    """Say what is missing, in the order it is asked for, and what that does."""
    _ = translator(language)
    return [
        Missing(_(what), _(then)) for name, (what, then) in _MISSING.items() if name in lacking
    ]


_BASELINES = {
    "": "Jämförs med de två senaste mätningarna före i dag.",
    "before_promise": "Jämförs med {periods}, de senaste mätningarna före löftet.",
    "first": "Jämförs med {periods}, den första mätningen: ingen är från före löftet.",
    "before_due": (
        "Jämförs med {periods}, de första mätningarna, eftersom dagen för löftet saknas."
    ),
}


def baseline(reason: str, periods: str, language: str) -> str:
    """Say what a goal is held against, and why."""
    return translator(language)(_BASELINES[reason]).format(periods=periods)
