"""What a file is when it is not a table of text, and what to do about it."""

import json
import re
from typing import Any

from data.intake.findings import Both

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "zip"),
    (b"Rar!", "zip"),
    (b"7z\xbc\xaf", "zip"),
    (b"SQLite format 3", "database"),
)

FORMATS: dict[str, Both] = {
    "xlsx": Both("en Excel-fil (XLSX)", "an Excel file (XLSX)"),
    "xls": Both("en äldre Excel-fil (XLS)", "an older Excel file (XLS)"),
    "ods": Both("ett OpenDocument-kalkylblad (ODS)", "an OpenDocument spreadsheet (ODS)"),
    "xlsb": Both("en binär Excel-fil (XLSB)", "a binary Excel file (XLSB)"),
    "docx": Both("ett Word-dokument", "a Word document"),
    "zip": Both("en packad fil", "a packed file"),
    "pdf": Both("en PDF-fil", "a PDF file"),
    "image": Both("en bild", "an image"),
    "parquet": Both("en Parquet-fil", "a Parquet file"),
    "database": Both("en databasfil", "a database file"),
    "binary": Both("en fil utan läsbar text", "a file without readable text"),
    "px": Both("en PX-fil", "a PX file"),
    "json-stat": Both("en JSON-stat-fil", "a JSON-stat file"),
    "kolada": Both("ett svar från Kolada i JSON", "a JSON answer from Kolada"),
    "pxweb-json": Both("ett svar från PxWeb i JSON", "a JSON answer from PxWeb"),
    "geojson": Both("en GeoJSON-fil", "a GeoJSON file"),
    "json": Both("en JSON-fil", "a JSON file"),
    "html": Both("en webbsida (HTML)", "a web page (HTML)"),
    "xml": Both("en XML-fil", "an XML file"),
    "sdmx-csv": Both("en SDMX-CSV-fil", "an SDMX-CSV file"),
    "skolverket": Both("en råfil från Skolverket", "a raw file from Skolverket"),
    "pxweb-csv": Both("en CSV-fil från PxWeb", "a CSV file from PxWeb"),
}
"""How each format is named in a sentence."""

ADVICE: dict[str, Both] = {
    "xlsx": Both(
        "Spara bladet som CSV UTF-8 i Excel och släpp den filen.",
        "Save the sheet as CSV UTF-8 in Excel and drop that file.",
    ),
    "ods": Both(
        "Spara bladet som CSV och släpp den filen.", "Save the sheet as CSV and drop that file."
    ),
    "zip": Both("Packa upp filen och släpp innehållet.", "Unpack it and drop what is inside."),
    "px": Both(
        "Hämta tabellen som CSV och ge den rubrikerna i mallen.",
        "Fetch the table as CSV and give it the headers of the template.",
    ),
    "html": Both(
        "Öppna sidan och hämta själva datafilen.",
        "Open the page and fetch the data file itself.",
    ),
}
ADVICE["xls"] = ADVICE["xlsx"]
ADVICE["xlsb"] = Both(
    "Spara arbetsboken som XLSX i Excel och släpp den.",
    "Save the workbook as XLSX in Excel and drop it.",
)
_OTHERWISE = Both("Fyll i mallen och släpp den.", "Fill in the template and drop it.")

_EXTENSIONS = {
    "xlsx": {"xlsx"},
    "xlsm": {"xlsx"},
    "xlsb": {"xlsb"},
    "xls": {"xls"},
    "ods": {"ods"},
    "zip": {"zip"},
    "gz": {"zip"},
}
"""What a file with each ending may be."""


def advice(form: str) -> Both:
    """Say what a person can do with a file of a format that cannot be read."""
    return ADVICE.get(form, _OTHERWISE)


def binary_format(content: bytes) -> str:
    """Name the format of bytes that are no text, or ``""`` when they may be text."""
    head = content[:4096]
    if head.startswith(b"PK\x03\x04"):
        return _packed(content)
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    return ""


def _packed(content: bytes) -> str:
    if b"opendocument.spreadsheet" in content[:4096]:
        return "ods"
    names = {b"xl/workbook.bin": "xlsb", b"xl/": "xlsx", b"word/": "docx"}
    return next((form for name, form in names.items() if name in content), "zip")


def text_format(text: str) -> str:
    """Name the format of a text that is no table of observations, or ``""``.

    `text` is the beginning of the file, but the whole of it when it is JSON.
    """
    start = text.lstrip()[:5000]
    if start[:1] in {"{", "["}:
        return _json_format(text)
    if re.match(r"<(!doctype html|html|head|body|table)", start, re.IGNORECASE):
        return "html"
    if start.startswith("<"):
        return "xml"
    if re.match(r"(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|CREATION-DATE|MATRIX)\s*=", start):
        return "px"
    if re.match(r'"?STRUCTURE(\[.{1,3}\])?"?[,;\t|]"?STRUCTURE_ID', start):
        return "sdmx-csv"
    if start.startswith("Statistik från Skolverket"):
        return "skolverket"
    return ""


def _json_format(text: str) -> str:
    try:
        parsed: Any = json.loads(text)
    except (ValueError, RecursionError):
        return "json"
    if not isinstance(parsed, dict):
        return "json"
    if parsed.get("type") == "FeatureCollection" or parsed.get("type") == "Feature":
        return "geojson"
    if parsed.get("class") in {"dataset", "collection"} or "dimension" in parsed:
        return "json-stat"
    if isinstance(parsed.get("columns"), list) and "data" in parsed:
        return "pxweb-json"
    return "kolada" if {"values", "count"} <= set(parsed) else "json"


def looks_like_pxweb(headers: list[str]) -> bool:
    """Whether the headers are those of a PxWeb export: several end in a year, none is one."""
    return sum(bool(re.search(r"\D\s(19|20)\d\d$", header)) for header in headers) >= 2


def named_otherwise(file_name: str, form: str) -> bool:
    """Whether a file's name says it is a text table while it is `form`."""
    extension = file_name.rpartition(".")[2].casefold()
    if extension in _EXTENSIONS:
        return form not in {*_EXTENSIONS[extension], "docx"}
    texts = {"px", "sdmx-csv", "skolverket", "pxweb-csv", "binary"}
    return extension in {"csv", "txt", "tsv"} and form not in texts
