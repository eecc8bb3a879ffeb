"""The sheet of a template that says how it is filled in, one row after the other."""

import math
from collections.abc import Iterator, Sequence

from dashboard.text import numbers
from dashboard.text.language import translator
from data.intake.checks import value_range
from data.intake.columns import headers
from data.intake.observation_example import example_value
from metrics.definition.indicator import Evidence, Indicator


def guide(
    indicator: Indicator, columns: Sequence[str], sender: str, home: str, language: str
) -> list[str]:
    """Say how a template with these columns is filled in; `home` is '' where nobody knows.

    One text per row, in one cell: two cells that name columns would be taken for headers.
    """
    _ = translator(language)
    words = indicator.wording(language)
    facts = {
        _("Indikator"): f"{words.name} ({indicator.id})",
        _("Lämnas av"): sender,
        _("Enhet"): words.unit,
        _("Täljare"): words.numerator,
        _("Nämnare"): words.denominator,
        _("Så kan talet vilseleda"): words.misleading,
    }
    return [
        _("Så fyller du i mallen"),
        *(f"{name}: {said}" for name, said in facts.items() if said),
        "",
        *_steps(indicator, home, language),
        "",
        _("Kolumnerna"),
        *_columns(indicator, columns, language),
    ]


def _steps(indicator: Indicator, home: str, language: str) -> Iterator[str]:
    _ = translator(language)
    where = f"{home}/ladda-upp?indikator={indicator.id}" if home else _("Ladda upp i Kvarvärde")
    yield _("1. Områden och perioder står redan på första bladet. Skriv värdet på varje rad.")
    yield _("2. Saknas ett värde: skriv .. (sekretess), . (inte aktuellt) eller - (saknas).")
    if indicator.evidence is Evidence.ORDINAL:
        yield _("3. Varje rad behöver en klass. Ta bort de rader du inte har något om.")
    else:
        yield _("3. En tom värdecell läses inte och ändrar inget. Hoppa över det du inte har.")
    yield _("4. Vill du lämna fler rader, skriv dem direkt under de andra.")
    yield _("5. Spara filen och släpp den här: {where}").format(where=where)
    yield _("Inget sparas förrän du har sett vad filen ändrar och sagt ja.")


def value_words(indicator: Indicator, language: str) -> str:
    """Say what a value may be: its unit, an example and its limits, or the classes."""
    _ = translator(language)
    if indicator.evidence is Evidence.ORDINAL:
        listed = ", ".join(classes(indicator, language))
        return _("En av klasserna: {classes}.").format(classes=listed)
    low, high = value_range(indicator)
    said = [
        _("Tal i enheten {unit}, till exempel {example}.").format(
            unit=indicator.wording(language).unit,
            example=_number(example_value(indicator), language),
        )
    ]
    if not math.isnan(low) and not math.isnan(high):
        said.append(
            _("Mellan {low} och {high}.").format(
                low=_number(low, language), high=_number(high, language)
            )
        )
    elif not math.isnan(low):
        said.append(_("Minst {low}.").format(low=_number(low, language)))
    return " ".join(said)


def classes(indicator: Indicator, language: str) -> list[str]:
    """Name the classes that are still in use, mildest first."""
    steps = sorted(indicator.ladder, key=lambda one: one.severity)
    return [one.en if language == "en" else one.sv for one in steps if not one.retired_on]


def _number(value: float, language: str) -> str:
    return numbers.number(value, 0 if float(value).is_integer() else 1, language)


def _columns(indicator: Indicator, columns: Sequence[str], language: str) -> Iterator[str]:
    names, said = headers("observations"), _meanings(indicator, language)
    for column in columns:
        yield f"{names[column][language]}: {said[column]}"


def _meanings(indicator: Indicator, language: str) -> dict[str, str]:
    _ = translator(language)
    words = indicator.wording(language)
    return {
        "area_id": _("Området: namn, kod eller id."),
        "indicator_id": _("Står redan där. Ändra det inte."),
        "category": _("Vilken grupp värdet gäller. Tomt är alla."),
        "geo_version": _("Vilka gränser området har. Ändra det inte."),
        "supplier": _("Vem som lämnar serien. Ändra det inte."),
        "period": _("Tiden som värdet gäller."),
        "value": value_words(indicator, language),
        "class": value_words(indicator, language),
        "evidence": _("angiven om klassen står i källan, härledd om den är en slutsats."),
        "numerator": _("Får vara tom: {what}.").format(what=words.numerator),
        "denominator": _("Får vara tom: {what}.").format(what=words.denominator),
        "n": _("Hur många som har svarat."),
        "status": _("slutlig eller preliminär. Tomt är slutlig."),
        "source": _("Var siffran kommer ifrån."),
        "note": _("Det som läsaren bör veta om just det här värdet."),
    }
