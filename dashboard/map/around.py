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
    areas = loaders.ask(all_areas).set_index("area_id", drop=False)
    area = areas.loc[area_id]
    lines = []
    if area["parent_id"] in areas.index:
        over = _link(areas.loc[area["parent_id"]], language)
        lines.append(_("Ligger i {area}.").format(area=over))
    beneath = _parts(area, areas)
    if 0 < len(beneath) <= _MOST:
        named = " · ".join(_link(part, language) for _place, part in beneath.iterrows())
        lines.append(_("Delar: {areas}").format(areas=named))
    return "  \n".join(lines)


def _parts(area: pd.Series, areas: pd.DataFrame) -> pd.DataFrame:
    """Return what lies in an area, or what nearly covers one that is only an outline."""
    nearly = loaders.ask(places.approximate_boundaries, kind=str(area["kind"]))
    mine = nearly[nearly["area_id"] == area["area_id"]]["part_id"]
    inside = (areas["parent_id"] == area["area_id"]) | areas.index.isin(mine)
    return areas[inside]


def _link(area: pd.Series, language: str) -> str:
    name = cards.escape(name_of(area, language))
    return f"[{name}]({cards.address('omrade', omrade=area['area_id'])})"
