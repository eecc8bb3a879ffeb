"""The lines of the table of pages: a figure, the floor in the same run, and the limit."""

HEADER = f"\n{'':<46} {'ours':>9} {'floor':>9} {'':>8} {'limit':>8}"


def ratio(name: str, ours: float, floor: float, limit: float) -> str:
    """A figure as so many times the floor."""
    times = ours / floor
    return _line(name, ours, floor, f"x{times:.1f}", f"x{limit:g}", times > limit)


def at_least(name: str, ours: float, floor: float, limit: float) -> str:
    """A figure that should be so many times the floor, or more."""
    times = ours / floor
    return _line(name, ours, floor, f"x{times:.1f}", f">{limit:g}", times < limit)


def over(name: str, ours: float, floor: float, limit: float) -> str:
    """A figure as so much more than the floor."""
    more = ours - floor
    return _line(name, ours, floor, f"+{more:.2f}", f"+{limit:g}", more > limit)


def _line(name: str, ours: float, floor: float, found: str, limit: str, missed: bool) -> str:
    mark = "  over" if missed else ""
    return f"{name:<46} {ours:9.2f} {floor:9.2f} {found:>8} {limit:>8}{mark}"
