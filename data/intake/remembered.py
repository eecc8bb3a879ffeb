"""Reads a file with what was answered about the last one of the same shape and sender."""

import hashlib
import json
from collections.abc import Iterable

from data.answers.reader import Reader
from data.intake.columns import is_period, plain
from data.intake.format import Format
from data.intake.questions import Questions
from data.intake.readings import read_once
from data.intake.text_table import Refusal, TextTable
from data.intake.undated import undated
from data.intake.uploaded import UploadedFile
from data.store import intake_answers


def read_with_answers(
    form: Format, file: UploadedFile, reader: Reader
) -> tuple[TextTable | Refusal, Questions, str]:
    """Read a file; return also its questions, with all that is answered, and its shape.

    What it looks like before anybody has answered decides the shape. It is read again only
    where the format itself asks something that has an answer.
    """
    first = Questions()
    table = read_once(form, file, first)
    shape = _shape(form.name, file.kind or "", table)
    questions = Questions(
        given=dict(file.answers), remembered=_kept(reader, file.sender, shape)
    )
    if not questions.given and not questions.remembered:
        return table, first, shape
    if first.proposals:
        table = read_once(form, file, questions)
    return table, questions, shape


def _shape(form: str, kind: str, table: TextTable | Refusal) -> str:
    if isinstance(table, Refusal):
        return shape_of(form, kind, ())
    return shape_of(form, kind, table.headers, table.identity)


def shape_of(form: str, kind: str, headers: Iterable[str], identity: str = "") -> str:
    """Fingerprint what stays the same from month to month: format, kind and headers.

    Numbers and months in headers do not count, nor how many periods have a column, nor the
    order. A published table also has its `identity`: others have the same headers.
    """
    named = {"0" if is_period(each) else plain(undated(each)) for each in headers}
    told = json.dumps([form, kind, sorted(named), identity], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _kept(reader: Reader, sender: str, shape: str) -> dict[str, str]:
    if not sender.strip():
        return {}
    with reader.cursor() as cursor:
        return intake_answers.latest(
            cursor,
            organisation_id=reader.viewer.organisation_id,
            actor=sender,
            shape=shape,
            revision=reader.revision,
        )
