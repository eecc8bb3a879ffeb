"""What a kind of file is: one record, from which every list of kinds is derived."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from data.answers.reader import Reader
from data.intake.columns import canonical, example, is_period, missing_columns
from data.intake.prepared import Prepared
from data.intake.questions import Questions
from data.intake.sheet import Sheet
from metrics.definition.catalogue import Catalogue
from metrics.definition.indicator import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a file is checked against: what its reader knows, the definitions, and today.

    `questions` is asked whatever the file leaves open.
    """

    reader: Reader
    catalogue: Catalogue
    today: date
    questions: Questions = field(default_factory=Questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The columns of a template and the rows that show how, by canonical column."""

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """One kind of file: how it is known, what it must have, and what becomes of it.

    `noun` names one and many of what it holds, in Swedish; the pages translate it.
    `table` is the table whose rows the person uploaded, and `also` those written with it;
    `revision` is the kind of revision it is saved as, and `read` what checks a sheet and
    prepares its rows.

    A file needs the columns of `required`, where ``a|b`` is either. Its headers are known by
    any one of the sets in `signatures`; a kind without signatures comes in a format of its
    own. A `wide` kind may have a column per period and leave its indicator to be named beside
    the file.

    Templates show the examples of its columns, or what `example_of` says of an indicator (and
    language); a kind with neither has no template.
    """

    name: str
    noun: tuple[str, str]
    table: str
    also: tuple[str, ...] = ()
    revision: Literal["import", "goal", "registry", "promise"]
    required: tuple[str, ...]
    signatures: tuple[frozenset[str], ...] = ()
    wide: bool = False
    read: Callable[[Sheet, Basis], Prepared]
    example_of: Callable[[Indicator, str], Example] | None = None

    @property
    def has_template(self) -> bool:
        """Whether there is a file to start from."""
        return bool(example(self.name)) or self.example_of is not None


def declared(
    name: str,
    read: Callable[[Sheet, Basis], Prepared],
    *,
    example_of: Callable[[Indicator, str], Example] | None = None,
) -> Kind:
    """Return the kind that ``kinds.toml`` declares as `name`, read by `read`.

    Raises `KeyError` when it declares none, `TypeError` for a key that no kind has.
    """
    written = dict(_declarations()[name])
    signatures = tuple(map(frozenset, written.pop("signatures", ())))
    fields: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in written.items()
    }
    return Kind(name=name, read=read, example_of=example_of, signatures=signatures, **fields)


def is_some_kind(headers: Sequence[str]) -> bool:
    """Whether the headers are those of some kind of file, with every column it needs.

    A wide kind needs no more than its areas and a period.
    """
    periods = any(map(is_period, headers))
    for name, written in _declarations().items():
        found = set(canonical(name, headers))
        whole = not missing_columns(written["required"], found)
        signed = any(set(each) <= found for each in written.get("signatures", ()))
        if (whole and signed) or (periods and written.get("wide") and "area_id" in found):
            return True
    return False


@cache
def _declarations() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((resources.files("data.intake") / "kinds.toml").read_text("utf-8"))
