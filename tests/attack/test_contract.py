"""The API is what its OpenAPI document says: schemathesis asks for everything in it, in every valid and invalid way."""

import asyncio
import re
import sys
import textwrap
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from registry_tray.api.routes import OPERATIONS
from tests.features.program import running
from tests.unit.api.client import Client

# Left out: that numbers may come as text and null counts as missing (negative_data_rejection), and what no schema can say:
# that a URL is one that may be checked, a cursor one that was given, and one of two fields needed (positive_data_acceptance).
CONFIG = """
    [checks]
    negative_data_rejection.enabled = false

    [[operations]]
    include-path-regex = "^/api/application/"
    include-method = ["GET", "POST"]
    parameters = {{ "path.id" = "{application}" }}

    [[operations]]
    include-path-regex = "^/api/job/"
    include-method = ["GET", "POST", "PUT", "PATCH"]
    parameters = {{ "path.id" = "{job}" }}
"""
FREE = (
    "GET /api/application",
    "GET /api/job",
    "PATCH /api/job/{id}",
    "POST /api/error",
    "POST /api/job",
    "POST /api/register",
    "POST /api/unregister",
)


def _config(application: str, job: str) -> str:
    lines = [textwrap.dedent(CONFIG).format(application=application, job=job)]
    lines += [f'[[operations]]\ninclude-name = "{name}"\nchecks.positive_data_acceptance.enabled = false\n' for name in FREE]
    return "\n".join(lines)


async def test_schemathesis_finds_no_fault_and_nothing_undocumented(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        record = await program.ask("/api/register", {"appId": "x", "ttl": 600_000, "health": "push://"})
        (job,) = await program.ask(f"/api/application/{record['id']}/jobs")
        (tmp_path / "schemathesis.toml").write_text(_config(record["id"], job["id"]))
        process = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("schemathesis"),
            *("run", f"{program.address}/api/openapi.json", "--exclude-path", "/api/stream"),  # it never ends
            *("--phases", "examples,coverage,fuzzing", "--max-examples", "15", "--generation-deterministic", "--no-color"),
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await process.communicate()
        report = out.decode()
        assert process.returncode == 0, report
        found = re.search(r"(\d+) generated, (\d+) passed", report)
        assert found, report
        assert int(found[1]) > 1000
        assert (await program.ask("/api/application"))[0]["appId"] == "x"
        program.process.terminate()
        status, out_rest, log = await program.ended()
        assert (status, out_rest) == (0, "")
        assert "Traceback" not in log


async def test_the_document_is_valid_openapi_3_1(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    assert document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []


async def test_every_route_is_in_the_document_and_nothing_else(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    described = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert described == {(operation.method, operation.path) for operation in OPERATIONS}


async def test_every_operation_has_a_name_an_example_and_its_errors(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    names = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            names.append(operation["operationId"])
            assert operation["summary"], path
            assert {"400", "401", "403"} <= operation["responses"].keys(), path
            examples = [
                (content["schema"], content["example"])
                for response in (operation.get("requestBody", {}), *operation["responses"].values())
                for media, content in response.get("content", {}).items()
                if media == "application/json" and content["schema"]
            ]
            assert examples or path in ("/api/stream", "/metrics")
            for schema, example in examples:
                assert list(OAS31Validator(schema | {"components": document["components"]}).iter_errors(example)) == [], path
            assert ("requestBody" in operation) == (method in ("post", "put", "patch")), path
    assert len(names) == len(set(names))


async def test_every_example_of_a_request_is_accepted(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    register = document["paths"]["/api/register"]["post"]["requestBody"]["content"]["application/json"]["example"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if "requestBody" not in operation or path.endswith(("/archive", "/heartbeat")):
                continue
            record = await client.post("/api/register", register)
            jobs = await client.get(f"/api/application/{record['id']}/jobs")
            example: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["example"]
            for key in ("identifier", "application"):
                if key in example and path != "/api/register":
                    example[key] = record["identifier"]
            asked = path.replace("{id}", jobs[0]["id"] if path.startswith("/api/job") else record["id"])
            status, answer = await client.ask(method.upper(), asked, example)
            assert status == 200, (path, answer)


async def test_units_and_defaults_are_said(client: Client) -> None:
    schemas = (await client.ask_any("/api/openapi.json"))["components"]["schemas"]
    for name in ("interval", "timeout", "hold", "grace"):
        field = next(option for option in schemas["HealthBody"]["properties"][name]["anyOf"] if option["type"] == "integer")
        assert "milliseconds" in field["description"]
        assert "else the setting" in field["description"]
        assert field["minimum"] < field["examples"][0] <= field["maximum"]


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [f"{tag} {named[name]}" for name in ("src", "data", "poster", "srcset", "action") if name in named]
        if tag in ("link", "iframe", "img", "base"):
            self.found.append(tag)


async def test_the_page_about_the_api_loads_nothing_and_may_not(client: Client) -> None:
    async with client._session.get(f"{client.address}/api/docs") as response:
        page = await response.text()
        assert (response.status, response.content_type) == (200, "text/html")
        policy = response.headers["Content-Security-Policy"]
        etag = response.headers["ETag"]
    loads = _Loads()
    loads.feed(page)
    assert loads.found == []
    assert not re.search(r"https?:|url\(|@import", page)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    async with client._session.get(f"{client.address}/api/docs", headers={"If-None-Match": etag}) as response:
        assert (response.status, await response.read()) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/api/application",
        "/api/job",
        "/api/event",
        "/api/stats",
        "/api/openapi.json",
        "/api/docs",
        "/api/application/x@localhost",
    ],
)
async def test_what_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    await client.post("/api/register", {"appId": "x"})
    async with client._session.get(client.address + path) as response:
        etag, body = response.headers["ETag"], await response.read()
        assert body
    async with client._session.get(client.address + path, headers={"If-None-Match": f'"other", W/{etag}'}) as response:
        assert (response.status, await response.read(), response.headers["ETag"]) == (304, b"", etag)
    async with client._session.get(client.address + path, headers={"If-None-Match": '"other"'}) as response:
        assert (response.status, await response.read()) == (200, body)


async def test_every_answer_of_a_get_has_an_etag_but_those_that_are_never_the_same(client: Client) -> None:
    record = await client.post("/api/register", {"appId": "x"})
    (job,) = await client.get("/api/job")
    for operation in OPERATIONS:
        if operation.method == "GET" and operation.path not in ("/api/stream", "/api/export", "/metrics"):
            path = operation.path.replace("{id}", job["id"] if operation.path.startswith("/api/job") else record["id"])
            async with client._session.get(client.address + path) as response:
                assert response.headers.get("ETag"), path
