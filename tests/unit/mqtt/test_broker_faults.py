"""Each way in which a broker can be wrong: the words with the fix, and that nothing else notices."""

import asyncio
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from registry_tray.broker_address import parse_broker_url
from registry_tray.config import Alerts, Mqtt, Settings
from registry_tray.core.events import ProblemChanged
from registry_tray.core.status import Health
from registry_tray.mqtt.connection import Connection
from registry_tray.mqtt.inbox import Inbox
from registry_tray.mqtt.topics import Topics
from registry_tray.mqtt.words import Words
from registry_tray.service import Service
from tests.fakes import NOW, Heard, RecordingNotifier, Target, seconds, until
from tests.ports import free_port
from tests.servers.mosquitto import Mosquitto, mosquitto
from tests.servers.mqtt_client import mqtt_client
from tests.servers.proxy import proxy
from tests.unit.api.client import Client, program

R = "ww/registry"
RETURN = 20  # seconds for the registry to come back to a broker


@asynccontextmanager
async def on_broker(
    folder: Path, url: str, notifier: RecordingNotifier | None = None
) -> AsyncIterator[tuple[Service, Client, Heard]]:
    settings = Settings(mqtt=Mqtt(url=url), alerts=Alerts(hold=seconds(0), failures=2, successes=1))
    async with program(folder, notifier or RecordingNotifier(), settings) as (service, client):
        yield service, client, Heard(service.bus, ProblemChanged)


async def state(service: Service, words: str) -> None:
    await until(lambda: words in service._mqtt.state, f"the state of the broker is {words!r}", RETURN)


async def well(service: Service) -> None:
    await until(lambda: service._mqtt.state == "ok", "the broker is well", RETURN)


async def problems(rest: Client) -> Any:
    return (await rest.get("/api/health"))["problems"]


async def test_a_broker_that_comes_goes_and_returns(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broker = Mosquitto(tmp_path / "mosquitto")
    try:
        async with on_broker(tmp_path / "data", broker.url) as (service, rest, heard):
            words = (
                f"MQTT broker at 127.0.0.1:{broker.port} refuses connections; retrying. "
                "Start it, or correct mqtt.url in the settings."
            )
            await state(service, words)
            assert await problems(rest) == {"mqtt": words}
            await rest.post("/api/register", {"appId": "before"})
            await broker.start()
            await well(service)
            assert await problems(rest) == {}
            await broker.kill()
            await state(service, "closed the connection; retrying")
            await rest.post("/api/register", {"appId": "meanwhile"})
            await broker.start()
            await well(service)
            async with mqtt_client(broker.port) as late:
                await late.subscribe(f"{R}/state/+")
                known = {instance.id for instance in service.catalog.instances()}
                await until(lambda: {topic.rpartition("/")[2] for topic, _, _ in late.heard} == known, "all states are retained")
        assert [event.message != "" for event in heard.events].count(False) >= 2
        assert caplog.text.count("refuses connections") == 1  # a change is logged, not a state
    finally:
        await broker.kill()


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("", "asks for a password; retrying. Name it in mqtt.url: mqtt://user:password@127.0.0.1:"),
        ("tray:wrong@", "refuses user 'tray' with this password; retrying. Correct them in mqtt.url."),
    ],
)
async def test_a_broker_that_asks_for_another_password(
    tmp_path: Path, login: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        mosquitto(tmp_path, user="tray", password="s3cret/@") as broker,
        on_broker(tmp_path / "data", f"mqtt://{login}127.0.0.1:{broker.port}") as (service, rest, _),
    ):
        await state(service, words)
        assert words in (await problems(rest))["mqtt"]
        await rest.post("/api/register", {"appId": "x"})
        await service.desk.change_setting("mqtt.url", f"mqtt://tray:s3cret%2F%40@127.0.0.1:{broker.port}")
        await well(service)
        assert await problems(rest) == {}
    assert "s3cret" not in caplog.text


async def test_a_broker_that_does_not_let_us_hear_requests_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"\x20\x02\x00\x00")
        subscription = await reader.read(1000)
        writer.write(b"\x90\x08" + subscription[2:4] + b"\x00\x80\x00\x00\x00\x00")
        await reader.read()
        writer.close()

    strict = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = strict.sockets[0].getsockname()[1]
    async with on_broker(tmp_path / "data", f"mqtt://127.0.0.1:{port}") as (service, _, _):
        await state(service, f"forbids us to subscribe to {R}/register. Allow it in the broker's access list.")
    strict.close()
    await strict.wait_closed()


async def test_words_come_from_a_broker_that_is_paused_and_go_with_it(tmp_path: Path) -> None:
    async with mosquitto(tmp_path) as broker:
        said: list[str] = []
        topics = Topics("ww")
        inbox = Inbox(asyncio.get_running_loop())
        connection = Connection(parse_broker_url(broker.url), topics, inbox, lambda: NOW, said.append, keep_alive=1)
        await connection.open()
        try:
            await until(lambda: connection.is_connected, "it is connected")
            broker.pause()
            await until(lambda: "does not answer; retrying" in said[-1], "the silence is said", RETURN)
            assert not connection.is_connected
            broker.resume()
            await until(lambda: said[-1] == "", "it is connected again", RETURN)
        finally:
            await connection.close()


async def test_a_connection_that_is_closed_leaves_no_socket_open() -> None:
    said: list[str] = []
    before = len(psutil.Process().net_connections("tcp"))
    broker = parse_broker_url(f"mqtt://127.0.0.1:{free_port()}")
    connection = Connection(broker, Topics("ww"), Inbox(asyncio.get_running_loop()), lambda: NOW, said.append)
    await connection.open()
    await until(lambda: said, "that nobody listens is said")
    await connection.close()
    assert len(psutil.Process().net_connections("tcp")) == before


async def test_while_the_broker_hangs_rest_and_checks_go_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    notifier = RecordingNotifier()
    async with (
        Target() as target,
        mosquitto(tmp_path) as broker,
        on_broker(tmp_path / "data", broker.url, notifier) as (service, rest, _),
    ):
        await well(service)
        broker.pause()
        await rest.post("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
        for number in range(300):
            await rest.post("/api/register", {"appId": f"x{number}", "data": {"text": "x" * 5000}})
        await until(lambda: target.asked >= 3, "checks go on")
        assert len(await rest.get("/api/application")) == 301
        assert not notifier.notices
        assert service.catalog.jobs_of(service.catalog.instance("x@localhost").id)[0].health is Health.UP


@pytest.mark.parametrize("size", [1, 5, 60])
async def test_a_broker_that_drops_in_the_middle_of_a_packet(tmp_path: Path, size: int, caplog: pytest.LogCaptureFixture) -> None:
    async with (
        mosquitto(tmp_path) as broker,
        proxy(broker.port) as between,
        on_broker(tmp_path / "data", f"mqtt://127.0.0.1:{between.port}") as (service, rest, heard),
        mqtt_client(broker.port) as client,
    ):
        await well(service)
        heard.events.clear()
        between.break_after(size)
        client.publish(f"{R}/list", {"respondTo": "replies/1", "filler": "x" * 1000})
        await until(lambda: heard.events and heard.events[0].message, "the broken connection is said", RETURN)
        assert "closed the connection" in heard.events[0].message
        await rest.post("/api/register", {"appId": "x"})
        await well(service)
        assert [record["appId"] for record in (await client.ask(f"{R}/list"))["result"]] == ["x"]


async def test_a_cut_in_the_middle_of_registrations_and_checks_loses_nothing_and_alarms_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Scaled down: three seconds, in which as much happens as in sixty otherwise."""
    notifier = RecordingNotifier()
    async with (
        Target() as target,
        mosquitto(tmp_path) as broker,
        proxy(broker.port) as between,
        mqtt_client(broker.port) as client,
        on_broker(tmp_path / "data", f"mqtt://127.0.0.1:{between.port}", notifier) as (service, rest, _),
    ):
        await client.subscribe(f"{R}/#")
        await well(service)
        health = {"url": target.url, "interval": 1000}
        names = [f"x{number}" for number in range(120)]
        for number, name in enumerate(names):
            if number == 30:
                asked = target.asked
                await between.cut()
            if number == 90:
                await until(lambda: target.asked >= asked + 60, "checks go on during the cut", 30)  # noqa: B023
                await state(service, "; retrying")
                await between.start()
            await rest.post("/api/register", {"appId": name, **({"health": health} if number % 3 == 0 else {})})
        await well(service)
        await rest.post("/api/unregister", {"identifier": "x1@localhost"})

        def created() -> set[str]:
            return {b["application"]["appId"] for b in client.on(f"{R}/application/update") if b["action"] == "create"}

        await until(lambda: created() == set(names), "every registration is told", RETURN)
        gone = service.catalog.instance("x1@localhost").id
        await client.next(f"{R}/state/{gone}", lambda body: body["application"]["status"] == "stopped", RETURN)
        assert len(await rest.get("/api/application")) == len(names)
        assert not notifier.notices
        assert service._mqtt._bridge is not None
        assert service._mqtt._bridge.dropped == 0


async def test_a_port_where_no_broker_listens_is_said_as_such(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    web = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with on_broker(tmp_path / "data", f"mqtt://127.0.0.1:{web.sockets[0].getsockname()[1]}") as (service, _, _):
        await state(service, "does not answer; retrying. Restart it, or see whether mqtt.url names another program.")
    web.close()
    await web.wait_closed()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # paho leaves the socket to the collector
async def test_a_broker_without_tls_is_said_as_such(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with mosquitto(tmp_path) as broker, on_broker(tmp_path / "data", f"mqtts://127.0.0.1:{broker.port}") as (service, _, _):
        await state(service, "does not speak TLS; retrying. Use mqtt:// in mqtt.url, or the broker's port for TLS.")


async def test_the_end_waits_for_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A broker that takes connections and never says a word."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(talk, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with on_broker(tmp_path / "data", f"mqtt://127.0.0.1:{port}") as (service, _, _):
        await state(service, f"MQTT broker at 127.0.0.1:{port} does not answer; retrying")
        loop = asyncio.get_running_loop()
        began = loop.time()
        await service.desk.change_setting("mqtt.url", "")
        await until(lambda: service._mqtt._bridge is None, "it has ended")
        assert loop.time() - began < 5  # two seconds, on a machine that does nothing else
    silent.close()
    await silent.wait_closed()


async def test_a_taken_port_and_a_foreign_address_of_the_broker_of_our_own_are_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with mosquitto(tmp_path) as broker, on_broker(tmp_path / "data", broker.url) as (service, rest, _):
        await well(service)
        await service.desk.change_setting("mqtt.embedded", True)
        await state(service, f"Port {broker.port} is taken, so mqtt.embedded cannot use it")
        assert "set mqtt.embedded to false" in (await problems(rest))["mqtt"]
        await service.desk.change_setting("mqtt.url", f"mqtt://broker.example:{free_port()}")
        await state(service, "mqtt.embedded is for this machine only")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "refuses connections"),
        (TimeoutError("timed out"), "does not answer"),
        (socket.gaierror(-2, "Name or service not known"), "The host broker.example of the MQTT broker is not known"),
        (OSError(113, "No route to host"), "cannot be reached (No route to host)"),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "is not accepted"),
        (ssl.SSLError(1, "wrong version number"), "does not speak TLS"),
        (None, "cannot be reached"),
    ],
)
def test_every_failure_has_words_that_end_in_what_to_do(error: BaseException | None, said: str) -> None:
    words = Words(parse_broker_url("mqtts://broker.example")).unreachable(error)
    assert said in words
    assert "retrying. " in words
    assert words.endswith(".")


async def test_a_broker_of_our_own_without_its_package_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "amqtt.broker", None)  # as if it was not installed
    async with on_broker(tmp_path / "data", f"mqtt://localhost:{free_port()}") as (service, rest, _):
        await service.desk.change_setting("mqtt.embedded", True)
        await state(service, "mqtt.embedded needs a package that is missing: pip install 'registry-tray[broker]'.")
        await rest.post("/api/register", {"appId": "x"})


def test_without_a_broker_the_library_is_not_even_imported() -> None:
    code = "import sys, registry_tray.service; sys.exit(any(name.split('.')[0] in ('paho', 'amqtt') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=30).returncode == 0
