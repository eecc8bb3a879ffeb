"""The numbers behind a chart, as people read them and as files hand them on."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.text import numbers, sentences
from dashboard.text.language import translator
from dashboard.text.markdown import swedish
from metrics.definition.indicator import Indicator
from metrics.methods.timeline import Point, points

_MISSING = {
    "suppressed": "dolt",
    "few_people": "dolt: få personer",
    "not_applicable": "ej tillämpligt",
    "missing": "saknas",
}

_HANDED_ON = (
    "area_id",
    "indicator_id",
    "category",
    "period",
    "value",
    "class_code",
    "numerator",
    "denominator",
    "n",
    "low",
    "high",
    "missing_reason",
    "status",
    "evidence",
    "source",
    "note",
    "revision_from",
)


def readable(observations: pd.DataFrame, indicator: Indicator, language: str) -> pd.DataFrame:
    """Return one row of words per measurement, newest first; columns without content left out.

    Columns: period, value, numerator, denominator, answers, 95 % uncertainty, status, note,
    source and the revision that brought it, named in `language`.
    """
    _ = translator(language)
    placed = {point.period: point for point in points(observations, indicator)}
    rows = []
    for row in observations.sort_values("period_start", ascending=False).to_dict("records"):
        point = placed[str(row["period"])]
        rows.append(
            {
                _("Period"): sentences.period(point.period, language),
                _("Värde"): _value(point, indicator, language),
                _("Täljare"): _count(row.get("numerator"), language),
                _("Nämnare"): _count(row.get("denominator"), language),
                _("Antal svar"): _count(point.n, language),
                _("95\u00a0% osäkerhet"): _interval(point, indicator, language),
                _("Status"): _status(point, language),
                _("Anmärkning"): swedish(str(row.get("note") or ""), language),
                _("Källa"): swedish(str(row.get("source") or ""), language),
                _("Inläsning"): str(row.get("revision_from") or ""),
            }
        )
    return _filled(rows)


def short(
    observations: pd.DataFrame,
    indicator: Indicator,
    language: str,
    *,
    levels: Mapping[str, tuple[float, float]] | None = None,
) -> pd.DataFrame:
    """Return what stands in a chart: period, value, answers, interval, level, status."""
    return as_drawn(points(observations, indicator), indicator, language, levels=levels)


def as_drawn(
    placed: Sequence[Point],
    indicator: Indicator,
    language: str,
    *,
    levels: Mapping[str, tuple[float, float]] | None = None,
) -> pd.DataFrame:
    """Return the measurements of a chart as words, newest first; see `short`.

    `levels` are the limits that hold the level after a measurement, by its period.
    """
    _ = translator(language)
    known = levels or {}
    return _filled(
        [
            {
                _("Period"): sentences.period(point.period, language),
                _("Värde"): _value(point, indicator, language),
                _("Antal svar"): _count(point.n, language),
                _("95\u00a0% osäkerhet"): _interval(point, indicator, language),
                _("Nivån, 80\u00a0%"): numbers.span(
                    *known[point.period], indicator.decimals, language
                )
                if point.period in known
                else "",
                _("Status"): _status(point, language),
            }
            for point in reversed(placed)
        ]
    )


def _filled(rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Return rows as a table without the columns that say nothing."""
    columns = [name for name in (rows[0] if rows else ()) if any(row[name] for row in rows)]
    return pd.DataFrame([[row[name] for name in columns] for row in rows], columns=columns)


def handed_on(observations: pd.DataFrame) -> pd.DataFrame:
    """Return the measurements with the columns an upload reads, unrounded."""
    kept = [column for column in _HANDED_ON if column in observations.columns]
    return observations[kept].rename(columns={"class_code": "class"})


def _value(point: Point, indicator: Indicator, language: str) -> str:
    if point.class_code:
        return sentences.class_name(point.class_code, indicator, language)
    if point.value is None:
        return translator(language)(_MISSING.get(point.missing, "saknas"))
    return numbers.measured(point.value, indicator.unit, indicator.decimals, language)


def _interval(point: Point, indicator: Indicator, language: str) -> str:
    if point.low is None or point.high is None:
        return ""
    return numbers.span(point.low, point.high, indicator.decimals, language)


def _count(value: object, language: str) -> str:
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    number = float(str(value))
    return numbers.number(number, 0 if number == round(number) else 1, language)


def _status(point: Point, language: str) -> str:
    _ = translator(language)
    said = _("slutligt")
    if point.preliminary:
        said = _("preliminärt")
    elif point.inferred:
        said = _("härledd klass")
    return f"{said}, {_('ej släppt')}" if point.unreleased else said
