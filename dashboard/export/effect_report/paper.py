"""The effect report as a file: one A4, tagged for screen readers (PDF/UA-1), set by Typst."""

import json
import unicodedata
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from PIL import ImageFont

from dashboard.charts import fonts
from dashboard.charts.theme import palette
from dashboard.export import typesetting
from dashboard.export.effect_report.effects import Effect
from dashboard.export.effect_report.report import Report, Section
from dashboard.text import numbers, states
from dashboard.text.language import translator

_INK = palette(False)


def write(filled: Report, *, address: str, made_on: date, language: str) -> bytes:
    """Return the report as PDF; `address` is where the view is found, or ''."""
    template = resources.files("dashboard.export") / "effect_report.typ"
    data = _data(filled, address, made_on, language)
    text = "".join(map(_displayed, json.dumps(data, ensure_ascii=False)))
    return typesetting.pdf(template.read_text("utf-8"), text, made_on)


def _data(filled: Report, address: str, made_on: date, language: str) -> dict[str, Any]:
    _ = translator(language)
    return {
        "title": filled.title,
        "finding": filled.finding,
        "finding_inside": filled.finding[:1].lower() + filled.finding[1:],
        "topic": f"{_('Effektrapport')} · {filled.place}",
        "why": filled.why,
        "money": filled.money,
        "reported": filled.reported,
        "footer": filled.footer,
        "source": filled.source,
        "address": address,
        "invented": filled.invented,
        "lang": language,
        "region": typesetting.REGIONS[language],
        "day": numbers.day(made_on, language),
        "date": [made_on.year, made_on.month, made_on.day],
        "columns": _columns(language),
        "effects": [_effect(effect) for effect in filled.effects],
        "requirements": [_section(one) for one in filled.requirements],
        "components": [_section(one) for one in filled.components],
        "words": _words(language),
        "ink": typesetting.ink(),
    }


@cache
def _displayed(letter: str) -> str:
    """Return a letter that the shipped fonts have: PDF/UA forbids one that cannot be seen."""
    if letter in fonts.GLYPHS or " " <= letter <= "~":
        return letter
    if unicodedata.category(letter)[0] == "C":
        return ""
    missing = [face.getmask(_NOBODYS) for face in _faces()]
    seen = [face.getmask(letter) for face in _faces()]
    same = (
        one.size == other.size and bytes(one) == bytes(other)
        for one, other in zip(seen, missing, strict=True)
    )
    return "?" if any(same) else letter


@cache
def _faces() -> tuple[ImageFont.FreeTypeFont, ...]:
    names = ("SourceSans3-Regular", "SourceSans3-Semibold", "SourceSerif4-Regular")
    return tuple(ImageFont.truetype(str(fonts.folder() / f"{name}.otf"), 40) for name in names)


_NOBODYS = "\U000f0000"
"""A letter no font has: what is drawn for it stands for every letter that is missing."""


def _columns(language: str) -> list[str]:
    _ = translator(language)
    return [
        _("Mått"),
        _("Utgångsläge"),
        _("Nu"),
        _("95\u00a0% osäkerhet"),
        _("Mål"),
        _("Läge"),
        _("Bedömning"),
    ]


def _words(language: str) -> dict[str, str]:
    _ = translator(language)
    return {
        "invented": _("Påhittade siffror"),
        "effects": _("Mål och indikatorer: utgångsläge, nu, osäkerhet och läge"),
        "none": _("Inga mål eller indikatorer är knutna till satsningen."),
        "requirements": _("Långivarens fem grundkrav"),
        "lender": _("Kommuninvest, Lån för Social Hållbarhet"),
        "components": _("Rapport enligt principerna för sociala obligationer"),
        "principles": _(
            "ICMA, Social Bond Principles och Harmonised Framework for Impact Reporting"
        ),
        "reported": _("Rapporterat av andra, inte mätt här"),
    }


def _effect(effect: Effect) -> dict[str, str]:
    colour = _INK.state[states.SIGNS[effect.state].token]["text"]
    return {
        "name": effect.name,
        "baseline": effect.baseline,
        "now": effect.now,
        "interval": effect.interval,
        "target": effect.target,
        "verdict": effect.verdict,
        "colour": colour,
        "sentence": effect.sentence,
    }


def _section(one: Section) -> dict[str, str]:
    return {"heading": one.heading, "text": one.text, "missing": one.missing}
