"""Months by their names in Swedish and English, whole and shortened."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar mars march",
            "apr april",
            "maj may mai",
            "jun juni june",
            "jul juli july",
            "aug augusti august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}


def month_number(name: str) -> int | None:
    """Return the number of a month by its name or how it is shortened, None for other words."""
    return _MONTHS.get(name.casefold())
