"""Checks of processes, containers and names. There is no Docker here: a server of ours speaks as it does on its socket."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest
from aiohttp import web

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.unit.checks.support import checked, free_port


async def test_a_process_is_up_while_it_runs(probes: dict[str, Probe]) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(60)")
    try:
        assert (await checked(probes, f"process://{process.pid}")).result is Result.OK
        os.kill(process.pid, signal.SIGSTOP)
        async with asyncio.timeout(5):
            while (check := await checked(probes, f"process://{process.pid}")).result is Result.OK:
                pass
        assert (check.result, check.error) == (Result.REFUSED, f"The process {process.pid} is stopped")
    finally:
        process.kill()
        await process.wait()
    check = await checked(probes, f"process://{process.pid}")
    assert check.error == f"There is no process {process.pid} on this machine"


async def test_a_process_is_found_by_its_name(probes: dict[str, Probe], tmp_path: Path) -> None:
    program = tmp_path / "a_program_with_a_long_name"
    program.symlink_to("/bin/sleep")
    process = await asyncio.create_subprocess_exec(str(program), "60")
    try:
        async with asyncio.timeout(5):
            while (await checked(probes, f"process://{program.name}")).result is not Result.OK:
                pass
    finally:
        process.kill()
        await process.wait()
    check = await checked(probes, f"process://{program.name}")
    assert (check.result, check.error) == (Result.REFUSED, f"No process named {program.name} runs on this machine")


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
        ({"nothing": 1}, Result.INCONCLUSIVE, "What answers is not Docker"),
        (None, Result.INCONCLUSIVE, "What answers is not Docker"),
    ],
)  # fmt: skip
async def test_a_container_is_as_docker_says(
    probes: dict[str, Probe], tmp_path: Path, state: Any, result: Result, error: str
) -> None:
    async with docker(tmp_path, state) as socket:
        check = await checked(probes, "docker://db", socket=socket)
    assert (check.result, check.error) == (result, error)


async def test_without_docker_nothing_is_known_of_a_container(probes: dict[str, Probe], tmp_path: Path) -> None:
    missing = str(tmp_path / "none.sock")
    check = await checked(probes, "docker://db", socket=missing)
    assert (check.result, check.error) == (Result.INCONCLUSIVE, f"There is no Docker at {missing}")
    async with docker(tmp_path, {"Status": "running"}) as socket:
        check = await checked(probes, "docker://other", socket=socket)
        assert (check.result, check.error) == (Result.REFUSED, "Docker knows no container other")
    async with docker(tmp_path, {}, 500) as socket:
        assert (await checked(probes, "docker://db", socket=socket)).result is Result.INCONCLUSIVE

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    path = str(tmp_path / "hanging.sock")
    async with await asyncio.start_unix_server(hang, path):
        assert (await checked(probes, "docker://db", socket=path, timeout=0.2)).result is Result.TIMEOUT


class NameServer(asyncio.DatagramProtocol):
    """Knows one name."""

    transport: asyncio.DatagramTransport

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        query = dns.message.from_wire(data)
        answer = dns.message.make_response(query)
        question = query.question[0]
        if question.name.to_text() != "shop.test.":
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == 1:
            answer.answer.append(dns.rrset.from_text("shop.test.", 60, "IN", "A", "10.1.2.3", "10.1.2.4"))
        elif question.rdtype == 16:
            answer.answer.append(dns.rrset.from_text("shop.test.", 60, "IN", "TXT", '"v=1"'))
        self.transport.sendto(answer.to_wire(), address)


async def test_a_name_leads_where_its_server_says(probes: dict[str, Probe]) -> None:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(NameServer, ("127.0.0.1", 0))
    server = f"127.0.0.1:{transport.get_extra_info('sockname')[1]}"
    try:
        assert (await checked(probes, "dns://shop.test", server=server)).result is Result.OK
        assert (await checked(probes, "dns://shop.test", server=server, values=["10.1.2.4"])).result is Result.OK
        assert (await checked(probes, "dns://shop.test", server=server, record="TXT", values=["v=1"])).result is Result.OK
        check = await checked(probes, "dns://shop.test", server=server, values=["10.9.9.9"])
        assert check.error == "The name shop.test leads to 10.1.2.3, 10.1.2.4, not to 10.9.9.9"
        check = await checked(probes, "dns://shop.test", server=server, record="MX")
        assert check.error == "The name shop.test has no MX records"
        check = await checked(probes, "dns://other.test", server=server)
        assert (check.result, check.error) == (Result.REFUSED, "The name other.test does not exist")
    finally:
        transport.close()
    assert (await checked(probes, "dns://shop.test", server=f"127.0.0.1:{free_port()}", timeout=0.5)).result.is_failure
    check = await checked(probes, "dns://shop.test", server="169.254.169.254", timeout=1)
    assert "never checked" in check.error


async def test_a_name_is_looked_up_as_every_program_does(probes: dict[str, Probe]) -> None:
    assert (await checked(probes, "dns://localhost", values=["127.0.0.1"])).result is Result.OK
    check = await checked(probes, "dns://nobody.invalid", timeout=5)
    assert check.error in ("The host name nobody.invalid is not known", "No answer from nobody.invalid within 5 s") or (
        check.result is Result.INCONCLUSIVE
    )
