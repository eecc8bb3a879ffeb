"""What the store already knows: areas by every name, their versions, and earlier values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.answers.reader import Reader
from data.intake.values import nearest

_SUGGESTED_TEXTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A registered area, as far as the intake needs it."""

    area_id: str
    kind: str
    name: str
    versions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Every registered area, found by id, by any code and by unambiguous name."""

    by_id: Mapping[str, Area]
    by_text: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of the areas a text may mean: one, none, or the ambiguous ones."""
        return self.by_text.get(text.casefold(), ())

    def only(self, text: str) -> str | None:
        """Return the id of the one area a text means, None where it is none or several."""
        found = self.named(text)
        return found[0] if len(found) == 1 else None

    def like(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """Suggest names of areas spelt like the first unknown texts."""
        names = {text: ids for text, ids in self.by_text.items() if len(ids) == 1}
        return {
            text: list(
                dict.fromkeys(
                    self.by_id[names[match][0]].name
                    for match in nearest(text.casefold(), names, most=4)
                )
            )[:3]
            for text in list(texts)[:_SUGGESTED_TEXTS]
        }


def areas(reader: Reader) -> Areas:
    """Read the registered areas. Ids come before codes, and codes before names.

    Areas the viewer may not see are known by id only, so that nothing else about them shows.
    """
    rows = reader.rows("SELECT area_id, kind, name, name_en FROM area_as_of($revision)")
    codes = reader.rows(
        "SELECT area_id, scheme, geo_version, code FROM area_code_as_of($revision) "
        "UNION ALL SELECT area_id, '', geo_version, '' FROM area_boundary_as_of($revision)"
    )
    seen = set(reader.viewer.sees(rows["area_id"]))
    versions: dict[str, set[str]] = {}
    for area_id, scheme, geo_version in zip(
        codes["area_id"], codes["scheme"], codes["geo_version"], strict=True
    ):
        versions.setdefault(area_id, set()).update({scheme, geo_version} - {""})
    by_id = {
        area_id: Area(
            area_id=area_id,
            kind=kind,
            name=name if area_id in seen else area_id,
            versions=frozenset(versions.get(area_id, ())),
        )
        for area_id, kind, name in zip(rows["area_id"], rows["kind"], rows["name"], strict=True)
    }
    visible_codes = codes[codes["area_id"].isin(seen)]
    visible = rows[rows["area_id"].isin(seen)]
    return Areas(
        by_id=by_id,
        by_text=_by_text(
            [
                zip(rows["area_id"], rows["area_id"], strict=True),
                zip(visible_codes["code"], visible_codes["area_id"], strict=True),
                zip(
                    [*visible["name"], *visible["name_en"]],
                    [*visible["area_id"]] * 2,
                    strict=True,
                ),
            ]
        ),
    )


def _by_text(layers: Iterable[Iterable[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Index texts by layer: a text of an earlier layer is never ambiguous with a later one."""
    found: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        here: dict[str, dict[str, None]] = {}
        for text, area_id in layer:
            if text and text.casefold() not in found:
                here.setdefault(text.casefold(), {})[area_id] = None
        found.update({text: tuple(ids) for text, ids in here.items()})
    return found


def existing_series(reader: Reader, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the series of pairs of ``indicator_id`` and ``area_id``.

    One row per series with current values: ``series_id`` and those of
    `data.store.tables.SERIES_KEY`.
    """
    with reader.cursor() as cursor:
        cursor.register("wanted", wanted)
        return cursor.execute(
            """
            SELECT series_id, indicator_id, definition_version, area_id, geo_version, category,
                   supplier
            FROM series SEMI JOIN wanted USING (indicator_id, area_id)
            WHERE series_id IN (SELECT series_id FROM observation_as_of($revision))
            """,
            {"revision": reader.revision},
        ).df()


def only_geo_versions(reader: Reader, wanted: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the boundary version of each pair of indicator and area that has only one."""
    series = existing_series(reader, wanted)
    counted = series.groupby(["indicator_id", "area_id"])["geo_version"].agg(["nunique", "min"])
    return {
        (str(pair[0]), str(pair[1])): str(version)
        for pair, version in counted.loc[counted["nunique"] == 1, "min"].items()
        if isinstance(pair, tuple)
    }


def stored_values(reader: Reader, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the current observations of pairs of ``indicator_id`` and ``area_id``.

    One row per series and period: the columns of `data.store.tables.SERIES_KEY`, ``period``,
    ``period_start``, ``period_end``, ``value`` and ``n`` (NaN where missing), ``class_code``.
    """
    with reader.cursor() as cursor:
        cursor.register("wanted", wanted)
        return cursor.execute(
            """
            SELECT s.indicator_id, s.definition_version, s.area_id, s.geo_version, s.category,
                   s.supplier, o.period, o.period_start, o.period_end, o.value,
                   CAST(o.n AS DOUBLE) AS n, o.class_code
            FROM observation_as_of($revision) o
            JOIN series s USING (series_id)
            SEMI JOIN wanted w ON w.indicator_id = s.indicator_id AND w.area_id = s.area_id
            """,
            {"revision": reader.revision},
        ).df()
