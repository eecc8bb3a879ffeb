"""What Jämför is asked for: an indicator, a level, a part of it, and a page of areas."""

from dashboard.compare.compared import ComparedKey, page_of, pages
from dashboard.page import addressed, controls
from dashboard.page.loaders import finished
from dashboard.series import measured, picking
from dashboard.series.measured import LevelKey
from dashboard.text import numbers
from dashboard.text.language import translator


def ask(training: bool, language: str) -> LevelKey | None:
    """Let indicator, level and category be chosen; None where nothing was ever measured."""
    indicator_id = picking.indicator(training, language)
    if indicator_id is None:
        return None
    kinds, first = picking.kinds_of(indicator_id, training)
    area = picking.kinds().get(addressed.asked("omrade") or "")
    kind = picking.level(kinds, language, default=area if area in kinds else first)
    chosen = picking.category(indicator_id, kind, training, language)
    key = LevelKey(indicator_id, str(kind), chosen, training)
    return key if _count(key) else None


@finished
def _count(key: LevelKey) -> int:
    return len(measured.of_key(key).areas)


def narrow(level: LevelKey, language: str) -> ComparedKey:
    """Let a municipality and a page be chosen: what the page is asked for by."""
    parts = _parts(level, addressed.asked("omrade"), language)
    parent = picking.within(parts, _count(level), language) or ""
    divided, options = _divided(level, parent)
    if len(divided) < 2:
        return ComparedKey(level, parent, tuple(next(iter(divided.values()), [])))
    start = page_of(divided, addressed.asked("omrade"))
    label = translator(language)("Sida av {count}").format(count=len(divided))
    page = controls.choose(label, options, key="sida", clear=False, default=start)
    return ComparedKey(level, parent, tuple(divided[str(page)]))


@finished
def _divided(level: LevelKey, parent: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the areas of each page, and what each page is called."""
    found = measured.of_key(level)
    areas = found.inside(parent)
    divided = pages(areas, found.rows["period"].nunique())
    names = areas.set_index("area_id")["area_name"]
    options = {
        page: f"{page}: {names[ids[0]]} {numbers.DASH} {names[ids[-1]]}"
        for page, ids in divided.items()
    }
    return divided, options


@finished
def _parts(key: LevelKey, asked: str | None, language: str) -> picking.Parts:
    return picking.parts_of(list(measured.of_key(key).areas["area_id"]), asked, language)
