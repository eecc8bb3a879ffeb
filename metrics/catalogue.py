"""Reads the reviewed definitions, and names everything that is wrong with them at once."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from metrics.errors import DefinitionError, UnknownIndicatorError
from metrics.indicator import (
    Direction,
    Evidence,
    Indicator,
    Kind,
    LadderClass,
    Source,
    Theme,
    Window,
    Wording,
)
from metrics.period import Frequency

_WORDS = ("name", "short", "subject", "why", "numerator", "denominator", "misleading", "unit")

_REQUIRED: dict[str, Callable[[Any], Any]] = {
    "id": str,
    "version": int,
    "theme": Theme,
    "kind": Kind,
    "evidence": Evidence,
    "unit": str,
    "decimals": int,
    "direction": Direction,
    "window": Window,
    "frequency": Frequency,
    "finest_geography": str,
    "stale_after_days": int,
    "owner_role": str,
    "reviewed": lambda value: value if isinstance(value, date) else date.fromisoformat(value),
}

_OPTIONAL: dict[str, Any] = {
    "minimum_n": 0,
    "smallest_count": 0,
    "smallest_difference": None,
    "direction_confirmed_by": "",
    "direction_confirmed_on": None,
    "plausible_low": None,
    "plausible_high": None,
}

_PROPOSED = "direction_proposed"

_TABLES = ("codes", "source", "sv", "en", "ladder")


class Catalogue(Mapping[str, Indicator]):
    """Every indicator of an installation by id, also found by the codes files use."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_id = {indicator.id: indicator for indicator in indicators}
        self._by_code = {
            code.casefold(): indicator.id
            for indicator in self._by_id.values()
            for code in (indicator.id, *indicator.codes)
        }

    def __getitem__(self, indicator_id: str) -> Indicator:
        """Return the indicator; raises `UnknownIndicatorError` naming what there is."""
        try:
            return self._by_id[indicator_id]
        except KeyError:
            known = ", ".join(self._by_id)
            raise UnknownIndicatorError(
                f"No indicator {indicator_id!r}. The catalogue has: {known}."
            ) from None

    def __contains__(self, indicator_id: object) -> bool:
        return indicator_id in self._by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def ids_by_code(self) -> Mapping[str, str]:
        """Indicator id by every id and code in lower case."""
        return self._by_code


def load_catalogue(folders: Iterable[Path] = ()) -> Catalogue:
    """Read the shipped definitions and those in `folders`, which may replace shipped ones.

    Raises `DefinitionError` with one line per problem in any file.
    """
    indicators: dict[str, Indicator] = {}
    problems: list[str] = []
    shipped: Traversable = resources.files("metrics") / "definitions"
    for folder in (shipped, *folders):
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".toml"):
                indicator, found = read_definition(file.read_text("utf-8"), file.name)
                problems += found
                if indicator:
                    indicators[indicator.id] = indicator
    problems += _shared_codes(indicators.values())
    if problems:
        raise DefinitionError(problems)
    return Catalogue(indicators.values())


def read_definition(text: str, file_name: str) -> tuple[Indicator | None, list[str]]:
    """Read one definition. Returns the indicator, or None and every problem it has."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [f"{file_name}: not TOML: {error}"]
    problems: list[str] = []
    values = _scalars(raw, problems)
    swedish, english = (_words(raw, language, problems) for language in ("sv", "en"))
    source = _source(raw, problems)
    ladder = _ladder(raw, problems)
    problems += _contradictions(values, ladder)
    if file_name.removesuffix(".toml") != raw.get("id"):
        problems.append(f"the file name and id {raw.get('id')!r} differ")
    if problems or source is None or swedish is None or english is None:
        return None, [f"{file_name}: {problem}" for problem in problems]
    codes = tuple(str(code) for code in raw.get("codes", []))
    return Indicator(
        **values, codes=codes, source=source, sv=swedish, en=english, ladder=ladder
    ), []


def _scalars(raw: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    values = {key: raw.get(key, default) for key, default in _OPTIONAL.items()}
    for key, convert in _REQUIRED.items():
        if key not in raw:
            problems.append(f"{key} is missing")
            continue
        try:
            values[key] = convert(raw[key])
        except (ValueError, TypeError):
            allowed = ", ".join(convert) if isinstance(convert, type(Kind)) else "another form"
            problems.append(f"{key} = {raw[key]!r}, expected one of: {allowed}")
    values[_PROPOSED] = _proposed(raw, problems)
    unknown = set(raw) - set(_REQUIRED) - set(_OPTIONAL) - {_PROPOSED, *_TABLES}
    problems += [f"{key} is not a known key" for key in sorted(unknown)]
    return values


def _proposed(raw: dict[str, Any], problems: list[str]) -> Direction | None:
    if _PROPOSED not in raw:
        return None
    try:
        return Direction(raw[_PROPOSED])
    except ValueError:
        allowed = ", ".join(Direction)
        problems.append(f"{_PROPOSED} = {raw[_PROPOSED]!r}, expected one of: {allowed}")
        return None


def _words(raw: dict[str, Any], language: str, problems: list[str]) -> Wording | None:
    given = raw.get(language, {})
    missing = [key for key in _WORDS if not str(given.get(key, "")).strip()]
    unknown = sorted(set(given) - set(_WORDS))
    problems += [f"[{language}] {key} is missing" for key in missing]
    problems += [f"[{language}] {key} is not a known key" for key in unknown]
    return None if missing or unknown else Wording(**given)


def _source(raw: dict[str, Any], problems: list[str]) -> Source | None:
    given = raw.get("source", {})
    unknown = sorted(set(given) - {"publisher", "code", "url", "licence"})
    problems += [f"[source] {key} is not a known key" for key in unknown]
    if not given.get("publisher"):
        problems.append("[source] publisher is missing")
    return None if unknown or not given.get("publisher") else Source(**given)


def _ladder(raw: dict[str, Any], problems: list[str]) -> tuple[LadderClass, ...]:
    classes = []
    for number, step in enumerate(raw.get("ladder", []), start=1):
        try:
            classes.append(LadderClass(**{**step, "aliases": tuple(step.get("aliases", ()))}))
        except TypeError:
            problems.append(f"[[ladder]] step {number} needs code, severity, sv and en")
    if len({step.severity for step in classes}) < len(classes):
        problems.append("[[ladder]] two classes have the same severity")
    return tuple(classes)


def _contradictions(values: dict[str, Any], ladder: tuple[LadderClass, ...]) -> Iterator[str]:
    if values.get("evidence") is Evidence.ORDINAL and not ladder:
        yield "evidence is ordinal but there is no [[ladder]]"
    confirmed = values.get("direction_confirmed_by") and values.get("direction_confirmed_on")
    if values.get("direction") in {Direction.HIGHER, Direction.LOWER} and not confirmed:
        yield "direction needs direction_confirmed_by and direction_confirmed_on"
    if values.get(_PROPOSED) and values.get("direction") is not Direction.UNCONFIRMED:
        yield "direction_proposed belongs to a direction that is unconfirmed"
    difference = values.get("smallest_difference")
    if difference is not None and not difference > 0:
        yield f"smallest_difference = {difference}, expected more than 0"
    if values.get("version", 1) < 1:
        yield f"version = {values['version']}, expected 1 or more"


def _shared_codes(indicators: Iterable[Indicator]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for indicator in indicators:
        for code in (indicator.id, *indicator.codes):
            owner = owners.setdefault(code.casefold(), indicator.id)
            if owner != indicator.id:
                yield f"{indicator.id}.toml: the code {code} already belongs to {owner}"
