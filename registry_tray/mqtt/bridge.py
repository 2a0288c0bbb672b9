"""The registry on a broker: hears, answers and tells."""

import asyncio
import logging
import socket
from collections.abc import Callable

from registry_tray import wire
from registry_tray.broker_address import BrokerAddress
from registry_tray.core.errors import RegistryError
from registry_tray.mqtt.connection import Connection
from registry_tray.mqtt.inbox import Inbox, Message
from registry_tray.mqtt.parts import Parts
from registry_tray.mqtt.presence import Presence
from registry_tray.mqtt.publisher import Publisher
from registry_tray.mqtt.responder import Responder
from registry_tray.mqtt.topics import BEAT, JOIN, Topics
from registry_tray.mqtt.words import Words

logger = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds without an answer at the start after which that is said
QUIET = 10.0  # seconds without a dropped message after which a flood is over


class Bridge:
    """One life with one broker. `report` is told what does not work, in words, or "" where it works."""

    def __init__(self, parts: Parts, address: BrokerAddress, prefix: str, report: Callable[[str], None]) -> None:
        self._address = address
        self._report = report
        self._parts = parts
        self._registry = socket.gethostname()
        self._topics = topics = Topics(prefix)
        self._inbox = Inbox(asyncio.get_running_loop())
        self._connection = Connection(address, topics, self._inbox, parts.clock.now, self._on_change)
        self._publisher = Publisher(parts, topics, self._connection, self._registry)
        self._presence = Presence(parts)
        self._responder = Responder(parts, topics, self._connection, self._registry if address.is_local else None)
        self._words: str | None = None
        self._flood = ""
        self._told_dropped = 0
        self._timers: dict[str, asyncio.TimerHandle] = {}

    @property
    def dropped(self) -> int:
        """Messages that were not taken, answered or sent because there were too many."""
        return self._inbox.dropped + self._responder.dropped + self._publisher.dropped

    @property
    def is_connected(self) -> bool:
        """Whether the broker has let us in."""
        return self._connection.is_connected

    async def run(self) -> None:
        """Until cancelled; then the broker is told that we are gone."""
        try:
            await self._connection.open()
            self._later("patience", PATIENCE, self._on_silence)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._publisher.run(), name="mqtt publisher")
                tasks.create_task(self._hear(), name="mqtt responder")
        finally:
            for timer in self._timers.values():
                timer.cancel()
            self._publisher.close()
            self._presence.close()
            await self._connection.close()

    async def _hear(self) -> None:
        while True:
            for message in await self._inbox.take():
                try:
                    await self._take(message)
                except RegistryError as error:
                    logger.warning("A message on %s could not be handled: %s", message.topic, error)
                except Exception:
                    logger.exception("a message on %s failed", message.topic)
            if self.dropped != self._told_dropped and not self._flood:
                self._look_at_flood()
            await asyncio.sleep(0)

    async def _take(self, message: Message) -> None:
        if message.topic in (JOIN, BEAT):
            await self._presence.beat(_json(message))
        elif not self._topics.is_state(message.topic):
            await self._responder.answer(message)
        elif message.is_retained and message.payload:
            self._look_at_state(message)

    def _look_at_state(self, message: Message) -> None:
        """What is retained of an instance that was deleted while the broker was away is cleared."""
        body = _json(message)
        ours = isinstance(body, dict) and body.get("registry") == self._registry
        if ours and self._parts.catalog.find(message.topic.rpartition("/")[2]) is None:
            self._publisher.forget(message.topic)

    def _on_change(self, words: str) -> None:
        if words and not self._words:
            logger.warning("%s", words)
        elif not words and self._words:
            logger.info("MQTT broker at %s is connected", self._address.name)
        self._words = words
        if self._connection.is_connected:
            self._publisher.refresh()
            self._later("states", PATIENCE, self._connection.ignore_states)
        self._tell()

    def _on_silence(self) -> None:
        if self._words is None:
            self._on_change(Words(self._address).silent())

    def _look_at_flood(self) -> None:
        dropped = self.dropped
        is_more, self._told_dropped = dropped != self._told_dropped, dropped
        if is_more:
            words = Words(self._address).flooded(dropped)
            logger.log(logging.INFO if self._flood else logging.WARNING, "%s", words)
            self._later("flood", QUIET, self._look_at_flood)
        self._flood = words if is_more else ""
        self._tell()

    def _tell(self) -> None:
        self._report(self._words or self._flood)

    def _later(self, name: str, seconds: float, callback: Callable[[], None]) -> None:
        if name in self._timers:
            self._timers[name].cancel()
        self._timers[name] = asyncio.get_running_loop().call_later(seconds, callback)


def _json(message: Message) -> object:
    try:
        return wire.decode(message.payload)
    except RegistryError:
        return None
