"""What the bridge needs of the registry."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from registry_tray import wire
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.models import Instance
from registry_tray.core.ports import Clock
from registry_tray.core.registry import Registry
from registry_tray.wire.records import ApplicationRecord
from registry_tray.wire.strategies import Strategies


class Parts(Protocol):
    """Joined in service.py."""

    @property
    def bus(self) -> EventBus: ...
    @property
    def catalog(self) -> Catalog: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def strategies(self) -> Strategies: ...
    @property
    def process_started(self) -> Callable[[int], Awaitable[float | None]]: ...

    def record(self, instance: Instance) -> ApplicationRecord:
        """An instance as the API gives it."""


def state_record(parts: Parts, instance: Instance) -> dict[str, Any]:
    """An instance and its jobs."""
    now = parts.clock.now()
    jobs = [wire.job_record(job, instance.id, now) for job in parts.catalog.jobs_of(instance.id)]
    return {"application": parts.record(instance), "jobs": jobs}
