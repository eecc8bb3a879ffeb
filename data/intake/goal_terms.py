"""The terms of a goal: its form, which way is worse, its target, sizes and dates."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from data.intake.checks import unit_range
from data.intake.fields import TEXTS, chosen, class_lists, dates, period
from data.intake.findings import Both, Marks, mark
from data.intake.sheet import Sheet
from data.intake.values import listed, numbers, version_number
from metrics.definition.indicator import Direction, Evidence, Indicator

_FORMS = {
    "at_least": "at_least",
    "minst": "at_least",
    "at_most": "at_most",
    "högst": "at_most",
    "band": "band",
    "mellan": "band",
    "class": "class",
    "klass": "class",
    "hold": "hold",
    "behåll": "hold",
    "håll": "hold",
}
_WORSE = {
    "lower": "lower",
    "lägre": "lower",
    "higher": "higher",
    "högre": "higher",
    "both": "both",
    "båda": "both",
}
_COMPARATOR_USES = {
    "": "",
    "context": "",
    "sammanhang": "",
    "watch": "watch",
    "bevaka": "watch",
    "promise": "promise",
    "löfte": "promise",
}
_WORSE_BY_FORM = {"at_least": "lower", "at_most": "higher", "band": "both", "class": "higher"}
_WORSE_BY_DIRECTION = {
    Direction.HIGHER: "lower",
    Direction.LOWER: "higher",
    Direction.BAND: "both",
}


_FORM_WORDS = {
    "at_least": Both("minst", "at least"),
    "at_most": Both("högst", "at most"),
    "band": Both("mellan", "band"),
    "class": Both("klass", "class"),
}
_WORSE_WORDS = {
    "lower": Both("lägre", "lower"),
    "higher": Both("högre", "higher"),
    "both": Both("både lägre och högre", "both lower and higher"),
}


def terms(sheet: Sheet, found: list[Indicator | None], marks: list[Marks]) -> pd.DataFrame:
    """Read the terms of every goal. Marks say what cannot be decided by.

    One row per row of the sheet: ``definition_version``, ``form``, ``worse``,
    ``target_classes``, ``comparator_use``, and the columns of `_targets`, `_sizes`, `_times`.
    """
    forms = chosen(sheet, "form", _FORMS, marks)
    own = pd.DataFrame(
        {
            "definition_version": _versions(sheet, found, marks),
            "form": forms,
            "worse": _worse(sheet, forms, found, marks),
            "target_classes": class_lists(sheet, "target_classes", found, marks),
            "comparator_use": chosen(sheet, "comparator_use", _COMPARATOR_USES, marks),
        }
    )
    marks += _ladder_checks(forms, found)
    targets = _targets(sheet, forms, found, marks)
    return own.join([targets, _sizes(sheet, found, marks), _times(sheet, marks)])


def _versions(sheet: Sheet, found: list[Indicator | None], marks: list[Marks]) -> np.ndarray:
    """Take the definition version as given, otherwise the indicator's current one."""
    column = sheet.column("definition_version")
    current = np.array([each.version if each else 1 for each in found], dtype=np.int32)
    given = column.each(version_number, np.int64)
    wrong = column.filled & ((given < 1) | (given > current))
    marks += mark("definition_version_unknown", "definition_version", wrong, current=current)
    return np.where(column.filled, given, current).astype(np.int32)


def _worse(
    sheet: Sheet, forms: pd.Series, found: list[Indicator | None], marks: list[Marks]
) -> pd.Series:
    """Say which way is worse: as given, as the form says, or as the indicator says."""
    given = chosen(sheet, "worse", _WORSE, marks)
    by_form = forms.map(_WORSE_BY_FORM)
    directions = [each.direction if each else Direction.UNCONFIRMED for each in found]
    by_direction = pd.Series([_WORSE_BY_DIRECTION.get(each, "") for each in directions])
    worse = given.where(given != "", by_form.fillna(by_direction))
    known_form, written = (forms != "").to_numpy(), sheet.column("worse").filled
    unclear = known_form & (worse == "").to_numpy() & ~written
    against = by_form.notna() & (given != "") & (given != by_form)
    turned = (worse != "") & (by_direction != "") & (by_direction != worse)
    turned &= ~worse.eq("both") & ~by_direction.eq("both")
    marks += mark("worse_unclear", "worse", unclear)
    marks += mark(
        "worse_against_indicator",
        "form",
        (turned & ~against).to_numpy(),
        usual=_in_words(by_direction, _WORSE_WORDS),
        other=_in_words(worse, _WORSE_WORDS),
    )
    marks += mark(
        "worse_against_form",
        "worse",
        against.to_numpy(),
        form=_in_words(forms, _FORM_WORDS),
        other=_in_words(by_form.fillna(""), _WORSE_WORDS),
        given=_in_words(given, _WORSE_WORDS),
    )
    return worse


def _in_words(words: pd.Series, names: Mapping[str, Both]) -> np.ndarray:
    """Return the name of each word in both languages; empty where there is none."""
    named = np.empty(len(words), dtype=object)
    for place, word in enumerate(words):
        named[place] = names.get(word, Both("", ""))
    return named


def _targets(
    sheet: Sheet, forms: pd.Series, found: list[Indicator | None], marks: list[Marks]
) -> pd.DataFrame:
    """Return ``target_low`` and ``target_high``, NaN where the form has none."""
    read = {name: numbers(sheet.column(name)) for name in ("target", "target_high")}
    for name, column in read.items():
        marks += mark("not_a_plain_number", name, column.unreadable)
    first, second = read["target"].value, read["target_high"].value
    form = forms.to_numpy(object)
    band, most, least = form == "band", form == "at_most", form == "at_least"
    ordinal = np.array([bool(each and each.ladder) for each in found])
    unread = read["target"].unreadable | read["target_high"].unreadable
    lacking = (least | most) & np.isnan(first) & ~ordinal
    marks += mark("target_missing", "target", lacking & ~unread)
    marks += mark(
        "target_missing", "target_high", band & (np.isnan(first) | np.isnan(second)) & ~unread
    )
    marks += mark("band_backwards", "target_high", band & (second < first))
    marks += mark("target_not_expected", "target", (form == "class") & ~np.isnan(first))
    marks += mark("target_not_held", "target", (form == "hold") & ~np.isnan(first))
    classless = (form == "class") & ~sheet.column("target_classes").filled
    marks += mark("classes_missing", "target_classes", classless)
    percent = np.array([bool(each and each.unit == "percent") for each in found])
    small = percent & (first > 0) & (first < 1) & (least | most)
    marks += mark("target_like_a_share", "target", small, percent=np.round(first * 100, 6))
    marks += _within_limits(found, first, "target")
    marks += _within_limits(found, second, "target_high")
    return pd.DataFrame(
        {
            "target_low": np.where(least | band, first, np.nan),
            "target_high": np.where(band, second, np.where(most, first, np.nan)),
        }
    )


def _within_limits(
    found: list[Indicator | None], value: np.ndarray, name: str
) -> Iterator[Marks]:
    limits = [unit_range(each) if each else (np.nan, np.nan) for each in found]
    lowest, highest = np.array(limits, dtype=float).reshape(-1, 2).T
    outside = (value < lowest) | (value > highest)
    bounded = ~np.isnan(highest)
    details = {"value": value, "lowest": lowest, "highest": highest}
    yield from mark("outside_limits", name, outside & bounded, **details)
    yield from mark("below_limit", name, outside & ~bounded, value=value, lowest=lowest)


def _sizes(sheet: Sheet, found: list[Indicator | None], marks: list[Marks]) -> pd.DataFrame:
    """Return ``mid``, ``minimum_n`` and ``horizon``; NA where the indicator's own holds."""
    read = {name: numbers(sheet.column(name)) for name in ("mid", "minimum_n", "horizon")}
    for name, column in read.items():
        marks += mark("not_a_plain_number", name, column.unreadable)
        whole = np.isnan(column.value) | (column.value == np.round(column.value))
        if name != "mid":
            marks += mark("not_a_whole_number", name, ~whole | (np.abs(column.value) >= 2**31))
            marks += mark("negative_count", name, column.value < 0)
    own = np.array(
        [
            each.smallest_difference if each and each.smallest_difference else np.nan
            for each in found
        ],
        dtype=float,
    )
    mid = np.where(np.isnan(read["mid"].value), own, read["mid"].value)
    marks += mark("mid_not_positive", "mid", mid <= 0)
    limits = [unit_range(each) if each else (np.nan, np.nan) for each in found]
    lowest, highest = np.array(limits, dtype=float).reshape(-1, 2).T
    marks += mark("mid_cannot_occur", "mid", mid > highest - lowest, most=highest - lowest)
    assessed = np.array([bool(each and each.may_be_assessed) for each in found])
    unsaid = np.isnan(mid) & ~read["mid"].unreadable
    marks += mark("mid_missing", "mid", unsaid & assessed)
    counts = {
        name: pd.array(
            np.where(np.abs(read[name].value) < 2**31, np.round(read[name].value), np.nan),
            dtype="Int32",
        )
        for name in ("minimum_n", "horizon")
    }
    return pd.DataFrame({"mid": mid, **counts})


def _times(sheet: Sheet, marks: list[Marks]) -> pd.DataFrame:
    """Return the dates of a goal and the canonical periods of its baseline."""
    read = {
        stored: dates(sheet, name, marks)
        for stored, name in (
            ("target_due", "due"),
            ("earliest_effect", "earliest_effect"),
            ("frozen_on", "frozen_on"),
        )
    }
    parts = [
        [(text, period(text)) for text in listed(cell)]
        for cell in sheet.column("baseline_periods").strings
    ]
    wrong = [", ".join(text for text, each in row if each is None) for row in parts]
    marks += mark(
        "baseline_unreadable",
        "baseline_periods",
        np.array([bool(each) for each in wrong]),
        wrong=np.array(wrong, dtype=object),
    )
    named = [[each for _, each in row if each] for row in parts]
    # The same period written twice is one.
    periods = [list(dict.fromkeys(each.text for each in row)) for row in named]
    late = (read["earliest_effect"] > read["target_due"]).to_numpy()
    marks += mark("effect_after_due", "earliest_effect", late)
    last = [max((each.end for each in row), default=None) for row in named]
    ends = pd.to_datetime(pd.Series(last, dtype=object)).to_numpy("M8[s]")
    within = read["target_due"].to_numpy("M8[s]") <= ends
    marks += mark("due_before_baseline_ends", "due", within)
    return pd.DataFrame({**read, "baseline_periods": pd.Series(periods, dtype=TEXTS)})


def _ladder_checks(forms: pd.Series, found: list[Indicator | None]) -> Iterator[Marks]:
    ordinal = np.array([bool(each and each.evidence is Evidence.ORDINAL) for each in found])
    known_indicator = np.array([each is not None for each in found])
    by_class = (forms == "class").to_numpy()
    numbered = forms.isin(["at_least", "at_most", "band"]).to_numpy()
    yield from mark("form_without_ladder", "form", by_class & ~ordinal & known_indicator)
    yield from mark("form_needs_class", "form", numbered & ordinal)
