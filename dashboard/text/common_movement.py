"""One sentence about what many areas did together, and one about the loss it may be."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.text import numbers
from dashboard.text.amounts import difference, period
from dashboard.text.headline import named
from dashboard.text.language import translator
from metrics.definition.indicator import Direction, Indicator

Movement = Mapping[str, Any]

_WORSE = {Direction.HIGHER: "fell", Direction.LOWER: "rose"}


def sentence(movement: Movement, indicator: Indicator, language: str) -> str:
    """Say that most areas moved the same way; empty where they did not.

    `movement` is a row of `data.judging.common_movement.common_movement`.
    """
    _ = translator(language)
    direction = str(movement["direction"])
    if direction not in {"fell", "rose"}:
        return ""
    if direction == "fell":
        said = _(
            "{subject} sjönk i {moved} av {areas} områden från {before} till {after}{least}."
        )
    else:
        said = _(
            "{subject} steg i {moved} av {areas} områden från {before} till {after}{least}."
        )
    if _WORSE.get(indicator.direction) == direction:
        meaning = _("Det är en gemensam rörelse och inte {moved} förluster.")
    else:
        meaning = _("Det är en gemensam rörelse och säger inget om ett enskilt område.")
    return f"{said} {meaning}".format(
        subject=indicator.wording(language).subject,
        moved=numbers.number(float(movement[direction]), 0, language),
        areas=numbers.number(float(movement["areas"]), 0, language),
        before=period(str(movement["period_before"]), language),
        after=period(str(movement["period"]), language),
        least=least(movement, indicator, language),
    )


def least(movement: Movement, indicator: Indicator, language: str) -> str:
    """Say from how large a movement an area is counted; nothing where any counts."""
    mid = movement["mid"]
    if mid is None or not float(mid) > 0:
        return ""
    _ = translator(language)
    return _(", med minst {size}").format(size=difference(float(mid), indicator, language))


def common_loss(
    movement: Movement, indicator: Indicator, areas: Sequence[str], language: str
) -> str:
    """Say that the common part is itself a loss, once, with the areas that only follow it.

    Empty where it is not; `areas` are the names of the areas whose goals follow.
    """
    if not movement["alarms"]:
        return ""
    _ = translator(language)
    place = str(movement["parent_name"] or "") or _("områdena")
    said = _(
        "{subject} har försämrats i {place} som helhet, och slumpen förklarar det inte."
        " Det är en förlust, inte en per område."
    ).format(subject=indicator.wording(language).subject, place=place)
    if not areas:
        return said
    follow = _("Följer staden: {areas}.").format(areas=named(areas, language))
    return f"{said} {follow}"
