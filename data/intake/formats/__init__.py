"""The formats that can be read, in the order they are tried."""

from data.intake.format import Format
from data.intake.formats import (
    delimited,
    geojson,
    json_stat,
    kolada,
    ods,
    px,
    pxweb_csv,
    pxweb_json,
    sdmx_csv,
    skolverket_csv,
    skolverket_json,
    xls,
    xlsx,
)

__all__ = ["FORMATS", "Format", "format_of"]

FORMATS = (
    geojson.FORMAT,
    json_stat.FORMAT,
    pxweb_json.FORMAT,
    skolverket_json.FORMAT,
    kolada.FORMAT,
    px.FORMAT,
    xlsx.FORMAT,
    xls.FORMAT,
    ods.FORMAT,
    sdmx_csv.FORMAT,
    skolverket_csv.FORMAT,
    pxweb_csv.FORMAT,
    delimited.FORMAT,
)
"""Every format. The last recognises anything, and says what a file is that it cannot read."""


def format_of(content: bytes, file_name: str) -> Format:
    """Return the format of a file, by its content."""
    return next(each for each in FORMATS if each.recognises(content, file_name))
