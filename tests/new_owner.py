"""The files of somebody who starts following a place of their own, in the order they come."""

AREA = "ny.kvarnbacken"

AREAS = f"""area_id,kind,name,name_en,invented,source
{AREA},development_area,Kvarnbacken (påhittat),Kvarnbacken (invented),yes,Påhittat för test
"""

_HEADER = "area_id,indicator_id,period,value,n,source\n"


def values(*shares: float, first: int = 2022, n: int = 900) -> str:
    """Yearly answers to a survey question, in percent."""
    rows = (
        f"{AREA},TRY14,{year},{share},{n},Påhittat för test"
        for year, share in enumerate(shares, start=first)
    )
    return _HEADER + "\n".join(rows) + "\n"


_TERMS = {
    "goal_id": "ny.mal",
    "area_id": AREA,
    "indicator_id": "TRY14",
    "form": "at_least",
    "worse": "lower",
    "target": "65",
    "due": "2025-12-31",
    "baseline_periods": "2022",
    "title": "Minst 65 procent trygga",
    "title_en": "At least 65 percent safe",
    "frozen_on": "2022-06-01",
    "frozen_by": "Test",
    "owner_role": "testare",
    "document": "Testprogram",
    "reason": "För test",
}
GOAL = ",".join(_TERMS) + "\n" + ",".join(_TERMS.values()) + "\n"

THREE_YEARS = values(60, 66, 70)
FOURTH_YEAR = values(42, first=2025)
MIXED = f"""område;indikator;period;värde;antal_svar
{AREA};TRY14;2025;0,42;900
{AREA};TRY14;2026;142;900
ny.finns-inte;TRY14;2025;61,5;900
{AREA};TRY14;2024;71,0;900
"""
"""Three rows that stop, and one that would change a value."""
