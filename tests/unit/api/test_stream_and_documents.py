"""What changes as it happens, and the documents about it all."""

import asyncio
import json
from typing import Any

import aiohttp

from registry_tray.api.stream import WAITING, Stream
from registry_tray.core.events import EventBus, InstanceChanged
from registry_tray.core.status import Status
from registry_tray.service import Service
from registry_tray.wire import application_record
from tests.fakes import make_catalog, make_instance
from tests.unit.api.client import Client


class Listener:
    """Somebody who listens to the stream."""

    def __init__(self, client: Client, **headers: str) -> None:
        self._request = client._session.get(f"{client.address}/api/stream", headers=headers)
        self.last = ""

    async def __aenter__(self) -> "Listener":
        self._response: aiohttp.ClientResponse = await self._request.__aenter__()
        assert self._response.content_type == "text/event-stream"
        assert await self._frame() == ["retry: 2000"]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._response.close()

    async def _frame(self) -> list[str]:
        frame = await asyncio.wait_for(self._response.content.readuntil(b"\n\n"), 10)
        return frame.decode().strip().splitlines()

    async def next(self) -> tuple[str, dict[str, Any]]:
        """The next change."""
        fields = dict(line.split(": ", 1) for line in await self._frame())
        self.last = fields.get("id", self.last)
        return fields["event"], json.loads(fields["data"])


async def test_changes_are_told_as_they_happen(client: Client) -> None:
    async with Listener(client) as listener:
        record = await client.post("/api/register", {"appId": "x"})
        assert await listener.next() == ("application", record)
        assert (await listener.next())[1]["label"] == "register"
        await client.post("/api/unregister", {"identifier": "x@localhost"})
        kind, stopped = await listener.next()
        assert (kind, stopped["status"]) == ("application", "stopped")


async def test_who_comes_back_is_told_what_was_missed_and_no_more(client: Client) -> None:
    async with Listener(client) as listener:
        await client.post("/api/register", {"appId": "x"})
        await listener.next()
        await listener.next()
        last = listener.last
    await client.post("/api/register", {"appId": "y"})
    async with Listener(client, **{"Last-Event-ID": last}) as listener:
        assert (await listener.next())[1]["appId"] == "y"
    async with Listener(client, **{"Last-Event-ID": "of-another-life"}) as listener:
        assert (await listener.next())[0] == "reset"


async def test_a_page_of_another_origin_may_not_listen(client: Client) -> None:
    assert (await client.refusal("GET", "/api/stream", headers={"Origin": "https://evil.example"}))[0] == 403


async def test_who_does_not_read_is_let_go_and_delays_nobody() -> None:
    bus = EventBus()
    stream = Stream(bus, make_catalog([make_instance()]), lambda instance: application_record(instance, Status.UP, None))
    slow, fast = stream.listen(None), stream.listen(None)
    for _ in range(WAITING + 100):
        bus.publish(InstanceChanged(make_instance()))
        fast.get_nowait()
    waiting = [slow.get_nowait() for _ in range(slow.qsize())]
    assert len(waiting) == WAITING + 1
    assert waiting[-1] is None
    assert fast.empty()
    stream.close()
    assert fast.get_nowait() is None


async def test_the_end_of_the_program_ends_the_stream(client: Client, service: Service) -> None:
    async with Listener(client) as listener:
        await service._stack.aclose()
        assert await asyncio.wait_for(listener._response.content.read(), 10) == b""


async def test_every_route_is_in_the_openapi_document_and_answers_as_it_says(client: Client) -> None:
    document = await client.ask_any("/api/openapi.json")
    assert document["openapi"].startswith("3.")
    record = await client.post("/api/register", {"appId": "x"})
    (job,) = await client.get("/api/job")
    for path, operations in document["paths"].items():
        if "get" not in operations or path in ("/metrics", "/api/export", "/api/stream", "/api/openapi.json"):
            continue
        asked = path.replace("{id}", job["id"] if path.startswith("/api/job") else record["id"])
        assert (await client.ask("GET", asked))[0] == 200, path


async def test_metrics_are_text_that_prometheus_reads(client: Client) -> None:
    await client.post("/api/register", {"appId": 'x"y\\z'})
    async with client._session.get(f"{client.address}/metrics") as response:
        assert response.content_type == "text/plain"
        lines = (await response.text()).splitlines()
    samples = [line for line in lines if line and not line.startswith("#")]
    assert samples
    assert all(float(line.rpartition(" ")[2]) >= 0 for line in samples)


async def test_a_record_without_checks_has_no_uptime_rather_than_a_wrong_one(client: Client) -> None:
    await client.post("/api/register", {"appId": "x"})
    stats = await client.get("/api/stats")
    assert stats["uptime"] is None
    assert stats["instances"] == 1
    (job,) = await client.get("/api/job")
    assert (await client.get(f"/api/job/{job['id']}/stats"))["job"] == job["id"]
