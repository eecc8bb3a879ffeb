"""The course of an area: a row per goal with its states, the breaks, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.describe.chart import Axis, Event
from dashboard.charts.describe.timeline import year_ticks_between
from dashboard.text import numbers, states
from dashboard.text.language import translator
from metrics.methods.timeline import Cut
from metrics.outcome.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time with one state; no state while the baseline was being measured."""

    state: State | None
    start: float
    end: float
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One goal: its name, its states oldest first, and where its series was cut."""

    name: str
    spans: Sequence[Span]
    cuts: Sequence[Cut] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Goals under each other on one time axis, with events through them all."""

    rows: tuple[Row, ...]
    events: tuple[Event, ...]
    time: Axis
    alt: str
    language: str


def course(
    rows: Sequence[Row],
    events: Sequence[tuple[float, str]] = (),
    *,
    happened: Sequence[str] = (),
    language: str,
) -> Course:
    """Describe goals on one time axis, and events as dated marks through them all.

    `events` are (year, label), oldest first; `happened` says them whole, for the alt text.
    """
    low, high = _span(rows, events)
    years = year_ticks_between((low, high))
    return Course(
        rows=tuple(rows),
        events=tuple(Event(x=x, title=title) for x, title in events),
        time=Axis(low=low, high=high, ticks=tuple((year, str(year)) for year in years)),
        alt=_alt(rows, happened, language),
        language=language,
    )


def _span(rows: Sequence[Row], events: Sequence[tuple[float, str]]) -> tuple[float, float]:
    xs = [x for row in rows for span in row.spans for x in (span.start, span.end)]
    xs += [x for x, _label in events]
    return (min(xs), max(xs)) if len(set(xs)) > 1 else (2020.0, 2021.0)


def span_words(span: Span, language: str) -> str:
    """Write a stretch in words: ``Nått målet 2020–2023``."""
    _ = translator(language)
    name = _("Utgångsläge mäts") if span.state is None else states.word(span.state, language)
    when = span.first if span.first == span.last else f"{span.first}{numbers.DASH}{span.last}"
    return f"{name} {when}"


def _alt(rows: Sequence[Row], happened: Sequence[str], language: str) -> str:
    """Say in words what the chart shows: each goal with its states in order, and the events."""
    _ = translator(language)
    said = [_("Tidsaxel med {count} mål.").format(count=len(rows))]
    for row in rows:
        parts = [span_words(span, language) for span in row.spans]
        parts += [_("serien bruten {year}").format(year=cut.year) for cut in row.cuts]
        said.append(f"{row.name}: {', '.join(parts)}.")
    if happened:
        said.append(_("Händelser: {events}.").format(events="; ".join(happened)))
    return " ".join(said)
