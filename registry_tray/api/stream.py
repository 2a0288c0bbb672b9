"""What changes, as it happens, for any number of listeners, none of which can slow the others down."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from registry_tray import wire
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import (
    CheckRecorded,
    EventBus,
    EventLogged,
    InstanceChanged,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
    StatusChanged,
)
from registry_tray.core.models import Instance, Job
from registry_tray.wire.records import ApplicationRecord

KEPT = 1000  # changes that a listener who comes back is told
WAITING = 1000  # changes that may wait for a slow listener before it is let go


@dataclass(frozen=True, slots=True)
class Change:
    """One server-sent event. Most are never sent: `record` makes what is sent of `what` only then."""

    life: str
    number: int
    kind: str
    record: Callable[[Any], Any]
    what: Any = None

    @property
    def id(self) -> str:
        """What a listener comes back with; none where it is not kept."""
        return f"{self.life}-{self.number}" if self.life else ""

    def frame(self) -> bytes:
        """The bytes to send."""
        identity = f"id: {self.id}\n" if self.life else ""
        return f"{identity}event: {self.kind}\ndata: ".encode() + wire.encode(self.record(self.what)) + b"\n\n"


class Stream:
    """Gathers changes while anybody listens, and for those who come back the last ones before."""

    def __init__(self, bus: EventBus, catalog: Catalog, record: Callable[[Instance], ApplicationRecord]) -> None:
        self._catalog = catalog
        self._record = record
        self._life = uuid4().hex[:8]
        self._number = 0
        self._kept: deque[Change] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Queue[Change | None]] = set()
        told = [InstanceRegistered, InstanceUnregistered, InstanceChanged]
        self._subscriptions = [bus.subscribe(kind, lambda event: self._tell_instance(event.instance)) for kind in told]
        self._subscriptions += [
            bus.subscribe(InstanceRemoved, lambda event: self._tell("application-removed", _id_of, event.instance)),
            bus.subscribe(JobRemoved, lambda event: self._tell("job-removed", _id_of, event.job)),
            bus.subscribe(JobChanged, lambda event: self._tell_status(event.job.instance_id)),
            bus.subscribe(StatusChanged, lambda event: self._tell_status(event.job.instance_id)),
            bus.subscribe(EventLogged, lambda event: self._tell("event", wire.event_record, event.event)),
            bus.subscribe(CheckRecorded, self._on_check),
        ]

    def listen(self, last_id: str | None) -> asyncio.Queue[Change | None]:
        """A queue of changes from now on, or from after `last_id` where that is still known; else `reset` comes first.

        None in it means that the listener was too slow, and should come back with the last id it has seen.
        """
        queue: asyncio.Queue[Change | None] = asyncio.Queue(WAITING + 1)
        if last_id:
            ids = [change.id for change in self._kept]
            if last_id in ids:
                for change in list(self._kept)[ids.index(last_id) + 1 :]:
                    queue.put_nowait(change)
            elif last_id != (now := Change(self._life, self._number, "reset", _reason)).id:
                queue.put_nowait(now)
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Change | None]) -> None:
        """Listen no more."""
        self._listeners.discard(queue)

    def close(self) -> None:
        """Let everybody go."""
        for unsubscribe in self._subscriptions:
            unsubscribe()
        for queue in tuple(self._listeners):
            self._dismiss(queue)

    def _on_check(self, event: CheckRecorded) -> None:
        # Checks are many: they are told to those who listen, and not kept for those who come back.
        if self._listeners:
            self._send(Change("", 0, "check", lambda check: wire.check_record(check, event.job.timeout), event.check))

    def _tell_status(self, instance_id: str) -> None:
        instance = self._catalog.find(instance_id)
        if instance is not None:
            self._tell_instance(instance)

    def _tell_instance(self, instance: Instance) -> None:
        self._tell("application", self._record, instance)

    def _tell(self, kind: str, record: Callable[[Any], Any], what: Any) -> None:
        self._number += 1
        change = Change(self._life, self._number, kind, record, what)
        self._kept.append(change)
        self._send(change)

    def _send(self, change: Change) -> None:
        for queue in tuple(self._listeners):
            if queue.qsize() >= WAITING:
                self._dismiss(queue)
            else:
                queue.put_nowait(change)

    def _dismiss(self, queue: asyncio.Queue[Change | None]) -> None:
        self._listeners.discard(queue)
        queue.put_nowait(None)


def _id_of(gone: Instance | Job) -> dict[str, str]:
    return {"id": gone.id}


def _reason(_: object) -> dict[str, str]:
    return {"reason": "read everything anew"}
