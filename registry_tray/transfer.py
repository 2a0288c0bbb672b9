"""Everything that a store holds as a stream of JSON lines, and back: from one store to another, as often as one likes.

The first line names the format. Then an application, an instance, a session and so on a line: {"kind": ..., "record": ...}.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.ports import Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import NO_WISHES
from registry_tray.stores import OpenStore, lines

FORMAT = "registry-tray export"
VERSION = 1
PAGE = 2000
BATCH = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALL = 1_000_000_000


async def export_lines(store: OpenStore, now: datetime) -> AsyncIterator[bytes]:
    """Everything, a line each; StoreError."""
    yield msgspec.json.encode({"kind": FORMAT, "version": VERSION}) + b"\n"
    async for record in _everything(store, now):
        yield lines.encode(record)


async def _everything(store: OpenStore, now: datetime) -> AsyncIterator[Record | Check]:
    kept = await store.load(now)
    for application in kept.applications:
        yield application
    for instance in kept.instances:
        yield instance
        for session in await store.sessions(instance.id, ALL):
            yield session
        for report in await store.errors(instance.id, ALL):
            yield report
    for job in kept.jobs:
        yield job
        for outage in await store.outages(job.id, ALL):
            yield outage
        for rollup in [each for period in Period for each in await store.rollups(job.id, period, EPOCH)]:
            yield rollup
        async for check in _checks(store, job.id):
            yield check
    for alert in kept.alerts:
        yield alert
    number: int | None = None
    while rows := await store.events(PAGE, before=number):
        for row in rows:
            yield row
        number = rows[-1].number


async def _checks(store: OpenStore, job_id: JobId) -> AsyncIterator[Check]:
    before: datetime | None = None
    while page := await store.checks(job_id, PAGE, before):
        for check in page:
            yield check
        before = page[-1].at


@dataclass(slots=True)
class Importer:
    """Takes lines into a store. What the store has already is not added again; of two the newer stays. StoreError."""

    store: OpenStore
    taken: int = 0
    _known: Snapshot = field(default_factory=Snapshot)
    _newer: set[InstanceId] = field(default_factory=set)
    _jobs: dict[JobId, Job] = field(default_factory=dict)
    _rollups: dict[tuple[Period, int], float] = field(default_factory=dict)
    _rollups_of: JobId | None = None
    _errors: dict[tuple[InstanceId, str], ErrorReport] = field(default_factory=dict)
    _events: set[tuple[Any, ...]] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)
    _next: int = 0
    _batch: list[Record] = field(default_factory=list)
    _checks: int = 0

    async def take(self, given: Iterable[bytes], now: datetime) -> int:
        """All of the lines; how many records there were. ValueError names the line that cannot be understood."""
        self._known = await self.store.load(now)
        await self._know_events()
        for number, line in enumerate(given, 1):
            try:
                record = _read(line, first=number == 1)
            except (msgspec.MsgspecError, ValueError) as error:
                raise StoreError(f"Line {number} cannot be imported: {error}. What came before it is kept.") from None
            if record is not None:
                self.taken += 1
                await self._take(record)
        await self._write()
        await self.store.flush()
        return self.taken

    async def _take(self, record: Record | Check) -> None:
        match record:
            case Check():
                await self._check(record)
                return
            case Instance():
                known = next((each for each in self._known.instances if each.id == record.id), None)
                if known is not None and known.updated_at > record.updated_at:
                    self._newer.add(record.id)
            case Job():
                self._jobs[record.id] = record
            case ErrorReport():
                self._errors.update({(each.instance_id, each.fingerprint): each for each in await self._errors_of(record)})
        prepared = await self._prepared(record)
        if prepared is None:
            return
        self._batch.append(prepared)
        if len(self._batch) >= BATCH and isinstance(record, (Instance, Check, StatusEvent, Rollup)):
            await self._write()

    async def _prepared(self, record: Record) -> Record | None:
        """The record as it is to be saved; None where the store has it, or a newer one."""
        match record:
            case Application():
                return self._application(record)
            case Instance() if record.id in self._newer:
                return None
            case Job() | Alert() if record.instance_id in self._newer:
                return None
            case Session(ended_at=None) if record.instance_id in self._newer:
                return None
            case ErrorReport():
                known = self._errors.get((record.instance_id, record.fingerprint))
                if known is None:
                    return record
                return replace(record, count=record.count - known.count) if record.count > known.count else None
            case Rollup():
                observed = await self._observed(record)
                return record if observed is None or observed < round(record.observed, 3) else None
            case StatusEvent():
                return self._event(record)
        return record

    def _application(self, record: Application) -> Application:
        """What a person has set stays: nothing tells which of two wishes is the newer one."""
        known = next((each for each in self._known.applications if each.id == record.id), record)
        own = record.own if known.own == NO_WISHES else known.own
        return replace(record, own=own, created_at=min(record.created_at, known.created_at))

    async def _check(self, check: Check) -> None:
        job = self._jobs.get(check.job_id)
        if job is None:
            return
        await self._write()
        self.store.append(job, replace(check, epoch=job.epoch))
        self._checks += 1
        if self._checks % PAGE == 0:
            await self.store.flush()

    async def _observed(self, rollup: Rollup) -> float | None:
        if self._rollups_of != rollup.job_id:
            self._rollups_of = rollup.job_id
            found = [each for period in Period for each in await self.store.rollups(rollup.job_id, period, EPOCH)]
            self._rollups = {(each.period, each.start): each.observed for each in found}
        return self._rollups.get((rollup.period, rollup.start))

    async def _errors_of(self, record: ErrorReport) -> list[ErrorReport]:
        if any(instance_id == record.instance_id for instance_id, _ in self._errors):
            return []
        return await self.store.errors(record.instance_id, ALL)

    async def _know_events(self) -> None:
        number: int | None = None
        while rows := await self.store.events(PAGE, before=number):
            self._events.update(map(_content, rows))
            self._numbers.update(row.number for row in rows)
            number = rows[-1].number
        self._next = max(self._numbers, default=0)

    def _event(self, event: StatusEvent) -> StatusEvent | None:
        """The same row once; another one with a number that is taken gets the next free number."""
        if _content(event) in self._events:
            return None
        self._events.add(_content(event))
        if event.number in self._numbers:
            self._next += 1
            event = replace(event, number=self._next)
        self._next = max(self._next, event.number)
        self._numbers.add(event.number)
        return event

    async def _write(self) -> None:
        batch, self._batch = self._batch, []
        if batch:
            await self.store.save(*batch)


def _content(event: StatusEvent) -> tuple[Any, ...]:
    return (event.instance_id, event.job_id, event.kind, int(event.at.timestamp() * 1000), event.description)


def _read(line: bytes, *, first: bool) -> Record | Check | None:
    head = lines.read(line)
    if not first:
        return lines.decode(head)
    if head.kind != FORMAT:
        raise ValueError("it is not what `registry-tray export` writes")
    if head.version > VERSION:
        raise ValueError(f"a newer Registry Tray has written it (version {head.version}, this one knows {VERSION})")
    return None
