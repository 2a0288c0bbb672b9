"""What the routes work with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from registry_tray import wire
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.jobs import Jobs
from registry_tray.core.models import Instance
from registry_tray.core.ports import Clock, Store
from registry_tray.core.registry import Registry
from registry_tray.core.stats import Stats
from registry_tray.core.tuning import Tuning
from registry_tray.wire.records import ApplicationRecord
from registry_tray.wire.strategies import Strategies


@dataclass(frozen=True, slots=True)
class Services:
    """Joined in service.py. `general` gives the settings that hold for all instances alike, `problems` what of our own does not
    work, in words, by component; `broker` how MQTT is.
    """

    bus: EventBus
    stats: Stats
    process_started: Callable[[int], Awaitable[float | None]]
    registry: Registry
    jobs: Jobs
    tuning: Tuning
    care: Care
    catalog: Catalog
    store: Store
    clock: Clock
    strategies: Strategies
    general: Callable[[], Mapping[str, timedelta]]
    problems: Callable[[], dict[str, str]]
    started_at: datetime
    broker: Callable[[], str]

    def record(self, instance: Instance) -> ApplicationRecord:
        """An instance as the API gives it."""
        session = self.catalog.sessions.get(instance.id)
        alert = self.catalog.alert(instance.id)
        root = self.catalog.find(alert.root) if alert is not None and alert.root else None
        told = wire.alert_record(instance, alert, root, self.clock.now())
        return wire.application_record(instance, self.catalog.status(instance), session.id if session else None, told)


B = TypeVar("B", bound=msgspec.Struct)
SERVICES = web.AppKey("services", Services)


def services(request: web.Request) -> Services:
    """What the route works with."""
    return request.app[SERVICES]


def path_value(request: web.Request, name: str) -> str:
    """A variable part of the path."""
    value: Any = request.match_info[name]
    return str(value)


async def whole_body(request: web.Request, kind: type[B]) -> B:
    """The body of a request whose fields may all be left out: no body at all is as good as `{}`. InvalidPayloadError."""
    return wire.read_body(kind, wire.decode(await request.read() or b"{}"))
