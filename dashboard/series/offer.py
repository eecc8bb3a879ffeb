"""The way out on a page: what is shown, as slides, as paper, as one file, as a picture."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import streamlit as st

from dashboard.export import asking
from dashboard.export.asking import Asked
from dashboard.export.decks import story
from dashboard.export.decks.slide import Deck
from dashboard.installation import now
from dashboard.page import blocks, cards, controls, loaders
from dashboard.page.loaders import finished
from dashboard.page.sharing import public_address
from dashboard.text.language import translator
from data.answers.followed import Followed, Gatherer
from data.answers.goals import all_goals
from data.judging import beside

_LABELS = {
    "pptx": ("Bilder (PowerPoint)", ":material/slideshow:"),
    "pdf": ("Papper (PDF)", ":material/picture_as_pdf:"),
    "html": ("En fil för webbläsaren (HTML)", ":material/language:"),
}


def offer(asked: Asked) -> None:
    """Offer what a page shows as files, made when they are asked for; nothing without goals."""
    if asked.area_id and asked.area_id not in _areas_with_goals():
        return
    from_store, home, today = _from_here(), public_address(), now().date()
    offer_deck(
        lambda: asking.deck(asked, from_store, made_on=today, home=home),
        asked.name,
        asked.language,
    )


@finished
def _areas_with_goals() -> frozenset[str]:
    return frozenset(loaders.ask(all_goals)["area_id"])


def offer_series(one: Followed, language: str) -> None:
    """Offer one series, with or without a goal, as files."""
    from_store, home, today = _from_here(), public_address(), now().date()

    def made() -> Deck:
        said = story.series_slide(
            one, beside.of_followed(from_store, one), from_store.provenance, language
        )
        return Deck(
            title=said.sentence,
            slides=(said,),
            language=language,
            made_on=today,
            home=home,
        )

    offer_deck(made, f"kvarvarde-{one.name}", language)


def offer_deck(made: Callable[[], Deck], name: str, language: str) -> None:
    """Offer a deck as files; `made` may not touch the page, for it is run when pressed."""
    _ = translator(language)
    unfolded, asked_for = controls.unfolded(_("Exportera"), key=f"export-{name}")
    if asked_for:
        with unfolded:
            _formats(made, name, language)


def _formats(made: Callable[[], Deck], name: str, language: str) -> None:
    _ = translator(language)
    place = loaders.settings().pptx_template
    trouble = _trouble(place, _changed(place))
    st.markdown(_("En mening och ett diagram per bild, med källa, underlag och QR-kod."))
    if trouble:
        st.warning(cards.escape(trouble))
    with blocks.container(horizontal=True):
        for form, (words, icon) in _LABELS.items():
            st.download_button(
                _(words),
                data=loaders.later(partial(_written, form, made, place)),
                file_name=f"{name}.{form}",
                mime=asking.FORMATS[form],
                icon=icon,
                key=f"export-{name}-{form}",
                on_click="ignore",
                disabled=bool(trouble) and form == "pptx",
            )


def _written(form: str, made: Callable[[], Deck], place: Path | None) -> bytes:
    return asking.written(form, made(), place)


def chart_downloads(one: Followed, language: str, *, key: str = "") -> None:
    """Offer the chart of a series as a picture, with its sentence and source inside it."""
    from_store = _from_here()

    def picture() -> str:
        from dashboard.export.picture import whole_picture  # its letters take long to load

        drawn_with = beside.of_followed(from_store, one)
        said = story.series_slide(one, drawn_with, from_store.provenance, language)
        return whole_picture(said, language)

    name = f"{one.area_id}.{one.indicator.id}"
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "svg": ("image/svg+xml", lambda: picture().encode()),
        "png": ("image/png", lambda: _as_png(picture())),
    }
    with blocks.container(horizontal=True):
        for form, (mime, make) in makers.items():
            cards.download(
                translator(language)("Ladda ner {form}").format(form=form.upper()),
                make,
                f"{name}.{form}",
                mime=mime,
                key=f"picture-{name}-{key}-{form}",
            )


def _as_png(picture: str) -> bytes:
    from dashboard.export import typesetting

    return typesetting.png(picture)


def _from_here() -> Gatherer:
    # The reader is pinned now, while there is an address to read the revision from.
    return Gatherer(loaders.reader(), loaders.catalogue())


def _changed(place: Path | None) -> float:
    return place.stat().st_mtime if place is not None and place.exists() else 0.0


@cache
def _trouble(place: Path | None, _changed: float) -> str:
    """Return what is wrong with the template, looked at once for each time it is changed."""
    from dashboard.export import template

    try:
        template.opened(place)
    except template.TemplateError as error:
        return str(error)
    return ""
