"""The way every change takes: under the lock of its application, stored first, then shown and told."""

import asyncio
import logging
from collections.abc import Iterable
from weakref import WeakValueDictionary

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import StoreError
from registry_tray.core.events import EventBus, EventLogged
from registry_tray.core.models import Application, Instance, Job, Session, StatusEvent
from registry_tray.core.outages import Outage, outage_between
from registry_tray.core.ports import Clock, Record, Store

logger = logging.getLogger(__name__)


class Ledger:
    """Writes changes of instances and jobs. One change of an application at a time."""

    def __init__(self, catalog: Catalog, store: Store, bus: EventBus, clock: Clock) -> None:
        self.catalog = catalog
        self.clock = clock
        self._store = store
        self._bus = bus
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # held, or waited for

    def lock(self, app_id: str) -> asyncio.Lock:
        """To be held from the first look at what is known to the end of `write`."""
        return self._locks.setdefault(app_id, asyncio.Lock())

    async def write(self, *records: Record, events: Iterable[StatusEvent] = ()) -> tuple[StatusEvent, ...]:
        """Store all of it in one transaction, then show it in the catalog; StoreError, and nothing is changed.

        Returns the journal's rows.
        """
        rows = tuple(self.catalog.numbered(event) for event in events)
        await self._store.save(*records, *self._outages(records), *rows)
        self._show(records)
        return rows

    async def write_fact(self, *records: Record, events: Iterable[StatusEvent] = ()) -> tuple[StatusEvent, ...]:
        """As `write`, of what has happened whatever the store says: it is shown at once, and stored when that is possible."""
        rows = tuple(self.catalog.numbered(event) for event in events)
        try:
            await self._store.keep(*records, *self._outages(records), *rows)
        except StoreError as error:
            # The store has said itself, once, that it does not keep things.
            logger.debug("%s could not be kept: %s", ", ".join(row.kind for row in rows), error)
        self._show(records)
        return rows

    def _show(self, records: Iterable[Record]) -> None:
        for record in records:
            match record:
                case Application():
                    self.catalog.applications[record.id] = record
                case Instance():
                    self.catalog.put_instance(record)
                case Job():
                    self.catalog.put_job(record)
                case Session(ended_at=None):
                    self.catalog.sessions[record.instance_id] = record
                case Session():
                    self.catalog.sessions.pop(record.instance_id, None)

    def _outages(self, records: Iterable[Record]) -> list[Outage]:
        """Those that are over because nobody asks any more, or asks for something else."""
        jobs = [record for record in records if isinstance(record, Job)]
        now = self.clock.now()
        changes = [outage_between(self.catalog.find_job(job.id), job, now) for job in jobs]
        return [outage for outage in changes if outage is not None]

    async def log(self, event: StatusEvent) -> None:
        """Write a row of the journal that changes nothing else, and announce it. StoreError."""
        row = self.catalog.numbered(event)
        await self._store.save(row)
        self._bus.publish(EventLogged(row))

    def tell(self, fact: object, rows: Iterable[StatusEvent] = ()) -> None:
        """Announce what was written."""
        self._bus.publish(fact)
        for row in rows:
            self._bus.publish(EventLogged(row))
