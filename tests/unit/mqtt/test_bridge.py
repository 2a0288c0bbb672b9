"""The registry on a real broker: what clients hear, ask and are answered."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from registry_tray.config import Alerts, Mqtt, Settings
from registry_tray.core.models import Instance
from registry_tray.core.status import Registration
from registry_tray.service import Service
from tests.fakes import RecordingNotifier, Target, seconds, until
from tests.servers.mosquitto import Mosquitto, mosquitto
from tests.servers.mqtt_client import MqttClient, mqtt_client
from tests.unit.api.client import Client, program

R = "ww/registry"


def settings(url: str, **more: Any) -> Settings:
    return Settings(mqtt=Mqtt(url=url, **more), alerts=Alerts(hold=seconds(0), failures=2, successes=2))


async def connected(service: Service) -> None:
    await until(lambda: service._mqtt.state == "ok", "the registry is on the broker")


@asynccontextmanager
async def bridged(folder: Path, broker: Mosquitto, **more: Any) -> AsyncIterator[tuple[Service, Client, MqttClient]]:
    """The program on a broker, and a client that hears everything of it."""
    async with mqtt_client(broker.port, broker.user, broker.password) as client:
        await client.subscribe("ww/#", "my/#")
        async with program(folder, RecordingNotifier(), settings(broker.url, **more)) as (service, rest):
            await connected(service)
            yield service, rest, client


@pytest.fixture
async def broker(tmp_path: Path) -> AsyncIterator[Mosquitto]:
    async with mosquitto(tmp_path) as running:
        yield running


async def test_it_says_that_it_came_and_that_it_went(tmp_path: Path, broker: Mosquitto) -> None:
    async with mqtt_client(broker.port) as client:
        await client.subscribe("ww/#")
        async with program(tmp_path / "data", RecordingNotifier(), settings(broker.url)):
            up = await client.next(f"{R}/service/up")
            assert (up["action"], up["client"]) == ("up", "registry-service")
            assert UUID(up["uuid"]).version == 4
            assert abs(up["timestamp"] / 1000 - time.time()) < 60
        down = await client.next(f"{R}/service/down")
        assert (down["action"], down["client"]) == ("down", "registry-service")
        assert len(client.on(f"{R}/service/down")) == 1


@pytest.mark.parametrize("key", ["respondTo", "responseTopic", "responseTo"])
async def test_the_list_is_what_rest_answers(tmp_path: Path, broker: Mosquitto, key: str) -> None:
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        assert (await client.ask(f"{R}/list", key=key))["result"] == []
        await rest.post("/api/register", {"appId": "shop", "hostname": "localhost", "data": {"x": [1]}})
        reply = await client.ask(f"{R}/list", key=key)
        assert reply.keys() == {"result", "uuid", "timestamp"}
        assert reply["result"] == await rest.get("/api/application")


async def test_a_request_in_the_packet_of_its_subscription_is_answered(tmp_path: Path, broker: Mosquitto) -> None:
    """The tray of 2017 subscribes to the topic of the answer and asks in one write."""
    topic = f"{R}/list/res/9d1c"
    async with bridged(tmp_path / "data", broker) as (_, rest, _client):
        await rest.post("/api/register", {"appId": "shop"})
        reader, writer = await asyncio.open_connection("127.0.0.1", broker.port)
        connect = _packet(0x10, _text("MQTT") + b"\x04\x02\x00\x3c" + _text("tray"))
        subscribe = _packet(0x82, b"\x00\x01" + _text(topic) + b"\x00")
        request = {"respondTo": topic, "uuid": "x", "timestamp": 1}
        writer.write(connect)
        assert await reader.readexactly(4) == b"\x20\x02\x00\x00"
        writer.write(subscribe + _packet(0x30, _text(f"{R}/list") + json.dumps(request).encode()))
        async with asyncio.timeout(10):
            heard = await reader.readuntil(b"}]")
        assert topic.encode() in heard
        assert b'"identifier":"shop@localhost"' in heard
        writer.close()


async def test_registering_over_mqtt_is_registering(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        body = {"appId": "shop", "server": {"port": 9999}, "uuid": "x", "timestamp": 1}
        reply = await client.ask(f"{R}/register", body)
        assert reply["success"] is True
        assert reply["value"]["identifier"] == "shop@localhost"
        assert reply["value"]["data"] == {"server": {"port": 9999}}
        assert (await rest.get("/api/application"))[0]["id"] == reply["value"]["id"]
        update = await client.next(f"{R}/application/update")
        assert (update["action"], update["topic"]) == ("create", f"{R}/application/update")
        assert update["application"]["identifier"] == "shop@localhost"
        again = await client.ask(f"{R}/register", body)
        assert again["value"]["id"] == reply["value"]["id"]
        await client.next(f"{R}/application/update", lambda body: body["action"] == "update")
        gone = await client.ask(f"{R}/unregister", {"identifier": "shop@localhost"})
        assert gone["value"]["registration"] == "stopped"
        await client.next(f"{R}/application/update", lambda body: body["application"]["registration"] == "stopped")


async def test_a_wrong_request_is_answered_with_every_field(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        reply = await client.ask(f"{R}/register", {"appId": "", "health": {"url": "http://localhost:1", "interval": 5}})
        assert reply["success"] is False
        assert [fault["path"] for fault in reply["errors"]] == ["appId", "health.interval"]
        reply = await client.ask(f"{R}/unregister", {"identifier": "nobody"})
        assert (reply["success"], reply["message"]) == (False, "No application is registered as 'nobody'.")
        assert await rest.get("/api/application") == []


async def test_what_a_registration_says_and_is_not_used_is_named_in_its_answer_as_over_rest(
    tmp_path: Path, broker: Mosquitto
) -> None:
    body = {"appId": "shop", "health": {"url": "http://localhost:1", "colour": "red"}}
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        reply = await client.ask(f"{R}/register", body)
        _, answer = await rest.ask("POST", "/api/register", body)
        assert [warning["path"] for warning in reply["warnings"]] == ["health.colour"]
        assert reply["warnings"] == answer["warnings"]
        assert "warnings" not in await client.ask(f"{R}/register", {"appId": "cart"})


async def test_a_registration_that_asks_for_no_answer_counts_all_the_same(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (service, _, client):
        client.publish(f"{R}/register", {"appId": "shop"})
        await until(lambda: service.catalog.find("shop@localhost"), "it is registered")
        client.publish(f"{R}/unregister", {"identifier": "shop@localhost"})
        await until(lambda: service.catalog.instance("shop@localhost").registration is Registration.STOPPED, "it stopped")


HOSTILE: list[bytes] = [
    b"null", b"[]", b"text", b"", b"\xff\xfe\x00", b'"x"', b"1", b"{", b'{"respondTo": "bad/#"}', b'{"respondTo": "+/x"}',
    b'{"respondTo": ""}', b'{"respondTo": 5}', b'{"respondTo": null}', b'{"respondTo": {"a": 1}}', b'{"respondTo": "\\u0000"}',
    b'{"respondTo": "$SYS/x"}', b'{"respondTo": "\\ud800"}', b'{"respondTo": "' + b"a" * 70_000 + b'"}', b"[" * 100_000,
    b'{"respondTo": "ww/registry/register"}', b'{"respondTo": "ww/registry/list"}', b'{"respondTo": "ww/registry/state/x"}',
    b'{"client": null}', b'{"client": []}', b"x" * 1_000_000, b'{"appId": "' + b"x" * 1_000_000 + b'"}',
]  # fmt: skip


async def test_hostile_payloads_are_not_answered_and_end_nothing(
    tmp_path: Path, broker: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    async with bridged(tmp_path / "data", broker) as (service, rest, client):
        await client.subscribe("#")
        topics = [f"{R}/list", f"{R}/register", f"{R}/unregister", "core$/pubsub/instance/join", "core$/pubsub/instance/beat"]
        for topic in topics:
            for payload in HOSTILE:
                client.publish(topic, raw=payload)
        assert (await client.ask(f"{R}/list"))["result"] == []
        asked = {*topics, f"{R}/service/up"}
        answered = {name for name, _, _ in client.heard if name not in asked and not name.startswith("replies/")}
        assert not answered
        assert len(client.on(f"{R}/service/up")) == 1  # it was never disconnected
        assert await rest.get("/api/application") == []
        assert service._mqtt.is_connected
        assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_payload_beyond_all_size_is_dropped_and_said(
    tmp_path: Path, broker: Mosquitto, caplog: pytest.LogCaptureFixture
) -> None:
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        client.publish(f"{R}/register", raw=b"x" * 2_000_000)
        problems: dict[str, str] = {}

        async def said() -> bool:
            problems.update((await rest.get("/api/health"))["problems"])
            return "mqtt" in problems

        async with asyncio.timeout(10):
            while not await said():
                pass
        assert "messages dropped: 1." in problems["mqtt"]
        assert "dropped" in caplog.text


async def test_whoever_connects_later_sees_all_states_at_once(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (service, rest, _):
        for name in ("a", "b", "c"):
            await rest.post("/api/register", {"appId": name, "server": {"port": 1}})
        await rest.post("/api/unregister", {"identifier": "c@localhost"})
        ids = {str(instance.identifier): instance.id for instance in service.catalog.instances()}
        async with mqtt_client(broker.port) as late:
            await late.subscribe(f"{R}/state/+")
            c = await late.next(f"{R}/state/{ids['c@localhost']}", lambda body: body["application"]["status"] == "stopped")
            assert c["jobs"][0]["active"] is False
            for name in ("a@localhost", "b@localhost"):
                body = await late.next(f"{R}/state/{ids[name]}")
                assert body["application"]["identifier"] == name
                assert body["jobs"][0]["endpoint"] == "tcp://localhost:1"


async def retained(broker: Mosquitto) -> set[str]:
    """The topics of what is retained; a message of our own marks the end of it."""
    async with mqtt_client(broker.port) as client:
        await client.subscribe(f"{R}/state/+", "end")
        client.publish("end", {})
        await client.next("end")
        return {topic for topic, _, is_retained in client.heard if is_retained}


async def delete(rest: Client, identifier: str) -> None:
    await rest.post("/api/unregister", {"identifier": identifier})
    status, _ = await rest.ask("DELETE", f"/api/application/{identifier}?confirm={identifier}", {})
    assert status == 200


async def gone(broker: Mosquitto, topic: str) -> None:
    async with asyncio.timeout(10):
        while topic in await retained(broker):
            pass


async def test_what_is_deleted_is_no_longer_retained(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (service, rest, client):
        record = await rest.post("/api/register", {"appId": "shop"})
        topic = f"{R}/state/{record['id']}"
        await client.next(topic)
        assert topic in await retained(broker)
        await delete(rest, "shop@localhost")
        removed = await client.next(f"{R}/application/removed")
        assert removed["application"] == {"id": record["id"], "identifier": "shop@localhost"}
        await gone(broker, topic)
        assert service.catalog.find("shop@localhost") is None


async def test_what_was_deleted_while_the_broker_was_not_asked_is_cleared_later(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker) as (_, rest, client):
        record = await rest.post("/api/register", {"appId": "shop"})
        await client.next(f"{R}/state/{record['id']}")
    async with program(tmp_path / "data", RecordingNotifier()) as (_, rest):
        await delete(rest, "shop@localhost")
    foreign = {"registry": "another-machine", "application": {}}
    async with mqtt_client(broker.port) as client:
        client.publish(f"{R}/state/foreign", foreign, retain=True)
        await client.subscribe(f"{R}/state/foreign")
        await client.next(f"{R}/state/foreign")
    assert f"{R}/state/{record['id']}" in await retained(broker)
    async with bridged(tmp_path / "data", broker):
        await gone(broker, f"{R}/state/{record['id']}")
    assert await retained(broker) == {f"{R}/state/foreign"}


@pytest.mark.parametrize(
    ("registration", "client_id"),
    [
        ({"appId": "shop"}, "shop@localhost"),
        ({"appId": "shop"}, "shop"),
        ({"appId": "shop", "pubsub": {"url": "mqtt://localhost", "clientId": "shop_1f"}}, "shop_1f"),
        ({"appId": "shop", "data": {"client": "shop_2f"}}, "shop_2f"),
    ],
)
@pytest.mark.parametrize("word", ["join", "beat"])
async def test_presence_of_a_client_renews_its_lease(
    tmp_path: Path, broker: Mosquitto, registration: dict[str, Any], client_id: str, word: str
) -> None:
    async with bridged(tmp_path / "data", broker) as (service, rest, client):
        await rest.post("/api/register", {**registration, "ttl": 60_000})
        before = service.catalog.instance("shop@localhost").lease_ends
        beat = {"client": client_id, "metadata": {"version": "1", "mqtt": "2"}, "boot": 1, "now": 2}
        client.publish(f"core$/pubsub/instance/{word}", beat)
        await until(lambda: service.catalog.instance("shop@localhost").lease_ends != before, "the lease is renewed")


async def test_presence_brings_back_the_lost_and_not_the_stopped(tmp_path: Path, broker: Mosquitto) -> None:
    def of(service: Service) -> Callable[[str], Instance]:
        return service.catalog.instance

    async with bridged(tmp_path / "data", broker) as (service, rest, client):
        for name in ("lost", "stopped", "crashed"):
            await rest.post("/api/register", {"appId": name})
        await service.registry.end("lost@localhost", Registration.LOST, "no sign of life")
        await rest.post("/api/unregister", {"identifier": "stopped@localhost"})
        await rest.post("/api/unregister", {"identifier": "crashed@localhost", "error": {"message": "boom"}})
        for name in ("stopped", "crashed", "unknown", "lost"):
            client.publish("core$/pubsub/instance/beat", {"client": f"{name}@localhost"})
            client.publish("core$/pubsub/instance/beat", {"client": name})
        instance = of(service)
        await until(lambda: instance("lost@localhost").registration is Registration.ACTIVE, "the lost one is back")
        assert instance("stopped@localhost").registration is Registration.STOPPED
        assert instance("crashed@localhost").registration is Registration.CRASHED


async def test_the_whole_main_job_over_mqtt(tmp_path: Path, broker: Mosquitto) -> None:
    async with Target() as target, bridged(tmp_path / "data", broker) as (service, _, client):
        health = {"url": target.url, "interval": 1000}
        reply = await client.ask(f"{R}/register", {"appId": "shop", "health": health})
        state = f"{R}/state/{reply['value']['id']}"
        await client.next(f"{R}/job/status", lambda body: body["status"] == "up")
        await client.next(state, lambda body: body["application"]["status"] == "up")
        await target.die()
        await _checked_until(service, client, f"{R}/job/status", lambda body: body["status"] == "down")
        down = await client.next(f"{R}/job/status", lambda body: body["status"] == "down")
        assert "Connection refused" in down["job"]["reason"]
        assert down["job"]["application"]["identifier"] == "shop@localhost"
        assert down["event"]["label"] == "down"
        await client.next(f"{R}/event", lambda body: (body["event"]["label"], body["identifier"]) == ("down", "shop@localhost"))
        await client.next(f"{R}/application/update", lambda body: body["application"]["online"] is False)
        await client.next(state, lambda body: body["application"]["status"] == "down" and not body["jobs"][0]["isUp"])
        await target.live()
        await _checked_until(service, client, f"{R}/event", lambda body: body["event"]["label"] == "up")
        await client.next(state, lambda body: body["application"]["status"] == "up" and body["application"]["online"])


async def _checked_until(service: Service, client: MqttClient, topic: str, condition: Callable[[Any], object]) -> None:
    def look() -> object:
        service.desk.check_now(None)
        return any(condition(body) for body in client.on(topic))

    await until(look, f"such a message on {topic}")


async def test_the_prefix_is_a_setting(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "data", broker, prefix="my/team") as (_, _rest, client):
        await client.next("my/team/registry/service/up")
        assert (await client.ask("my/team/registry/list"))["result"] == []
        assert not client.on(f"{R}/service/up")


async def test_settings_that_change_are_applied_at_once(tmp_path: Path, broker: Mosquitto) -> None:
    async with mqtt_client(broker.port) as client, program(tmp_path / "data", RecordingNotifier()) as (service, rest):
        await client.subscribe("ww/#", "xx/#")
        assert (await rest.get("/api/health"))["broker"] == "off"
        await service.desk.change_setting("mqtt.url", broker.url)
        await client.next(f"{R}/service/up")
        await connected(service)
        assert (await rest.get("/api/health"))["broker"] == "ok"
        await service.desk.change_setting("mqtt.prefix", "xx")
        await client.next(f"{R}/service/down")
        await client.next("xx/registry/service/up")
        await service.desk.change_setting("mqtt.url", "")
        await client.next("xx/registry/service/down")
        assert (await rest.get("/api/health"))["broker"] == "off"


async def test_two_registries_on_one_broker_leave_each_other_alone(tmp_path: Path, broker: Mosquitto) -> None:
    async with bridged(tmp_path / "one", broker) as (one, _, client):
        async with bridged(tmp_path / "two", broker) as (two, _, _):
            assert one._mqtt.is_connected
            assert two._mqtt.is_connected
            await until(lambda: len(client.on(f"{R}/service/up")) == 2, "both are up")
        await client.next(f"{R}/service/down")
        assert one._mqtt.is_connected


def _text(text: str) -> bytes:
    return len(text).to_bytes(2, "big") + text.encode()


def _packet(kind: int, body: bytes) -> bytes:
    assert len(body) < 16384
    length = bytes([len(body)]) if len(body) < 128 else bytes([len(body) % 128 | 128, len(body) // 128])
    return bytes([kind]) + length + body
