"""The sentences of the page: what the file says and what has, or has not, been saved."""

from dashboard.text.language import plural, translator, upper_first
from dashboard.text.numbers import number
from data.intake import KIND_NAMES, Examination, kind_named

_SMALL = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio")


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


def finding_title(examination: Examination, language: str) -> str:
    """Say what the file is worth before anything is saved: the title of the page."""
    _ = translator(language)
    stops, warns = weighed(examination)
    if unreadable(examination):
        return _("Inget har sparats. Filen kan inte läsas in som den är.")
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
    return _("Inget att rätta")


def how_it_was_read(examination: Examination, language: str) -> str:
    """Say how the file was understood, so that a wrong guess is seen."""
    _ = translator(language)
    reading = examination.reading
    lines = plural(language, "{rows} rad", "{rows} rader", examination.rows)
    parts = [lines.format(rows=number(examination.rows, 0, language))]
    if row := reading.get("header_row"):
        parts.append(_("rubriker på rad {row}").format(row=row))
    if sheet := reading.get("sheet"):
        parts.append(_("bladet {sheet}").format(sheet=sheet))
    if encoding := reading.get("encoding"):
        parts.append(str(encoding))
    if reading.get("decimal") == ",":
        parts.append(_("decimalkomma"))
    said = _("Läst som {kind}: {parts}.").format(
        kind=noun(examination.kind, 2, language), parts=", ".join(parts)
    )
    return f"{said} {_renamed(reading.get('columns'), language)}".strip()


def _renamed(columns: object, language: str) -> str:
    if not isinstance(columns, dict):
        return ""
    _ = translator(language)
    unread = [str(given) for given, canonical in columns.items() if not canonical]
    if not unread:
        return ""
    return _("Kolumner som inte läses: {columns}.").format(columns=", ".join(unread))


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
