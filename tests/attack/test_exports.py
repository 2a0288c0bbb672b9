"""What leaves the registry for other programs: errors in groups, CSV that is no formula, everything as one document."""

import csv
import io

from prometheus_client.parser import text_string_to_metric_families

from tests.unit.api.client import Client


async def _text(client: Client, path: str) -> str:
    async with client._session.get(client.address + path) as response:
        assert response.status == 200
        return await response.text()


async def test_the_same_error_is_counted_with_those_before(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    for number in (1, 2, 3):
        body = {"identifier": "x@localhost", "error": {"type": "TypeError", "message": f"x is not {number}"}}
        assert (await client.post("/api/error", body))["count"] == number
    other = {"identifier": "x@localhost", "error": {"type": "TypeError", "message": "y is not 1"}}
    assert (await client.post("/api/error", other))["count"] == 1
    crash = {"identifier": "x@localhost", "error": {"type": "TypeError", "message": "x is not 4", "exitCode": 3}}
    record = await client.post("/api/unregister", crash)
    assert record["status"] == "crashed"
    newest, older = await client.get("/api/application/x@localhost/errors")
    assert {newest["message"], older["message"]} == {"x is not 4", "y is not 1"}
    counts = {each["message"]: (each["count"], each["exitCode"]) for each in (newest, older)}
    assert counts == {"x is not 4": (4, 3), "y is not 1": (1, None)}


async def test_csv_has_a_row_a_record_and_no_cell_that_a_spreadsheet_runs(client: Client) -> None:
    labels = ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", 'a "quoted", one', "plain"]
    for number, label in enumerate(labels):
        await client.post("/api/register", {"appId": f"app{number}", "label": label})
    rows = list(csv.DictReader(io.StringIO(await _text(client, "/api/export?format=csv&what=application"))))
    assert [row["appId"] for row in rows] == [f"app{number}" for number in range(len(labels))]
    assert [row["label"].removeprefix("'") for row in rows] == labels
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


async def test_the_export_is_one_document_with_everything(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    await client.post("/api/error", {"identifier": "x@localhost", "error": {"message": "broken"}})
    everything = await client.ask_any("/api/export")
    assert everything["application"] == await client.get("/api/application")
    assert everything["event"] == await client.get("/api/event")
    assert everything["error"] == await client.get("/api/application/x@localhost/errors")
    assert everything["session"] == await client.get("/api/application/x@localhost/sessions")
    assert [job["id"] for job in everything["job"]] == [job["id"] for job in await client.get("/api/job")]
    assert everything["check"] == []


async def test_prometheus_reads_the_metrics(client: Client) -> None:
    await client.post("/api/register", {"appId": 'x"y\\z', "health": "push://"})
    families = {family.name: family for family in text_string_to_metric_families(await _text(client, "/metrics"))}
    (sample,) = families["registry_tray_instances"].samples
    assert sample.value == 1
    (checks,) = families["registry_tray_job_checks"].samples
    assert checks.labels["application"] == 'x"y\\z'
