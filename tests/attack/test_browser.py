"""What pages of other origins can do to the registry, in a real Chromium."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.attack.tools import tool
from tests.fakes import until
from tests.unit.api.client import Client

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP evil.example 127.0.0.1")  # fmt: skip
PAGE = Path(__file__).with_name("attack.html")
READS = {"fetch", "fetch with credentials", "fetch without cors", "fetch with a header", "xhr", "stream", "frame", "script",
         "image", "style"}  # fmt: skip


@dataclass
class Site:
    """A web site of somebody else, and what its page reported."""

    port: int = 0
    found: asyncio.Future[dict[str, str]] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


@asynccontextmanager
async def serving(*routes: web.RouteDef) -> AsyncIterator[int]:
    """The port of a server on this machine."""
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def evil() -> AsyncIterator[Site]:
    site = Site()

    async def page(_: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE)

    async def found(request: web.Request) -> web.Response:
        site.found.set_result(await request.json())
        return web.Response()

    async with serving(web.get("/", page), web.post("/found", found)) as site.port:
        yield site


@asynccontextmanager
async def chromium(profile: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        tool("chromium", "chromium"),
        *FLAGS,
        f"--user-data-dir={profile}",
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"HOME": str(profile)},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def attack(profile: Path, host: str, target: str) -> AsyncIterator[dict[str, str]]:
    """What a page of `host` could do to the target."""
    async with evil() as site, chromium(profile, f"http://{host}:{site.port}/?target={target}"):
        yield await asyncio.wait_for(site.found, 90)


async def seen(profile: Path, url: str) -> str:
    """The page as a person gets it who opens the URL."""
    async with chromium(profile, "--virtual-time-budget=10000", "--dump-dom", url) as process:
        out, _ = await asyncio.wait_for(process.communicate(), 90)
        return out.decode()


async def test_a_page_of_another_site_can_neither_read_nor_write(client: Client, tmp_path: Path) -> None:
    await unharmed(client, tmp_path, "evil.example")


async def test_a_page_of_another_port_of_this_machine_can_neither_read_nor_write(client: Client, tmp_path: Path) -> None:
    await unharmed(client, tmp_path, "127.0.0.1")


async def unharmed(client: Client, profile: Path, host: str) -> None:
    await client.post("/api/register", {"appId": "victim"})
    journal = await client.get("/api/event")
    before = await client.get("/api/application")
    async with attack(profile, host, client.address) as found:
        assert {name: found[name] for name in READS if not found[name].startswith("refused")} == {}
    assert await client.get("/api/application") == before
    assert await client.get("/api/event") == journal


async def test_the_same_page_reads_and_writes_where_nobody_guards(tmp_path: Path) -> None:
    written: list[str] = []
    allowed = {
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": "content-type, x-mine",
        "Access-Control-Allow-Methods": "DELETE, PATCH, PUT",
    }

    async def answer(request: web.Request) -> web.Response:
        if request.method not in ("GET", "OPTIONS"):
            written.append(f"{request.method} {request.path} {await request.text()}")
        kind = "text/event-stream" if request.path.endswith("stream") else "text/css" if "docs" in request.path else "text/html"
        origin = {"Access-Control-Allow-Origin": request.headers.get("Origin", "")}
        return web.Response(text="0", content_type=kind, headers=allowed | origin)

    def missing() -> list[str]:
        wanted = (*(f"written-{number}" for number in range(1, 8)), "victim@localhost/mute", "victim@localhost/pin")
        return [name for name in wanted if not any(name in each for each in written)]

    async with (
        serving(web.route("*", "/{path:.*}", answer)) as port,
        attack(tmp_path, "127.0.0.1", f"http://127.0.0.1:{port}") as found,
    ):
        await until(lambda: not missing(), "all that the page writes")
    readable = {name for name in READS if found[name].startswith("read")}
    assert readable >= {"fetch", "fetch with credentials", "fetch with a header", "xhr", "stream", "script", "style"}
    assert {each.split()[0] for each in written} == {"POST", "DELETE", "PUT", "PATCH"}


async def test_a_name_that_was_bound_anew_to_this_machine_shows_nothing(client: Client, tmp_path: Path) -> None:
    await client.post("/api/register", {"appId": "victim"})
    shown = await seen(tmp_path, f"{client.address.replace('127.0.0.1', 'evil.example')}/api/application")
    assert "The registry answers only as" in shown
    assert "victim" not in shown


async def test_the_page_about_the_api_works_under_its_own_policy(client: Client, tmp_path: Path) -> None:
    shown = await seen(tmp_path, f"{client.address}/api/docs")
    assert 'data-ready="yes"' in shown
    document: dict[str, Any] = await client.ask_any("/api/openapi.json")
    for path in document["paths"]:
        assert path in shown
