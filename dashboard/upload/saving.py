"""Step four: save all or nothing, and what to do when it was wrong."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.counts import IMPORTS
from dashboard.installation import now
from dashboard.page import cards, this_visit
from dashboard.text.language import translator
from dashboard.text.numbers import day
from dashboard.upload import history, words
from dashboard.upload.changes import verdict_table
from data.acts.save import save
from data.acts.undo import undo
from data.acts.verdict_changes import VerdictChange
from data.answers.goals import verdicts_since
from data.door import Door
from data.intake import Examination
from data.store.access import Viewer, may_undo
from metrics.definition.catalogue import Catalogue

UNDONE, SAVED = "undone", "saved"
"""What was said of the latest act is kept under its name, until the page is drawn again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where things are saved, and by whom."""

    door: Door
    viewer: Viewer
    catalogue: Catalogue
    actor: str
    language: str

    def save(self, examination: Examination) -> None:
        """Save and draw the page again around what has become true."""
        save(
            self.door,
            self.viewer,
            examination,
            catalogue=self.catalogue,
            actor=self.actor,
            now=now(),
        )
        IMPORTS.labels("saved").inc()
        this_visit.tell(SAVED, translator(self.language)("Filen är sparad."))
        st.rerun()

    def may_undo(self, row: Mapping[Hashable, Any]) -> bool:
        """Say whether whoever has signed may take back the revision of a row."""
        return may_undo(
            self.door.signing(self.viewer, self.actor),
            actor=str(row["actor"]),
            organisation_id=str(row["organisation_id"]) if row["organisation_id"] else "",
        )

    def undo(self, revision: int) -> None:
        """Take a revision back, keep what that did, and draw the page again."""
        receipt = undo(
            self.door,
            self.door.signing(self.viewer, self.actor),
            revision,
            catalogue=self.catalogue,
            actor=self.actor,
            now=now(),
        )
        this_visit.tell(UNDONE, words.undone(receipt, self.language))
        st.rerun()


def saved_as(revisions: pd.DataFrame, sha256: str) -> int | None:
    """Return the latest inläsning of these very bytes that nobody has undone."""
    same = revisions[(revisions["file_sha256"] == sha256) & revisions["undone_by"].isna()]
    return None if same.empty else int(same["revision_id"].max())


def undone(revisions: pd.DataFrame, sha256: str) -> int | None:
    """Return the inläsning of these very bytes that the latest revision of facts undid."""
    same = set(revisions[revisions["file_sha256"] == sha256]["revision_id"])
    facts = revisions[revisions["kind"] != "assessment"]
    if facts.empty or facts.iloc[0]["kind"] != "undo" or facts.iloc[0]["undoes"] not in same:
        return None
    return int(facts.iloc[0]["undoes"])


def offer(desk: Desk, examination: Examination, button: str, language: str) -> None:
    """Show the button that saves, or the reason why it cannot be pressed beside it."""
    _ = translator(language)
    st.divider()
    cards.heading(_("Steg 4 av 4"), _("Spara allt eller inget"), level=2)
    reason = words.why_not(examination, desk.actor, language)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            words.save_label(examination, language),
            type="primary" if button == "primary" else "secondary",
            disabled=bool(reason),
            key="save",
        ):
            desk.save(examination)
        st.caption(reason or _("Efteråt kan hela inläsningen ångras."))


def receipt(desk: Desk, row: pd.Series, undo: Callable[[int], None], language: str) -> None:
    """Say what was saved, what it changed, and offer to take it back."""
    _ = translator(language)
    revision = int(row["revision_id"])
    if fresh := this_visit.said(SAVED):
        # The page is shorter now, and the receipt is above what is in view.
        st.toast(fresh, icon=":material/check:")
    said = _("Sparad som inläsning {revision} av {actor}, {day}.").format(
        revision=revision,
        actor=cards.escape(str(row["actor"])),
        day=day(row["committed_at"], language),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(said, width="content")
        if desk.may_undo(row.to_dict()):
            history.ask(row.to_dict(), undo, "receipt", language)
    verdict_table(changed_by(desk, revision), language, (_("Före"), _("Nu")))


def undo_receipt(desk: Desk, revisions: pd.DataFrame, language: str) -> None:
    """Say once what the latest undo did: values back, and verdicts that changed with it."""
    _ = translator(language)
    if said := this_visit.said(UNDONE):
        st.success(said)
        revision = int(revisions["revision_id"].max())
        verdict_table(changed_by(desk, revision), language, (_("Före"), _("Nu")))


def changed_by(desk: Desk, revision: int) -> list[VerdictChange]:
    """List the verdicts that came with a revision."""
    reader = desk.door.reader(desk.viewer, revision)
    rows = reader.ask(verdicts_since, earlier=revision - 1)
    return [
        VerdictChange(
            goal_id=str(row["goal_id"]),
            title=str(row["title"] or ""),
            title_en=str(row["title_en"] or ""),
            area_name=str(row["area_name"] or ""),
            area_name_en=str(row["area_name_en"] or ""),
            before=row["before"] if isinstance(row["before"], str) else "",
            after=str(row["after"]),
        )
        for row in rows.to_dict(orient="records")
    ]
