"""What is said of promises: their states, their stages, and the sentences about them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.text import signs
from dashboard.text.headline import in_words
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.numbers import NO_BREAK, day, number
from dashboard.text.signs import Sign
from dashboard.text.states import Shown
from metrics.promise.falls import NOWHERE
from metrics.promise.records import BUILT, IN_USE, POSITIONS, STAGE_NAMES
from metrics.promise.state import CARRIED, Joined, PromiseState

SIGNS: Mapping[PromiseState, Sign] = {
    PromiseState.IN_USE: signs.HOLDS,
    PromiseState.DELIVERED: signs.HOLDS,
    PromiseState.CARRIED: signs.HOLDS,
    PromiseState.RESTORED: signs.REGAINED,
    PromiseState.WEAKENED: signs.WATCH,
    PromiseState.LOST: signs.LOST,
    PromiseState.NOT_DELIVERED: signs.LOST,
    PromiseState.NO_TRACE: signs.UNKNOWN,
    PromiseState.DECIDED_AWAY: signs.DECIDED,
    PromiseState.REPLACED: signs.DECIDED,
    PromiseState.NOT_ASSESSED: signs.NEUTRAL,
}
"""Shape and colour of each state: a decision has no colour, a silent loss has."""

WORDS: Mapping[PromiseState, str] = {
    PromiseState.IN_USE: "I bruk",
    PromiseState.DELIVERED: "Levererat",
    PromiseState.CARRIED: "Bärs vidare",
    PromiseState.RESTORED: "Återfört",
    PromiseState.WEAKENED: "Försvagat",
    PromiseState.LOST: "Tappat",
    PromiseState.NOT_DELIVERED: "Ej levererat",
    PromiseState.NO_TRACE: "Utan spår",
    PromiseState.DECIDED_AWAY: "Bortvalt",
    PromiseState.REPLACED: "Ersatt",
    PromiseState.NOT_ASSESSED: "Ej bedömt",
}

JOINED_WORDS: Mapping[Joined, str] = {
    Joined.LOST_AND_MISSED: "Tappat och saknat",
    Joined.NOT_ENOUGH: "Räckte inte",
    Joined.HELD_ANYWAY: "Klarade sig ändå",
    Joined.HOLDS: "Håller",
    Joined.NOT_ASSESSED: "Ej bedömt",
}
"""The two ledgers together, first on the agenda first."""

JOINED_SIGNS: Mapping[Joined, Sign] = {
    Joined.LOST_AND_MISSED: signs.LOST,
    Joined.NOT_ENOUGH: signs.LOST,
    Joined.HELD_ANYWAY: signs.HOLDS,
    Joined.HOLDS: signs.HOLDS,
    Joined.NOT_ASSESSED: signs.NEUTRAL,
}

SHORT_STAGES = (
    "analys",
    "program",
    "detaljplan",
    "avtal",
    "bygglov",
    "byggt",
    "år 1",
    "år 3",
    "år 5",
    "år 10",
)

_INTO = (
    "in i konsekvensanalysen",
    "in i hållbarhetsprogrammet",
    "in i detaljplanen",
    "in i avtalet",
    "in i bygglovet",
    "in i det som byggdes",
)
"""Where a promise did not follow, by the position before which it fell."""

STRENGTHS = {
    1: "1 nämnt",
    2: "2 beskrivet",
    3: "3 mätbart, med ansvarig och datum",
    4: "4 bindande",
}

SILENT = ("lost", "not_delivered", "no_trace")
"""What disappeared without anybody deciding it."""


_SHOWN = Shown(SIGNS, WORDS)
word, label, markdown = _SHOWN.word, _SHOWN.label, _SHOWN.markdown
_JOINED = Shown(JOINED_SIGNS, JOINED_WORDS)
joined_word, joined_markdown = _JOINED.word, _JOINED.markdown


def stage(position: int, language: str, *, short: bool = False) -> str:
    """Name the stage at a position, as in a sentence."""
    if short:
        return translator(language)(SHORT_STAGES[position])
    return STAGE_NAMES[position].said(language)


def stage_at(number_: Any, check_year: Any, language: str) -> str:
    """Name a stage by its number and check year; empty when it is not known."""
    if pd.isna(number_):
        return ""
    year = 0 if pd.isna(check_year) else int(check_year)
    return stage(POSITIONS.index((int(number_), year)), language)


def where(promise: Mapping[Any, Any], language: str) -> str:
    """Name the area whose goal a promise is linked to."""
    return str(promise["goal_area_en" if language == "en" else "goal_area"])


def wording(promise: Mapping[Any, Any], language: str) -> str:
    """Return the promise as it was read in; in English where somebody has translated it."""
    english = promise.get("wording_en")
    return str(english if language == "en" and english else promise["wording"])


def in_use(promises: pd.DataFrame) -> int:
    """Count the promises that work in daily use, whole or weakened."""
    there = promises["state"].isin([str(state) for state in CARRIED])
    return int((there & (promises["stage"] == IN_USE)).sum())


def title(promises: pd.DataFrame, falls: pd.DataFrame, language: str) -> str:
    """Write the finding of Löfteskedjan: how many stand, and where most disappeared."""
    first = _position(promises, language)
    worst = worst_step(falls)
    if worst is None:
        return first
    position, count = worst
    if position == 0:
        return first
    here = falls[falls["position"] == position]
    second = plural(
        language, "{count} försvann {between}", "{count} försvann {between}", count
    ).format(count=upper_first(in_words(count, language)), between=between(here, language))
    back = int(silent(here)["restored"].sum())
    if not back:
        return f"{first} {second}."
    again = plural(
        language, "{count} av dem är återfört", "{count} av dem är återförda", back
    ).format(count=in_words(back, language))
    return f"{first} {second}, {again}."


def between(falls: pd.DataFrame, language: str) -> str:
    """Say between which stages promises disappeared, which all fell before the same one.

    Where nobody has checked a stage in between, nobody knows at which: ``någonstans``.
    """
    rows = silent(falls) if len(silent(falls)) else falls
    first, last = int(rows["seen_at"].min()), int(rows["position"].iloc[0])
    after = stage(last, language)
    if first == NOWHERE:
        return translator(language)("före {after}").format(after=after)
    said = "någonstans mellan {before} och {after}"
    if not rows["gap"].any():
        said = "mellan {before} och {after}"
    return translator(language)(said).format(before=stage(first, language), after=after)


def silent(falls: pd.DataFrame) -> pd.DataFrame:
    """Return the falls that nobody has decided, those that came back included."""
    return falls[falls["state"].isin(SILENT)]


def _position(promises: pd.DataFrame, language: str) -> str:
    total = len(promises)
    states = promises["state"]
    counts = (
        (in_use(promises), "{count} av {total} löften är i bruk."),
        (int((states == "delivered").sum()), "{count} av {total} löften är på plats."),
        (
            int(states.isin([str(state) for state in CARRIED]).sum()),
            "{count} av {total} löften bärs vidare.",
        ),
    )
    for count, sentence in counts:
        if count and total > 1:
            return upper_first(
                translator(language)(sentence).format(
                    count=in_words(count, language), total=in_words(total, language)
                )
            )
    if total == 1:
        said = word(PromiseState(str(states.iloc[0])), language).lower()
        return translator(language)("Ett löfte: {state}.").format(state=said)
    return translator(language)("Inget av {total} löften är bedömt som kvar.").format(
        total=in_words(total, language)
    )


def worst_step(falls: pd.DataFrame) -> tuple[int, int] | None:
    """Find the position before which most disappeared silently and stayed gone.

    Returns it with how many disappeared there, also those that have been restored since.
    """
    disappeared = silent(falls)
    gone = disappeared[~disappeared["restored"].astype(bool)]
    if gone.empty:
        return None
    counts = Counter(int(place) for place in gone["position"])
    position = min(counts, key=lambda place: (-counts[place], place))
    return position, int((disappeared["position"] == position).sum())


def what_fell(promises: pd.DataFrame, language: str) -> str:
    """Tell decided, silent, untraced and weakened apart, in one paragraph of Markdown."""
    counts = promises["state"].value_counts()

    def of(*states: PromiseState) -> int:
        return int(sum(counts.get(str(each), 0) for each in states))

    decided = of(PromiseState.DECIDED_AWAY, PromiseState.REPLACED)
    lost = of(PromiseState.LOST, PromiseState.NOT_DELIVERED)
    untraced = of(PromiseState.NO_TRACE)
    unknown = of(PromiseState.NOT_ASSESSED)
    weaker = of(PromiseState.WEAKENED)
    parts = [
        _part(
            decided + lost + untraced,
            "{count} löfte har fallit på vägen.",
            "{count} löften har fallit på vägen.",
            language,
        ),
        _part(
            decided,
            ":gray[⧄\u00a0**{count} valdes bort**] genom beslut: det är politik, inte förlust.",
            ":gray[⧄\u00a0**{count} valdes bort**] genom beslut: det är politik, inte förlust.",
            language,
        ),
        _part(
            lost,
            ":red[▼\u00a0**{count} tappades**] eller kom aldrig, utan att någon beslutade det.",
            ":red[▼\u00a0**{count} tappades**] eller kom aldrig, utan att någon beslutade det.",
            language,
        ),
        _part(
            untraced,
            ":gray[◌\u00a0**{count} är utan spår**]: ingen har bekräftat varför.",
            ":gray[◌\u00a0**{count} är utan spår**]: ingen har bekräftat varför.",
            language,
        ),
        _part(
            weaker,
            ":orange[◇\u00a0**{count} är försvagat**]: det finns kvar, men mindre än lovat.",
            ":orange[◇\u00a0**{count} är försvagade**]: de finns kvar, men mindre än lovat.",
            language,
        ),
        _part(
            unknown,
            ":gray[–\u00a0**{count} är inte bedömt**]: ingen har letat där löftet borde vara.",
            ":gray[–\u00a0**{count} är inte bedömda**]: ingen har letat där de borde vara.",
            language,
        ),
    ]
    return " ".join(filter(None, parts))


def _part(count: int, one: str, many: str, language: str) -> str:
    if not count:
        return ""
    said = plural(language, one, many, count)
    return said.format(count=upper_first(in_words(count, language)))


def step_title(falls: pd.DataFrame, language: str) -> str:
    """Write the heading of the list of what fell before one position.

    What disappeared is counted as in `title` and in the staircase, what was decided apart.
    """
    count = len(silent(falls))
    decided = len(falls) - count
    if not decided:
        return _disappeared(count, int(falls["position"].iloc[0]), language)
    if not count:
        said = plural(
            language, "{count} löfte valdes bort", "{count} löften valdes bort", decided
        )
        return said.format(count=upper_first(in_words(decided, language)))
    first = _disappeared(count, int(falls["position"].iloc[0]), language)
    said = plural(
        language, "{first}, {count} valdes bort", "{first}, {count} valdes bort", decided
    )
    return said.format(first=first, count=in_words(decided, language))


def _disappeared(count: int, position: int, language: str) -> str:
    if position > BUILT:
        said = plural(
            language, "{count} löfte slutade gälla", "{count} löften slutade gälla", count
        )
    else:
        said = plural(
            language,
            "{count} löfte följde inte med {into}",
            "{count} löften följde inte med {into}",
            count,
        )
    into = translator(language)(_INTO[min(position, BUILT)])
    return said.format(count=upper_first(in_words(count, language)), into=into)


def carrier(promise: Mapping[Any, Any], language: str) -> tuple[str, str]:
    """Name what carried the promise last, and how binding it was; ('', '') for nothing."""
    paper, page, bound = carried_by(promise, language)
    return f"{paper}{page}", bound


def carried_by(promise: Mapping[Any, Any], language: str) -> tuple[str, str, str]:
    """Name what carried the promise last, say on which page, and how binding it was.

    The name is as it was written, in Swedish. All are '' for nothing.
    """
    _ = translator(language)
    paper = promise.get("carrier") or promise.get("carrier_document")
    if not paper:
        paper, page = promise.get("document"), promise.get("page")
        bound = ""
    else:
        page, strength = promise.get("carrier_page"), promise["strength"]
        bound = (
            "" if _none(strength) else _("bindning {strength}").format(strength=int(strength))
        )
    if _none(paper) or not paper:
        return "", "", ""
    where = "" if _none(page) or not page else " " + _("s. {page}").format(page=page)
    return str(paper), where, bound


def known(promise: Mapping[Any, Any], language: str) -> tuple[str, str]:
    """Say who decided that a promise fell, or that nobody did, and who has confirmed it."""
    _ = translator(language)
    if not _none(promise.get("decided_by")):
        decided = f"{promise['decided_by']}, {day(promise['decided_on'], language)}"
        return decided, "" if _none(promise.get("why")) else str(promise["why"])
    note = promise.get("missed_note")
    first = _("Inget beslut finns")
    if promise["state"] == PromiseState.NO_TRACE:
        first = str(note) if not _none(note) and note else _("Ingen bärare hittad")
    if promise["state"] == PromiseState.NOT_DELIVERED:
        passed = _("Skulle varit klart {day}")
        first = passed.format(day=day(promise["due_on"], language))
    return first, _confirmed(promise, language)


def _confirmed(promise: Mapping[Any, Any], language: str) -> str:
    _ = translator(language)
    roles: Any = promise.get("confirmed_roles")
    count = len(list(roles)) if hasattr(roles, "__iter__") else 0
    if not count:
        return _("ingen har bekräftat")
    when = day(promise["confirmed_on"], language)
    if promise.get("confirmed_by_owner"):
        return _("bekräftat av ansvarig roll {day}").format(day=when)
    if count == 1:
        return _("bekräftat av en roll {day}: en till behövs").format(day=when)
    return _("bekräftat av två roller {day}").format(day=when)


def first_part(part: tuple[int, int] | None, language: str) -> str:
    """Say at which stage social services first took part; empty when it is not known."""
    if part is None:
        return ""
    said = translator(language)("Socialtjänsten kom in i skede {first} av {stages}")
    return said.format(first=part[0], stages=part[1])


def amount(quantity: Any, unit: Any, language: str) -> str:
    """Write how much was promised, ``20 timmar i veckan``."""
    if _none(quantity):
        return ""
    value = float(quantity)
    written = number(value, 0 if value.is_integer() else 1, language)
    return f"{written}{NO_BREAK}{unit or ''}".strip()


def _none(value: object) -> bool:
    return value is None or value is pd.NA or value != value
