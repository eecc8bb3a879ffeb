"""Files in the formats of others that cannot be read say in one sentence what they are."""

import json
import re

import pytest

from data.intake.findings import Marks, Place, findings
from data.intake.text_table import Refusal
from tests.data.intake.test_formats import FILES, SDMX, json_stat, px, read


def refused(content: bytes | str, name: str = "fil") -> str:
    """Return the sentence with which a content is refused."""
    refusal, _ = read(content, name)
    assert isinstance(refusal, Refusal), refusal
    marks = [Marks(code=refusal.code, details=refusal.details)]
    (finding,) = findings(marks, lambda at, column: Place(None, column, ""))
    assert finding.message("en")
    return finding.message("sv")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("px_BE0101F1errorValues.px", 'rad 18: VALUES("region") har ett citattecken'),
        ("px_BE0101F1missingData.px", "PX-fil utan värden"),
        ("px_HA0201E8.px", "inte säger vilka områden"),
        ("px_sv_ENdecnoround.px", "näringsgren SNI92, bränsletyp, tid"),
        ("scb_pxwebapi2_config.json", "inställningarna för PxWeb"),
        ("scb_pxwebapi2_codelist_agg_Alder10arJ.json", "en kodlista från PxWeb"),
        ("scb_pxwebapi2_tables_utdrag.json", "en lista över tabeller i PxWeb"),
        ("scb_pxwebapi2_TAB6471_metadata_utdrag.json", "en beskrivning av en tabell"),
        ("kolada_v3_kpi_utdrag.json", "en beskrivning av nyckeltal från Kolada"),
        ("polisen_api_events_utdrag.json", "händelser ur Polisens API"),
        ("sdmx_csv_example-01.csv", "inte säger vilka områden"),
        ("sdmx_csv_example-02.csv", "utan kolumnen OBS_VALUE"),
        ("sdmx_csv_example-04.csv", "inte säger vilka områden"),
        ("sdmx_csv_example-06.csv", "DIM_1, DIM_2, DIM_3"),
        ("sdmx_csv_example-14.csv", "utan kolumnen OBS_VALUE"),
        ("sdmx_csv_example-19B.csv", "utan kolumnen OBS_VALUE"),
    ],
)
def test_what_has_no_values_per_area_and_period_says_what_it_is(name: str, words: str) -> None:
    sentence = refused((FILES / name).read_bytes(), name)
    assert words in sentence
    assert sentence.startswith("Filen är ")
    assert re.search(r"(Hämta|Rätta) .*Inget har sparats\.$", sentence)


def many_variables(count: int, values: int) -> str:
    names = [f"v{n}" for n in range(count)]
    listed = ",".join(f'"{n}"' for n in range(values))
    values_of = "".join(f'VALUES("{name}")={listed};\n' for name in names)
    stub = ",".join(f'"{name}"' for name in names)
    return f'CHARSET="ANSI";STUB={stub};\n{values_of}DATA=\n' + "1 " * values**count + ";"


def test_a_table_of_ten_variables_is_more_than_can_be_read() -> None:
    assert "10 variabler, fler än vad som kan läsas" in refused(many_variables(10, 2))


def test_a_table_of_a_hundred_variables_with_one_value_each_is_refused_too() -> None:
    assert "100 variabler, fler än vad som kan läsas" in refused(many_variables(100, 1))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (many_variables(2, 2).replace("1 1 1 1", "1 1 1"), "ska ha 4 värden men har 3"),
        (many_variables(2, 2).replace("1 1 1 1", "1 " * 9), "ska ha 4 värden men har 5"),
        (px("1 2 3 4", 'KEYS("kommun")=CODES;'), "inte stämmer med KEYS"),
        (json_stat([1, 2, 3]), "går inte ihop"),
        (json_stat({"9": 1}), "går inte ihop"),
        (json_stat([]), "har inga värden"),
        (json_stat([1] * 4, size=[10**9, 10**9]), "går inte ihop"),
        (json_stat([1] * 4, id=["kommun"]), "går inte ihop"),
        ('{"class": "dataset", "dimension": ' + '{"a":' * 5000, "går inte ihop"),
        ('{"columns": [{"code": "kommun", "type": "d"}], "data": [{}]}', "går inte ihop"),
        ('{"values": [{"values": [7]}], "kpi": 1}', "går inte ihop"),
        (SDMX.replace(",I,", ",D,"), "vad som ska tas bort"),
        (SDMX + "dataflow,SE\n", "Rad 6 har 2 celler, men rubrikraden har 9"),
        (SDMX.replace("1440,T,2024", '"1440,T,2024'), "[Cc]itattecke?n"),
    ],
)
def test_what_does_not_hold_together_is_refused(content: str, words: str) -> None:
    assert re.search(words, refused(content))


def test_too_many_cells_are_refused_before_anything_is_made_of_them() -> None:
    index = {str(n): n for n in range(3000)}
    dimension = {
        "kommun": {"category": {"index": index}},
        "Tid": {"category": {"index": index}},
    }
    content = json_stat([1], size=[3000, 3000], dimension=dimension)
    assert "9 000 000 celler, och högst 5 000 000" in refused(content).replace("\xa0", " ")


def test_a_table_that_measures_a_thousand_things_is_refused() -> None:
    values = [
        {"kpi": f"N{n}", "municipality": "1480", "period": 2024, "values": [{"value": n}]}
        for n in range(1000)
    ]
    assert "mäter 1000 saker" in refused(json.dumps({"values": values}))
