"""What is done when this computer wakes up: checks begin anew, what was measured by ticks goes on, the journal says so."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from registry_tray.core.catalog import Catalog
from registry_tray.core.events import ClockSet, ComputerSlept, EventBus
from registry_tray.core.models import InstanceId, StatusEvent
from registry_tray.core.stats import Stats
from registry_tray.core.status import EventKind
from registry_tray.durations import spoken

THIS_COMPUTER = InstanceId("")
"""Whose rows of the journal are about no instance."""


class Waking:
    """`sweep` has every job checked anew; `log` writes a row of the journal."""

    def __init__(
        self,
        catalog: Catalog,
        stats: Stats,
        bus: EventBus,
        sweep: Callable[[], None],
        log: Callable[[StatusEvent], Coroutine[Any, Any, None]],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._catalog = catalog
        self._stats = stats
        self._sweep = sweep
        self._log = log
        self._spawn = spawn
        bus.subscribe(ComputerSlept, self._on_slept)
        bus.subscribe(ClockSet, self._on_clock_set)

    def _on_slept(self, event: ComputerSlept) -> None:
        for job in tuple(self._catalog.jobs()):
            self._stats.restart(job.id)
            if job.grace_ends is not None:
                # What failures of the first moments do not tell, its own grace must not tell either.
                more = event.ticks + event.grace.total_seconds()
                self._catalog.put_job(replace(job, grace_ends=job.grace_ends + more))
        self._sweep()
        if event.gap:
            row = StatusEvent(THIS_COMPUTER, EventKind.SLEEP, event.woke, f"slept {spoken(event.gap)}", downtime=event.gap)
            self._spawn(self._log(row))

    def _on_clock_set(self, event: ClockSet) -> None:
        for job in tuple(self._catalog.jobs()):
            down = job.down_since and job.down_since + event.by
            changed = job.changed_at and job.changed_at + event.by
            self._catalog.put_job(replace(job, down_since=down, changed_at=changed))
        for instance in tuple(self._catalog.instances()):
            known = instance.acknowledged
            if instance.ended_at is not None or known is not None:
                ended = instance.ended_at and instance.ended_at + event.by
                moved = replace(known, at=known.at + event.by) if known is not None else None
                self._catalog.put_instance(replace(instance, ended_at=ended, acknowledged=moved))
