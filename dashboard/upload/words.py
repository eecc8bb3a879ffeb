"""The sentences of the page: what the file says and what has, or has not, been saved."""

from collections.abc import Iterable, Iterator, Sequence

from dashboard.text.headline import joined
from dashboard.text.language import plural, translator, upper_first
from dashboard.text.markdown import escape
from dashboard.text.numbers import number
from data.acts.undo import UndoReceipt
from data.answers.before_undo import BeforeUndo
from data.intake import KIND_NAMES, Examination, kind_named
from data.intake.findings import Both
from data.store.undo import Kept

_SMALL = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


FIRST_ROWS = 3
"""How many rows are named before the rest is counted."""


def counted(count: int, language: str) -> str:
    """Write a number in words from one to ten, in figures above."""
    if 1 <= count <= len(_SMALL):
        return translator(language)(_SMALL[count - 1])
    return number(count, 0, language)


def rows(count: int, language: str) -> str:
    """Write ``en rad``, ``två rader``."""
    many = plural(language, "{count} rad", "{count} rader", count)
    return many.format(count=again(count, language))


def again(count: int, language: str) -> str:
    """Write a number of rows where the word row stands already: ``en``, ``tre``."""
    return translator(language)("en") if count == 1 else counted(count, language)


def weighed(examination: Examination) -> tuple[int, int]:
    """Count the rows that stop and the other rows that only need a look.

    What is said about the whole file counts as one row. A file with more findings than are
    written out is counted in findings instead.
    """
    if examination.finding_count > len(examination.findings):
        return examination.stop_count, examination.finding_count - examination.stop_count
    levels: dict[int | None, set[str]] = {}
    for finding in examination.findings:
        levels.setdefault(finding.row, set()).add(finding.level)
    stops = sum("error" in found for found in levels.values())
    return stops, len(levels) - stops


def unreadable(examination: Examination) -> bool:
    """Whether the file as a whole stops, so that its rows were never judged."""
    return any(found.row is None and found.level == "error" for found in examination.findings)


def rows_wait(examination: Examination) -> bool:
    """Whether rows are left unread until a question without a suggestion is answered."""
    return any(not each.answered and not each.suggested for each in examination.proposals)


def unread(examination: Examination) -> bool:
    """Whether not one row could be read before the questions are answered."""
    return rows_wait(examination) and not examination.accepted


def finding_title(examination: Examination, language: str) -> str:
    """Say what the file is worth before anything is saved: the title of the page."""
    _ = translator(language)
    stops, warns = weighed(examination)
    if unreadable(examination):
        return _("Inget har sparats. Filen kan inte läsas in som den är.")
    if examination.waiting and stops:
        said = plural(
            language, "{questions} och {rows} stoppar", "{questions} och {rows} stoppar", stops
        )
        sentence = said.format(
            questions=waiting(examination.waiting, language), rows=rows(stops, language)
        )
        return _("Inget har sparats. {sentence}.").format(sentence=sentence)
    if examination.waiting:
        return _("Så läste vi din fil. {questions} innan den går att spara.").format(
            questions=remaining(examination.waiting, language)
        )
    if stops:
        said = plural(language, "{rows} stoppar", "{rows} stoppar", stops)
        if warns:
            said += plural(
                language, " och {more} behöver en blick", " och {more} behöver en blick", warns
            )
        sentence = said.format(
            rows=upper_first(rows(stops, language)), more=again(warns, language)
        )
        return _("Inget har sparats. {sentence}.").format(sentence=sentence)
    if not examination.new + examination.changed:
        return _("Filen säger inget nytt: allt i den står redan här.")
    if warns:
        said = plural(language, "{rows} behöver en blick", "{rows} behöver en blick", warns)
        sentence = said.format(rows=upper_first(rows(warns, language)))
        return _("Inget har sparats än. {sentence}.").format(sentence=sentence)
    return _("Inget har sparats än. Filen går att spara som den är.")


def step_two(examination: Examination, language: str) -> str:
    """Say what there is to mend and what there is to look at."""
    _ = translator(language)
    stops, warns = weighed(examination)
    if unreadable(examination):
        return _("Rätta filen")
    if stops and warns:
        return _("Rätta {stops}, titta på {warns}").format(
            stops=rows(stops, language), warns=again(warns, language)
        )
    if stops or warns:
        said = _("Rätta {rows}") if stops else _("Titta på {rows}")
        return said.format(rows=rows(stops or warns, language))
    return _("Inget att rätta än") if rows_wait(examination) else _("Inget att rätta")


def questions(count: int, language: str) -> str:
    """Write ``1 fråga``, ``11 frågor``."""
    return plural(language, "{count} fråga", "{count} frågor", count).format(count=count)


def remaining(count: int, language: str) -> str:
    """Write ``En fråga återstår``, ``Två frågor återstår``."""
    said = plural(language, "{count} fråga återstår", "{count} frågor återstår", count)
    return upper_first(said.format(count=again(count, language)))


def waiting(count: int, language: str) -> str:
    """Write ``En fråga väntar på svar``, ``Två frågor väntar på svar``."""
    said = plural(
        language, "{count} fråga väntar på svar", "{count} frågor väntar på svar", count
    )
    return upper_first(said.format(count=again(count, language)))


def answered(count: int, language: str) -> str:
    """Write ``En fråga är besvarad``, ``Två frågor är besvarade``."""
    said = plural(language, "{count} fråga är besvarad", "{count} frågor är besvarade", count)
    return upper_first(said.format(count=again(count, language)))


def undone(receipt: UndoReceipt, language: str) -> str:
    """Say what an undo did: how much went, came back and stayed, and how many verdicts."""
    _ = translator(language)
    happened = (
        (receipt.removed, "{count} rad är borttagen", "{count} rader är borttagna"),
        (
            receipt.restored,
            "{count} rad som stod innan är tillbaka",
            "{count} rader som stod innan är tillbaka",
        ),
        (
            receipt.left,
            "{count} rad har ersatts sedan dess och står kvar",
            "{count} rader har ersatts sedan dess och står kvar",
        ),
    )
    parts = [
        plural(language, one, many, count).format(count=number(count, 0, language))
        for count, one, many in happened
        if count or one is happened[0][1]
    ]
    changed = len(receipt.verdicts)
    verdicts = (
        plural(language, "{count} mål bytte läge.", "{count} mål bytte läge.", changed)
        if changed
        else _("Inget mål bytte läge.")
    )
    said = _("Inläsning {revision} är ångrad: {parts}. {verdicts}").format(
        revision=receipt.undone,
        parts=", ".join(parts),
        verdicts=upper_first(verdicts.format(count=counted(changed, language))),
    )
    return " ".join([said, *_kept(receipt.kept, language)])


def before_undo(known: BeforeUndo, language: str) -> str:
    """Say before an undo what goes with it, what points at that, and what stands anyway."""
    _ = translator(language)
    said = []
    if known.goals:
        goals = plural(language, "{count} mål går bort", "{count} mål går bort", known.goals)
        said.append(upper_first(goals.format(count=counted(known.goals, language))) + ".")
    if pointing := _pointing(known, language):
        there = _("Dit pekar {pointing}, som står kvar utan mål.")
        said.append(there.format(pointing=pointing))
    if known.again:
        same = _("Samma fil är sparad igen som inläsning {again}, och det den säger står kvar.")
        said.append(same.format(again=known.again[-1]))
    if known.repeatable:
        said.append(_("Det som senare filer bara har upprepat räknas hit och går också."))
    return " ".join(said)


def _pointing(known: BeforeUndo, language: str) -> str:
    """Write ``1 löfte, 2 satsningar och 1 beslut``."""
    parts = (
        (known.promises, "{count} löfte", "{count} löften"),
        (known.initiatives, "{count} satsning", "{count} satsningar"),
        (known.decisions, "{count} beslut", "{count} beslut"),
    )
    said = [
        plural(language, one, many, count).format(count=count)
        for count, one, many in parts
        if count
    ]
    return joined(said, language) if said else ""


def _kept(goals: Sequence[Kept], language: str) -> Iterator[str]:
    """Name the first goals that stay, and count the others."""
    _ = translator(language)
    for goal in goals[:FIRST_ROWS]:
        title = (goal.title_en if language == "en" else goal.title) or goal.goal_id
        yield _("Målet {title} har ändrats i inläsning {revision} och står kvar.").format(
            title=escape(title), revision=goal.revision
        )
    if (beyond := len(goals) - FIRST_ROWS) > 0:
        said = plural(
            language,
            "{count} ändrat mål till står kvar.",
            "{count} ändrade mål till står kvar.",
            beyond,
        )
        yield upper_first(said.format(count=again(beyond, language)))


def row_numbers(listed: Iterable[int], count: int, language: str) -> str:
    """Write ``Rad 3, 4, 5 och 12 till``: the first rows, and how many more there are.

    `count` is how many there are in all, also of those that are not listed.
    """
    given = list(listed)
    numbers = sorted(set(given))
    if not numbers:
        return ""
    beyond = len(numbers) if count <= len(given) else count
    shown = beyond if beyond == FIRST_ROWS + 1 else FIRST_ROWS
    said = plural(language, "Rad {rows}", "Raderna {rows}", len(numbers))
    said = said.format(rows=", ".join(str(row) for row in numbers[:shown]))
    if beyond <= shown:
        return said
    return said + translator(language)(" och {more} till").format(
        more=number(beyond - shown, 0, language)
    )


def in_language(said: Both, language: str) -> str:
    """Return what the intake says in the language of the page."""
    return said.en if language == "en" else said.sv


def noun(kind: str, count: int, language: str) -> str:
    """Name what a file of `kind` holds."""
    if kind not in KIND_NAMES:
        return plural(language, "rad", "rader", count)
    one, many = kind_named(kind).noun
    return plural(language, one, many, count)


def save_label(examination: Examination, language: str) -> str:
    """Say on the button what will be saved."""
    count = examination.new + examination.changed
    return translator(language)("Spara {count} {noun}").format(
        count=number(count, 0, language), noun=noun(examination.kind, count, language)
    )


def why_not(examination: Examination, actor: str, language: str) -> str:
    """Say why nothing can be saved; empty when it can."""
    _ = translator(language)
    if examination.waiting:
        said = _("{questions}. Knappen tänds när inget längre väntar.")
        return said.format(questions=waiting(examination.waiting, language))
    if examination.stops:
        return _("Knappen tänds när inget stoppar. Efteråt kan hela inläsningen ångras.")
    if not examination.new + examination.changed:
        return _("Det finns inget nytt att spara.")
    if not actor.strip():
        return _("Skriv ditt namn först, så att andra ser vem som läste in filen.")
    return ""


def verdict_title(changes: int, goals: int, language: str) -> str:
    """Say how many goals would get another state."""
    _ = translator(language)
    if not changes:
        return _("Inget mål byter läge")
    if goals == 1:
        return _("Det enda målet byter läge")
    first = _("Ett") if changes == 1 else upper_first(counted(changes, language))
    return _("{changes} av {goals} mål byter läge").format(
        changes=first, goals=number(goals, 0, language)
    )


def promise_title(changes: int, language: str) -> str:
    """Say how many promises would get another state."""
    said = plural(
        language, "{changes} löfte byter läge", "{changes} löften byter läge", changes
    )
    return upper_first(said.format(changes=counted(changes, language)))
