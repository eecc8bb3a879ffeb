"""Where: areas by the class of their value or the state of their goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.charts.describe.outlines import Outline
from dashboard.text import states
from dashboard.text.language import translator
from metrics.outcome.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a map says of one area: its class or its state, neither where nothing is known."""

    area_id: str
    name: str
    words: str
    place: int | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Areas that a map says the same of: a class, a state, or nothing at all."""

    words: str
    outlines: tuple[Outline, ...]
    place: int | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMap:
    """Every area on one sheet. `groups` are in the order of the legend.

    `places` holds what is said of each area by its id, `chosen` the id of the one picked out,
    `around` what they lie in, of which nothing is said.
    """

    groups: tuple[Group, ...]
    outlines: tuple[Outline, ...]
    places: Mapping[str, Place]
    chosen: str
    by_state: bool
    alt: str
    language: str
    around: tuple[Outline, ...] = ()

    @property
    def classes(self) -> int:
        """How many classes the values are in; 0 for a map of states."""
        return sum(group.place is not None for group in self.groups)


def value_map(
    outlines: Sequence[Outline],
    places: Sequence[Place],
    names: Sequence[str],
    *,
    what: str,
    chosen: str = "",
    around: Sequence[Outline] = (),
    language: str,
) -> AreaMap:
    """Describe areas by class, lowest first; those without a value are a group of their own.

    `names` are the classes; `places` say which class an area is in; `what` is what is shown.
    """
    found = _by_place(outlines, places)
    classes = [
        Group(words=name, outlines=tuple(found.get(place, ())), place=place)
        for place, name in enumerate(names)
    ]
    missing = _without(found, translator(language)("saknar värde"))
    return AreaMap(
        groups=(*classes, *missing),
        outlines=tuple(outlines),
        places={place.area_id: place for place in places},
        chosen=chosen,
        by_state=False,
        alt=_alt(places, names, what=what, language=language),
        language=language,
        around=tuple(around),
    )


def state_map(
    outlines: Sequence[Outline],
    places: Sequence[Place],
    *,
    what: str,
    chosen: str = "",
    around: Sequence[Outline] = (),
    language: str,
) -> AreaMap:
    """Describe areas by the state of their goal; those without a goal are a group."""
    found = _by_place(outlines, places)
    met = {place.state for place in places if place.state is not None}
    judged = [
        Group(
            words=states.label(state, language),
            outlines=tuple(found.get(state, ())),
            state=state,
        )
        for state in State
        if state in met
    ]
    return AreaMap(
        groups=(*judged, *_without(found, translator(language)("utan mål"))),
        outlines=tuple(outlines),
        places={place.area_id: place for place in places},
        chosen=chosen,
        by_state=True,
        alt=_alt(places, (), what=what, language=language),
        language=language,
        around=tuple(around),
    )


def _by_place(
    outlines: Sequence[Outline], places: Sequence[Place]
) -> dict[State | int | None, list[Outline]]:
    """Divide outlines by what is said of each area; None where nothing is."""
    said = {place.area_id: place for place in places}
    found: dict[State | int | None, list[Outline]] = {}
    for outline in outlines:
        place = said.get(outline.area_id)
        key = None if place is None else place.place if place.state is None else place.state
        found.setdefault(key, []).append(outline)
    return found


def _without(
    found: Mapping[State | int | None, Sequence[Outline]], words: str
) -> tuple[Group, ...]:
    """Return the areas nothing is said of as a group; none where there are none."""
    left = tuple(found.get(None, ()))
    return (Group(words=words, outlines=left),) if left else ()


def _alt(places: Sequence[Place], names: Sequence[str], *, what: str, language: str) -> str:
    """Say in words what the map shows: what, and how many areas are in each class or state."""
    _ = translator(language)
    counted: dict[str, int] = dict.fromkeys(names, 0)
    missing = 0
    for place in places:
        if place.state is not None:
            word = states.word(place.state, language)
            counted[word] = counted.get(word, 0) + 1
        elif place.place is not None:
            counted[names[place.place]] += 1
        else:
            missing += 1
    said = [f"{word} {count}" for word, count in counted.items() if count]
    if missing:
        said.append(_("saknar värde {count}").format(count=missing))
    return _("Karta: {what}. Antal områden: {counts}.").format(
        what=what, counts=", ".join(said) or "0"
    )
