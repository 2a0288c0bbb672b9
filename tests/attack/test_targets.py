"""What a registration can make the registry ask: never a metadata service or a link-local address, however it is led there."""

import asyncio
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry_tray.checks import Probes
from registry_tray.config import Alerts, Settings
from registry_tray.core.ports import Ask, ProbeError
from registry_tray.core.status import Status
from tests.fakes import RecordingNotifier, Target, seconds, until
from tests.unit.api.client import Client, program

FORBIDDEN = [
    "http://169.254.169.254/latest/meta-data", "http://169.254.1.1", "http://[fe80::1]/", "http://[fe80::1%25eth0]/",
    "http://[::ffff:169.254.169.254]/", "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::169.254.169.254]/",
    "http://[::169.254.169.254]/", "http://[2002:a9fe:a9fe::]/", "http://[fd00:ec2::254]/", "http://2852039166/",
    "http://0xa9fea9fe/", "http://0xa9.0xfe.0xa9.0xfe/", "http://0251.0376.0251.0376/", "http://169.254.43518/",
    "http://169.254.169.254./", "http://metadata.google.internal/", "http://METADATA.GOOGLE.INTERNAL./", "http://metadata/",
    "http://100.100.100.200/", "http://224.0.0.1/", "http://user:pass@169.254.169.254/", "tcp://169.254.169.254:80",
    "https://169.254.169.254/", "ws://169.254.169.254:80/", "tls://169.254.169.254:443", "redis://169.254.169.254:6379",
    "mqtt://169.254.169.254:1883", "file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "javascript:alert(1)",
    "http:///etc/passwd", "http://127.0.0.1:99999/", "http://\t127.0.0.1/", "//127.0.0.1/", "http://a b/",
]  # fmt: skip


async def test_it_is_refused_wherever_it_is_sent_and_nothing_is_kept(client: Client) -> None:
    for url in FORBIDDEN:
        status, faults = await client.refusal("POST", "/api/register", {"appId": "x", "health": {"url": url}})
        assert (status, list(faults)) == (422, ["health.url"]), url
    assert await client.get("/api/application") == []
    record = await client.post("/api/register", {"appId": "x", "health": "push://"})
    (job,) = await client.get("/api/job")
    for url in FORBIDDEN:
        assert (await client.refusal("POST", "/api/job", {"application": record["id"], "endpoint": url}))[0] == 422, url
        assert (await client.refusal("PATCH", f"/api/job/{job['id']}", {"endpoint": url}))[0] == 422, url
    assert [each["endpoint"] for each in await client.get("/api/job")] == [job["endpoint"]]


def leading_to(*addresses: str) -> Any:
    """A resolver for which every name has these addresses, which may change."""

    def resolve(name: object, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, int(port or 0))) for address in addresses]

    return resolve


@pytest.mark.parametrize("scheme", ["http", "https", "tcp", "tls", "ws", "mqtt", "redis"])
@pytest.mark.parametrize("addresses", [("169.254.169.254",), ("127.0.0.1", "169.254.169.254")])
async def test_a_name_that_leads_there_is_not_asked(
    scheme: str, addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    async def connect(_: object, __: object, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    async with Probes() as probes, asyncio.timeout(10):
        await probes.open()
        monkeypatch.setattr(socket, "getaddrinfo", leading_to(*addresses))
        monkeypatch.setattr(type(asyncio.get_running_loop()), "sock_connect", connect)
        with pytest.raises((OSError, ProbeError), match="never checked"):
            await probes[scheme](Ask(f"{scheme}://innocent.example:8000/", {}))
    assert tried == []


async def test_a_name_that_leads_there_only_later_is_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(Settings(), alerts=Alerts(hold=seconds(0)))
    async with Target() as target, program(tmp_path, RecordingNotifier(), settings) as (service, client):
        monkeypatch.setattr(socket, "getaddrinfo", leading_to("127.0.0.1"))
        health = {"url": f"tcp://rebinding.example:{target.port}", "interval": 1000, "failures": 1}
        record = await client.post("/api/register", {"appId": "x", "health": health})

        instance = service.catalog.instance(record["id"])
        await until(lambda: service.catalog.status(instance) is Status.UP, "up")
        monkeypatch.setattr(socket, "getaddrinfo", leading_to("169.254.169.254"))
        await until(lambda: service.catalog.status(instance) is Status.DOWN, "down")
        (job,) = await client.get(f"/api/application/{record['id']}/jobs")
        assert "never checked" in job["reason"]


async def test_a_redirect_to_another_host_is_not_followed(client: Client) -> None:
    async with Target() as secret, Target() as target:
        target.answer = f"HTTP/1.1 302 Found\r\nLocation: {secret.url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        async with Probes() as probes:
            await probes.open()
            for options in ({}, {"redirects": True}):
                try:
                    await probes["http"](Ask(target.url.replace("127.0.0.1", "localhost"), options))
                except (ProbeError, OSError):
                    continue
        await until(lambda: target.asked >= 2, "both requests")
        assert secret.asked == 0
