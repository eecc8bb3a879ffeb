"""The log of who did what."""

import pandas as pd

from dashboard.administration.asking import asked, asked_afresh
from dashboard.page import blocks, cards, loaders
from dashboard.page.replay import drawn
from dashboard.text.language import translator
from data.answers import people
from data.store.access import Verb
from data.store.audit import READ_BACK
from data.store.policy import FIRST_LOGIN

_SHOWN = 50


def show(language: str) -> None:
    """Show what has been done, by whom and when."""
    if not loaders.viewer().may(Verb.BACKUP):
        return
    _ = translator(language)
    with blocks.expander(_("Allt som hänt: vem, vad och när")):
        _latest(language)
        cards.downloads(lambda: asked_afresh(people.log), "logg", key="log")


@drawn
def _latest(language: str) -> None:
    cards.table(_table(asked(people.log).head(_SHOWN), language))


def _acts(language: str) -> dict[str, str]:
    """Say what each act of the log is called; what is not here is called what it is there."""
    _ = translator(language)
    return {
        Verb.IMPORT: _("läste in"),
        Verb.CONFIRM: _("bekräftade"),
        Verb.UNDO: _("ångrade"),
        Verb.REASSESS: _("räknade om utfallen"),
        Verb.RECALIBRATE: _("kalibrerade om"),
        Verb.PLAN: _("planerade ett möte"),
        Verb.DECIDE: _("skrev ett beslut"),
        Verb.CLOSE: _("stängde ett beslut"),
        Verb.CONCLUDE: _("avslutade ett möte"),
        Verb.ATTACH: _("bifogade"),
        Verb.BACKUP: _("tog en kopia"),
        READ_BACK: _("läste tillbaka en kopia"),
        Verb.RELEASE: _("ändrade vad som är släppt"),
        Verb.ADMINISTER: _("förvaltade"),
        FIRST_LOGIN: _("loggade in första gången"),
    }


def _table(log: pd.DataFrame, language: str) -> pd.DataFrame:
    _ = translator(language)
    acts = _acts(language)
    return pd.DataFrame(
        {
            _("När, UTC"): [f"{moment:%Y-%m-%d %H:%M}" for moment in log["moment"]],
            _("Vem"): [cards.escape(str(name)) or _("den vid datorn") for name in log["name"]],
            _("Väg"): [cards.escape(str(way)) for way in log["client"]],
            _("Vad"): [
                cards.escape(f"{acts.get(act, act)}. {about}".strip())
                for act, about in zip(log["act"], log["about"], strict=True)
            ],
            _("Inläsning"): [
                "" if pd.isna(one) else str(int(one)) for one in log["revision_id"]
            ],
            _("Gick"): [_("ja") if allowed else _("nej") for allowed in log["allowed"]],
        }
    )
