"""Tells the broker what changes: news one after the other, and the state of each instance, retained."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from registry_tray import wire
from registry_tray.core.events import (
    EventLogged,
    InstanceChanged,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
    StatusChanged,
)
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.status import Status
from registry_tray.mqtt.envelope import encoded, sealed
from registry_tray.mqtt.parts import Parts, state_record
from registry_tray.mqtt.topics import Topics

WAITING = 5000  # news that may wait for a broker that is away
WAITING_BYTES = 8 * 1024 * 1024
BATCH = 50
PAUSE = 0.02  # seconds to wait for a broker that takes no more


class News(NamedTuple):
    """One publish of ours."""

    topic: str
    payload: bytes
    retain: bool = False


class Link(Protocol):
    """What is published through: `mqtt.connection.Connection`."""

    @property
    def has_room(self) -> bool: ...

    is_connected: bool

    def send(self, topic: str, payload: bytes, *, retain: bool = False, surely: bool = False) -> bool:
        """Publish; whether it is on its way."""


class Publisher:
    """Follows the bus from the start to `close`; `run` sends. The oldest news are dropped where too many wait."""

    def __init__(self, parts: Parts, topics: Topics, connection: Link, registry: str) -> None:
        self._parts = parts
        self._topics = topics
        self._connection = connection
        self._registry = registry
        self._news: deque[News] = deque()
        self._bytes = 0
        self._stale: dict[InstanceId, None] = {}
        self._told: dict[InstanceId, Status] = {}
        self._wake = asyncio.Event()
        self.dropped = 0
        bus = parts.bus
        self._subscriptions: list[Callable[[], None]] = [
            bus.subscribe(InstanceRegistered, lambda event: self._update(event.instance, created=event.created)),
            bus.subscribe(InstanceUnregistered, lambda event: self._update(event.instance)),
            bus.subscribe(InstanceChanged, lambda event: self._update(event.instance)),
            bus.subscribe(InstanceRemoved, lambda event: self._on_removed(event.instance)),
            bus.subscribe(JobChanged, lambda event: self._on_job(event.job.instance_id)),
            bus.subscribe(JobRemoved, lambda event: self._on_job(event.job.instance_id)),
            bus.subscribe(StatusChanged, self._on_status),
            bus.subscribe(EventLogged, self._on_event),
        ]

    def refresh(self) -> None:
        """There is a connection: tell the state of everything, and what has happened meanwhile."""
        self._stale = {instance.id: None for instance in self._parts.catalog.instances()}
        self._wake.set()

    def forget(self, topic: str) -> None:
        """Clear a state that is retained though its instance is gone."""
        self._tell(News(topic, b"", retain=True))

    async def run(self) -> None:
        """Send, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._connection.is_connected and (self._news or self._stale):
                for _ in range(BATCH):
                    if not self._connection.has_room:
                        await asyncio.sleep(PAUSE)
                        break
                    if not self._send_one():
                        break
                await asyncio.sleep(0)

    def close(self) -> None:
        """Follow the bus no more."""
        for unsubscribe in self._subscriptions:
            unsubscribe()

    def _send_one(self) -> bool:
        if self._news:
            news = self._news.popleft()
            self._bytes -= len(news.payload)
            self._connection.send(news.topic, news.payload, retain=news.retain, surely=True)
            return True
        if not self._stale:
            return False
        instance_id = next(iter(self._stale))
        del self._stale[instance_id]
        instance = self._parts.catalog.find(instance_id)
        if instance is not None:
            body = {**state_record(self._parts, instance), "registry": self._registry}
            self._connection.send(self._topics.state(instance_id), self._seal(body), retain=True)
        return True

    def _update(self, instance: Instance, *, created: bool = False) -> None:
        self._told[instance.id] = self._parts.catalog.status(instance)
        body = {
            "topic": self._topics.update,
            "action": "create" if created else "update",
            "application": self._parts.record(instance),
        }
        self._stale[instance.id] = None
        self._tell(News(self._topics.update, self._seal(body)))

    def _on_job(self, instance_id: InstanceId) -> None:
        instance = self._parts.catalog.find(instance_id)
        if instance is None:
            return
        if self._told.get(instance_id) is not self._parts.catalog.status(instance):
            self._update(instance)
        self._stale[instance_id] = None
        self._wake.set()

    def _on_status(self, event: StatusChanged) -> None:
        instance = self._parts.catalog.find(event.job.instance_id)
        if instance is None:
            return
        application = encoded(self._parts.record(instance))
        body = {
            "topic": self._topics.job_status,
            "before": event.before.health.value,
            "status": event.job.health.value,
            "job": wire.job_record(event.job, application, self._parts.clock.now()),
            "event": wire.event_record(event.event) if event.event else None,
        }
        self._tell(News(self._topics.job_status, self._seal(body)))
        self._on_job(instance.id)

    def _on_event(self, event: EventLogged) -> None:
        instance = self._parts.catalog.find(event.event.instance_id)
        body = {
            "topic": self._topics.event,
            "event": wire.event_record(event.event),
            "identifier": instance.identifier if instance else None,
        }
        self._tell(News(self._topics.event, self._seal(body)))

    def _on_removed(self, instance: Instance) -> None:
        self._stale.pop(instance.id, None)
        self._told.pop(instance.id, None)
        gone = {"id": instance.id, "identifier": instance.identifier}
        body = {"topic": self._topics.removed, "action": "remove", "application": gone}
        self._tell(News(self._topics.removed, self._seal(body)))
        self._tell(News(self._topics.state(instance.id), b"", retain=True))

    def _tell(self, news: News) -> None:
        self._news.append(news)
        self._bytes += len(news.payload)
        while len(self._news) > WAITING or self._bytes > WAITING_BYTES:
            self._bytes -= len(self._news.popleft().payload)
            self.dropped += 1
        self._wake.set()

    def _seal(self, body: dict[str, Any]) -> bytes:
        return sealed(body, self._parts.clock.now())
