"""The areas that are registered, and what a text in a file may mean by them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain

from data.intake.likeness import SEARCHED, Near, bare, fold, near
from data.intake.municipalities import stems_of

_SAYS_REGION = re.compile(r".+ (?:län|county)|region .+")
_DECIMAL_CODE = re.compile(r"^(\d{2,})[.,]0+$")
_CODE_AND_NAME = re.compile(r"(\d[\da-z]+) (\D.*)")
_NAME_AND_CODE = re.compile(r"(\D+?),? \(?(\d[\da-z]+)\)?")
_INVENTED = re.compile(r"\s*\(påhittat[^)]*\)")
_SAYS_SCHOOL = re.compile("skol|school|gymnasi|akademi|montessori|vittra|förskol")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A registered area, as far as the intake needs it, and the municipality it is in."""

    area_id: str
    kind: str
    name: str
    versions: frozenset[str] = frozenset()
    municipality_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code of an area: in which boundary version, and the days it was in use, if known."""

    area_id: str
    version: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class Areas:
    """Every registered area, found by id, by any code and by unambiguous name.

    `by_text` and `codes` are by `fold`. `visible` are the ids of the areas whose names the
    viewer may read, and `also` the other names in use of each of them.
    """

    by_id: Mapping[str, Area]
    by_text: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    visible: frozenset[str] = frozenset()
    also: Mapping[str, str] = field(default_factory=dict)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of the areas a text may mean: one, none, or the ambiguous ones.

        A municipality is also found by its name with ``kommun``, ``stad`` or the like, and any
        area by its code as a decimal number, or by its code and name where they agree.
        """
        folded = _DECIMAL_CODE.sub(r"\1", fold(text))
        if found := self.by_text.get(folded):
            return found
        if match := _CODE_AND_NAME.fullmatch(folded):
            return self._agreeing(match[1], match[2])
        match = _NAME_AND_CODE.fullmatch(folded)
        if match and (found := self._agreeing(match[2], match[1])):
            return found
        stems = (folded, *stems_of(folded))
        return next((self._places[each] for each in stems if each in self._places), ())

    def part_of_others(self, text: str) -> tuple[str, ...]:
        """Return the areas that an area's name may stand for where it is written short.

        ``Centrum`` is an area of its own, and what people in Ekbacken call Ekbacken centrum.
        """
        found = self.only(text)
        if found is None or bare(self.by_id[found].name) != bare(text):
            return ()
        return tuple(self._last_parts.get(bare(text), {}).values())

    def parts_of_one(self, texts: Iterable[str]) -> Mapping[str, str]:
        """Return what short names mean where they are parts of one area: ``{text: id}``.

        That area has at least two of them, and more than any other: ``Centrum``, ``Norra`` and
        ``Södra`` are parts of Ekbacken where only Ekbacken has all three.
        """
        parts: dict[str, dict[str, str]] = {}
        for text in texts:
            for whole, area_id in self._last_parts.get(bare(text), {}).items():
                parts.setdefault(whole, {})[text] = area_id
        most, *others = sorted(parts.values(), key=len, reverse=True) or [{}]
        ahead = len(most) > 1 and all(len(each) < len(most) for each in others)
        return most if ahead else {}

    def _agreeing(self, code: str, name: str) -> tuple[str, ...]:
        """Return the ids of the areas that have both a code and a name.

        A code that has lost its first zero is sure where the name says the same.
        """
        codes = (self.by_text.get(each, ()) for each in (code, f"0{code}"))
        named = self.named(name)
        return tuple(each for each in chain.from_iterable(codes) if each in named)

    def only(self, text: str) -> str | None:
        """Return the id of the one area a text means, None where it is none or several."""
        found = self.named(text)
        return found[0] if len(found) == 1 else None

    def is_code_of(self, text: str, ids: Iterable[str]) -> bool:
        """Whether a text is a code of each of some areas, and not only the name of one."""
        return {each.area_id for each in self._uses(text)}.issuperset(ids)

    def in_version(self, text: str, version: str) -> str | None:
        """Return the id of the one area that has a code in a boundary version, if any."""
        found = {each.area_id for each in self._uses(text) if each.version == version}
        return found.pop() if len(found) == 1 else None

    def on_day(self, text: str, day: date) -> str | None:
        """Return the id of the one area that had a code on a day, if any."""
        found = {each.area_id for each in self._uses(text) if _in_use(each, day)}
        return found.pop() if len(found) == 1 else None

    def use_of(self, text: str, area_id: str) -> Code | None:
        """Return when an area had a code, None where the text is no code of it."""
        return next((each for each in self._uses(text) if each.area_id == area_id), None)

    def began(self, text: str, area_id: str) -> date | None:
        """Return the day an area got a code, None where it is not known or had one before."""
        use = self.use_of(text, area_id)
        return None if use is None or area_id in self._renumbered else use.valid_from

    def first_regso(self, municipality: str) -> str:
        """Name the first RegSO of a municipality by its code, ``""`` where there is none."""
        found = self._first_regso.get(municipality)
        return f"{found[0].upper()} ({self.by_id[found[1]].name})" if found else ""

    def likely(self, text: str, *, schools: bool = False) -> Near:
        """Return what an unknown text may mean.

        A name without its diacritics, or another name in use, is clear. A text that says it is
        a municipality or a county is only like one, and schools are only like texts that say
        so, or where `schools` are what the file is about.
        """
        folded = fold(text)
        if stems := stems_of(folded):
            names = self._spelt("municipality")
            if exact := next((names[bare(each)] for each in stems if bare(each) in names), ""):
                return Near((exact,), True)
            return max((near(stem, names) for stem in stems), key=lambda each: each.clear)
        if same := self._same(folded):
            return Near((same,), True)
        if _SAYS_REGION.fullmatch(folded):
            return near(folded, self._spelt("region"))
        if _SAYS_SCHOOL.search(folded) and (found := near(folded, self._spelt("school"))).ids:
            return found
        return near(folded, self._spelt("" if schools else "others"))

    def like(self, texts: Iterable[str]) -> dict[str, list[str]]:
        """Suggest names of areas like the first unknown texts."""
        return {
            text: [self.by_id[each].name for each in self.likely(text).ids]
            for text, _ in zip(texts, range(SEARCHED), strict=False)
        }

    def _uses(self, text: str) -> tuple[Code, ...]:
        return self.codes.get(fold(text), ())

    def _same(self, folded: str) -> str:
        """Return the one area with another name in use, or whose name differs in diacritics."""
        plain = bare(folded)
        kinds = ("municipality", "others", "")
        spelt = (self._spelt(kind).get(plain) for kind in kinds)
        return self.also.get(folded) or next(filter(None, spelt), "")

    def _spelt(self, kind: str) -> Mapping[str, str]:
        """Return areas by `bare` name: of a kind, all but schools (``others``), or all."""
        return self._bare_names[kind]

    @cached_property
    def _bare_names(self) -> Mapping[str, Mapping[str, str]]:
        meant: dict[str, set[str]] = {}
        for text, ids in self.by_text.items():
            # Nobody writes that a place is invented but the register.
            for name in {bare(text), bare(_INVENTED.sub("", text))}:
                meant.setdefault(name, set()).update(self.visible.intersection(ids))
        every = {name: min(ids) for name, ids in meant.items() if len(ids) == 1}
        kinds = {name: self.by_id[area_id].kind for name, area_id in every.items()}
        of_kind = {
            kind: {name: each for name, each in every.items() if kinds[name] == kind}
            for kind in ("municipality", "region", "school")
        }
        others = {name: each for name, each in every.items() if kinds[name] != "school"}
        return {"": every, "others": others, **of_kind}

    @cached_property
    def _last_parts(self) -> Mapping[str, Mapping[str, str]]:
        """Return areas by what follows the name of another area in their name, and by that."""
        names = {
            bare(_INVENTED.sub("", self.by_id[each].name)): each
            for each in sorted(self.visible)
            if self.by_id[each].kind != "school"
        }
        found: dict[str, dict[str, str]] = {}
        for name, area_id in names.items():
            words = name.split()
            for cut in range(1, len(words)):
                whole = " ".join(words[:cut])
                if whole in names:
                    found.setdefault(" ".join(words[cut:]), {})[whole] = area_id
        return found

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of area that are registered."""
        return frozenset(each.kind for each in self.by_id.values())

    @cached_property
    def _renumbered(self) -> frozenset[str]:
        """Return the areas that had a code which is no longer in use."""
        return frozenset(
            each.area_id for uses in self.codes.values() for each in uses if each.valid_to
        )

    @cached_property
    def _first_regso(self) -> Mapping[str, tuple[str, str]]:
        """Return the first code and area of the RegSO of each municipality."""
        found: dict[str, tuple[str, str]] = {}
        for text in sorted(self.codes, reverse=True):
            for each in self.codes[text]:
                if text[4:5] == "r" and self.by_id[each.area_id].kind == "regso":
                    found[text[:4]] = (text, each.area_id)
        return found

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        """Return municipalities by name, also without ``kommun`` where that is part of it."""
        found: dict[str, dict[str, None]] = {}
        for area_id in sorted(self.visible):
            area = self.by_id[area_id]
            if area.kind == "municipality":
                for name in (fold(area.name), *stems_of(fold(area.name))):
                    found.setdefault(name, {})[area_id] = None
        return {name: tuple(ids) for name, ids in found.items()}


def is_a_name(code: str) -> bool:
    """Whether a code has no digit: it is what a place is called, and tells it from no other."""
    return not any(sign.isdigit() for sign in code)


def _in_use(code: Code, day: date) -> bool:
    first, last = code.valid_from or date.min, code.valid_to or date.max
    return first <= day <= last
