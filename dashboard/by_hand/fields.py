"""Draws the fields of a form; what was written comes back as the words of a file."""

from collections.abc import Callable, Mapping
from datetime import date

from dashboard.by_hand.form import As, Field, Form
from dashboard.page import blocks, loaders, search, widgets
from dashboard.page.loaders import finished
from dashboard.series import area_picker
from dashboard.text import area_kinds
from dashboard.text import promises as stage_words
from dashboard.text.language import translator
from metrics.definition.area_kinds import AREA_KINDS
from metrics.promise.records import POSITIONS

_EARLY, _FAR = date(1950, 1, 1), date(2100, 12, 31)


Offered = Mapping[str, tuple[str, Mapping[str, str]]]
"""What a field of areas is called, and the areas it offers by id, by column."""


def areas(form: Form, given: Mapping[str, str], language: str) -> Offered:
    """Find the areas that the fields of a form offer; of very many a part of the name is asked.

    It is asked before the form, where an answer is heard at once. `given` is as in `ask`.
    """
    _, every = translator(language), area_picker.every_name(language)
    return {
        field.column: search.narrowed(
            _(field.label),
            every,
            language,
            key=f"by-hand-{form.kind}-{field.column}",
            kept=(given.get(field.column),),
        )
        for field in form.fields
        if field.shown_as in {As.AREA, As.AREAS}
    }


def ask(
    form: Form, given: Mapping[str, str], offered: Offered, language: str
) -> dict[str, str]:
    """Ask for every field of a form, in two columns; return what was written, by column.

    `given` are the ids that the address names, by column; `offered` is what `areas` found.
    """
    half = -(-len(form.fields) // 2)
    written: dict[str, str] = {}
    for column, fields in zip(
        blocks.columns(2), (form.fields[:half], form.fields[half:]), strict=True
    ):
        with column:
            for each in fields:
                written |= _ask(each, given.get(each.column, ""), offered, language)
    return written


def _ask(field: Field, given: str, offered: Offered, language: str) -> dict[str, str]:
    if field.shown_as is As.STAGE:
        return _stage(field, language)
    label = translator(language)(field.label)
    label, options = offered.get(field.column) or (label, _options(field, language))
    if options is None:
        return {field.column: _TYPED[field.shown_as](field, language)}
    if field.shown_as in {As.AREAS, As.INDICATORS}:
        return {field.column: _several(label, options, given, language)}
    first = 0 if field.shown_as is As.CHOICE and "" in options else None
    return {field.column: _one(label, options, given, first, language)}


def _options(field: Field, language: str) -> Mapping[str, str] | None:
    """Return what a field offers by name; None where something is typed."""
    _ = translator(language)
    match field.shown_as:
        case As.CHOICE:
            return {word: _(name) for word, name in field.choices.items()}
        case As.INDICATOR | As.INDICATORS:
            return _indicators(language)
        case As.AREA_KIND:
            return {kind: area_kinds.one(kind, language) for kind in AREA_KINDS}
    return None


@finished
def _indicators(language: str) -> dict[str, str]:
    named = {one.id: one.wording(language).name for one in loaders.catalogue().values()}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def _one(
    label: str, options: Mapping[str, str], given: str, first: int | None, language: str
) -> str:
    picked = widgets.selectbox(
        label,
        options,
        index=list(options).index(given) if given in options else first,
        placeholder=translator(language)("Välj"),
    )
    return str(picked or "")


def _several(label: str, options: Mapping[str, str], given: str, language: str) -> str:
    picked = widgets.multiselect(
        label,
        options,
        default=(given,) if given in options else None,
        placeholder=translator(language)("Välj"),
    )
    return "|".join(picked)


def _stage(field: Field, language: str) -> dict[str, str]:
    """Ask for a stage of planning, which is two columns: the stage, and the year of a check."""
    _ = translator(language)
    picked = widgets.selectbox(
        _(field.label),
        {place: stage_words.stage(place, language) for place in range(len(POSITIONS))},
        index=None,
        placeholder=_("Välj"),
    )
    stage, year = ("", "") if picked is None else map(str, POSITIONS[picked])
    return {field.column: stage, "check_year": "" if year == "0" else year}


def _text(field: Field, language: str) -> str:
    return widgets.text_input(translator(language)(field.label), placeholder=field.example)


def _long(field: Field, language: str) -> str:
    return widgets.text_area(translator(language)(field.label), max_chars=2_000).strip()


def _day(field: Field, language: str) -> str:
    on = widgets.date_input(
        translator(language)(field.label),
        value=None,
        format="YYYY-MM-DD",
        min_value=_EARLY,
        max_value=_FAR,
    )
    return on.isoformat() if isinstance(on, date) else ""


_TYPED: Mapping[As, Callable[[Field, str], str]] = {
    As.TEXT: _text,
    As.LONG: _long,
    As.DAY: _day,
}
