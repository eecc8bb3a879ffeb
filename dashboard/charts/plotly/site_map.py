"""Where a place is to be: the borders around it, on which somebody can draw a line."""

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from dashboard.charts.theme import Spec, figure, palette

_HEIGHT = 320
_FINE = 0.0002
"""Degrees that nobody sees at the size of the map."""

_ROOM = 0.4
"""How much of its neighbours is shown around what the map is of."""


def site_map(
    parts: Mapping[str, str],
    *,
    around: Sequence[str],
    own: str,
    draw: bool,
    dark: bool,
    language: str,
) -> Spec:
    """Draw areas by name as thin lines, in degrees, and some of them near and thick.

    Everything is given as GeoJSON geometries: `around` those that the map is of, none for all,
    and `own` a line of somebody's own, '' for none. `draw` lets one be drawn.
    """
    shapes = shapely.simplify(shapely.from_geojson(np.array([*parts.values()], object)), _FINE)
    ink = palette(dark)
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes))
    chosen = [shapely.from_geojson(each) for each in around]
    west, south, east, north = shapely.total_bounds(chosen or shapes)
    room = _ROOM * max(east - west, north - south) if chosen else 0.0
    hidden = {"visible": False, "fixedrange": True}
    thick = [shapely.from_geojson(own)] if own else [] if draw else chosen
    traces = [
        _outline(shapes, ink["axis"], 1),
        _outline(np.array(thick, dtype=object), ink["accent"], 3),
        {
            "type": "scatter",
            "x": inside[:, 0].tolist(),
            "y": inside[:, 1].tolist(),
            "mode": "markers+text" if chosen else "markers",
            "textposition": [
                ("top center", "bottom center")[at % 2] for at in range(len(parts))
            ],
            "textfont": {"size": 11, "color": ink["text"]},
            "marker": {"size": 5 if chosen else 3, "color": ink["axis"]},
            "text": list(parts),
            "hoverinfo": "text",
            "showlegend": False,
        },
    ]
    return figure(
        [one for one in traces if one["x"]],
        dark=dark,
        language=language,
        height=_HEIGHT,
        margin={"l": 2, "r": 2, "t": 2, "b": 2},
        hovermode="closest",
        dragmode="lasso" if draw else False,
        xaxis={**hidden, "range": [west - room, east + room]},
        yaxis={
            **hidden,
            "range": [south - room, north + room],
            "scaleanchor": "x",
            "scaleratio": 1 / float(np.cos(np.radians((south + north) / 2))),
        },
    )


def _outline(shapes: np.ndarray, colour: str, width: int) -> Spec:
    """Draw the outer borders of shapes as one trace, with a gap between them."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for part in shapely.get_parts(shapes):
        if part.geom_type == "Polygon":
            places = shapely.get_coordinates(part.exterior).round(5)
            xs += [*places[:, 0].tolist(), None]
            ys += [*places[:, 1].tolist(), None]
    return {
        "type": "scatter",
        "x": xs,
        "y": ys,
        "mode": "lines",
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
        "showlegend": False,
    }
