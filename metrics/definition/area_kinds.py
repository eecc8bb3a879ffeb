"""The kinds of area that are followed: how small they are, and what they are called."""

from typing import NamedTuple

from metrics.definition.words import Words


class AreaKind(NamedTuple):
    """A kind of area: its fineness (0 is the largest) and its name, as inside a sentence.

    `own` says that people make such places themselves; the others come with their registers.
    """

    fineness: int
    one: Words
    many: Words
    own: bool = False


AREA_KINDS: dict[str, AreaKind] = {
    "development_area": AreaKind(
        3,
        Words("utvecklingsområde", "development area"),
        Words("utvecklingsområden", "development areas"),
        own=True,
    ),
    "police_area": AreaKind(
        3, Words("polisområde", "police area"), Words("polisområden", "police areas")
    ),
    "city_area": AreaKind(
        2,
        Words("stadsområde", "city district"),
        Words("stadsområden", "city districts"),
        own=True,
    ),
    "municipality": AreaKind(
        1, Words("kommun", "municipality"), Words("kommuner", "municipalities")
    ),
    "region": AreaKind(0, Words("region", "region"), Words("regioner", "regions")),
    "regso": AreaKind(3, Words("RegSO", "RegSO"), Words("RegSO", "RegSO")),
    "deso": AreaKind(4, Words("DeSO", "DeSO"), Words("DeSO", "DeSO")),
    "primary_area": AreaKind(
        3, Words("primärområde", "primary area"), Words("primärområden", "primary areas")
    ),
    "property": AreaKind(
        4, Words("fastighet", "property"), Words("fastigheter", "properties"), own=True
    ),
    "centre": AreaKind(4, Words("centrum", "centre"), Words("centrum", "centres"), own=True),
    "school": AreaKind(4, Words("skola", "school"), Words("skolor", "schools"), own=True),
    "block": AreaKind(4, Words("kvarter", "block"), Words("kvarter", "blocks"), own=True),
    "building": AreaKind(4, Words("hus", "building"), Words("hus", "buildings"), own=True),
    "public_space": AreaKind(
        4,
        Words("park eller torg", "park or square"),
        Words("parker och torg", "parks and squares"),
        own=True,
    ),
}
"""Every kind by its id, in the order they are offered."""
