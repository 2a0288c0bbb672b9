"""Checks of containers: those of a real Podman, which serves Docker's API, and what a socket of ours says."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.servers.podman import podman
from tests.unit.checks.support import checked


async def test_a_container_of_podman_is_as_it_runs(probes: dict[str, Probe]) -> None:
    async with podman() as server:
        await server.run("db")

        async def state(name: str) -> tuple[Result, str]:
            check = await checked(probes, f"docker://{name}", socket=server.socket)
            return check.result, check.error

        assert await state("db") == (Result.OK, "")
        await server.tell("pause", "db")
        assert await state("db") == (Result.REFUSED, "The container db is paused")
        await server.tell("unpause", "db")
        assert await state("db") == (Result.OK, "")
        await server.tell("kill", "db")
        await server.tell("wait", "db")
        assert await state("db") == (Result.REFUSED, "The container db is exited, exit code 137")
        await server.tell("rm", "db")
        assert await state("db") == (Result.REFUSED, f"Docker at {server.socket} knows no container db")
        server.pause()
        check = await checked(probes, "docker://db", socket=server.socket, timeout=0.3)
        server.resume()
        assert check.result is Result.TIMEOUT
        assert check.error == f"Docker at {server.socket} takes the connection, but does not answer within 0.3 s"


async def test_a_container_of_podman_is_as_healthy_as_its_health_check_says(probes: dict[str, Probe]) -> None:
    async with podman() as server:
        await server.run("web", health="cat /tmp/ready")

        async def state() -> tuple[Result, str]:
            check = await checked(probes, "docker://web", socket=server.socket)
            return check.result, check.error

        assert await state() == (Result.WARN, "The container web is starting")
        await server.look("web")
        result, error = await state()
        assert (result, error.partition(":")[0]) == (Result.BODY, "The container web is unhealthy")
        (server.folder / "root" / "tmp" / "ready").touch()
        await server.look("web")
        assert await state() == (Result.OK, "")


@asynccontextmanager
async def docker(folder: Path, state: Any, status: int = 200) -> AsyncIterator[str]:
    """A socket on which Docker's API answers for one container."""

    async def inspect(request: web.Request) -> web.Response:
        if request.match_info["name"] != "db":
            return web.json_response({"message": "No such container"}, status=404)
        return web.Response(text=json.dumps({"State": state} if state else []), status=status)

    app = web.Application()
    app.router.add_get("/containers/{name}/json", inspect)
    runner = web.AppRunner(app)
    await runner.setup()
    path = str(folder / "docker.sock")
    await web.UnixSite(runner, path).start()
    try:
        yield path
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("state", "result", "error"),
    [
        ({"Status": "running"}, Result.OK, ""),
        ({"Status": "running", "Health": {"Status": "healthy", "Log": []}}, Result.OK, ""),
        ({"Status": "running", "Health": {"Status": "starting"}}, Result.WARN, "The container db is starting"),
        ({"Status": "running", "Health": {"Status": "unhealthy", "Log": [{"Output": "a\n"}, {"Output": "no\nanswer"}]}},
         Result.BODY, "The container db is unhealthy: no answer"),
        ({"Status": "exited", "ExitCode": 137}, Result.REFUSED, "The container db is exited, exit code 137"),
        ({"Status": "paused"}, Result.REFUSED, "The container db is paused"),
        ({"nothing": 1}, Result.INCONCLUSIVE, "What answers at {socket} is not Docker"),
        (None, Result.INCONCLUSIVE, "What answers at {socket} is not Docker"),
    ],
)  # fmt: skip
async def test_a_container_is_as_docker_says(
    probes: dict[str, Probe], tmp_path: Path, state: Any, result: Result, error: str
) -> None:
    async with docker(tmp_path, state) as socket:
        check = await checked(probes, "docker://db", socket=socket)
    assert (check.result, check.error) == (result, error.format(socket=socket))


async def test_without_docker_nothing_is_known_of_a_container(probes: dict[str, Probe], tmp_path: Path) -> None:
    missing = str(tmp_path / "none.sock")
    check = await checked(probes, "docker://db", socket=missing)
    assert (check.result, check.error) == (
        Result.INCONCLUSIVE,
        f"There is no Docker at {missing}: start it, or name its socket in the option socket",
    )
    async with docker(tmp_path, {"Status": "running"}) as socket:
        check = await checked(probes, "docker://other", socket=socket)
        assert (check.result, check.error) == (Result.REFUSED, f"Docker at {socket} knows no container other")
    async with docker(tmp_path, {}, 500) as socket:
        assert (await checked(probes, "docker://db", socket=socket)).result is Result.INCONCLUSIVE

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    path = str(tmp_path / "hanging.sock")
    async with await asyncio.start_unix_server(hang, path):
        assert (await checked(probes, "docker://db", socket=path, timeout=0.2)).result is Result.TIMEOUT
