"""Empty files to start from, with the right headers and a row that shows how."""

import csv
import io
from collections.abc import Mapping, Sequence

from data.intake.columns import REQUIRED, headers
from metrics.catalogue import Catalogue
from metrics.indicator import Evidence, Indicator

TEMPLATES = tuple(REQUIRED)
"""The kinds of file there is a template for."""

_OBSERVATION_COLUMNS = (
    "area_id",
    "indicator_id",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "category",
    "status",
    "source",
    "note",
)
_CLASS_COLUMNS = ("area_id", "indicator_id", "period", "class", "evidence", "source", "note")

_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "areas": {
        "area_id": "ovning.exempel",
        "kind": "development_area",
        "name": "Exempel (påhittat)",
        "name_en": "Example (invented)",
        "invented": "ja",
        "source": "Påhittat",
    },
    "goals": {
        "goal_id": "mal.exempel.trygghet",
        "area_id": "ovning.exempel",
        "indicator_id": "TRY01",
        "form": "at_least",
        "target": "70",
        "due": "2030-12-31",
        "baseline_periods": "2022|2023",
        "title": "Minst 70 procent trygga på kvällen",
        "title_en": "At least 70 percent feel safe in the evening",
        "in_headline": "ja",
        "document": "Exempelprogram",
        "page": "12",
    },
    "breaks": {
        "break_id": "brott.exempel.2024",
        "indicator_id": "TRY01",
        "area_id": "ovning.exempel",
        "first_period": "2024",
        "kind": "question",
        "blocks_change": "ja",
        "blocks_level": "nej",
        "certain": "ja",
        "note_sv": "Frågan ändrades 2024.",
        "note_en": "The question changed in 2024.",
    },
    "events": {
        "event_id": "handelse.exempel.torg",
        "starts_on": "2025-05-10",
        "title": "Torget öppnar",
        "text": "Det nya torget invigs.",
        "area_ids": "ovning.exempel",
    },
    "initiatives": {
        "initiative_id": "satsning.exempel.centrum",
        "area_id": "ovning.exempel",
        "title": "Exempelcentrum (påhittat)",
        "title_en": "Example centre (invented)",
        "need": "Centrumet står tomt på kvällarna",
        "target_group": "Boende i området",
        "physical_investment": "Ombyggda lokaler",
        "social_interventions": "Fritidsledare på plats",
        "expected_change": "Fler känner sig trygga på kvällen",
        "amount": "12000000",
        "loan_share": "40",
        "currency": "SEK",
        "starts_on": "2025-01-01",
        "indicators": "BOS03|TRY14",
        "source": "Påhittat",
    },
    "valuation": {
        "initiative_id": "satsning.exempel.centrum",
        "outcome": "Jobb i området",
        "parameter": "units",
        "value": "20",
        "low": "10",
        "high": "25",
        "shape": "triangular",
        "unit": "personer",
        "source": "Påhittat",
    },
    "moving_chains": {
        "study_id": "flyttkedjor.exempel",
        "area_id": "ovning.exempel",
        "title": "Flyttkedjor efter exempelhuset (påhittat)",
        "chain_id": "1",
        "step": "1",
        "from_segment": "nybyggd hyresrätt",
        "to_segment": "äldre hyresrätt",
        "tenure": "hyresrätt",
        "low_income": "nej",
        "source": "Påhittat",
    },
    "commitments": {
        "commitment_id": "lofte.exempel.motesplats",
        "area_id": "ovning.exempel",
        "wording": "En öppen lokal för unga vid torget, bemannad minst 20 timmar i veckan.",
        "wording_en": "An open place for the young by the square, staffed 20 hours a week.",
        "theme": "service",
        "target_group": "unga 13–19 år",
        "quantity": "20",
        "unit": "timmar i veckan",
        "due_on": "2028-12-31",
        "promised_on": "2024-03-01",
        "origin_stage": "konsekvensanalys",
        "owner_role": "fritidschef",
        "document": "Social konsekvensanalys för Exempel",
        "page": "14",
    },
    "area_stages": {
        "area_id": "ovning.exempel",
        "stage": "detaljplan",
        "reached_on": "2025-02-10",
        "skipped": "nej",
        "social_services": "ja",
        "document": "Detaljplan för Exempel",
    },
    "stage_records": {
        "commitment_id": "lofte.exempel.motesplats",
        "stage": "detaljplan",
        "finding": "ja",
        "carrier": "Planbeskrivning",
        "document": "Detaljplan för Exempel",
        "page": "19",
        "strength": "2",
        "quantity": "20",
        "recorded_by": "Maja Ek",
        "recorded_role": "planarkitekt",
        "recorded_on": "2025-03-01",
    },
    "confirmations": {
        "commitment_id": "lofte.exempel.motesplats",
        "stage": "avtal",
        "confirmed_by": "Omar Lind",
        "confirmed_role": "fritidschef",
        "confirmed_on": "2026-05-12",
    },
    "commitment_decisions": {
        "commitment_id": "lofte.exempel.motesplats",
        "stage": "avtal",
        "decision": "bortvalt",
        "decided_by": "Kommunstyrelsen",
        "decided_on": "2026-06-01",
        "why": "Lokalen ryms i skolan i stället.",
    },
}


def template(
    kind: str, language: str, catalogue: Catalogue, indicator_id: str | None = None
) -> bytes:
    """Return a CSV file (semicolons, UTF-8 with BOM) with headers and an example or two.

    Raises `ValueError` for a kind there is no template for, `UnknownIndicatorError` for an
    indicator that is not in the catalogue.
    """
    if kind not in TEMPLATES:
        raise ValueError(f"No template for {kind!r}. There are: {', '.join(TEMPLATES)}.")
    if kind == "observations":
        return _observations(language, catalogue, indicator_id)
    columns = tuple(headers(kind))
    return _file(kind, language, columns, [_EXAMPLES[kind]])


def row_as_file(kind: str, row: Mapping[str, str], language: str) -> bytes:
    """Return one row, by canonical column, as the file somebody could have uploaded instead."""
    return _file(kind, language, tuple(headers(kind)), [row])


def _observations(language: str, catalogue: Catalogue, indicator_id: str | None) -> bytes:
    chosen = catalogue[indicator_id or next(iter(catalogue))]
    ordinal = chosen.evidence is Evidence.ORDINAL
    columns = _CLASS_COLUMNS if ordinal else _OBSERVATION_COLUMNS
    return _file("observations", language, columns, _example_rows(chosen, language))


def _example_rows(indicator: Indicator, language: str) -> list[dict[str, str]]:
    """Show one whole measurement, and one that is missing and says why."""
    row = {"area_id": "ovning.exempel", "indicator_id": indicator.id, "period": "2024"}
    if indicator.ladder:
        return [{**row, "class": indicator.ladder[0].code, "evidence": "stated"}]
    comma = "," if language == "sv" else "."
    parts = {"value": f"{_example_value(indicator):g}".replace(".", comma)}
    if indicator.unit == "percent":
        parts |= {"numerator": "320", "denominator": "500"}
        parts |= {} if indicator.evidence.is_exact else {"n": "500"}
    return [{**row, **parts}, {**row, "period": "2025", "value": ".."}]


def _example_value(indicator: Indicator) -> float:
    """Return a value that the indicator can have: 64 where it fits, else half of its reach."""
    low, high = indicator.plausible_low, indicator.plausible_high
    usual = 0.64 if indicator.unit == "share_0_1" else 64.0
    if low is None or high is None or low <= usual <= high:
        return usual
    return round((max(low, 0.0) + high) / 2, 1)


def _file(
    kind: str, language: str, columns: tuple[str, ...], rows: Sequence[Mapping[str, str]]
) -> bytes:
    written = io.StringIO(newline="")
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    names = headers(kind)
    lines.writerow([names[column][language] for column in columns])
    lines.writerows([[row.get(column, "") for column in columns] for row in rows])
    return b"\xef\xbb\xbf" + written.getvalue().encode("utf-8")
