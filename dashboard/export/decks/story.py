"""Tells a goal, an area or the whole as slides: one sentence and one thing to look at each."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dashboard.charts.describe.chart import Chart
from dashboard.charts.describe.ladder import ladder
from dashboard.charts.describe.series import series
from dashboard.export.decks import classes
from dashboard.export.decks.slide import Cell, Slide, Table
from dashboard.text import areas as area_words
from dashboard.text import names, numbers, outcomes, sentences, states
from dashboard.text.headline import behind_the_unknown, headline, worse_lately
from dashboard.text.language import translator
from data.answers import headline_goals
from data.answers.followed import Followed, Gatherer, Provenance
from data.answers.goals import all_goals
from data.judging import beside
from data.judging.beside import Beside
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Evidence, Indicator
from metrics.outcome.counts import Counts
from metrics.outcome.goal import Goal
from metrics.outcome.state import LOST_STATES, Group

_ROWS = 8

MOST_TOLD, MOST_LISTED = 40, 200
"""So many losses have a slide of their own, and so many goals a row; nobody is shown more."""


def of_goal(from_store: Gatherer, goal_id: str, language: str) -> tuple[Slide, ...]:
    """Tell one goal in one slide; nothing for a goal there is not."""
    one = from_store.goal(goal_id)
    if one is None:
        return ()
    return (
        series_slide(one, beside.of_followed(from_store, one), from_store.provenance, language),
    )


def of_area(from_store: Gatherer, area_id: str, language: str) -> tuple[Slide, ...]:
    """Tell an area: what became of its goals in a table, then a slide for each goal.

    Of very many the lost come first, and the others only in the table.
    """
    area = from_store.area(area_id)
    if area is None:
        return ()
    goals = from_store.goals_in(area_id)
    provenance = from_store.provenance
    told = map(from_store.followed, headline_goals.lost_first(goals, MOST_TOLD))
    parts = [
        series_slide(one, beside.of_followed(from_store, one), provenance, language)
        for one in told
    ]
    if len(goals) < 2:
        return tuple(parts)
    about = [(goal, from_store.catalogue[goal.indicator_id]) for goal in goals]
    opening = goals_slides(
        [goal for goal, _indicator in about],
        from_store.catalogue,
        sentence=area_words.title(area, about, language),
        topic=area_words.name_of(area, language),
        path=f"/omrade?omrade={area_id}",
        provenance=provenance,
        language=language,
    )
    return (*opening, *parts)


def of_overview(
    from_store: Gatherer,
    language: str,
    *,
    training: bool = False,
    areas: Collection[str] | None = None,
) -> tuple[Slide, ...]:
    """Tell Läget: the headline with the five counts, each loss, then goal by goal.

    With `areas`, only those are named: losses and goals elsewhere are counted, not shown.
    Of very many the largest losses are told, and the lost are listed before the others.
    """
    chosen = headline_goals.of(from_store.ask(all_goals), training=training)
    shown = [goal for goal in chosen.goals if areas is None or goal.area_id in areas]
    listed = headline_goals.lost_first(shown, MOST_LISTED)
    provenance, path = from_store.provenance, f"/?data={'ovning' if training else 'verkliga'}"
    first = headline_slide(chosen, provenance, path, language)
    losses = _losses(from_store, shown, path, language)
    rows = goals_slides(
        listed,
        from_store.catalogue,
        sentence=_shown(len(listed), len(shown), len(chosen.goals), language),
        topic=translator(language)("Område för område"),
        path=path,
        provenance=provenance,
        language=language,
        named=True,
    )
    return (first, *losses, *rows)


def _losses(
    from_store: Gatherer, shown: Sequence[Goal], path: str, language: str
) -> list[Slide]:
    """Tell each loss; several of the same classes share a table, for they look the same."""
    told: list[Slide] = []
    lost = [goal for goal in shown if goal.verdict.state in LOST_STATES]
    together = _of_the_same_classes(lost, from_store.catalogue)
    alone = [goal for goal in lost if goal.indicator_id not in together]
    for goal in headline_goals.furthest(alone, MOST_TOLD):
        one = from_store.followed(goal)
        drawn_with = beside.of_followed(from_store, one)
        told.append(series_slide(one, drawn_with, from_store.provenance, language))
    for indicator_id in together:
        alike = [goal for goal in shown if goal.indicator_id == indicator_id]
        some = headline_goals.lost_first(alike, MOST_TOLD)
        told += classes.slides(
            [from_store.followed(goal) for goal in some],
            [goal.verdict.state for goal in alike],
            resting_on=resting_on(from_store.provenance, language),
            path=path,
            language=language,
        )
    return told


def _of_the_same_classes(lost: Sequence[Goal], catalogue: Catalogue) -> list[str]:
    found = Counter(
        goal.indicator_id
        for goal in lost
        if catalogue[goal.indicator_id].evidence is Evidence.ORDINAL
    )
    return [indicator_id for indicator_id, count in found.items() if count > 1]


def headline_slide(
    chosen: headline_goals.Chosen, provenance: Provenance, path: str, language: str
) -> Slide:
    """Say what is lost, at risk, kept and unknown, with the five counts large."""
    invented = any(goal.invented for goal in chosen.goals)
    unknown = behind_the_unknown(chosen.states, language)
    lately = worse_lately([goal.verdict.reason for goal in chosen.goals], language)
    return Slide(
        topic=translator(language)("Läget"),
        sentence=headline(chosen.counts, language),
        said=f"{unknown} {lately}".strip(),
        table=_counts(chosen.counts, language),
        notes=(f"{unknown} {lately}".strip(), resting_on(provenance, language)),
        source=resting_on(provenance, language),
        path=path,
        invented=invented,
    )


def series_slide(
    one: Followed, drawn_with: Beside, provenance: Provenance, language: str
) -> Slide:
    """Tell one series: its finding, its chart, and what a presenter is asked about it."""
    goal, indicator = one.goal, one.indicator
    short = names.measured(indicator, one.key.category, language)
    asked = f"serie={one.key.series_id}"
    if goal is not None:
        asked = f"mal={goal.goal_id}"
    return Slide(
        topic=f"{sentences.area(one.key, language)} · {short}",
        sentence=outcomes.title(goal, indicator, one.observations, language),
        said="" if goal is None else outcomes.paragraph(goal, indicator, language),
        chart=chart_of(one, drawn_with, language),
        notes=tuple(_notes(one, provenance, language)),
        source=f"{_source(one, language)} {resting_on(provenance, language)}",
        path=f"/utfall?{asked}",
        invented=one.invented,
    )


def chart_of(one: Followed, drawn_with: Beside, language: str) -> Chart:
    """Describe the chart of a series: steps for classes, a line for the rest."""
    about: dict[str, Any] = {
        "indicator": one.indicator,
        "goal": one.goal,
        "breaks": one.breaks,
        "language": language,
    }
    if one.is_ordinal:
        return ladder(one.observations, **about)
    return series(
        one.observations,
        events=one.events,
        comparator=drawn_with.comparator,
        ribbon=drawn_with.levels,
        **about,
    )


def goals_slides(
    goals: Sequence[Goal],
    catalogue: Catalogue,
    *,
    sentence: str,
    topic: str,
    path: str,
    provenance: Provenance,
    language: str,
    named: bool = False,
) -> tuple[Slide, ...]:
    """List goals with their states, at most eight on a slide; `named` writes the areas too."""
    invented = any(goal.invented for goal in goals)
    return tuple(
        Slide(
            topic=topic,
            sentence=sentence,
            table=_goals_table(goals[first : first + _ROWS], catalogue, named, language),
            notes=(resting_on(provenance, language),),
            source=resting_on(provenance, language),
            path=path,
            invented=invented,
        )
        for first in range(0, len(goals), _ROWS)
    )


def _goals_table(
    goals: Iterable[Goal], catalogue: Catalogue, named: bool, language: str
) -> Table:
    _ = translator(language)
    columns = ((_("Område"),) if named else ()) + (_("Mål"), _("Läge"), _("Senaste värdet"))
    return Table(
        columns=columns,
        rows=tuple(
            _goal_row(goal, catalogue[goal.indicator_id], named, language) for goal in goals
        ),
        alt=_("Målen med läge och senaste värde."),
    )


def _goal_row(goal: Goal, indicator: Indicator, named: bool, language: str) -> tuple[Cell, ...]:
    state = goal.verdict.state
    area = (Cell(text=sentences.area(goal, language)),) if named else ()
    return (
        *area,
        Cell(text=names.measured(indicator, goal.category, language)),
        Cell(text=states.label(state, language), token=states.SIGNS[state].token, strong=True),
        Cell(text=sentences.cell(goal, indicator, language)),
    )


def _counts(counts: Counts, language: str) -> Table:
    """Lay the five counts out large; a dash where nothing could be judged."""
    _ = translator(language)
    cells = []
    for group, words in states.GROUP_WORDS.items():
        known = group is Group.UNKNOWN or counts.judged > 0
        number = str(counts.of(group)) if known else numbers.DASH
        sign = states.GROUP_SIGNS[group]
        text = f"{number} {sign.beside(_(words))}"
        cells.append(Cell(text=text, token=sign.token, strong=True))
    return Table(
        columns=tuple(_(words) for words in states.GROUP_WORDS.values()),
        rows=(tuple(cells),),
        alt=_("De fem antalen."),
        hero=True,
    )


def _shown(listed: int, shown: int, total: int, language: str) -> str:
    """Say what the table holds, and how much is not in it: elsewhere, or one of very many."""
    _ = translator(language)
    if listed < shown:
        said = _("{listed} mål av {shown}, de förlorade först. Alla står på Läget")
        counts = {"listed": listed, "shown": shown}
        return said.format(
            **{name: numbers.number(one, 0, language) for name, one in counts.items()}
        )
    if shown == total:
        return _("Alla mål, i bokstavsordning efter område")
    said = _("{shown} mål av {total}. Övriga områden namnges inte här")
    return said.format(shown=shown, total=total)


def resting_on(provenance: Provenance, language: str) -> str:
    """Say which inläsning and which rules the figures rest on."""
    _ = translator(language)
    said = [
        _("Inläsning {number}, {day}.").format(
            number=provenance.revision, day=numbers.day(provenance.committed_on, language)
        )
    ]
    if provenance.rule_version:
        said.append(_("Regelversion {version}.").format(version=provenance.rule_version))
    return " ".join(said)


def _source(one: Followed, language: str) -> str:
    known = one.indicator.source
    given = [
        known.named(language) if text == known.publisher else text
        for text in one.observations["source"].dropna().unique()
        if text and not text.startswith("http") and "|" not in text
    ]
    source = "; ".join(given[:2]) or known.named(language)
    return translator(language)("Källa: {source}.").format(source=source.rstrip("."))


def _notes(one: Followed, provenance: Provenance, language: str) -> Iterable[str]:
    """List what a presenter is asked: paragraph, n, interval, goal, caveats, source."""
    _ = translator(language)
    if one.goal is not None:
        yield outcomes.paragraph(one.goal, one.indicator, language)
    yield from _last_measured(one, language)
    if one.goal is not None:
        yield sentences.seen(one.goal, one.indicator, language)
        if one.goal.document:
            yield _("Målet enligt {document}.").format(document=one.goal.document)
    yield one.indicator.wording(language).misleading
    if one.goal is not None:
        yield " ".join(outcomes.not_proven(language))
    yield _source(one, language)
    yield resting_on(provenance, language)


def _last_measured(one: Followed, language: str) -> Iterable[str]:
    _ = translator(language)
    table = series(
        one.observations, indicator=one.indicator, breaks=one.breaks, language=language
    )
    known = [dot for dot in table.dots if dot.y is not None]
    if not known:
        return
    last = known[-1]
    if last.n is not None:
        answers = numbers.number(last.n, 0, language)
        yield _("{period}: {n} svar.").format(period=last.period, n=answers)
    if last.low is not None and last.high is not None:
        bounds = numbers.span(last.low, last.high, one.indicator.decimals, language)
        yield _("95\u00a0% osäkerhet: {span}").format(span=bounds) + "."
