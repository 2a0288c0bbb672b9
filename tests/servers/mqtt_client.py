"""A client of a broker, as applications have one."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from tests.fakes import until


class MqttClient:
    """Keeps what it hears."""

    def __init__(self, port: int, user: str = "", password: str = "") -> None:
        self.heard: list[tuple[str, bytes, bool]] = []
        self._loop = asyncio.get_running_loop()
        self._granted = 0
        self._client = Client(CallbackAPIVersion.VERSION2, f"test-{uuid4().hex[:8]}")
        if user:
            self._client.username_pw_set(user, password)
        self._client.on_message = self._on_message
        self._client.on_subscribe = self._on_subscribe
        self._client.connect_async("127.0.0.1", port)

    async def open(self) -> None:
        self._client.loop_start()
        await until(self._client.is_connected, "the test's client is connected")

    async def close(self) -> None:
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    async def subscribe(self, *topics: str) -> None:
        """Returns when the broker has granted it."""
        wanted = self._granted + 1
        self._client.subscribe([(topic, 0) for topic in topics])
        await until(lambda: self._granted >= wanted, "the broker grants the subscription")

    def publish(self, topic: str, body: Any = None, *, raw: bytes | None = None, retain: bool = False) -> None:
        self._client.publish(topic, raw if raw is not None else json.dumps(body), retain=retain)

    def on(self, topic: str) -> list[Any]:
        """The bodies heard on a topic."""
        return [json.loads(payload) for name, payload, _ in self.heard if name == topic and payload]

    async def next(self, topic: str, condition: Callable[[Any], object] = lambda _: True, timeout: float = 10) -> Any:
        """The first body on a topic for which the condition holds."""

        def found() -> list[Any]:
            return [body for body in self.on(topic) if condition(body)]

        await until(found, f"such a message on {topic}; heard {self.heard[-5:]}", timeout)
        return found()[0]

    async def ask(self, topic: str, body: dict[str, Any] | None = None, key: str = "respondTo") -> Any:
        """The reply to a request."""
        reply = f"replies/{uuid4().hex}"
        await self.subscribe(reply)
        self.publish(topic, {**(body or {}), key: reply})
        return await self.next(reply)

    def _on_subscribe(self, *_: Any) -> None:
        self._loop.call_soon_threadsafe(self._grant)

    def _grant(self) -> None:
        self._granted += 1

    def _on_message(self, _: Client, __: Any, message: MQTTMessage) -> None:
        heard = (message.topic, bytes(message.payload), message.retain)
        self._loop.call_soon_threadsafe(self.heard.append, heard)


@asynccontextmanager
async def mqtt_client(port: int, user: str = "", password: str = "") -> AsyncIterator[MqttClient]:
    """One that is ended with the block."""
    client = MqttClient(port, user, password)
    await client.open()
    try:
        yield client
    finally:
        await client.close()
