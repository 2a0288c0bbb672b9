"""Who gets in: no name that was bound anew, no page of another origin, nobody without the token, no other user."""

import asyncio
import os
import secrets
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from registry_tray.api.routes import OPERATIONS
from registry_tray.api.server import Server, listen
from registry_tray.data_folder import DataFolder
from registry_tray.service import Service
from tests.attack.test_hostile_clients import connected
from tests.features.program import running
from tests.unit.api.client import Client

TOKEN = secrets.token_urlsafe(32)
posix = pytest.mark.skipif(sys.platform == "win32", reason="users and modes are of POSIX")


@pytest.fixture
async def guarded(service: Service) -> AsyncIterator[str]:
    """The address of a registry that asks for the token."""
    async with Server(service.services, listen(0), TOKEN) as server:
        yield server.address


# -- names that lead here


HOSTS = ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost.evil.example:{port}", "127.0.0.1:1",
     "localhost", "127.0.0.2:{port}", "2130706433:{port}", "0x7f.1:{port}", "localhost.:{port}", "user@127.0.0.1:{port}",
     "127.0.0.1:{port}@evil.example", "127.0.0.1:{port}, evil.example", "[::ffff:127.0.0.1]:{port}", "[::1%25lo]:{port}",
     "0.0.0.0:{port}", "127.0.0.1:{port}/", "127.0.0.1:0{port}", ""]  # fmt: skip


async def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    port = client.address.rpartition(":")[2]
    for host in HOSTS:
        for method in ("GET", "POST"):
            async with connected(client.address) as wire:
                head = f"{method} /api/register HTTP/1.1\r\nHost: {host.format(port=port)}\r\nContent-Type: application/json\r\n"
                wire.writer.write(f"{head}Content-Length: 14\r\n\r\n".encode() + b'{"appId": "x"}')
                status, answer = await wire.answer()
            assert status in (400, 403), host
            assert answer["success"] is False
    assert await client.get("/api/application") == []


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1:{port}", "evil.example"], ["evil.example", "127.0.0.1:{port}"]])
async def test_no_host_and_two_hosts_are_refused(client: Client, hosts: list[str]) -> None:
    port = client.address.rpartition(":")[2]
    async with connected(client.address) as wire:
        lines = "".join(f"Host: {host.format(port=port)}\r\n" for host in hosts)
        wire.writer.write(f"GET /api/application HTTP/1.1\r\n{lines}\r\n".encode())
        status, answer = await wire.answer()
    assert status in (400, 403)
    assert "value" not in answer


# -- pages of other origins


@pytest.mark.parametrize(
    "origin",
    ["null", "http://evil.example", "https://127.0.0.1:{port}", "http://127.0.0.1", "http://localhost:{port}", "file://",
     "http://127.0.0.1:{port}.evil.example", "http://evil.example/http://127.0.0.1:{port}", "chrome-extension://abc", ""],
)  # fmt: skip
async def test_an_origin_that_is_not_ours_is_refused_for_every_route(client: Client, origin: str) -> None:
    headers = {"Origin": origin.format(port=client.address.rpartition(":")[2])}
    for operation in OPERATIONS:
        async with client._session.request(operation.method, client.address + operation.path, headers=headers, json={}) as answer:
            assert answer.status == 403, operation.path
            assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize(
    ("site", "mode", "target", "status"),
    [
        ("cross-site", "no-cors", "empty", 403),
        ("cross-site", "no-cors", "image", 403),
        ("same-site", "no-cors", "script", 403),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "document", 200),
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
    ],
)
async def test_what_a_browser_says_of_a_request_counts(client: Client, site: str, mode: str, target: str, status: int) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": target}
    async with client._session.get(f"{client.address}/api/application", headers=headers) as answer:
        assert answer.status == status


async def test_a_form_that_navigates_here_may_not_write(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert (await client.refusal("POST", "/api/register", {"appId": "x"}, headers=headers))[0] == 403


async def test_every_answer_says_that_it_is_not_for_other_pages(client: Client) -> None:
    for path in ("/api/application", "/api/docs", "/api/nowhere", "/metrics", "/api/export"):
        async with client._session.get(client.address + path) as answer:
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Referrer-Policy"] == "no-referrer"


# -- the token


@pytest.mark.parametrize(
    "sent",
    [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", f"Bearer {TOKEN.swapcase()}", f"Basic {TOKEN}",
     TOKEN, f"Bearer {TOKEN} {TOKEN}", "Bearer *", "Bearer \N{LATIN SMALL LETTER E WITH ACUTE}"],
    ids=["nothing", "empty", "no token", "an empty token", "too short", "too long", "other case", "another scheme",
         "no scheme", "two tokens", "a pattern", "a letter beyond ASCII"],
)  # fmt: skip
async def test_without_the_token_every_route_is_closed(guarded: str, sent: str | None) -> None:
    headers = {"Authorization": sent} if sent is not None else {}
    async with aiohttp.ClientSession() as session:
        for operation in OPERATIONS:
            async with session.request(operation.method, guarded + operation.path, headers=headers, json={}) as answer:
                assert answer.status == 401, operation.path
                assert answer.headers["WWW-Authenticate"] == "Bearer"
        async with session.get(f"{guarded}/api/application?token={TOKEN}&access_token={TOKEN}", headers=headers) as answer:
            assert answer.status == 401


async def test_with_the_token_it_answers_and_its_document_says_so(guarded: str) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"bearer {TOKEN}"}) as session:
        async with session.get(f"{guarded}/api/application", headers={"Host": "any.example"}) as answer:
            assert answer.status == 200
        async with session.get(f"{guarded}/api/openapi.json") as answer:
            assert (await answer.json())["security"] == [{"token": []}]
        async with session.get(f"{guarded}/api/application", headers={"Origin": "http://evil.example"}) as answer:
            assert answer.status == 403


async def test_the_page_about_the_api_is_there_to_type_the_token_into_and_holds_no_secret(guarded: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{guarded}/api/docs") as answer:
        assert answer.status == 200
        assert TOKEN not in await answer.text()


# -- other users of this machine


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A data folder that everybody may enter, as it may have been made by hand."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "data"
        folder.mkdir()
        for each in (Path(made), folder):
            each.chmod(0o755)
        yield folder


@posix
async def test_another_user_can_read_neither_the_store_nor_the_token(open_folder: Path) -> None:
    async with running(open_folder) as program:
        await program.ask("/api/register", {"appId": "x"})
        token, is_new = await asyncio.to_thread(DataFolder(open_folder).token)
        assert is_new
        assert len(token) >= 32
        await asyncio.to_thread(_closed_to_others, open_folder)


def _closed_to_others(folder: Path) -> None:
    files = {path.name: path for path in folder.iterdir() if path.name != "lock"}  # which says who runs, for those who come
    assert files.keys() >= {"registry.db", "registry.db-wal", "token"}
    for name, path in files.items():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, name
        if os.geteuid() == 0:
            command = ["/usr/bin/env", "cat", str(path)]
            done = subprocess.run(command, user="nobody", group="nogroup", extra_groups=[], capture_output=True, check=False)
            assert (done.returncode, done.stdout) == (1, b""), name
            assert b"Permission denied" in done.stderr


@posix
def test_a_token_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    token, _ = folder.token()
    (tmp_path / "token").chmod(0o644)
    assert folder.token() == (token, False)
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


@posix
def test_a_data_folder_that_is_made_is_closed_to_others(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    folder.acquire()
    folder.release()
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
