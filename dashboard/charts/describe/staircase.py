"""The staircase: how many promises each stage still carries, and what fell before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.text import promises
from dashboard.text.language import plural, translator
from dashboard.text.numbers import NO_BREAK
from metrics.promise.records import BUILT
from metrics.promise.state import PromiseState

SILENT = ("lost", "not_delivered")
DECIDED = ("decided_away", "replaced")
FELL = (*DECIDED, "no_trace", *SILENT)
"""What fell, from the bottom of the column upwards."""

_AXIS = (
    "Konsekvens-<br>analys",
    "Hållbarhets-<br>program",
    "Detaljplan",
    "Avtal",
    "Projektering<br>och bygglov",
    "Byggt",
    "I bruk<br>år 1",
    "I bruk<br>år 3",
    "I bruk<br>år 5",
    "I bruk<br>år 10",
)
_FELL_WORDS = {
    "lost": ("{count} tappat", "{count} tappade"),
    "not_delivered": ("{count} ej levererat", "{count} ej levererade"),
    "no_trace": ("{count} utan spår", "{count} utan spår"),
    "decided_away": ("{count} bortvalt", "{count} bortvalda"),
    "replaced": ("{count} ersatt", "{count} ersatta"),
    "restored": ("{count} återfört", "{count} återförda"),
    "unknown": ("{count} ej bedömt", "{count} ej bedömda"),
    "new": ("{count} nytt", "{count} nya"),
}

Row = dict[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage: its name, its name in rows under the axis, and what became of the promises.

    `counts` holds how many promises are ``carried``, ``unknown`` or fell in a way of `FELL`.
    `says` is how many are carried in words, `happened` what fell or came back, `waiting` why
    nothing is known yet, in rows.
    """

    name: str
    axis: tuple[str, ...]
    year: str
    reached: bool
    skipped: bool
    counts: Mapping[str, int]
    says: str
    happened: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def fell(self) -> int:
        """How many fell on the way here."""
        return sum(self.counts[kind] for kind in FELL)

    @property
    def remaining(self) -> int:
        """How many go on from here: carried, or not assessed."""
        return self.counts["carried"] + self.counts["unknown"]

    @property
    def height(self) -> int:
        """How many came here."""
        return self.remaining + self.fell


@dataclass(frozen=True, slots=True, kw_only=True)
class Staircase:
    """The stages of one area there is something to say about, earliest first."""

    steps: tuple[Step, ...]
    alt: str
    language: str


def staircase(stairs: pd.DataFrame, *, language: str) -> Staircase:
    """Describe the staircase of one area; `stairs` is `data.answers.promises.staircase`."""
    steps = tuple(_step(row, language) for row in shown(stairs).to_dict("records"))
    return Staircase(steps=steps, alt=_alt(steps, language), language=language)


def shown(stairs: pd.DataFrame) -> pd.DataFrame:
    """Keep the stages there is something to say about: reached, planned or skipped."""
    known = stairs["reached"] | stairs["skipped"] | stairs["reached_on"].notna()
    known |= stairs[list(FELL)].sum(axis=1) > 0
    return stairs[known].reset_index(drop=True)


def _step(row: Row, language: str) -> Step:
    day = row["reached_on"]
    return Step(
        name=_name(row["position"], language),
        axis=tuple(translator(language)(_AXIS[row["position"]]).split("<br>")),
        year="" if pd.isna(day) else str(pd.Timestamp(day).year),
        reached=bool(row["reached"]),
        skipped=bool(row["skipped"]),
        counts={kind: int(row[kind]) for kind in ("carried", "unknown", *FELL)},
        says=carried(row, language),
        happened=tuple(fallen_words(row, language)),
        waiting=() if row["reached"] else tuple(_waiting(row, language).split("<br>")),
    )


def _name(position: int, language: str) -> str:
    said = promises.stage(position, language)
    return said[:1].upper() + said[1:]


def carried(row: Row, language: str) -> str:
    """Say how many promises a stage carries."""
    return plural(
        language, "{count} löfte bärs", "{count} löften bärs", int(row["carried"])
    ).format(count=int(row["carried"]))


def fallen_words(row: Row, language: str) -> list[str]:
    """Say what fell, came back, was new or was not looked for, with shape and word."""
    kinds = ("lost", "not_delivered", "no_trace", "decided_away", "replaced")
    said_of = []
    for kind in (*kinds, "restored", "unknown", "new"):
        if not row[kind] or (kind == "new" and not row["position"]):
            continue
        one, many = _FELL_WORDS[kind]
        said = plural(language, one, many, int(row[kind])).format(count=int(row[kind]))
        said_of.append(f"{_glyph(kind)}{NO_BREAK}{said}")
    return said_of


def _glyph(kind: str) -> str:
    states = {"unknown": PromiseState.NOT_ASSESSED, "new": PromiseState.CARRIED}
    state = states.get(kind) or PromiseState(kind)
    return promises.SIGNS[state].glyph


def _waiting(row: Row, language: str) -> str:
    _ = translator(language)
    if row["skipped"]:
        return _("finns inte<br>i projektet")
    due: Any = row["reached_on"]
    said = _("mäts {year}") if row["stage"] > BUILT else _("väntas {year}")
    year = "" if pd.isna(due) else "<br>" + said.format(year=due.year)
    return f"◐{NO_BREAK}{_('För tidigt')}{year}"


def _alt(steps: tuple[Step, ...], language: str) -> str:
    """Say what the staircase says: per stage what is carried, and what fell on the way."""
    _ = translator(language)
    said = []
    for step in steps:
        if not step.reached:
            continue
        parts = [line.replace(NO_BREAK, " ").split(" ", 1)[1] for line in step.happened]
        fell = f" ({', '.join(parts)})" if parts else ""
        said.append(f"{step.name}: {step.says}{fell}.")
    if not said:
        return _("Inget skede är nått än.")
    return _("Trappa över löften, skede för skede.") + " " + " ".join(said)
