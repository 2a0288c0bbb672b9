"""When something fails or comes back, those beside it are asked at once: the same host, and what depends on what."""

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import urlsplit

from registry_tray.core.catalog import Catalog
from registry_tray.core.dependencies import dependants, dependencies
from registry_tray.core.events import EventBus, StatusChanged
from registry_tray.core.models import Job, JobId
from registry_tray.core.ports import Clock
from registry_tray.core.status import Health
from registry_tray.core.targets import PUSH

MOST = 32  # of one host at once
PAUSE = 5.0  # seconds between two looks around one host
MASS, SHARE = 8, 50  # of one host that turn within that time, and one in fifty of it: then all of it is asked ...
ENOUGH = MOST * 3 // 4  # ... and where that would be more, when so many of those have turned that are asked first
STEP = 200  # that one turn of the loop wakes
_WELL = (Health.UP, Health.STARTING)
_ILL = (Health.DOWN, Health.RECOVERING, Health.SUSPECT)


class Neighbours:
    """Wakes the checks of neighbours, so that what belongs together is seen together."""

    def __init__(self, catalog: Catalog, bus: EventBus, clock: Clock, wake: Callable[[JobId], None]) -> None:
        self._catalog = catalog
        self._clock = clock
        self._wake = wake
        self._looked: dict[tuple[str, bool], float] = {}
        self._turned: dict[tuple[str, bool], int] = {}
        self._swept: set[tuple[str, bool]] = set()
        bus.subscribe(StatusChanged, self._on_status)

    def _on_status(self, event: StatusChanged) -> None:
        before, job = event.before.health, event.job.health
        if before is Health.UP and job is Health.SUSPECT:
            self._ask(event.job, _WELL)
        elif before is Health.DOWN and job is not Health.DOWN:
            self._ask(event.job, _ILL)
        elif job is Health.UP and before in (Health.RECOVERING, Health.STARTING):
            self._ask_related(event.job, _ILL)

    def _ask(self, job: Job, healths: tuple[Health, ...]) -> None:
        self._ask_related(job, healths)
        host, now = urlsplit(job.endpoint).hostname or "", self._clock.monotonic()
        if not host:
            return
        key, ids = (host, Health.UP in healths), self._catalog.hosts.having(host)
        is_first = now - self._looked.get(key, float("-inf")) >= PAUSE
        if is_first:
            self._looked[key], self._turned[key] = now, 0
            self._swept.discard(key)
        self._turned[key] += 1
        is_mass = self._turned[key] >= min(max(MASS, len(ids) // SHARE), ENOUGH)
        if not is_first and (not is_mass or key in self._swept):
            return
        if is_mass:
            self._swept.add(key)
        beside = (each for each in map(self._catalog.find_job, ids) if each is not None and _may_ask(each, job, healths))
        self._wake_by_and_by([each.id for each in islice(beside, MOST if is_first else None)])

    def _wake_by_and_by(self, ids: list[JobId]) -> None:
        for job_id in ids[:STEP]:
            self._wake(job_id)
        if len(ids) > STEP:
            asyncio.get_running_loop().call_soon(self._wake_by_and_by, ids[STEP:])

    def _ask_related(self, job: Job, healths: tuple[Health, ...]) -> None:
        for each in self._related(job):
            if _may_ask(each, job, healths):
                self._wake(each.id)

    def _related(self, job: Job) -> Iterator[Job]:
        instance = self._catalog.find(job.instance_id)
        if instance is not None:
            for other in (*dependencies(self._catalog, instance), *dependants(self._catalog, instance)):
                yield from self._catalog.jobs_of(other.id)


def _may_ask(each: Job, job: Job, healths: tuple[Health, ...]) -> bool:
    return each.id != job.id and each.active and each.type != PUSH and bool(each.endpoint) and each.health in healths
