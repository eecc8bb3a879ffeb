"""Step four: save all or nothing, and what to do when it was wrong."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.installation import now
from dashboard.page import cards
from dashboard.text.language import translator
from dashboard.text.numbers import day
from dashboard.upload import words
from dashboard.upload.changes import verdict_table
from data.acts.save import save
from data.acts.undo import undo
from data.acts.verdict_changes import VerdictChange
from data.answers.goals import verdicts_since
from data.door import Door
from data.intake import Examination
from data.store.access import Viewer
from metrics.definition.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where things are saved, and by whom."""

    door: Door
    viewer: Viewer
    catalogue: Catalogue
    actor: str

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
        st.rerun()

    def undo(self, revision: int) -> None:
        """Take a revision back and draw the page again."""
        undo(
            self.door,
            self.viewer,
            revision,
            catalogue=self.catalogue,
            actor=self.actor,
            now=now(),
        )
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
        st.caption(reason or _("Efteråt kan hela inläsningen ångras med ett klick."))


def receipt(desk: Desk, row: pd.Series, undo: Callable[[int], None], language: str) -> None:
    """Say what was saved, what it changed, and offer to take it back."""
    _ = translator(language)
    revision = int(row["revision_id"])
    said = _("Sparad som inläsning {revision} av {actor}, {day}.").format(
        revision=revision,
        actor=cards.escape(str(row["actor"])),
        day=day(row["committed_at"], language),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(said, width="content")
        if st.button(_("Ångra inläsningen"), key="undo-receipt", disabled=not desk.actor):
            undo(revision)
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
