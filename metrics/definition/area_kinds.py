"""The kinds of area that are followed: how small they are, and what they are called."""

from typing import NamedTuple

from metrics.definition.words import Words


class AreaKind(NamedTuple):
    """A kind of area: its fineness (0 is the largest) and its name, as inside a sentence."""

    fineness: int
    one: Words
    many: Words


AREA_KINDS: dict[str, AreaKind] = {
    "development_area": AreaKind(
        3,
        Words("utvecklingsområde", "development area"),
        Words("utvecklingsområden", "development areas"),
    ),
    "police_area": AreaKind(
        3, Words("polisområde", "police area"), Words("polisområden", "police areas")
    ),
    "city_area": AreaKind(
        2, Words("stadsområde", "city district"), Words("stadsområden", "city districts")
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
    "property": AreaKind(4, Words("fastighet", "property"), Words("fastigheter", "properties")),
    "centre": AreaKind(4, Words("centrum", "centre"), Words("centrum", "centres")),
    "school": AreaKind(4, Words("skola", "school"), Words("skolor", "schools")),
}
"""Every kind by its id, in the order they are offered."""
