"""More messages than anybody can take."""

import asyncio
import json
from pathlib import Path

import pytest

from registry_tray.config import Mqtt, Settings
from registry_tray.core.events import InstanceChanged
from registry_tray.mqtt.inbox import BATCH, LARGEST, Inbox, Message
from registry_tray.mqtt.publisher import WAITING, Publisher
from registry_tray.mqtt.topics import Topics
from tests.fakes import RecordingNotifier, Target, until
from tests.servers.mosquitto import Mosquitto, mosquitto
from tests.servers.mqtt_client import mqtt_client
from tests.servers.process import need
from tests.unit.api.client import program

R = "ww/registry"
MANY = 10_000


async def flood(broker: Mosquitto, topic: str, lines: bytes) -> None:
    """One message a line, as fast as the broker takes them."""
    command = [need("mosquitto_pub"), "-p", str(broker.port), "-t", topic, "-l"]
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
    await asyncio.wait_for(process.communicate(lines), 60)
    assert process.returncode == 0


async def test_rest_checks_and_requests_go_on_in_a_flood(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    notifier, settings = RecordingNotifier(), None
    async with Target() as target, mosquitto(tmp_path, "max_queued_messages 0") as broker, mqtt_client(broker.port) as client:
        settings = Settings(mqtt=Mqtt(url=broker.url))
        async with program(tmp_path / "data", notifier, settings) as (service, rest):
            await until(lambda: service._mqtt.state == "ok", "it is connected")
            bridge = service._mqtt._bridge
            assert bridge is not None
            await rest.post("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
            lines = b'{"respondTo": "replies/flood"}\nnull\n{"appId": 5}\n{"client": "nobody"}\n' * (MANY // 4)
            topics = (f"{R}/list", f"{R}/register", "core$/pubsub/instance/beat")
            loop = asyncio.get_running_loop()
            began, asked = loop.time(), target.asked
            floods = [asyncio.create_task(flood(broker, topic, lines)) for topic in topics]
            answered = 0
            while bridge._inbox.received < len(topics) * MANY:
                await rest.get("/api/application")
                answered += 1
                assert loop.time() - began < 60, f"{bridge._inbox.received} have come"
            await asyncio.gather(*floods)
            seconds, received = loop.time() - began, bridge._inbox.received
            print(
                f"{received} messages in {seconds:.1f} s, {received / seconds:.0f}/s, {bridge.dropped} dropped, {answered} GETs"
            )
            assert answered > 10
            await until(lambda: target.asked > asked, "checks go on")
            assert (await client.ask(f"{R}/list"))["result"][0]["identifier"] == "x@localhost"
            await client.ask(f"{R}/register", {"appId": "y"})
            assert service.catalog.find("y@localhost")
            assert not notifier.notices
            assert len(service.catalog) == 2


async def test_what_is_too_much_is_dropped_and_counted() -> None:
    inbox = Inbox(asyncio.get_running_loop(), most=100, most_bytes=10_000)

    def pour(count: int, size: int) -> None:
        for _ in range(count):
            inbox.put(Message("t", b"x" * size))

    await asyncio.to_thread(pour, 1000, 1)
    assert (inbox.received, inbox.dropped) == (1000, 900)
    assert len(await inbox.take()) == BATCH
    assert len(await inbox.take()) == 100 - BATCH
    await asyncio.to_thread(pour, 10, 4000)
    assert inbox.dropped == 900 + 8
    assert len(await inbox.take()) == 2
    inbox.put(Message("t", b"x" * (LARGEST + 1)))
    assert inbox.dropped == 909
    assert await inbox.take() == []
    inbox.put(Message("t", b"x" * 9000))
    assert len(await inbox.take()) == 1


class FakeConnection:
    """Takes everything while it is connected."""

    def __init__(self) -> None:
        self.is_connected = False
        self.sent: list[tuple[str, bytes]] = []

    @property
    def has_room(self) -> bool:
        return self.is_connected

    def send(self, topic: str, payload: bytes, *, retain: bool = False, surely: bool = False) -> bool:
        self.sent.append((topic, payload))
        return True


async def test_news_that_wait_for_a_broker_are_bounded_and_the_newest_are_kept(tmp_path: Path) -> None:
    async with program(tmp_path / "data", RecordingNotifier()) as (service, rest):
        connection = FakeConnection()
        publisher = Publisher(service.services, Topics("ww"), connection, "here")
        record = await rest.post("/api/register", {"appId": "x"})
        instance = service.catalog.instance("x@localhost")
        for _ in range(WAITING):
            service.bus.publish(InstanceChanged(instance))
        await rest.post("/api/register", {"appId": "last"})
        assert publisher.dropped == 4  # both registrations are two news each
        connection.is_connected = True
        publisher.refresh()
        running = asyncio.create_task(publisher.run())
        await until(lambda: len(connection.sent) == WAITING + 2, "all are sent")
        running.cancel()
        await asyncio.wait([running])
        publisher.close()
        updates = [json.loads(payload) for topic, payload in connection.sent if topic == f"{R}/application/update"]
        assert updates[0]["action"] == "update"  # that it was created was dropped
        assert (updates[-1]["action"], updates[-1]["application"]["appId"]) == ("create", "last")
        assert {topic for topic, _ in connection.sent[-2:]} == {
            f"{R}/state/{record['id']}",
            f"{R}/state/{service.catalog.instance('last@localhost').id}",
        }
