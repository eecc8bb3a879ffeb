"""Familiar ways to read a series, as their owners define them: beside the verdict, no alarm."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.text import numbers, sentences
from dashboard.text.language import plural, translator
from metrics.definition.indicator import Direction, Evidence, Indicator, Window
from metrics.engine.sampling import UNIT_SCALE
from metrics.methods.spc import (
    RUN,
    SETTLED_LENGTH,
    Assurance,
    SpecialCause,
    Variation,
    XmrChart,
    spc_xmr,
)
from metrics.methods.timeline import Cut, amount
from metrics.methods.trend import POINTS, Trend, recent_trend, recent_value_trend
from metrics.outcome.goal import Goal, Verdict

_LEAST_XMR = RUN
"""Below one run no rule but the limits can speak, and those rest on too little."""

_SHARES = ("percent", "share_0_1")
"""Units in which the whole is the most there can be."""


@dataclass(frozen=True, slots=True)
class Aid:
    """One way to read: its name, its sign, what it says in a word, and what that rests on."""

    name: str
    sign: str
    word: str
    basis: str


def aids(
    observations: pd.DataFrame,
    *,
    indicator: Indicator,
    goal: Goal | None,
    cuts: Sequence[Cut],
    language: str,
) -> list[Aid]:
    """Read the final measurements as the NHS and Fingertips would; nothing for classes.

    `observations` has the columns of `Reader.observations`. Limits are made anew after a cut,
    and a trend is never taken across one.
    """
    if indicator.evidence is Evidence.ORDINAL:
        return []
    final = observations[observations["status"] == "final"].sort_values("period_start")
    return [
        *_nhs(final, indicator, goal, cuts, language),
        _fingertips(_after_the_last(final, cuts), indicator, goal, language),
    ]


def compared(
    observations: pd.DataFrame,
    comparator: pd.DataFrame,
    goal: Goal | None,
    indicator: Indicator,
    language: str,
) -> Aid | None:
    """Say how the series has moved beside its comparator since the baseline; None without one.

    `comparator` has the columns of `data.judging.compared.of_goals`: the line the goal is
    judged by.
    """
    _ = translator(language)
    start = None if goal is None else goal.baseline_value
    if goal is None or start is None:
        return None
    final = observations[observations["status"] == "final"].dropna(subset=["value"])
    mine = final.set_index("period")["value"].astype(float)
    line = comparator.dropna(subset=["value", "baseline"]).set_index("period")
    theirs = line["value"].astype(float) - line["baseline"].astype(float)
    base = goal.baseline_periods
    shared = [one for one in mine.index if one in theirs.index and one not in base]
    if not shared:
        return None
    digits, last = max(indicator.decimals, 0), shared[-1]
    moved = mine[last] - start
    beside = theirs[last]
    return Aid(
        _("Jämförelseområden"),
        "",
        _("{gap} jämfört med dem sedan utgångsläget").format(
            gap=numbers.signed(moved - beside, digits, language)
        ),
        _("området {moved}, jämförelsen {beside}, till {period}").format(
            moved=numbers.signed(moved, digits, language),
            beside=numbers.signed(beside, digits, language),
            period=sentences.period(str(last), language),
        ),
    )


def peers(goal: Goal | None, language: str) -> Aid | None:
    """Say how many comparable areas changed as much; None where nobody has counted them.

    Where everything is counted and the series drifts by itself, this is what tells a change
    here from a change everywhere.
    """
    _ = translator(language)
    verdict = Verdict() if goal is None else goal.verdict
    changed, compared = verdict.peers_changed, verdict.peers_compared
    if changed is None or not compared:
        return None
    stated = _("{changed} av {compared} har ändrats lika mycket").format(
        changed=numbers.number(changed, 0, language),
        compared=numbers.number(compared, 0, language),
    )
    return Aid(_("Jämförbara områden"), "", stated, _("sedan utgångsläget"))


def as_table(given: Sequence[Aid]) -> pd.DataFrame:
    """Return the aids as a table of two columns: name, and the reading in Markdown."""
    return pd.DataFrame(
        {
            "name": [one.name for one in given],
            "reading": [
                f"**{_signed(one)}**  \n:gray[{one.basis}]" if one.basis else _signed(one)
                for one in given
            ],
        }
    )


def _signed(one: Aid) -> str:
    return f"{one.sign}{numbers.NO_BREAK}{one.word}" if one.sign else one.word


def _nhs(
    final: pd.DataFrame,
    indicator: Indicator,
    goal: Goal | None,
    cuts: Sequence[Cut],
    language: str,
) -> list[Aid]:
    _ = translator(language)
    variation, assurance = _("NHS, variation"), _("NHS, måluppfyllelse")
    known = final.dropna(subset=["value"])
    length = len(_after_the_last(known, cuts))
    if length < _LEAST_XMR:
        few = plural(
            language,
            "{count} mätning; regeln behöver minst {least}",
            "{count} mätningar; regeln behöver minst {least}",
            length,
        ).format(count=length, least=_LEAST_XMR)
        return [Aid(variation, "", _("Kan inte läsas än"), few)]
    lowest, highest = _possible(known["value"], indicator.unit)
    chart = spc_xmr(
        known["value"].to_numpy(float),
        improvement=_improvement(indicator, goal),
        target=_target(goal),
        rebase=_rebase(known, cuts),
        lowest=lowest,
        highest=highest,
    )
    if not np.isfinite(chart.lower[-1]):
        flat = _("nästan alla värden är lika: vad som är vanligt är okänt")
        return [Aid(variation, "", _("Kan inte läsas än"), flat)]
    limits = _limits(chart, indicator, length, language)
    return [
        Aid(variation, _letter(chart), _(_VARIATIONS[chart.latest]), limits),
        _assured(assurance, chart, goal, indicator, language),
    ]


def _possible(values: pd.Series, unit: str) -> tuple[float, float]:
    """Return the least and most that values can be, unless they have shown otherwise."""
    most = UNIT_SCALE[unit] if unit in _SHARES else np.inf
    least = 0.0 if (values >= 0).all() else -np.inf
    return least, most if (values <= most).all() else np.inf


_VARIATIONS = {
    Variation.COMMON_CAUSE: "Vanlig variation",
    Variation.IMPROVEMENT: "Särskild orsak, till det bättre",
    Variation.CONCERN: "Särskild orsak, till det sämre",
    Variation.NEUTRAL: "Särskild orsak",
    Variation.MISSING: "Kan inte läsas än",
}
_UPWARDS = {
    SpecialCause.ABOVE_LIMIT,
    SpecialCause.RISING,
    SpecialCause.NEAR_UPPER,
    SpecialCause.ABOVE_MEAN,
}


def _letter(chart: XmrChart) -> str:
    """Return the letter of the NHS icon: H for high, L for low, none for what is common."""
    if chart.latest in {Variation.COMMON_CAUSE, Variation.MISSING}:
        return "∿"
    return "H" if SpecialCause(str(chart.special_cause[-1])) in _UPWARDS else "L"


def _assured(
    name: str,
    chart: XmrChart,
    goal: Goal | None,
    indicator: Indicator,
    language: str,
) -> Aid:
    """Return the second icon: P passes, F fails, ? hits or misses, as the limits lie."""
    _ = translator(language)
    if goal is None or chart.assurance is None:
        return Aid(name, "", _("Kan inte läsas"), _("regeln behöver ett mål på en nivå"))
    sign, word = _ASSURANCES[chart.assurance]
    asked = sentences.target(goal, indicator, language, short=True)
    return Aid(name, sign, _(word), _("mål: {target}").format(target=asked))


_ASSURANCES = {
    Assurance.PASS: ("P", "Når målet varje gång"),
    Assurance.FAIL: ("F", "Missar målet varje gång"),
    Assurance.HIT_OR_MISS: ("?", "Träff eller miss, som slumpen vill"),
}


def _limits(chart: XmrChart, indicator: Indicator, length: int, language: str) -> str:
    _ = translator(language)
    bounds = numbers.span(
        float(chart.lower[-1]), float(chart.upper[-1]), max(indicator.decimals, 0), language
    )
    said = _("gränser {span}").format(span=bounds)
    if length >= SETTLED_LENGTH:
        return said
    unsettled = _("tills vidare: {count} av de {settled} mätningar som gränserna behöver")
    return f"{said}, {unsettled.format(count=length, settled=SETTLED_LENGTH)}"


def _improvement(indicator: Indicator, goal: Goal | None) -> str:
    """Say which way is better: the goal's word first, then the definition's."""
    if goal is not None and goal.worse in {"lower", "higher", "both"}:
        return {"lower": "increase", "higher": "decrease", "both": "neutral"}[goal.worse]
    known = {Direction.HIGHER: "increase", Direction.LOWER: "decrease"}
    return known.get(indicator.direction, "neutral")


def _target(goal: Goal | None) -> float | None:
    if goal is None or goal.form in {"band", "class"}:
        return None
    return goal.level


def _rebase(known: pd.DataFrame, cuts: Sequence[Cut]) -> list[int]:
    """Return the place of the first measurement after each cut."""
    periods = known["period"].astype(str).tolist()
    return [place for cut in cuts if (place := _first_from(periods, cut.period)) < len(periods)]


def _first_from(periods: Sequence[str], start: str) -> int:
    return next((at for at, period in enumerate(periods) if period >= start), len(periods))


def _after_the_last(final: pd.DataFrame, cuts: Sequence[Cut]) -> pd.DataFrame:
    return final[final["period"].astype(str) >= cuts[-1].period] if cuts else final


def _fingertips(
    final: pd.DataFrame, indicator: Indicator, goal: Goal | None, language: str
) -> Aid:
    _ = translator(language)
    name, latest = _("Fingertips, trend"), final.tail(POINTS)
    if len(latest) < POINTS or latest["value"].isna().any():
        known = int(latest["value"].notna().sum())
        few = _("{count} av de fem mätningar i rad som regeln behöver").format(count=known)
        return Aid(name, "", _("Kan inte läsas än"), few)
    if indicator.window is Window.ROLLING:
        return Aid(name, "", _("Kan inte läsas"), _("perioderna går in i varandra"))
    found = _trend_of(latest, indicator)
    if found is None:
        lacking = _("regeln behöver täljare och nämnare, eller osäkerhet, för varje mätning")
        return Aid(name, "", _("Kan inte läsas"), lacking)
    if found is Trend.CANNOT_BE_CALCULATED:
        return Aid(name, "", _("Kan inte läsas"), _("ingen eller alla räknas i någon period"))
    sign, word = _TRENDS[found]
    first, last = (sentences.period(str(latest["period"].iloc[at]), language) for at in (0, -1))
    return Aid(name, sign, _(word) + _bearing(found, indicator, goal, language),
               f"{first}{numbers.DASH}{last}")  # fmt: skip


_TRENDS = {
    Trend.INCREASING: ("↑", "Ökar"),
    Trend.DECREASING: ("↓", "Minskar"),
    Trend.NO_CHANGE: ("→", "Ingen säker trend"),
}


def _bearing(found: Trend, indicator: Indicator, goal: Goal | None, language: str) -> str:
    """Say whether a trend goes the better way, as the colour of the arrow does."""
    _ = translator(language)
    better = {"increase": Trend.INCREASING, "decrease": Trend.DECREASING}
    wanted = better.get(_improvement(indicator, goal))
    if wanted is None or found is Trend.NO_CHANGE:
        return ""
    return _(", till det bättre") if found is wanted else _(", till det sämre")


def _trend_of(latest: pd.DataFrame, indicator: Indicator) -> Trend | None:
    """Apply the rule for shares where people are counted, otherwise the one for values.

    None where neither can be asked: the figures it needs are not published.
    """
    if (counted := _counted(latest, indicator)) is not None:
        return Trend(str(recent_trend(*counted).direction))
    known = latest[["low", "high"]].astype(float)
    if known.isna().any().any():
        return None
    return Trend(
        str(
            recent_value_trend(
                latest["value"].astype(float), known["low"], known["high"]
            ).direction
        )
    )


def _counted(
    latest: pd.DataFrame, indicator: Indicator
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return cases and people of a share; of a survey share also from its answers."""
    if indicator.evidence not in {Evidence.SURVEY_SHARE, Evidence.REGISTER_SHARE}:
        return None
    parts = latest[["numerator", "denominator"]].astype(float)
    if parts.notna().all().all() and (parts["numerator"] <= parts["denominator"]).all():
        return parts["numerator"].to_numpy(), parts["denominator"].to_numpy()
    answers = [amount(n) for n in latest["n"]]
    if indicator.evidence is not Evidence.SURVEY_SHARE or None in answers:
        return None
    people = np.array(answers, dtype=float)
    return np.round(latest["value"].to_numpy(float) / 100 * people), people
