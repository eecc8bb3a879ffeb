"""What follows somebody from page to page: the moment that is shown, and where they looked."""

from collections.abc import Mapping

from dashboard.page import addressed, this_visit


def hold_moment(page: str) -> None:
    """Let the moment that is shown follow to the next page, until somebody goes back to now.

    The menu leads to pages without it; a page that is asked for again without it is now.
    """
    asked_now = dict(addressed.moment())
    turned = this_visit.kept().get("kept-page") != page
    kept: dict[str, str] = this_visit.kept().get("kept-moment", {})
    if turned and not asked_now and kept:
        for key, said in kept.items():
            addressed.write(key, said)
    else:
        this_visit.kept()["kept-moment"] = asked_now
    this_visit.kept()["kept-page"] = page


_OF_A_PLACE: Mapping[str, tuple[str, ...]] = {
    "befolkning": ("omrade",),
    "loften": ("omrade",),
    "utfall": ("omrade",),
    "jamfor": ("indikator",),
    "nytt-mal": ("omrade", "indikator"),
    "skriv-in": ("omrade", "indikator"),
}
"""What pages of the menu ask about the place, or its measure, that was looked at last."""

_ITSELF = ("omrade", "indikator", "mal", "serie")
"""Questions of the address that say what a page is about: then nothing follows to it."""


def stay_at(area_id: str, *, invented: bool, indicator_id: str = "") -> None:
    """Let a place, what is measured there, and whether it is invented, follow in the menu."""
    this_visit.kept()["kept-place"] = {"omrade": area_id, "indikator": indicator_id}
    this_visit.kept()["kept-data"] = addressed.TRAINING if invented else addressed.REAL


def hold_place(page: str) -> None:
    """Let the place that was looked at last be that of the next page about one.

    Who takes it out of the address of such a page has left it. It is asked before `hold_moment`
    notes which page is shown.
    """
    place: Mapping[str, str] = this_visit.kept().get("kept-place", {})
    if page not in _OF_A_PLACE or not place or any(addressed.asked(key) for key in _ITSELF):
        return
    if this_visit.kept().get("kept-page") == page:
        del this_visit.kept()["kept-place"]
        return
    for key in _OF_A_PLACE[page]:
        addressed.write(key, place[key] or None)
