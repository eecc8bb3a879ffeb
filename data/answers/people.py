"""Questions about who may do what, what waits to be released, and who did what.

For administrators, about their own organisation; everybody else gets no rows.
"""

import pandas as pd

from data.answers.reader import Reader
from data.store import audit
from data.store.access import Verb

_MINE = "($organisation = '' OR organisation_id = $organisation) AND $asked AND $revision >= 0"


def people(reader: Reader) -> pd.DataFrame:
    """Everybody who has been invited, by name: the columns of ``person``."""
    return _asked(
        reader, "SELECT * FROM person WHERE {mine} ORDER BY name COLLATE sv, person_id"
    )


def grants(reader: Reader) -> pd.DataFrame:
    """What applies of what people have been granted, by person: who, where, until when."""
    return _asked(
        reader,
        """
        SELECT g.* EXCLUDE (ended_at, ended_by), p.name, p.organisation_id
        FROM access_grant g JOIN person p USING (person_id)
        WHERE g.ended_at IS NULL AND {mine} ORDER BY p.name COLLATE sv, g.grant_id
        """,
    )


def tokens(reader: Reader) -> pd.DataFrame:
    """The keys to the API that have not been revoked, without their fingerprints."""
    return _asked(
        reader,
        """
        SELECT t.* EXCLUDE (sha256, revoked_at), p.name, p.organisation_id
        FROM api_token t JOIN person p USING (person_id)
        WHERE t.revoked_at IS NULL AND {mine} ORDER BY t.expires_at, t.token_id
        """,
    )


def uploads(reader: Reader) -> pd.DataFrame:
    """The figures that were read in, the latest first, and when they were released.

    The columns of ``upload`` and of ``revision``, but those that are undone.
    """
    return _asked(
        reader,
        """
        SELECT u.* EXCLUDE (issuer, subject, organisation_id), r.committed_at, r.actor,
               r.file_name, u.organisation_id
        FROM upload u JOIN (SELECT * EXCLUDE (organisation_id) FROM revision) r
          USING (revision_id)
        WHERE r.kind = 'import' AND {mine}
          AND NOT EXISTS (SELECT 1 FROM revision b WHERE b.undoes = u.revision_id)
        ORDER BY u.released_at IS NOT NULL, u.revision_id DESC
        """,
    )


def log(reader: Reader) -> pd.DataFrame:
    """Who did what, the latest first: for who administers every organisation."""
    rows = reader.rows(
        audit.ENTRIES.replace("FROM audit", "FROM audit WHERE $asked AND $revision >= 0"),
        asked=reader.viewer.may(Verb.ADMINISTER) and reader.viewer.organisation_id == "",
    )
    return rows.iloc[::-1].reset_index(drop=True)


def _asked(reader: Reader, sql: str) -> pd.DataFrame:
    viewer = reader.viewer
    return reader.rows(
        sql.replace("{mine}", _MINE),
        organisation=viewer.organisation_id,
        asked=viewer.may(Verb.ADMINISTER),
    )
