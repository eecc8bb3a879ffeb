"""Reads the reviewed definitions, and names everything that is wrong with them at once."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from metrics.definition.indicator import Direction, Evidence, Indicator
from metrics.errors import DefinitionError, UnknownIndicatorError

_DEFINITION = TypeAdapter(Indicator)

_EXPECTED = {
    "string": "text",
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "date": "a day such as 2026-11-22",
    "tuple": "a list",
    "dataclass": "a table",
}
"""What was expected, by the first word of the kind of error that pydantic names."""


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

    def protecting(
        self, *, smallest_count: int | None, hide_zero: bool, published: Iterable[str]
    ) -> "Catalogue":
        """Return the catalogue with the limits of an installation on what is of few people.

        `smallest_count` takes the place of every limit there is; without `hide_zero` nobody is
        not few, and the figures of the suppliers in `published` are never hidden.
        """
        also = tuple(published)
        return Catalogue(
            replace(
                one,
                smallest_count=smallest_count or one.smallest_count,
                hide_zero=one.hide_zero and hide_zero,
                published=(*one.published, *also),
            )
            if one.smallest_count
            else one
            for one in self.values()
        )

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
    indicator, problems = None, []
    try:
        indicator = _DEFINITION.validate_python(raw)
    except ValidationError as error:
        problems += [_sentence(one) for one in error.errors()]
    problems += _contradictions(raw)
    if file_name.removesuffix(".toml") != raw.get("id"):
        problems.append(f"the file name and id {raw.get('id')!r} differ")
    if problems:
        return None, [f"{file_name}: {problem}" for problem in problems]
    return indicator, []


def _sentence(error: ErrorDetails) -> str:
    """Say what was read and what was expected there."""
    key, kind = _key(error["loc"]), error["type"]
    read = f"{key} = {error['input']!r}, expected"
    match kind:
        case "missing" | "string_pattern_mismatch":
            return f"{key} is missing"
        case "unexpected_keyword_argument":
            return f"{key} is not a known key"
        case "value_error":
            return f"{key} {error['ctx']['error']}"
        case "enum":
            return f"{read} one of: {error['ctx']['expected']}"
        case "greater_than":
            return f"{read} more than {error['ctx']['gt']:g}"
        case "greater_than_equal":
            return f"{read} {error['ctx']['ge']} or more"
    return f"{read} {_EXPECTED.get(kind.split('_')[0], error['msg'])}"


def _key(place: tuple[int | str, ...]) -> str:
    """Write the place of an error as the file does: version, [sv] name, [[ladder]] step 2."""
    match place:
        case ("ladder",):
            return "[[ladder]]"
        case ("ladder", int(step), *inside):
            return ": ".join([f"[[ladder]] step {step + 1}", *map(str, inside)])
        case ("sv" | "en" | "source" as table, *inside):
            return " ".join([f"[{table}]", *map(str, inside)])
        case (str(key), int(number)):
            return f"{key}, number {number + 1}"
    return " ".join(map(str, place))


def _contradictions(raw: Mapping[str, Any]) -> Iterator[str]:
    """Say which keys do not agree with each other, whether or not others can be read."""
    direction = raw.get("direction")
    if raw.get("evidence") == Evidence.ORDINAL and not raw.get("ladder"):
        yield "evidence is ordinal but there is no [[ladder]]"
    confirmed = raw.get("direction_confirmed_by") and raw.get("direction_confirmed_on")
    if direction in (Direction.HIGHER, Direction.LOWER) and not confirmed:
        yield "direction needs direction_confirmed_by and direction_confirmed_on"
    if raw.get("direction_proposed") and direction != Direction.UNCONFIRMED:
        yield "direction_proposed belongs to a direction that is unconfirmed"


def _shared_codes(indicators: Iterable[Indicator]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for indicator in indicators:
        for code in (indicator.id, *indicator.codes):
            owner = owners.setdefault(code.casefold(), indicator.id)
            if owner != indicator.id:
                yield f"{indicator.id}.toml: the code {code} already belongs to {owner}"
