"""What can be checked, and with which options, is declared once and holds everywhere."""

import sys
from pathlib import Path
from typing import Any

import pytest

from registry_tray.service import Service
from tests.fakes import RecordingNotifier
from tests.unit.api.client import Client, program

URL = "http://127.0.0.1:1/"
AUTHORIZATION = {"Authorization": "Bearer hunter2"}


async def only_job(client: Client, identifier: str = "x@localhost") -> dict[str, Any]:
    job: dict[str, Any] = (await client.get(f"/api/application/{identifier}/jobs"))[0]
    return job


async def test_every_strategy_is_listed_with_its_options(client: Client) -> None:
    listed = {each["name"]: each for each in await client.get("/api/strategy")}
    assert listed["http"]["schemes"] == [{"scheme": "http", "port": 80}, {"scheme": "https", "port": 443}]
    assert (listed["http"]["available"], listed["http"]["fix"]) == (True, "")
    options = {option["name"]: option for option in listed["http"]["options"]}
    assert options["method"]["choices"][:2] == ["GET", "HEAD"]
    assert (options["headers"]["type"], options["headers"]["secret"]) == ("map", True)
    assert (options["insecure"]["type"], options["insecure"]["default"]) == ("flag", False)
    assert (options["expiryDays"]["type"], options["expiryDays"]["default"]) == ("number", 14)
    assert options["status"]["type"] == "text"
    assert all(option["description"] for each in listed.values() for option in each["options"])


async def test_the_document_describes_every_option(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    for name in ("HealthBody", "JobBody", "JobPatch"):
        properties = document["components"]["schemas"][name]["properties"]
        for strategy in await client.get("/api/strategy"):
            for option in strategy["options"]:
                assert strategy["name"] in properties[option["name"]]["x-strategies"]


@pytest.mark.parametrize(
    ("options", "path", "words"),
    [
        ({"method": "BREW"}, "method", "must be one of GET, HEAD"),
        ({"headers": {"A b": "c"}}, "headers", "an object of at most 50 headers"),
        ({"headers": {"A": "c\nd: e"}}, "headers", "an object of at most 50 headers"),
        ({"headers": ["A"]}, "headers", "an object of at most 50 headers"),
        ({"status": "fine"}, "status", "status codes such as 204"),
        ({"status": 99}, "status", "status codes such as 204"),
        ({"status": [200, "7xx"]}, "status", "status codes such as 204"),
        ({"jsonPointer": "a/b"}, "jsonPointer", "a JSON pointer such as"),
        ({"insecure": "perhaps"}, "insecure", "true or false"),
        ({"expiryDays": -1}, "expiryDays", "a whole number from 0 to 365"),
    ],
)
async def test_an_option_that_is_wrong_is_named(client: Client, options: dict[str, Any], path: str, words: str) -> None:
    status, faults = await client.refusal("POST", "/api/register", {"appId": "x", "health": {"url": URL, **options}})
    assert status == 422
    (where,) = faults
    assert where.startswith(f"health.{path}")
    assert words in faults[where]
    await client.post("/api/register", {"appId": "x"})
    status, faults = await client.refusal("POST", "/api/job", {"application": "x@localhost", "endpoint": URL, **options})
    assert (status, next(iter(faults)).startswith(path)) == (422, True)
    job = await client.post("/api/job", {"application": "x@localhost", "endpoint": URL})
    status, faults = await client.refusal("PATCH", f"/api/job/{job['id']}", options)
    assert (status, next(iter(faults)).startswith(path)) == (422, True)


async def test_an_option_of_another_kind_of_check_is_named(client: Client) -> None:
    await client.post("/api/register", {"appId": "x", "health": {"url": "tcp://127.0.0.1:1", "method": 5}})
    body = {"application": "x@localhost", "endpoint": "tcp://127.0.0.1:1", "method": "GET"}
    assert await client.refusal("POST", "/api/job", body) == (422, {"method": "is no option of tcp; it is one of: http"})


async def test_secrets_in_options_reach_the_check_and_nothing_else(
    client: Client, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    health = {"url": URL, "headers": AUTHORIZATION | {"X-Auth": "hunter2"}, "body": "hunter2", "contains": "fine"}
    record = await client.post("/api/register", {"appId": "x", "health": health})
    masked = {"headers": {"Authorization": "***", "X-Auth": "***"}, "body": "***", "contains": "fine"}
    assert record["health"] == {"url": URL} | masked
    job = await only_job(client)
    assert job["options"] == masked
    await client.post(f"/api/job/{job['id']}/check", {})
    for path in (
        "/api/application",
        "/api/job",
        "/api/event",
        "/api/check",
        "/api/export",
        "/api/application/x@localhost/settings",
    ):
        status, answer = await client.ask("GET", path) if path != "/api/export" else (200, await client.ask_any(path))
        assert status == 200
        assert "hunter2" not in str(answer)
    assert "hunter2" not in caplog.text
    kept = service.catalog.job(job["id"]).asked
    assert kept.all_options["headers"]["Authorization"] == "Bearer hunter2"
    assert "hunter2" not in repr(kept)


async def test_editing_a_job_keeps_what_is_not_sent_and_a_masked_secret(client: Client, service: Service) -> None:
    await client.post("/api/register", {"appId": "x", "health": {"url": URL, "headers": AUTHORIZATION, "contains": "fine"}})
    job = await only_job(client)
    sent = {"headers": job["options"]["headers"] | {"X-New": "1"}, "status": "2xx"}
    assert (await client.ask("PATCH", f"/api/job/{job['id']}", {"status": [200, "500-503"]}))[1]["value"]["options"][
        "status"
    ] == "200, 500-503"
    edited = await client.ask("PATCH", f"/api/job/{job['id']}", sent)
    assert edited[1]["value"]["options"] == {
        "headers": {"Authorization": "***", "X-New": "***"}, "contains": "fine", "status": "2xx",
    }  # fmt: skip
    kept = service.catalog.job(job["id"]).asked.all_options
    assert kept["headers"] == AUTHORIZATION | {"X-New": "1"}
    _, answer = await client.ask("PATCH", f"/api/job/{job['id']}", {"headers": None, "contains": ""})
    assert answer["value"]["options"] == {"status": "2xx"}
    _, answer = await client.ask("PATCH", f"/api/job/{job['id']}", {"endpoint": "tcp://127.0.0.1:1"})
    assert answer["value"]["options"] == {}


@pytest.mark.parametrize(
    ("health", "path", "words"),
    [
        ({"url": "tcp://me:hunter2@127.0.0.1:1"}, "url", "names a user or a password, which a check of tcp does not use"),
        ({"url": "mongodb://me@127.0.0.1"}, "url", "names a user without a password, or a password without a user"),
        ({"url": "mongodb://127.0.0.1", "username": "me"}, "url", "names a user without a password"),
        ({"url": "mongodb://me:hunter2@127.0.0.1/?authMechanism=MONGODB-X509"}, "url", "asks for the log-in MONGODB-X509, which"),
        ({"url": "mongodb://127.0.0.1/?tls=true"}, "url", "says tls, which is not read here: leave it out, and give the options"),
        ({"url": "postgres://127.0.0.1/shop?sslmode=require"}, "url", "says sslmode, which is not read here"),
        ({"url": "mysql://127.0.0.1/shop?ssl-mode=REQUIRED"}, "url", "says ssl-mode, which is not read here"),
        ({"url": "mqtt://:hunter2@127.0.0.1"}, "url", "has a password without a user, which MQTT cannot send: name the user"),
        ({"url": "mqtt://127.0.0.1", "password": "hunter2"}, "url", "has a password without a user, which MQTT cannot send"),
        ({"url": "mqtt://127.0.0.1", "contains": "x"}, "contains", "is about a message: name the topic that it comes on, too"),
        ({"url": "mqtt://127.0.0.1", "retained": True}, "retained", "is about a message: name the topic that it comes on, too"),
    ],
)
async def test_what_a_check_could_not_use_is_refused_with_the_fix(
    client: Client, health: dict[str, Any], path: str, words: str
) -> None:
    status, faults = await client.refusal("POST", "/api/register", {"appId": "x", "health": health})
    assert (status, list(faults)) == (422, [f"health.{path}"])
    assert words in faults[f"health.{path}"]
    assert "hunter2" not in str(faults)
    await client.post("/api/register", {"appId": "x"})
    body = {"endpoint" if name == "url" else name: value for name, value in health.items()}
    status, faults = await client.refusal("POST", "/api/job", {"application": "x@localhost", **body})
    assert (status, list(faults)) == (422, ["endpoint" if path == "url" else path])
    job = await client.post("/api/job", {"application": "x@localhost", "endpoint": "push://"})
    status, faults = await client.refusal("PATCH", f"/api/job/{job['id']}", body)
    assert (status, list(faults)) == (422, ["endpoint" if path == "url" else path])


async def test_a_check_whose_client_is_not_installed_is_refused_at_registration_with_the_fix(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)  # as where it is not installed
    async with program(tmp_path, RecordingNotifier()) as (_, client):
        health = {"url": "postgres://app@localhost/shop"}
        status, faults = await client.refusal("POST", "/api/register", {"appId": "x", "health": health})
        assert status == 422
        assert faults["health.url"] == (
            "'postgres://app@localhost/shop' needs what is not installed: "
            'pip install "registry-tray[postgres]", then start Registry Tray again'
        )
        assert await client.get("/api/application") == []
        listed = {each["name"]: each for each in await client.get("/api/strategy")}
        assert (listed["postgres"]["available"], listed["mysql"]["available"]) == (False, True)
