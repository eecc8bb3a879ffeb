"""What senders have answered about their files, for the next file of the same shape."""

from collections.abc import Mapping

import duckdb

_NOBODY = "api"
"""What programs that give no name are called: what one answered is not the answer of others."""


def sender_named(actor: str) -> str:
    """Write the name of a sender the same way however it was typed."""
    return " ".join(actor.casefold().split())


def _keeper(actor: str) -> str:
    """Name whose answers they are, ``""`` where that is nobody."""
    name = sender_named(actor)
    return "" if name == _NOBODY else name


def remember(
    cursor: duckdb.DuckDBPyConnection,
    revision: int,
    *,
    organisation_id: str,
    actor: str,
    shape: str,
    answers: Mapping[str, str],
) -> None:
    """Keep the answers (by the id of the question) that are not what is kept already."""
    sender = {"organisation_id": organisation_id, "actor": _keeper(actor), "shape": shape}
    if not sender["actor"] or not shape:
        return
    known = latest(cursor, revision=revision, **sender)
    new = {asked: choice for asked, choice in answers.items() if known.get(asked) != choice}
    if new:
        cursor.execute(
            "INSERT INTO intake_answer SELECT $organisation_id, $actor, $shape, "
            "unnest($asked), unnest($choices), $revision",
            {
                **sender,
                "asked": list(new),
                "choices": list(new.values()),
                "revision": revision,
            },
        )


def latest(
    cursor: duckdb.DuckDBPyConnection,
    *,
    organisation_id: str,
    actor: str,
    shape: str,
    revision: int,
) -> dict[str, str]:
    """Return the last answer to each question that a sender has answered at `revision`."""
    rows = cursor.execute(
        """
        SELECT proposal_id, max_by(choice, revision_from) FROM intake_answer
        WHERE organisation_id = $organisation_id AND actor = $actor AND shape = $shape
          AND revision_from <= $revision
        GROUP BY proposal_id
        """,
        {
            "organisation_id": organisation_id,
            "actor": _keeper(actor),
            "shape": shape,
            "revision": revision,
        },
    ).fetchall()
    return dict(rows)
