"""What clients send and get, over a real connection."""

import asyncio
import json
import re
import socket
from contextlib import closing, suppress
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry_tray.api.server import listen
from registry_tray.checks import declared
from registry_tray.core.errors import InvalidPayloadError, PortTakenError
from registry_tray.service import Service
from registry_tray.stores import SqliteStore
from registry_tray.wire import decode, encode, parse_registration
from registry_tray.wire.strategies import Strategies
from tests.fakes import make_instance
from tests.unit.api.client import Client

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
SEED: dict[str, Any] = {
    "appId": "my-app",
    "hostname": "goliatodromo.local",
    "data": {"repl": {"port": 8989}, "server": {"port": 7777}, "pubsub": {"url": "mqtt://localhost:1883"}},
    "health": {"url": "http://localhost:7777/health", "interval": 70000},
}


# -- the forms of a registration that real clients send


async def test_form_1_without_a_hostname_gets_the_host_that_it_comes_from(client: Client) -> None:
    record = await client.post("/api/register", {"appId": "x", "environment": "production"})
    assert record["identifier"] == "x@localhost"
    assert record["hostname"] == "localhost"
    assert record["environment"] == "production"


async def test_form_2_with_its_ports_at_the_top_level(client: Client) -> None:
    body = {"server": {"port": 9999}, "hostname": "goliatone.bot", "appId": "x", "environment": "test", "repl": {"port": 1}}
    record = await client.post("/api/register", body)
    assert record["identifier"] == "x@goliatone.bot"
    assert record["data"] == {"server": {"port": 9999}, "repl": {"port": 1}}
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    assert job["endpoint"] == "tcp://localhost:9999"


async def test_form_3_that_of_the_seed(client: Client) -> None:
    record = await client.post("/api/register", SEED)
    assert record["identifier"] == "my-app@goliatodromo.local"
    assert record["data"] == SEED["data"]
    assert record["health"] == SEED["health"]
    (job,) = await client.get("/api/application/my-app@goliatodromo.local/jobs")
    assert (job["type"], job["endpoint"], job["interval"]) == ("http", "http://localhost:7777/health", 70000)


@pytest.mark.parametrize(
    ("body", "endpoint"),
    [
        ({"health": "http://localhost:1234/up"}, "http://localhost:1234/up"),
        ({"health": {"endpoint": "http://localhost:1234/up"}}, "http://localhost:1234/up"),
        ({"health": {"endpoint": "tcp://localhost:1234", "type": "socket", "unknown": [1]}}, "tcp://localhost:1234"),
        ({"server": {"port": "9999"}}, "tcp://localhost:9999"),
        ({"server": {"port": " 9999 "}, "health": "/health"}, "http://localhost:9999/health"),
        ({"repl": {"port": "70"}}, "tcp://localhost:70"),
        ({"health": {"url": "https://example.com/", "interval": "60000"}}, "https://example.com/"),
        ({"server": {"port": 99999}}, ""),
        ({"server": {"port": True}}, ""),
        ({"server": "nine"}, ""),
        ({"health": None}, ""),
        ({"health": {}, "data": None}, ""),
        ({"health": {"url": ""}}, ""),
    ],
)
async def test_form_4_health_in_many_words(client: Client, body: dict[str, Any], endpoint: str) -> None:
    record = await client.post("/api/register", {"appId": "x", **body})
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    assert job["endpoint"] == endpoint
    assert job["active"]
    assert bool(endpoint) or "Not checked" in job["reason"]


@pytest.mark.parametrize("form", [{"environment": "production"}, {"server": {"port": 9999}}, SEED])
async def test_form_5_with_the_identifier_of_the_first_answer_is_the_same(client: Client, form: dict[str, Any]) -> None:
    first = await client.post("/api/register", {"appId": "x", **form})
    again = await client.post("/api/register", {"appId": "x", **form, "identifier": first["identifier"]})
    without = await client.post("/api/register", {"appId": "x", **form})
    assert again["id"] == without["id"] == first["id"]
    assert again["createdAt"] == first["createdAt"]
    assert len(await client.get("/api/application")) == 1


@pytest.mark.parametrize("body", [{}, {"identifier": ""}, {"identifier": None}])
async def test_form_6_unregistering_without_an_identifier_is_refused(client: Client, body: dict[str, Any]) -> None:
    status, faults = await client.refusal("POST", "/api/unregister", body)
    assert status == 422
    assert "registration was answered with" in faults["identifier"]


async def test_unregistering_what_nobody_knows_is_404(client: Client) -> None:
    assert (await client.refusal("POST", "/api/unregister", {"identifier": "nobody"}))[0] == 404


async def test_unregistering_keeps_the_record_and_says_offline(client: Client) -> None:
    await client.post("/api/register", SEED)
    record = await client.post("/api/unregister", {"identifier": "my-app@goliatodromo.local"})
    assert (record["online"], record["status"]) == (False, "stopped")
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    assert not job["active"]


# -- the records


async def test_a_record_has_the_fields_that_clients_rely_on(client: Client) -> None:
    await client.post("/api/register", SEED)
    (record,) = await client.get("/api/application")
    assert record.keys() >= {"id", "uuid", "identifier", "appId", "hostname", "environment", "online", "data", "health", "label",
                             "description", "status", "createdAt", "updatedAt"}  # fmt: skip
    assert UUID(record["uuid"]).hex == record["id"]
    assert TIME.fullmatch(record["createdAt"])
    assert TIME.fullmatch(record["updatedAt"])
    assert record["online"] is True
    assert await client.get(f"/api/application/{record['id']}") == record
    assert await client.get(f"/api/application/{record['identifier']}") == record


async def test_a_job_has_the_fields_that_clients_rely_on(client: Client) -> None:
    record = await client.post("/api/register", SEED)
    (job,) = await client.get("/api/job")
    assert job.keys() >= {"id", "application", "type", "endpoint", "interval", "timeoutAfter", "active", "isUp", "pingCount",
                          "errorCount", "notResponsiveCount", "errorAlertThreshold", "responseAlertThreshold", "uptime",
                          "downtime",
                          "firstTestedAt", "lastTestedAt", "lastChangedAt", "name", "label", "description"}  # fmt: skip
    assert job["application"] == await client.get(f"/api/application/{record['id']}")
    single = await client.get(f"/api/job/{job['id']}")
    assert single["application"] == record["id"]


async def test_an_event_has_the_fields_that_clients_rely_on(client: Client) -> None:
    record = await client.post("/api/register", SEED)
    await client.post("/api/unregister", {"identifier": record["identifier"]})
    newest, oldest = await client.get("/api/event")
    assert newest.keys() >= {"id", "job", "application", "label", "description", "downtime", "createdAt"}
    assert (newest["label"], oldest["label"]) == ("unregister", "register")
    assert newest["application"] == record["id"]
    assert [event["id"] for event in await client.get(f"/api/event?before={newest['id']}")] == [oldest["id"]]
    assert len(await client.get("/api/event?limit=1")) == 1


async def test_health_says_version_uptime_and_the_state_of_the_store(client: Client) -> None:
    health = await client.get("/api/health")
    assert health.keys() >= {"success", "version", "uptime", "store", "status", "applications"}
    assert (health["success"], health["store"], health["status"]) == (True, "ok", "pass")


async def test_secrets_are_never_answered(client: Client) -> None:
    body = {
        "appId": "x",
        "data": {"db": {"url": "postgres://me:hunter2@db/x", "password": "hunter2"}},
        "health": {"url": "http://me:hunter2@localhost:1/health", "headers": {"Authorization": "Bearer hunter2"}},
        "apiKey": "hunter2",
        "description": "at http://me:hunter2@localhost/",
    }
    record = await client.post("/api/register", body)
    for path in ("/api/application", f"/api/application/{record['id']}", "/api/job", "/api/event", "/api/export"):
        async with client._session.get(client.address + path) as response:
            assert "hunter2" not in await response.text()


async def test_a_job_that_is_created_is_created(client: Client) -> None:
    record = await client.post("/api/register", {"appId": "x"})
    made = await client.post(
        "/api/job", {"application": record["identifier"], "endpoint": "tcp://localhost:5432", "interval": 5000}
    )
    assert made["interval"] == 5000
    assert [job["id"] for job in await client.get("/api/job")][1:] == [made["id"]]
    assert len(await client.get(f"/api/application/{record['id']}/jobs")) == 2


@pytest.mark.parametrize("path", ["/api/job/{}/checks", "/api/job/{}/events", "/api/check", "/api/event"])
async def test_histories_are_lists_and_their_pages_are_bounded(client: Client, path: str) -> None:
    record = await client.post("/api/register", {"appId": "x"})
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    path = path.format(job["id"])
    assert isinstance(await client.get(path), list)
    for query in ("limit=0", "limit=1001", "limit=x", "before=-1", "before=1e99", "limit=-5"):
        status, faults = await client.refusal("GET", f"{path}?{query}")
        assert status == 422
        assert faults.keys() == {query.partition("=")[0]}
    assert isinstance(await client.get(f"{path}?before=9007199254740991&unknown=1"), list)


async def test_counts_are_numbers(client: Client) -> None:
    record = await client.post("/api/register", {"appId": "x"})
    (job,) = await client.get(f"/api/application/{record['id']}/jobs")
    assert isinstance(await client.get("/api/check/count"), int)
    assert isinstance(await client.get(f"/api/job/{job['id']}/checks/count"), int)


# -- what is wrong is named, and nothing is kept


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "appId"),
        ({"appId": ""}, "appId"),
        ({"appId": "  "}, "appId"),
        ({"appId": 5}, "appId"),
        ({"appId": None}, "appId"),
        ({"appId": "a" * 201}, "appId"),
        ({"appId": "a\nb"}, "appId"),
        ({"appId": "a\u2028b"}, "appId"),
        ({"appId": "x", "hostname": 1}, "hostname"),
        ({"appId": "x", "identifier": ["a"]}, "identifier"),
        ({"appId": "x", "health": {"interval": 999}}, "health.interval"),
        ({"appId": "x", "health": {"interval": -1}}, "health.interval"),
        ({"appId": "x", "health": {"interval": "soon"}}, "health.interval"),
        ({"appId": "x", "health": {"interval": True}}, "health.interval"),
        ({"appId": "x", "health": {"interval": 1e12}}, "health.interval"),
        ({"appId": "x", "health": {"interval": 1000.5}}, "health.interval"),
        ({"appId": "x", "health": {"interval": 2000, "timeout": 2000}}, "health.timeout"),
        ({"appId": "x", "health": {"interval": 2000, "timeoutAfter": 3000}}, "health.timeoutAfter"),
        ({"appId": "x", "health": {"url": "ftp://localhost/"}}, "health.url"),
        ({"appId": "x", "health": {"url": "http://169.254.169.254/"}}, "health.url"),
        ({"appId": "x", "health": {"endpoint": "localhost:80"}}, "health.endpoint"),
        ({"appId": "x", "health": {"url": 5}}, "health.url"),
        ({"appId": "x", "health": "/health"}, "health.url"),
        ({"appId": "x", "health": 5}, "health"),
        ({"appId": "x", "health": []}, "health"),
        ({"appId": "x", "health": {"failures": 0}}, "health.failures"),
        ({"appId": "x", "health": {"failures": 21}}, "health.failures"),
        ({"appId": "x", "pid": 0}, "pid"),
        ({"appId": "x", "dependsOn": ["x"]}, "dependsOn"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named_and_nothing_is_kept(client: Client, service: Service, body: Any, path: str) -> None:
    status, faults = await client.refusal("POST", "/api/register", body)
    assert status == 422
    assert faults.keys() == {path}
    assert await client.get("/api/application") == []
    assert await client.get("/api/job") == []
    assert await client.get("/api/event") == []
    kept = await service.store.load(service.clock.now())
    assert (kept.applications, kept.instances, kept.jobs, kept.sessions) == ((), (), (), ())


async def test_everything_that_is_wrong_is_named_at_once(client: Client) -> None:
    body = {"appId": "", "hostname": 5, "health": {"interval": 1, "failures": 99, "url": "x"}}
    _, faults = await client.refusal("POST", "/api/register", body)
    assert faults.keys() == {"appId", "hostname", "health.interval", "health.failures", "health.url"}


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"endpoint": "tcp://localhost:1"}, {"application"}),
        ({"application": "x@localhost"}, {"endpoint"}),
        ({"application": "x@localhost", "endpoint": "tcp://localhost:1", "intervall": 5}, {"intervall"}),
        ({"application": "x@localhost", "endpoint": "nonsense", "interval": 3000}, {"endpoint"}),
    ],
)
async def test_a_job_that_is_wrong_is_refused(client: Client, body: Any, paths: set[str]) -> None:
    await client.post("/api/register", {"appId": "x"})
    status, faults = await client.refusal("POST", "/api/job", body)
    assert status == 422
    assert faults.keys() == paths
    assert len(await client.get("/api/job")) == 1


@pytest.mark.parametrize("raw", [b"", b"{", b"nonsense", b"\xff\xfe", b'{"appId": "\\ud800"}', b'{"appId": NaN}',
                                 b"null", b"[]", b'"text"', b"5", b'{"appId": "x", "n": 1e999}'])  # fmt: skip
async def test_what_is_no_json_object_is_refused(client: Client, raw: bytes) -> None:
    for path in ("/api/register", "/api/unregister", "/api/job"):
        assert (await client.refusal("POST", path, raw=raw))[0] == 422
    assert await client.get("/api/application") == []


@pytest.mark.parametrize("depth", [41, 100, 10_000, 100_000])
async def test_what_is_nested_too_deep_is_too_large(client: Client, depth: int) -> None:
    raw = b'{"appId": "x", "a": ' + b"[" * depth + b"]" * depth + b"}"
    status, _ = await client.refusal("POST", "/api/register", raw=raw)
    assert status == 413
    assert await client.get("/api/application") == []


async def test_a_number_that_no_store_can_keep_is_refused_or_kept(client: Client) -> None:
    status, _ = await client.ask("POST", "/api/register", raw=b'{"appId": "x", "n": 123456789012345678901234567890}')
    assert status in (200, 422)
    await client.get("/api/application")


STRATEGIES = Strategies(declared())
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
NAMES = ["hostname", "identifier", "environment", "label", "description", "pid", "data", "health", "server", "repl", "tags",
         "links", "dependsOn", "ttl", "git", "version"]  # fmt: skip
HEALTH = st.dictionaries(
    st.sampled_from(["url", "endpoint", "interval", "timeout", "failures", "hold", "name", *sorted(STRATEGIES.option_names)]),
    JSON,
    max_size=4,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON | HEALTH, max_size=6), JSON)
def test_no_payload_is_answered_with_a_fault_of_ours(body: dict[str, Any], app: Any) -> None:
    raw = json.dumps({"appId": app, **body}).encode()
    with suppress(InvalidPayloadError):
        request = parse_registration(decode(raw), "127.0.0.1", STRATEGIES)
        encode(make_instance(request.app_id, data=request.data, health=request.health, hostname=request.hostname))
        encode(request.job)


# -- the door


async def test_unknown_routes_and_methods_are_json_too(client: Client) -> None:
    assert (await client.refusal("GET", "/api/nothing"))[0] == 404
    assert (await client.refusal("GET", "/"))[0] == 404
    assert (await client.refusal("POST", "/api/nothing", {}))[0] == 404
    assert (await client.refusal("GET", "/api/register"))[0] == 405
    assert (await client.refusal("DELETE", "/api/register"))[0] == 405
    assert (await client.refusal("PUT", "/api/application"))[0] == 405
    assert (await client.refusal("GET", "/api/application/nobody"))[0] == 404
    assert (await client.refusal("GET", "/api/job/nobody"))[0] == 404
    assert (await client.refusal("GET", "/api/job/nobody/checks"))[0] == 404
    assert (await client.refusal("GET", "/api/application/%00%ff/jobs"))[0] == 404


async def test_a_body_that_is_too_large_is_413_and_one_below_is_not(client: Client) -> None:
    assert (await client.refusal("POST", "/api/register", {"appId": "x", "data": {"a": "x" * 300_000}}))[0] == 413
    await client.post("/api/register", {"appId": "x", "data": {"a": "x" * 250_000}})


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_what_a_page_could_send_unasked_is_415(client: Client, kind: str) -> None:
    assert (await client.refusal("POST", "/api/register", raw=b'{"appId": "x"}', headers={"Content-Type": kind}))[0] == 415
    assert await client.get("/api/application") == []


@pytest.mark.parametrize("kind", [None, "application/json", "application/octet-stream"])
async def test_what_needs_no_body_is_done_without_one(client: Client, kind: str | None) -> None:
    await client.post("/api/register", {"appId": "x"})
    job = await client.post("/api/job", {"application": "x@localhost", "endpoint": "push://"})
    asked = await client.post("/api/job", {"application": "x@localhost", "endpoint": "http://localhost:1/"})
    headers = {"Content-Type": kind} if kind else None
    beats = [("PUT", f"/api/job/{job['id']}/heartbeat"), ("POST", f"/api/job/{asked['id']}/check")]
    care = [("POST", f"/api/application/x@localhost/{deed}") for deed in ("check", "mute", "acknowledge", "pin")]
    for method, path in [*beats, *care, ("POST", f"/api/job/{job['id']}/pause")]:
        assert (await client.ask(method, path, headers=headers))[0] == 200, path


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_a_form_without_anything_in_it_is_415(client: Client, kind: str) -> None:
    await client.post("/api/register", {"appId": "x"})
    assert (await client.refusal("POST", "/api/application/x@localhost/mute", headers={"Content-Type": kind}))[0] == 415


async def test_where_there_is_nothing_to_check_it_says_why(client: Client) -> None:
    async def refusal(path: str) -> object:
        status, answer = await client.ask("POST", path)
        return status, answer["message"]

    await client.post("/api/register", {"appId": "x"})
    [nothing] = await client.get("/api/application/x@localhost/jobs")
    await client.ask("DELETE", f"/api/job/{nothing['id']}")
    check = "/api/application/x@localhost/check"
    assert await refusal(check) == (409, "x@localhost has no jobs.")
    job = await client.post("/api/job", {"application": "x@localhost", "endpoint": "push://"})
    for path in (check, f"/api/job/{job['id']}/check"):
        said = f"The job {job['id']} cannot be asked: it waits for the application to call."
        assert await refusal(path) == (409, said)
    await client.post(f"/api/job/{job['id']}/pause", {})
    assert await refusal(check) == (409, f"The job {job['id']} is paused. Resume it first.")
    await client.post("/api/job", {"application": "x@localhost", "endpoint": "http://localhost:1/"})
    assert (await client.ask("POST", check))[0] == 200
    await client.post("/api/unregister", {"id": "x@localhost"})
    for path in (check, f"/api/job/{job['id']}/check"):
        said = "x@localhost does not run, and is checked when it registers again."
        assert await refusal(path) == (409, said)


async def test_what_runs_is_refused_to_be_forgotten_before_that_is_asked_twice(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    for path in ("/api/application/x@localhost", "/api/application/x@localhost?confirm=x@localhost"):
        status, answer = await client.ask("DELETE", path)
        assert (status, answer["message"]) == (409, "x@localhost runs. Unregister it first.")
    await client.post("/api/unregister", {"id": "x@localhost"})
    assert "?confirm=x@localhost" in (await client.ask("DELETE", "/api/application/x@localhost"))[1]["message"]
    assert (await client.ask("DELETE", "/api/application/x@localhost?confirm=x@localhost"))[0] == 200


async def test_a_page_of_another_origin_does_nothing_without_a_body(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert (await client.refusal("POST", "/api/application/x@localhost/mute", headers=headers))[0] == 403


async def test_what_needs_a_body_says_so(client: Client) -> None:
    assert (await client.refusal("POST", "/api/register"))[0] == 422


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("intervall", "interval"), ("Interval", "interval"), ("time_out", "timeout"), ("restart_window", "restartWindow"),
     ("URL", "url"), ("jsonPointr", "jsonPointer")],
)  # fmt: skip
async def test_a_slip_in_a_health_declaration_is_refused_with_what_was_meant(client: Client, slip: str, meant: str) -> None:
    body = {"appId": "x", "health": {"url": "http://localhost:8000/health", slip: 5000}}
    refused = await client.refusal("POST", "/api/register", body)
    assert refused == (422, {f"health.{slip}": f"is not known here; did you mean {meant}?"})


async def test_what_else_is_not_known_in_a_health_declaration_is_taken_and_said(client: Client) -> None:
    body = {
        "appId": "x",
        "health": {"url": "tcp://localhost:8000", "colour": "red", "follow": True, "type": "socket", "isUp": True},
    }
    status, answer = await client.ask("POST", "/api/register", body)
    assert status == 200
    assert [warning["path"] for warning in answer["warnings"]] == ["health.colour", "health.follow"]
    assert answer["value"]["health"]["colour"] == "red"
    (row,) = await client.get("/api/event")
    assert row["description"] == "health.colour, health.follow is not known here, and is not used"


async def test_json_with_a_charset_is_json(client: Client) -> None:
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}
    assert (await client.ask("POST", "/api/register", raw=b'{"appId": "x"}', headers=headers))[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost.evil.example:{port}", "127.0.0.1:1",
                                  "127.0.0.1:{port}.evil.example", "0.0.0.0:{port}", "localhost", ""])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_name_that_was_bound_anew_to_this_machine_is_refused(client: Client, host: str, method: str) -> None:
    port = client.address.rpartition(":")[2]
    body = {"appId": "x"} if method == "POST" else None
    path = "/api/register" if method == "POST" else "/api/application"
    status, _ = await client.refusal(method, path, body, headers={"Host": host.format(port=port)})
    assert status == 403
    assert await client.get("/api/application") == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost", "[::1]"])
async def test_this_machine_by_any_of_its_names_is_served(client: Client, host: str) -> None:
    port = client.address.rpartition(":")[2]
    assert (await client.ask("GET", "/api/health", headers={"Host": f"{host}:{port}"}))[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1.evil.example", ""])
async def test_pages_of_other_origins_are_refused(client: Client, origin: str) -> None:
    for method, path, body in (("GET", "/api/application", None), ("POST", "/api/register", {"appId": "x"})):
        assert (await client.refusal(method, path, body, headers={"Origin": origin}))[0] == 403
    assert await client.get("/api/application") == []


async def test_no_answer_invites_other_origins(client: Client) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("OPTIONS", "GET"):
        async with client._session.request(method, f"{client.address}/api/register", headers=headers) as response:
            assert response.status >= 400
            assert not [name for name in response.headers if name.lower().startswith("access-control")]


async def test_a_list_that_has_not_changed_is_not_sent_again(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    async with client._session.get(f"{client.address}/api/application") as response:
        etag = response.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        async with client._session.get(f"{client.address}/api/application", headers={"If-None-Match": known}) as response:
            assert response.status == 304
            assert await response.read() == b""
    await client.post("/api/register", {"appId": "y"})
    async with client._session.get(f"{client.address}/api/application", headers={"If-None-Match": etag}) as response:
        assert response.status == 200
        assert response.headers["ETag"] != etag
        assert len((await response.json())["value"]) == 2


def _has_ipv6() -> bool:
    try:
        with closing(socket.socket(socket.AF_INET6)) as bound:
            bound.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not _has_ipv6(), reason="there is no IPv6 here")
async def test_it_answers_on_both_loopback_addresses_and_knows_who_asks(client: Client) -> None:
    port = client.address.rpartition(":")[2]
    async with Client(f"http://[::1]:{port}") as other:
        record = await other.post("/api/register", {"appId": "x"})
        assert record["hostname"] == "localhost"
    assert (await client.get("/api/application"))[0]["id"] == record["id"]


async def test_it_answers_on_no_other_address(client: Client) -> None:
    port = int(client.address.rpartition(":")[2])
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        probe.connect(("192.0.2.1", 9))
        address = probe.getsockname()[0]
    if address.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(OSError, match=r".*"):
        await asyncio.open_connection(address, port)


def test_a_port_that_is_taken_names_who_has_it() -> None:
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        port = bound.getsockname()[1]
        with pytest.raises(PortTakenError) as caught:
            listen(port)
    said = str(caught.value)
    assert said.startswith(f"Port {port} is taken by ")
    assert "pid" in said
    assert f"registry-tray --port {port + 1}" in said


@pytest.mark.skipif(not _has_ipv6(), reason="there is no IPv6 here")
def test_a_port_that_is_taken_on_one_address_leaves_no_socket_on_the_other() -> None:
    with closing(socket.socket(socket.AF_INET6)) as bound:
        bound.bind(("::1", 0))
        bound.listen()
        port = bound.getsockname()[1]
        with pytest.raises(PortTakenError):
            listen(port)
        with closing(socket.socket()) as again:
            again.bind(("127.0.0.1", port))


async def test_garbage_on_the_wire_does_not_end_the_service(client: Client, service: Service) -> None:
    port = int(client.address.rpartition(":")[2])
    for garbage in (
        b"\0\xff\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"GET /" + b"a" * 100_000,
        b"POST /api/register HTTP/1.1\r\n\r\n",
    ):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(garbage)
        writer.write_eof()
        await asyncio.wait_for(reader.read(), 5)
        writer.close()
    assert (await client.get("/api/health"))["status"] == "pass"


async def test_a_store_that_fails_is_503_in_words_and_said_in_health(
    client: Client, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    await client.post("/api/register", {"appId": "x"})
    assert isinstance(service.store, SqliteStore)
    await service.store._writer.submit(lambda connection: connection.execute("PRAGMA max_page_count = 1").fetchall())
    status, answer = await client.ask("POST", "/api/register", {"appId": "y", "data": {"a": "x" * 200_000}})
    assert status == 503
    assert "cannot be written" in answer["message"]
    assert [record["appId"] for record in await client.get("/api/application")] == ["x"]
    health = await client.get("/api/health")
    assert health["status"] == "warn"
    assert "cannot be written" in health["store"]
    await service.store._writer.submit(lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchall())
    await client.post("/api/register", {"appId": "y"})
    assert (await client.get("/api/health"))["status"] == "pass"


async def test_many_at_once_are_all_answered(client: Client) -> None:
    records = await asyncio.gather(*(client.post("/api/register", {"appId": f"app{number % 50}"}) for number in range(200)))
    assert len({record["id"] for record in records}) == 50
    assert len(await client.get("/api/application")) == 50
    assert len(await client.get("/api/job")) == 50


async def test_an_acknowledgement_is_kept_with_its_note_and_taken_back(client: Client) -> None:
    record = await client.post("/api/register", {"appId": "x"})
    path = f"/api/application/{record['id']}/acknowledge"
    assert (await client.post(path, {"note": "on it"}))["acknowledged"]["note"] == "on it"
    for _ in range(2):
        status, answer = await client.ask("DELETE", path)
        assert (status, answer["value"]["acknowledged"]) == (200, None)
    kinds = [event["label"] for event in await client.get(f"/api/application/{record['id']}/events")]
    assert kinds == ["unacknowledge", "acknowledge", "register"]
