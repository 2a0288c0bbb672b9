"""Checks of processes and names."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rrset

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.ports import free_port
from tests.unit.checks.support import checked


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
