"""The HTTP API: what other systems send and read, and what they are told when it is wrong."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.doors import api
from dashboard.installation import Installation
from dashboard.settings import Settings
from dashboard.text import sentences
from data.answers.goal_records import goal_records
from data.intake import KIND_NAMES
from data.store.store import Store
from metrics.definition.catalogue import load_catalogue
from tests import new_owner
from tests.asgi import Client
from tests.factories import a_door


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    place = Settings(store=tmp_path / "store.duckdb", upload_mb=1)
    store = Store(place.store)
    yield Installation(door=a_door(store), catalogue=load_catalogue(), settings=place)
    store.close()


@pytest.fixture
def client(here: Installation) -> Client:
    return Client(api.create(lambda: here))


def send(client: Client, text: str, **asked: object) -> dict:
    answer = client.post("/imports", params={"name": "fil.csv", **asked}, content=text.encode())
    assert answer.status_code == 200, answer.text
    return answer.json()


def owner(client: Client) -> None:
    for text in (new_owner.AREAS, new_owner.THREE_YEARS, new_owner.GOAL):
        assert send(client, text)["revision"] is not None


def state(client: Client) -> str:
    (goal,) = client.get("/assessments", params={"area_id": new_owner.AREA}).json()["rows"]
    return goal["state"]


def test_a_clean_file_is_saved_and_says_so(client: Client) -> None:
    report = send(client, new_owner.AREAS)
    assert {key: report[key] for key in ("accepted", "new", "changed", "unchanged")} == {
        "accepted": 1,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
    }
    assert report["findings"] == []
    assert report["finding_count"] == 0
    assert isinstance(report["revision"], int)


def test_the_same_file_again_saves_nothing(client: Client) -> None:
    send(client, new_owner.AREAS)
    again = send(client, new_owner.AREAS)
    assert (again["revision"], again["unchanged"]) == (None, 1)


def test_a_dry_run_saves_nothing(client: Client) -> None:
    report = send(client, new_owner.AREAS, dry_run=True)
    assert (report["new"], report["revision"]) == (1, None)
    assert send(client, new_owner.AREAS)["new"] == 1


def test_a_file_with_findings_is_not_saved(client: Client) -> None:
    owner(client)
    before = client.get("/healthz").json()["revision"]
    answer = client.post("/imports", params={"name": "m.csv"}, content=new_owner.MIXED)
    assert answer.status_code == 422
    report = answer.json()
    assert report["revision"] is None
    assert {finding["row"] for finding in report["findings"]} == {2, 3, 4}
    assert all(finding["level"] == "error" for finding in report["findings"])
    assert set(report["findings"][0]) == {
        "row", "column", "level", "code", "message", "offers",
    }  # fmt: skip
    assert "Inget har sparats." in report["findings"][0]["message"]
    assert client.get("/healthz").json()["revision"] == before


def test_an_odd_dry_run_never_saves(client: Client) -> None:
    file = {"file": ("områden.csv", new_owner.AREAS.encode(), "text/csv")}
    before = client.get("/healthz").json()["revision"]
    answer = client.post("/imports", files=file, data={"dry_run": "ja"})
    assert (answer.status_code, client.get("/healthz").json()["revision"]) == (422, before)
    assert "true eller false" in answer.json()["error"]


def test_an_unknown_parameter_is_refused_with_the_one_most_like_it(client: Client) -> None:
    answer = client.get("/observations", params={"indicator": "TRY03"})
    assert answer.status_code == 422
    assert "Menar du indicator_id?" in answer.json()["error"]
    file = {"file": ("områden.csv", new_owner.AREAS.encode(), "text/csv")}
    form = client.post("/imports", files=file, data={"dryrun": "true"})
    assert "Menar du dry_run?" in form.json()["error"]


def test_what_only_counts_once_is_refused_twice(client: Client) -> None:
    file = ("områden.csv", new_owner.AREAS.encode(), "text/csv")
    two_files = client.post("/imports", files=[("file", file), ("file", file)])
    assert (two_files.status_code, "en fil i taget" in two_files.json()["error"]) == (422, True)
    for asked, said in (
        ("/imports?dry_run=true&dry_run=false", {}),
        ("/imports?dry_run=true", {"dry_run": "false"}),
    ):
        answer = client.post(asked, files={"file": file}, data=said)
        assert "dry_run kom flera gånger" in answer.json()["error"]
    several = {"indicator_id": ["TRY03", "TRY14"]}
    assert client.get("/observations", params=several).status_code == 422


def test_answers_are_one_text_per_question(client: Client) -> None:
    file = {"file": ("områden.csv", new_owner.AREAS.encode(), "text/csv")}
    answer = client.post("/imports", files=file, data={"answers": "[1]"})
    assert (answer.status_code, "answers" in answer.json()["error"]) == (422, True)


def test_what_an_actor_answered_is_answered_in_their_next_file(client: Client) -> None:
    send(client, new_owner.AREAS)
    text = "område;indikator;period;värde\nKvarnbackn (påhittat);TRY14;{year};70\n"
    asked = "area_name:Kvarnbackn (påhittat)"
    waits = client.post(
        "/imports", params={"name": "m.csv"}, content=text.format(year=2023).encode()
    )
    assert (waits.status_code, waits.json()["proposals"][0]["id"]) == (422, asked)
    answers = json.dumps({asked: new_owner.AREA})
    send(client, text.format(year=2023), actor="Eva", answers=answers)
    report = send(client, text.format(year=2024), actor="Eva")
    assert (report["new"], report["proposals"][0]["answered"]) == (1, True)
    send(client, text.format(year=2025), answers=answers)
    nameless = send(client, text.format(year=2026), dry_run="true")
    assert not nameless["proposals"][0]["answered"]


def test_a_file_may_come_in_a_form(client: Client) -> None:
    file = {"file": ("områden.csv", new_owner.AREAS.encode(), "text/csv")}
    report = client.post("/imports", files=file, data={"actor": "Formulär", "kind": "areas"})
    assert report.json()["new"] == 1
    newest = client.get("/revisions").json()["rows"][0]
    assert (newest["actor"], newest["file_name"]) == ("Formulär", "områden.csv")


def test_every_kind_of_file_can_be_named(client: Client) -> None:
    for kind in KIND_NAMES:
        assert send(client, new_owner.AREAS, kind=kind, dry_run=True)["revision"] is None


def test_the_description_names_every_kind_of_file(client: Client) -> None:
    asked = client.get("/openapi.json").json()["paths"]["/imports"]["post"]
    (kind,) = [each["schema"] for each in asked["parameters"] if each["name"] == "kind"]
    form = asked["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    assert tuple(kind["enum"]) == tuple(form["kind"]["enum"]) == KIND_NAMES


def test_an_undone_file_takes_its_verdict_with_it(client: Client) -> None:
    owner(client)
    assert state(client) == "reached"
    revision = send(client, new_owner.FOURTH_YEAR)["revision"]
    assert state(client) == "never_came"
    refused = client.post(f"/revisions/{revision}/undo", params={"actor": "Bo"})
    assert refused.status_code == 403
    assert refused.json()["error"].startswith(f"Inläsning {revision} är gjord av API. Bara den")
    undone = client.post(f"/revisions/{revision}/undo").json()
    assert (undone["undid"], undone["removed"]) == (revision, 1)
    assert state(client) == "reached"


def test_what_was_shown_then_can_be_asked_for_now(client: Client) -> None:
    owner(client)
    then = client.get("/healthz").json()["revision"]
    send(client, new_owner.FOURTH_YEAR)
    asked = {"area_id": new_owner.AREA, "revision": then}
    assert client.get("/observations", params=asked).json()["total"] == 3
    assert client.get("/assessments", params=asked).json()["rows"][0]["state"] == "reached"


def test_pages_of_measurements_add_up_to_all_of_them(client: Client) -> None:
    owner(client)
    everything = client.get("/observations").json()["rows"]
    paged, offset = [], 0
    while offset is not None:
        page = client.get("/observations", params={"limit": 2, "offset": offset}).json()
        paged += page["rows"]
        offset = page["next_offset"]
    assert paged == everything
    assert [row["value"] for row in paged] == [60, 66, 70]
    assert paged[0]["period_start"] == "2022-01-01"


def test_a_page_past_the_end_is_empty(client: Client) -> None:
    owner(client)
    page = client.get("/observations", params={"offset": 99}).json()
    assert (page["rows"], page["total"], page["next_offset"]) == ([], 3, None)


def test_the_catalogue_says_what_every_indicator_means(client: Client) -> None:
    rows = {row["id"]: row for row in client.get("/catalogue").json()["rows"]}
    assert rows["TRY14"]["sv"]["why"]
    assert rows["TRY14"]["en"]["name"]
    assert rows["TRY08"]["ladder"][0]["code"] == "not_listed"


@pytest.mark.parametrize("path", ["/assessments", "/observations", "/revisions", "/catalogue"])
def test_everything_answered_is_json_without_nan(client: Client, path: str) -> None:
    owner(client)
    json.loads(client.get(path).text, parse_constant=lambda name: pytest.fail(name))


def test_a_template_and_the_days_to_hand_in_by(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KVARVARDE_TODAY", "2026-11-22")
    owner(client)
    template = client.get("/templates/TRY14", params={"language": "en"})
    assert template.content.startswith(b"PK")
    assert 'filename="template-TRY14.xlsx"' in template.headers["content-disposition"]
    (row,) = client.get("/deliveries").json()["rows"]
    assert (row["period"], row["due_on"], row["area_ids"]) == (
        "2025",
        "2026-12-31",
        [new_owner.AREA],
    )
    calendar = client.get("/deliveries.ics", params={"sender": row["sender"]})
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.text.count("BEGIN:VEVENT") == 1
    assert "http://localhost/ladda-upp" in calendar.text.replace("\r\n ", "")
    for path in (
        "/templates/XX",
        "/deliveries?indicator_id=XX",
        "/deliveries.ics?indicator_id=XX",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["error"][:26]) == (
            404,
            "Det finns ingen indikator ",
        )


def test_the_document_describes_every_path_and_loads_nothing(client: Client) -> None:
    document = client.get("/openapi.json").json()
    described = set(document["paths"])
    assert {
        "/imports",
        "/revisions/{revision}/undo",
        "/observations",
        "/assessments",
    } <= described
    assert client.get("/docs").status_code == 404


def test_the_document_says_where_the_api_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KVARVARDE_BASE_PATH", "/kvarvarde")
    assert api.create(lambda: None).openapi()["servers"] == [{"url": "/kvarvarde/api/v1"}]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/revisions/999/undo", 404, "Det finns ingen inläsning 999."),
        ("/revisions/x/undo", 422, "Anropet går inte att förstå"),
        ("/imports", 422, "Ingen fil kom med"),
        ("/nowhere", 404, "Adressen finns inte."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    client: Client, path: str, status: int, said: str
) -> None:
    answer = client.post(path)
    assert answer.status_code == status
    assert said in answer.json()["error"]


def test_a_file_of_no_bytes_is_a_file_that_is_empty(client: Client) -> None:
    (finding,) = send(client, "", dry_run="true")["findings"]
    assert finding["code"] == "file_empty"


def test_a_file_without_a_name_or_of_no_known_kind_is_refused(client: Client) -> None:
    nameless = client.post("/imports", content=b"a,b")
    assert "namn" in nameless.json()["error"]
    unkind = client.post("/imports", params={"name": "x", "kind": "katter"}, content=b"a,b")
    assert "Slaget katter finns inte." in unkind.json()["error"]


def test_a_revision_to_come_is_refused(client: Client) -> None:
    answer = client.get("/observations", params={"revision": 99})
    assert answer.status_code == 404
    assert "Den senaste är 0" in answer.json()["error"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client: Client) -> None:
    answer = client.post("/imports", params={"name": "x.csv"}, content=b"x" * 1_200_000)
    assert answer.status_code == 413
    assert "större än 1 MB" in answer.json()["error"]


def test_a_large_file_that_does_not_say_so_is_refused_on_the_way(client: Client) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 100_000

    answer = client.post("/imports", params={"name": "x.csv"}, content=parts())
    assert answer.status_code == 413


def test_an_unforeseen_fault_is_a_sentence_and_not_a_traceback(tmp_path: Path) -> None:
    def broken() -> Installation:
        raise RuntimeError("secret detail")

    client = Client(api.create(broken))
    answer = client.get("/healthz")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "serverns logg" in answer.json()["error"]


def test_rubbish_is_a_finding_and_not_an_error(client: Client) -> None:
    answer = client.post("/imports", params={"name": "x.xlsx"}, content=b"\x00\xff\x01rubbish")
    assert answer.status_code == 422
    assert answer.json()["revision"] is None
    assert answer.json()["findings"]


def test_a_verdict_comes_with_the_sentence_of_the_pages(client: Client) -> None:
    owner(client)
    (goal,) = client.get("/assessments").json()["rows"]
    known = load_catalogue()[goal["indicator_id"]]
    (record,) = goal_records(pd.DataFrame([goal]))
    assert goal["sentence_sv"] == sentences.verdict(record, known, "sv")
    assert goal["sentence_en"] == sentences.verdict(record, known, "en")
    assert goal["sentence_sv"] != goal["sentence_en"]
