"""Answers what clients ask over the broker."""

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from registry_tray import wire
from registry_tray.core.errors import Fault, InvalidPayloadError, RegistryError
from registry_tray.core.models import Instance
from registry_tray.mqtt.connection import Connection
from registry_tray.mqtt.envelope import encoded, sealed
from registry_tray.mqtt.inbox import Message
from registry_tray.mqtt.parts import Parts
from registry_tray.mqtt.topics import REPLY_KEYS, Topics
from registry_tray.phrases import phrase
from registry_tray.wire.records import ApplicationRecord

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
ENVELOPE = frozenset({*REPLY_KEYS, "uuid", "timestamp"})  # of the message, not of the application


class Responder:
    """`home` is the name of this machine where the broker is on it too: whoever names no host is then here."""

    def __init__(self, parts: Parts, topics: Topics, connection: Connection, home: str | None) -> None:
        self._parts = parts
        self._topics = topics
        self._connection = connection
        self._home = home
        self._listed = -1
        self._listing = msgspec.Raw(b"[]")
        self.dropped = 0

    async def answer(self, message: Message) -> None:
        """Do what a request asks, and say so on the topic that it names, if it names one."""
        try:
            request = wire.decode(message.payload)
        except RegistryError as error:
            logger.info("A message on %s is not understood: %s", message.topic, error)
            return
        topic = self._topics.reply_topic(request)
        if message.topic == self._topics.list:
            if topic is not None and self._connection.has_room:
                self._send(topic, {"result": self._list()})
            elif topic is not None:
                self.dropped += 1
            return
        try:
            done = await (self._register(request) if message.topic == self._topics.register else self._unregister(request))
        except RegistryError as error:
            logger.info("A request on %s is refused: %s", message.topic, error)
            faults = error.faults if isinstance(error, InvalidPayloadError) else ()
            answer: dict[str, Any] = {"success": False, "message": str(error), "errors": _records(faults)}
        else:
            answer = {"success": True} | done
        if topic is not None:
            self._send(topic, answer)

    async def _register(self, request: Any) -> dict[str, Any]:
        payload = _without_envelope(request)
        hostname = payload.get("hostname") if isinstance(payload, dict) else None
        if self._home is None and isinstance(payload, dict) and not hostname:
            raise InvalidPayloadError(
                Fault("hostname", phrase("is missing: over a broker on another machine it cannot be guessed"))
            )
        peer = LOOPBACK if self._home is not None else str(hostname)[:253]
        registration = wire.parse_registration(payload, peer, self._parts.strategies)
        # Only of a process on this machine is the pid worth anything; 1 is that of every container.
        here = self._home is not None and hostname in (None, "", "localhost", LOOPBACK, self._home)
        if registration.pid is not None:
            known = here and registration.pid != 1
            registration = registration.of_process(await self._parts.process_started(registration.pid) if known else None)
        said = {"warnings": _records(registration.warnings)} if registration.warnings else {}
        return {"value": self._record(await self._parts.registry.register(registration))} | said

    async def _unregister(self, request: Any) -> dict[str, Any]:
        key, error = wire.parse_unregistration(_without_envelope(request))
        return {"value": self._record(await self._parts.registry.unregister(key, error))}

    def _list(self) -> msgspec.Raw:
        catalog = self._parts.catalog
        if self._listed != catalog.version:
            self._listing = encoded([self._record(instance) for instance in catalog.instances()])
            self._listed = catalog.version
        return self._listing

    def _record(self, instance: Instance) -> ApplicationRecord:
        return self._parts.record(instance)

    def _send(self, topic: str, body: dict[str, Any]) -> None:
        if not self._connection.send(topic, sealed(body, self._parts.clock.now())):
            self.dropped += 1


def _records(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"path": fault.path, "message": fault.message} for fault in faults]


def _without_envelope(request: Any) -> Any:
    if not isinstance(request, dict):
        return request
    return {key: value for key, value in request.items() if key not in ENVELOPE}
