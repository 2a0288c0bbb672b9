"""Facts that other parts may react to, and the bus that tells them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from registry_tray.core.models import Alert, Check, Instance, InstanceId, Job, StatusEvent

logger = logging.getLogger(__name__)

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class InstanceRegistered:
    """An instance has registered; `created` is False where it was known before."""

    instance: Instance
    jobs: tuple[Job, ...]
    created: bool


@dataclass(frozen=True, slots=True)
class InstanceUnregistered:
    """The life of an instance has ended: stopped, crashed or lost. Its jobs have stopped."""

    instance: Instance
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class InstanceChanged:
    """Something about an instance has been changed by a person: muted, unmuted."""

    instance: Instance


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job was added or edited."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobRemoved:
    """A job is forgotten."""

    job: Job


@dataclass(frozen=True, slots=True)
class InstanceRemoved:
    """An instance is forgotten, with its jobs and all its history."""

    instance: Instance
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class CheckRecorded:
    """A check has ended, and the job shows it."""

    job: Job
    check: Check


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The health of a job has changed; `event` is the journal's row where it deserves one."""

    before: Job
    job: Job
    event: StatusEvent | None


@dataclass(frozen=True, slots=True)
class EventLogged:
    """The journal has a new row."""

    event: StatusEvent


@dataclass(frozen=True, slots=True)
class AlertChanged:
    """What the user has been told, or will be told, of an instance has changed."""

    alert: Alert


@dataclass(frozen=True, slots=True)
class AlertsPaused:
    """Popups are paused for everything, or no more (None)."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class ComputerSlept:
    """This computer, or only this program, stood still for `gap` and woke at `woke`.

    `ticks` is how much of that the monotonic clock counted, in seconds; failures within `grace` tell nothing.
    """

    gap: timedelta
    woke: datetime
    grace: timedelta
    ticks: float = 0.0

    @property
    def ready(self) -> datetime:
        """From when on a failure counts."""
        return self.woke + self.grace


@dataclass(frozen=True, slots=True)
class ClockSet:
    """The wall clock was set, by so much forward, or back where that is negative."""

    by: timedelta


@dataclass(frozen=True, slots=True)
class NoticeActivated:
    """The user has pressed a button of a notification, or the notification itself (`open`)."""

    instance_id: InstanceId
    action: str


@dataclass(frozen=True, slots=True)
class ProblemChanged:
    """Something that we depend on (store, notifications, tray ...) does not work, or works again: `message` is empty."""

    component: str
    message: str


class EventBus:
    """Tells each fact to those who asked for its type, at once and in the order in which they asked.

    One that fails does not stop the others.
    """

    def __init__(self) -> None:
        self._handlers: dict[type[Any], list[Callable[[Any], None]]] = {}

    def subscribe(self, kind: type[E], handler: Callable[[E], None]) -> Callable[[], None]:
        """Call `handler` for every event of exactly this type. Returns what ends it."""
        handlers = self._handlers.setdefault(kind, [])
        handlers.append(handler)

        def unsubscribe() -> None:
            if handler in handlers:
                handlers.remove(handler)

        return unsubscribe

    def publish(self, event: object) -> None:
        """Tell everybody who asked; returns when all have been told."""
        for handler in tuple(self._handlers.get(type(event), ())):
            try:
                handler(event)
            except Exception:
                logger.exception("%s failed on %s", getattr(handler, "__qualname__", handler), type(event).__name__)
