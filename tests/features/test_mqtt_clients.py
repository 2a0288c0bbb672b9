"""Clients of their own kind on a real broker, and the program as a process."""

import asyncio
import json
import signal
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import Target
from tests.features.program import Program, running
from tests.ports import free_port
from tests.servers.mosquitto import mosquitto
from tests.servers.mqtt_client import mqtt_client
from tests.servers.process import need

CLIENT = Path(__file__).parents[1] / "clients" / "node"
R = "ww/registry"


async def node(*arguments: str) -> Any:
    """What the client in Node learned."""
    if not (CLIENT / "node_modules" / "mqtt").is_dir():
        pytest.fail("tests/clients/node has no packages; scripts/setup.sh test installs them")
    process = await asyncio.create_subprocess_exec(
        need("node"), str(CLIENT / "client.js"), *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), 30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, err.decode()
    return json.loads(out)


async def test_a_client_in_node_lists_follows_registers_and_goes(tmp_path: Path) -> None:
    async with Target() as target, mosquitto(tmp_path) as broker, running(tmp_path / "data", "--mqtt", broker.url) as program:
        await program.ask("/api/register", {"appId": "first"})
        await until_ok(program)
        learned = await node(broker.url, "shop", str(target.port))
        assert [record["identifier"] for record in learned["before"]["result"]] == ["first@localhost"]
        assert learned["registered"]["success"] is True
        assert learned["registered"]["value"]["identifier"] == "shop@localhost"
        assert learned["created"]["application"]["id"] == learned["registered"]["value"]["id"]
        assert learned["up"]["application"]["online"] is True
        assert {record["identifier"] for record in learned["during"]["result"]} == {"first@localhost", "shop@localhost"}
        assert [fault["path"] for fault in learned["refused"]["errors"]] == ["appId"]
        assert learned["unregistered"]["value"]["status"] == "stopped"
        assert learned["stopped"]["application"]["online"] is False
        assert (await program.ask("/api/application/shop@localhost"))["registration"] == "stopped"


async def test_the_terminal_names_the_broker_and_the_fix_and_a_signal_ends_it_well(tmp_path: Path) -> None:
    port = free_port()
    async with running(tmp_path / "data", "--mqtt", f"mqtt://127.0.0.1:{port}") as program:
        assert program.process.stderr is not None
        line = (await asyncio.wait_for(program.process.stderr.readline(), 20)).decode()
        words = f"MQTT broker at 127.0.0.1:{port} refuses connections; retrying. Start it, or correct mqtt.url in the settings.\n"
        assert line.endswith(f" WARNING {words}")
        program.process.send_signal(signal.SIGTERM)
        assert await program.ended() == (0, "", "")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
async def test_the_end_of_the_program_is_told_whether_it_says_good_bye_or_not(tmp_path: Path, end: signal.Signals) -> None:
    async with mosquitto(tmp_path) as broker, mqtt_client(broker.port) as client:
        await client.subscribe(f"{R}/service/+")
        async with running(tmp_path / "data", "--mqtt", broker.url) as program:
            await client.next(f"{R}/service/up")
            program.process.send_signal(end)
            await client.next(f"{R}/service/down")


async def test_a_broker_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    async with mosquitto(tmp_path) as broker, running(tmp_path / "data", "--mqtt", broker.url) as program:
        await until_ok(program)
        broker.pause()
        for number in range(200):
            await program.ask("/api/register", {"appId": f"x{number}", "data": {"text": "x" * 10_000}})
        program.process.send_signal(signal.SIGTERM)
        assert await program.ended() == (0, "", "")


async def test_a_broker_of_our_own_serves_those_who_have_none(tmp_path: Path) -> None:
    port = free_port()
    settings = {"REGISTRY_TRAY_MQTT_URL": f"mqtt://localhost:{port}", "REGISTRY_TRAY_MQTT_EMBEDDED": "true"}
    async with Target() as target, running(tmp_path / "data", **settings) as program:
        await until_ok(program)
        learned = await node(f"mqtt://127.0.0.1:{port}", "shop", str(target.port))
        assert learned["before"]["result"] == []
        assert learned["up"]["application"]["identifier"] == "shop@localhost"


async def test_a_broker_over_tls_must_be_one_that_this_machine_trusts(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    files = ("-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate))
    made = await asyncio.create_subprocess_exec(need("openssl"), *command, *files, stderr=asyncio.subprocess.DEVNULL)
    assert await made.wait() == 0
    async with mosquitto(tmp_path, f"certfile {certificate}", f"keyfile {key}") as broker:
        url = f"mqtts://localhost:{broker.port}"
        async with running(tmp_path / "strict", "--mqtt", url) as program:
            assert program.process.stderr is not None
            line = (await asyncio.wait_for(program.process.stderr.readline(), 20)).decode()
            assert f"The certificate of the MQTT broker at localhost:{broker.port} is not accepted (self-signed" in line
        async with running(tmp_path / "trusting", "--mqtt", url, SSL_CERT_FILE=str(certificate)) as program:
            await until_ok(program)


async def until_ok(program: Program) -> None:
    """Wait until the registry is on the broker."""
    seen: list[Any] = []

    async def look() -> None:
        while not seen or seen[-1] != "ok":
            seen.append((await health(program))["broker"])
            await asyncio.sleep(0.05)

    await asyncio.wait_for(look(), 20)


async def health(program: Program) -> Any:
    """The answer to /api/health, which has no envelope."""

    def ask() -> Any:
        with urllib.request.urlopen(program.address + "/api/health", timeout=10) as answer:
            return json.load(answer)

    return await asyncio.to_thread(ask)
