"""What the store already knows: areas by every name, their versions, and earlier values."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from data.answers.reader import Reader
from data.intake.area_names import Area, Areas, Code, is_a_name
from data.intake.likeness import fold
from data.intake.municipalities import SCHEME, former_codes, municipalities

__all__ = [
    "Area",
    "Areas",
    "areas",
    "geo_versions",
    "only_geo_versions",
    "stored_values",
]

Codes = Mapping[str, tuple[Code, ...]]
"""The uses of each code, by `fold`."""


def areas(reader: Reader) -> Areas:
    """Read the registered areas. Ids come before codes, and codes before names.

    A municipality is also found by the codes it had before. Areas the viewer may not see are
    known by id only, so that nothing else about them shows.
    """
    rows = reader.rows(
        "SELECT area_id, kind, name, name_en, coalesce(municipality_id, '') AS municipality_id "
        "FROM area_as_of($revision)"
    )
    codes = reader.rows(
        "SELECT area_id, scheme, geo_version, code, valid_from, valid_to "
        "FROM area_code_as_of($revision) UNION ALL "
        "SELECT area_id, '', geo_version, '', NULL, NULL FROM area_boundary_as_of($revision)"
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
            municipality_id=municipality_id,
        )
        for area_id, kind, name, municipality_id in zip(
            *(rows[each] for each in ("area_id", "kind", "name", "municipality_id")),
            strict=True,
        )
    }
    visible = rows[rows["area_id"].isin(seen)]
    municipal, others = _codes(codes[codes["area_id"].isin(seen) & (codes["code"] != "")])
    return Areas(
        by_id=by_id,
        by_text=_by_text(
            [
                zip(rows["area_id"], rows["area_id"], strict=True),
                _named_by(municipal),
                [each for each in _named_by(others) if not is_a_name(each[0])],
                [
                    *zip(visible["name"], visible["area_id"], strict=True),
                    *zip(visible["name_en"], visible["area_id"], strict=True),
                    # The police has names for codes, which others may be called too.
                    *(each for each in _named_by(others) if is_a_name(each[0])),
                ],
            ]
        ),
        codes={
            text: (*municipal.get(text, ()), *others.get(text, ()))
            for text in (*municipal, *others)
        },
        visible=frozenset(seen),
        also=_also(municipal),
    )


def _codes(rows: pd.DataFrame) -> tuple[Codes, Codes]:
    """Return municipal codes, present and former, and all others, by `fold`."""
    municipal: dict[str, tuple[Code, ...]] = {}
    others: dict[str, tuple[Code, ...]] = {}
    for area_id, scheme, version, code, first, last in rows.itertuples(index=False):
        kept = municipal if scheme == SCHEME else others
        made = Code(
            area_id=area_id,
            version=version or scheme,
            valid_from=_day(first) or (_split_on(code) if scheme == SCHEME else None),
            valid_to=_day(last),
        )
        for text, each in [
            (code, made),
            *(_others(code, area_id) if scheme == SCHEME else []),
        ]:
            kept[fold(text)] = (*kept.get(fold(text), ()), each)
    return municipal, others


def _split_on(code: str) -> date | None:
    """Return the day a municipality was made out of a part of another."""
    known = municipalities().get(code)
    return known.valid_from if known and known.split_from else None


def _others(code: str, area_id: str) -> list[tuple[str, Code]]:
    """Return the municipal codes of the same place before and after this one."""
    known = municipalities().get(code)
    later = municipalities()[known.became] if known and known.became else None
    return [
        (each.code, Code(area_id=area_id, version=SCHEME, valid_to=each.valid_to))
        for each in (*former_codes(code), *([later] if later else []))
    ]


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _named_by(codes: Codes) -> Iterable[tuple[str, str]]:
    return [(text, each.area_id) for text, uses in codes.items() for each in uses]


def _also(municipal: Codes) -> dict[str, str]:
    """Return the municipalities that are registered, by the other names in use."""
    known = municipalities()
    return {
        fold(name): uses[0].area_id
        for code, uses in municipal.items()
        if code in known and len(uses) == 1
        for name in known[code].also
    }


def _by_text(layers: Iterable[Iterable[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    """Index texts by layer: a text of an earlier layer is never ambiguous with a later one."""
    found: dict[str, tuple[str, ...]] = {}
    for layer in layers:
        here: dict[str, dict[str, None]] = {}
        for text, area_id in layer:
            folded = fold(text)
            if folded and folded not in found:
                here.setdefault(folded, {})[area_id] = None
        found.update({text: tuple(ids) for text, ids in here.items()})
    return found


def has_geo_versions(reader: Reader) -> bool:
    """Whether any series there is has a boundary version."""
    with reader.cursor() as cursor:
        found = cursor.execute("SELECT bool_or(geo_version <> '') FROM series").fetchone()
    return bool(found and found[0])


def geo_versions(
    reader: Reader, wanted: pd.DataFrame
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the boundary versions of pairs of ``indicator_id`` and ``area_id``, in order.

    Those of series with current values; a pair without any is left out.
    """
    with reader.cursor() as cursor:
        cursor.register("wanted", wanted)
        rows = cursor.execute(
            """
            SELECT indicator_id, area_id, list_sort(list(DISTINCT geo_version))
            FROM series SEMI JOIN wanted USING (indicator_id, area_id)
            WHERE series_id IN (SELECT series_id FROM observation_as_of($revision))
            GROUP BY ALL
            """,
            {"revision": reader.revision},
        ).fetchall()
    return {(indicator_id, area_id): tuple(each) for indicator_id, area_id, each in rows}


def only_geo_versions(reader: Reader, wanted: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the boundary version of each pair of indicator and area that has only one."""
    found = geo_versions(reader, wanted)
    return {pair: versions[0] for pair, versions in found.items() if len(versions) == 1}


def stored_values(reader: Reader, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the current observations of pairs of ``indicator_id`` and ``area_id``.

    One row per series and period: the columns of `data.store.tables.SERIES_KEY`, ``period``,
    ``period_start``, ``period_end``, ``value`` and what stands beside it: numbers are NaN and
    texts, as categories, ``''`` or missing where there are none. ``hidden`` is whether the
    viewer must not be shown what stands there: it is for what stays when a file is saved.
    """
    with reader.whole_cursor() as cursor:
        cursor.register("wanted", wanted)
        found = cursor.sql(
            """
            SELECT s.indicator_id, s.definition_version, s.area_id, s.geo_version, s.category,
                   s.supplier, o.period, o.period_start, o.period_end, o.value,
                   CAST(o.n AS DOUBLE) AS n, o.class_code, o.numerator, o.denominator, o.low,
                   o.high, o.ceiling, o.missing_reason, o.status, o.evidence, o.source, o.note,
                   m.series_id IS NOT NULL AND NOT $clearance AS hidden
            FROM observation_as_of($revision) o
            JOIN series s USING (series_id)
            LEFT JOIN disclosure_mask m ON m.series_id = o.series_id AND m.period = o.period
                 AND m.observed_from = o.revision_from
            SEMI JOIN wanted w ON w.indicator_id = s.indicator_id AND w.area_id = s.area_id
            """,
            params={"revision": reader.revision, "clearance": reader.viewer.clearance},
        ).to_arrow_table()
    # A file read once more has as many rows here as it has itself: its texts are few.
    rows: pd.DataFrame = found.to_pandas(strings_to_categorical=True, date_as_object=False)
    return rows
