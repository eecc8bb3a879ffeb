"""The effect report of one initiative as words: what a lender asks, what is known, what is not.

Headings: the five basic requirements of Kommuninvest's Lån för Social Hållbarhet, and the four
components of ICMA's Social Bond Principles with what its Harmonised Framework for Impact
Reporting for Social Bonds asks for: target population, social objective, impact indicators.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.export.effect_report import effects
from dashboard.export.effect_report.effects import Effect
from dashboard.export.effect_report.initiative import Chosen
from dashboard.text import initiatives as words
from dashboard.text import numbers
from dashboard.text.language import plural, translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of the report and what the store says under it; `missing` says what lacks."""

    heading: str
    text: str
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One page: the finding, what the money was, the requirements, the effects, the footer."""

    title: str
    place: str
    finding: str
    why: str
    money: str
    invented: bool
    requirements: tuple[Section, ...]
    effects: tuple[Effect, ...]
    components: tuple[Section, ...]
    reported: str
    footer: str
    source: str

    @property
    def lacking(self) -> int:
        """How many headings have nothing to say."""
        return sum(bool(one.missing) for one in (*self.requirements, *self.components))


def report(chosen: Chosen, shown_on: str, language: str) -> Report:
    """Fill the report of an initiative; `shown_on` says when and from which inläsning."""
    _ = translator(language)
    states = effects.counted(chosen.effects)
    finding = words.headline(states, language)
    unknown = finding == _("Effekten går inte att fastställa")
    return Report(
        title=chosen.title(language),
        place=chosen.area_name(language),
        finding=finding,
        why=words.cannot_be_said(len(states), language) if unknown else "",
        money=money(chosen, language),
        invented=chosen.invented,
        requirements=tuple(_requirements(chosen, language)),
        effects=chosen.effects,
        components=tuple(_components(chosen, shown_on, language)),
        reported=chosen.text("reported"),
        footer=_(
            "Sambandet är inte bevisat. Området har förändrats även på andra sätt. Uppgifter om"
            " flera satsningar läggs aldrig ihop."
        ),
        source=_("Källa till satsningen: {source}.").format(
            source=", ".join(chosen.sources()) or _("saknas")
        ),
    )


def money(chosen: Chosen, language: str) -> str:
    """Say what was invested and how much of it was lent, and what of it is not known."""
    _ = translator(language)
    currency = chosen.text("currency")
    amount, loan = chosen.number("amount"), chosen.number("loan_amount")
    share, lender = chosen.number("loan_share"), chosen.text("lender")
    parts = []
    if amount is not None:
        invested = words.money(amount, currency, language)
        parts.append(_("Investering {amount}.").format(amount=invested))
    else:
        parts.append(_("Hela investeringens storlek saknas."))
    if loan is not None:
        lent = words.money(loan, currency, language)
        parts.append(_("Lån {amount}.").format(amount=lent))
    if share is not None:
        percent = numbers.measured(
            share, "percent", 0 if share == round(share) else 1, language
        )
        parts.append(_("Låneandel {share}.").format(share=percent))
    elif loan is None:
        parts.append(_("Lånets storlek saknas."))
    else:
        parts.append(_("Låneandelen saknas."))
    if lender:
        parts.append(_("Långivare: {lender}.").format(lender=lender))
    return " ".join(parts)


def _requirements(chosen: Chosen, language: str) -> list[Section]:
    _ = translator(language)
    return [
        _section(
            _("Utvecklar praxis, innovation eller kvalitet"), chosen.text("practice"), language
        ),
        _section(
            _("Ingår i ett systematiskt arbete"), chosen.text("systematic_work"), language
        ),
        _section(_("Avser en definierad målgrupp"), chosen.text("target_group"), language),
        _section(_("Är långsiktig"), chosen.text("long_term"), language),
        _goals(chosen.effects, language),
    ]


def _goals(given: Sequence[Effect], language: str) -> Section:
    """Say how many goals there are and how many are evaluated, or that there are none."""
    _ = translator(language)
    heading = _("Har tydliga mål och utvärderas systematiskt")
    goals = [effect for effect in given if effect.linked]
    if not goals:
        missing = _("Inga mål med utgångsläge, nivå och datum är inlagda.")
        return Section(heading=heading, text="", missing=missing)
    said = plural(
        language,
        "{count} mål med utgångsläge, nivå och bedömning; se tabellen.",
        "{count} mål med utgångsläge, nivå och bedömning; se tabellen.",
        len(goals),
    )
    return Section(heading=heading, text=said.format(count=len(goals)))


def _components(chosen: Chosen, shown_on: str, language: str) -> list[Section]:
    _ = translator(language)
    use = " ".join(
        filter(None, map(chosen.text, ("physical_investment", "social_interventions")))
    )
    why = " ".join(filter(None, map(chosen.text, ("need", "selection"))))
    aim = " ".join(filter(None, map(chosen.text, ("expected_change", "future_state"))))
    return [
        _section(_("Medlens användning (Use of Proceeds)"), use, language),
        _section(
            _("Urval och prövning (Process for Project Evaluation and Selection)"),
            why,
            language,
        ),
        _section(
            _("Förvaltning av medlen (Management of Proceeds)"),
            chosen.text("management_of_proceeds"),
            language,
        ),
        _section(_("Målgrupp (Target Population)"), chosen.text("target_group"), language),
        _section(_("Socialt mål (Social Objective)"), aim, language),
        _section(_("Rapportering (Reporting)"), shown_on, language),
    ]


def _section(heading: str, text: str, language: str) -> Section:
    missing = "" if text else translator(language)("Saknas: ingen uppgift är inlagd.")
    return Section(heading=heading, text=text, missing=missing)
