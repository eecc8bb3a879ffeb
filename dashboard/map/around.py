"""What an area is part of and what it is made of: the ways up and down from a map."""

import pandas as pd

from dashboard.page import cards, loaders
from dashboard.page.loaders import finished
from dashboard.text.areas import name_of
from dashboard.text.language import translator
from data.answers import places
from data.answers.areas import all_areas

_MOST = 12
"""So many parts are named; more are found by choosing their level."""


@finished
def nearby(area_id: str, language: str) -> str:
    """Write links to what an area lies in and to its parts; empty where there is neither."""
    _ = translator(language)
    areas = loaders.ask(all_areas)
    area = areas[areas["area_id"] == area_id].iloc[0]
    over = areas[areas["area_id"] == area["parent_id"]]
    lines = [_("Ligger i {area}.").format(area=one) for one in _links(over, language)]
    if beneath := _links(_parts(area, areas), language):
        lines.append(_("Delar: {areas}").format(areas=" · ".join(beneath)))
    return "  \n".join(lines)


def _parts(area: pd.Series, areas: pd.DataFrame) -> pd.DataFrame:
    """Return what lies in an area, or what nearly covers one that is only an outline.

    None where they are more than can be named.
    """
    nearly = loaders.ask(places.approximate_boundaries, kind=str(area["kind"]))
    mine = nearly[nearly["area_id"] == area["area_id"]]["part_id"]
    inside = (areas["parent_id"] == area["area_id"]) | areas["area_id"].isin(mine)
    return areas[inside] if inside.sum() <= _MOST else areas[:0]


def _links(areas: pd.DataFrame, language: str) -> list[str]:
    return [
        f"[{cards.escape(name_of(area, language))}]"
        f"({cards.address('omrade', omrade=area['area_id'])})"
        for _place, area in areas.iterrows()
    ]
