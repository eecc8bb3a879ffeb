"""Question two: where the place is, as a point, a drawn line, a file, or other areas."""

import json
from functools import partial

import streamlit as st

from dashboard.charts.plotly.site_map import site_map
from dashboard.charts.theme import Spec
from dashboard.page import addressed, cards, controls, drafts, loaders, widgets
from dashboard.page.loaders import finished
from dashboard.place import draft
from dashboard.place.draft import FORM, field
from dashboard.text.language import translator
from dashboard.text.new_place import OUTLINES
from data.answers.places import parts_of_municipality
from data.intake.outline import Where, drawn, outline_in, point_at, union_of

_CHART = "new-place-map"


def ask(municipality_id: str, language: str) -> None:
    """Ask where the place is. What is wrong is said where it was written."""
    _ = translator(language)
    names = _names(municipality_id)
    options = {"point": _("Sätt en punkt"), "upload": _("Ladda upp gräns")}
    if names:
        options |= {"draw": _("Rita"), "parts": _("Bygg av områden")}
    elif drafts.written_in(FORM, "municipality"):
        cards.note(_("Kommunens delar finns inte här. Sätt en punkt eller ladda upp en gräns."))
    else:
        cards.note(_("Välj kommun först, så visas dess delar här."))
    draft.forget_unless("how", options)
    how = widgets.segmented_control(
        _("Så anger jag platsen"),
        options,
        key=field("how"),
        on_change=_forget_shape,
        args=(tuple(names),),
        wrap=True,
    )
    if how == "point":
        _point(language)
    elif how == "upload":
        _upload(language)
    elif how == "draw":
        _draw(municipality_id, names, language)
    elif how == "parts":
        _parts(municipality_id, names, language)


@finished
def _names(municipality_id: str) -> dict[str, str]:
    """Return the parts of a municipality by id."""
    parts = loaders.ask(parts_of_municipality, municipality_id=municipality_id)
    return {
        str(area_id): str(name)
        for area_id, name in zip(parts["area_id"], parts["area_name"], strict=True)
    }


def _forget_shape(known: tuple[str, ...]) -> None:
    """Another way to say where begins anew, but what was written in it stands there."""
    how = drafts.written_in(FORM, "how")
    drafts.write_in(FORM, shape="", wrong="")
    if how == "point":
        _take_point()
    elif how == "parts":
        made_of = [one for one in drafts.written_in(FORM, "made_of") or [] if one in known]
        drafts.write_in(FORM, made_of=made_of)


def _told(where: Where, language: str) -> None:
    """Keep what is wrong with where the place is, for whoever saves, and say it here."""
    drafts.write_in(FORM, wrong=where.code)
    if where.code:
        st.error(translator(language)(OUTLINES[where.code]))


def _point(language: str) -> None:
    _ = translator(language)
    text = st.text_input(
        _("Latitud och longitud"),
        placeholder="57,8903 11,6457",
        help=_("I de flesta kartor: högerklicka eller håll fingret på platsen och kopiera."),
        key=field("point"),
        on_change=_take_point,
    )
    where = point_at(text) if text else Where()
    _told(where, language)
    if where.geometry:
        longitude, latitude = json.loads(where.geometry)["coordinates"]
        said = _("Punkten är {latitude}° nord, {longitude}° öst.")
        st.caption(said.format(latitude=_degrees(latitude), longitude=_degrees(longitude)))


def _degrees(number: float) -> str:
    text = f"{number:.4f}"
    return text if addressed.language() == "en" else text.replace(".", ",")


def _take_point() -> None:
    drafts.write_in(FORM, shape=point_at(str(drafts.written_in(FORM, "point") or "")).geometry)


def _upload(language: str) -> None:
    _ = translator(language)
    given = widgets.file_uploader(
        _("Gränsen som GeoJSON"), type=("geojson", "json"), key="new-place-outline"
    )
    if given is not None:
        where = outline_in(given.getvalue())
        _told(where, language)
        drafts.write_in(FORM, shape=where.geometry)
    if drafts.written_in(FORM, "shape"):
        st.caption(_("Gränsen är läst."))


def _draw(municipality_id: str, names: dict[str, str], language: str) -> None:
    _ = translator(language)
    near = st.selectbox(
        _("Visa kartan runt"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Hela kommunen"),
        key=field("near"),
    )
    st.caption(
        _("Dra ett streck runt platsen på kartan. Utan mus: ladda upp gränsen i stället.")
    )
    dark = addressed.dark()
    line = controls.lassoed(_CHART)
    if line is not None:
        where = drawn(*line)
        _told(where, language)
        drafts.write_in(FORM, shape=where.geometry)
    shape = str(drafts.written_in(FORM, "shape") or "")
    _map(municipality_id, tuple(filter(None, [near])), shape, dark, draw=True)
    if drafts.written_in(FORM, "shape"):
        st.caption(_("Gränsen är ritad. Rita igen för att ersätta den."))


def _parts(municipality_id: str, names: dict[str, str], language: str) -> None:
    _ = translator(language)
    made_of = [one for one in drafts.written_in(FORM, "made_of") or [] if one in names]
    left = [one for one in names if one not in made_of]
    st.selectbox(
        _("Lägg till ett område"),
        left,
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Sök på namn"),
        key=field("add"),
        on_change=partial(_add, tuple(names)),
    )
    if made_of:
        st.pills(
            _("Består av (tryck för att ta bort)"),
            made_of,
            selection_mode="multi",
            format_func=lambda one: cards.escape(names[one]),
            key=field("made_of"),
        )
    dark = addressed.dark()
    _map(municipality_id, tuple(made_of), "", dark, draw=False)
    st.caption(
        _(
            "Så läggs siffror ihop: antal summeras, andelar vägs med antalet svar. "
            "Bara perioder där alla delar har ett värde räknas."
        )
    )


def _add(known: tuple[str, ...]) -> None:
    added = drafts.written_in(FORM, "add")
    if added in known:
        made_of = [*(drafts.written_in(FORM, "made_of") or []), added]
        drafts.write_in(FORM, made_of=list(dict.fromkeys(made_of)), add=None)


@finished
def union(municipality_id: str, made_of: tuple[str, ...]) -> str:
    """Return the outline of a place that is made of others; '' where none has one."""
    parts = loaders.ask(parts_of_municipality, municipality_id=municipality_id)
    return union_of(parts[parts["area_id"].isin(made_of)]["geojson"])


def _map(
    municipality_id: str, made_of: tuple[str, ...], shape: str, dark: bool, *, draw: bool
) -> None:
    """Draw the parts of a municipality around those chosen, with what has been drawn."""
    spec = _drawn(municipality_id, made_of, shape, dark, addressed.language(), draw=draw)
    alt = translator(addressed.language())("Karta över kommunens delar. Namnen står i listan.")
    if not draw:
        cards.plot(spec, alt=alt, key="new-place-parts")
        return
    widgets.chart(spec, alt=alt, key=_CHART, on_select="rerun", selection_mode="lasso")


@finished
def _drawn(
    municipality_id: str,
    made_of: tuple[str, ...],
    shape: str,
    dark: bool,
    language: str,
    *,
    draw: bool,
) -> Spec:
    parts = loaders.ask(parts_of_municipality, municipality_id=municipality_id)
    return site_map(
        dict(zip(parts["area_name"], parts["geojson"], strict=True)),
        around=list(parts[parts["area_id"].isin(made_of)]["geojson"]),
        own=shape,
        draw=draw,
        dark=dark,
        language=language,
    )
