"""What is to be written next: gathered, and the newest of each key only."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from registry_tray.core.models import Alert, Application, Check, Instance, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Record
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import AlertState
from registry_tray.core.tally import Tally
from registry_tray.phrases import plain
from registry_tray.stores import rows

MOST_CHECKS = 200_000
MOST_EVENTS = 50_000
MOST_ERRORS = 5_000

Argument = str | bytes | int
Key = tuple[type, str]
_encode = msgspec.json.Encoder(enc_hook=plain).encode
_pack = msgspec.msgpack.Encoder(enc_hook=plain).encode


class Backlog:
    """A batch that grows until it is sent. `waiting` are those who want to know when it is written; `lost` counts what had
    no room."""

    def __init__(self) -> None:
        self.records: dict[Key, Record] = {}
        self.errors: dict[tuple[str, str], ErrorReport] = {}
        self.events: dict[int, StatusEvent] = {}
        self.states: dict[JobId, Job] = {}
        self.checks: list[Check] = []
        self.outages: dict[tuple[JobId, datetime], Outage] = {}
        self.rollups: dict[tuple[JobId, Period, int], Rollup] = {}
        self.deleted: dict[tuple[str, str], None] = {}
        self.boot: str | None = None
        self.waiting: list[asyncio.Future[None]] = []
        self.lost = 0

    def __bool__(self) -> bool:
        history = (self.errors, self.events, self.checks, self.outages, self.rollups)
        return any((self.records, self.states, self.deleted, self.waiting, *history)) or self.boot is not None

    def save(self, records: Iterable[Record]) -> None:
        """Add these, in the place of what they replace."""
        for record in records:
            match record:
                case StatusEvent():
                    self.events[record.number] = record
                case ErrorReport():
                    self._add_error(record)
                case Outage():
                    known_outage = self.outages.get((record.job_id, record.began))
                    ended = replace(known_outage, ended=record.ended) if known_outage else record
                    self.outages[record.job_id, record.began] = ended
                case Rollup():
                    self.rollups[record.job_id, record.period, record.start] = record
                case _:
                    key = key_of(record)
                    known = self.records.get(key)
                    if not (isinstance(record, Job) and isinstance(known, Job) and known.epoch > record.epoch):
                        self.records[key] = record
                    if isinstance(record, Job):
                        self._forget_state(record)
        while len(self.events) > MOST_EVENTS:
            self.events.pop(next(iter(self.events)))
            self.lost += 1

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup]) -> None:
        """Add a check, what it has made of the job, and the roll-ups, which may go on growing until they are written."""
        known = self.states.get(job.id)
        if known is None or known.epoch <= job.epoch:
            self.states[job.id] = job
        self.checks.append(check)
        for rollup in rollups:
            self.rollups[rollup.job_id, rollup.period, rollup.start] = rollup
        if len(self.checks) > MOST_CHECKS:
            self.lost += len(self.checks) - MOST_CHECKS
            del self.checks[: len(self.checks) - MOST_CHECKS]

    def delete_job(self, job_id: str) -> None:
        """What is not written of it never will be."""
        self.records.pop((Job, job_id), None)
        self.states.pop(JobId(job_id), None)
        self.checks = [check for check in self.checks if check.job_id != job_id]
        self.outages = {key: outage for key, outage in self.outages.items() if key[0] != job_id}
        self.rollups = {key: rollup for key, rollup in self.rollups.items() if key[0] != job_id}
        self.events = {number: event for number, event in self.events.items() if event.job_id != job_id}
        self.deleted["delete_job", job_id] = None

    def delete_instance(self, instance_id: str) -> None:
        """The same for an instance, its jobs and its history."""
        jobs = [
            job.id
            for job in (*self.records.values(), *self.states.values())
            if isinstance(job, Job) and job.instance_id == instance_id
        ]
        for job_id in jobs:
            self.delete_job(job_id)
        self.records = {key: record for key, record in self.records.items() if not _belongs(record, instance_id)}
        self.errors = {key: error for key, error in self.errors.items() if key[0] != instance_id}
        self.events = {number: event for number, event in self.events.items() if event.instance_id != instance_id}
        self.deleted["delete_instance", instance_id] = None

    def then(self, later: "Backlog") -> None:
        """Add all of a later one."""
        for kind, key in later.deleted:
            self.delete_job(key) if kind == "delete_job" else self.delete_instance(key)
        self.save((*later.records.values(), *later.errors.values(), *later.events.values(), *later.outages.values()))
        self.states |= later.states
        self.checks += later.checks
        self.rollups |= later.rollups
        self.boot = later.boot if later.boot is not None else self.boot
        self.waiting += later.waiting
        self.lost += later.lost

    def groups(self, *, forced: bool = False) -> Iterator[list[tuple[Argument, ...]]]:
        """The steps of the script, in their order; an instance with its sessions and jobs is one group.

        `forced` jobs are written whatever their epoch.
        """
        yield list(self.deleted)
        yield [("boot", self.boot)] if self.boot is not None else []
        of_instance: dict[str, list[tuple[Argument, ...]]] = {}
        for record in self.records.values():
            of_instance.setdefault(_instance_of(record), []).append(_operation(record, forced=forced))
        yield from of_instance.values()
        for key, error in list(self.errors.items()):
            last, first = rows.milliseconds(error.last_at), rows.milliseconds(error.first_at)
            yield [("error", *key, last, error.count, first, _encode(error), rows.MOST_ERRORS)]
        for event in self.events.values():
            at = rows.milliseconds(event.at)
            yield [("event", event.number, at, event.instance_id, event.job_id or "", _encode(event))]
        for job in self.states.values():
            yield [("state", job.id, job.epoch, _encode(job))]
        for check in self.checks:
            stored = rows.check_row(0, check)[1:]
            yield [("check", check.job_id, stored[0], _pack(stored))]
        for outage in self.outages.values():
            ended = rows.milliseconds(outage.ended) if outage.ended else ""
            yield [("outage", outage.job_id, rows.milliseconds(outage.began), ended, outage.reason)]
        for rollup in self.rollups.values():
            row = rows.rollup_row(rollup)
            yield [("rollup", rollup.job_id, row[0], row[1], _pack(row[1:]))]

    def _forget_state(self, saved: Job) -> None:
        """What a job was is not to be written over what it is saved as since."""
        known = self.states.get(saved.id)
        if known is not None and known.epoch <= saved.epoch:
            del self.states[saved.id]

    def _add_error(self, record: ErrorReport) -> None:
        key = (record.instance_id, record.fingerprint)
        known = self.errors.get(key)
        if known is not None:
            record = replace(record, count=known.count + record.count, first_at=min(known.first_at, record.first_at))
        elif len(self.errors) >= MOST_ERRORS:
            self.lost += 1
            return
        self.errors[key] = record


def key_of(record: Record) -> Key:
    """What a record replaces: the one of its type with its id."""
    match record:
        case Alert():
            return Alert, record.instance_id
        case Tally():
            return Tally, ""
        case Application() | Instance() | Session() | Job():
            return type(record), record.id
    raise TypeError(f"{type(record).__name__} is added, and replaces nothing")


def _operation(record: Record, *, forced: bool) -> tuple[Argument, ...]:
    match record:
        case Application():
            return "application", record.id, _encode(record)
        case Instance():
            return "instance", record.id, _encode(record)
        case Session():
            began, ended = rows.milliseconds(record.started_at), rows.milliseconds(record.ended_at) if record.ended_at else ""
            return "session", record.id, record.instance_id, began, ended, _encode(record)
        case Job():
            return "job", record.id, record.instance_id, record.epoch, _encode(record), int(forced)
        case Alert():
            return "alert", record.instance_id, b"" if record.state is AlertState.QUIET else _encode(record)
        case Tally():
            return "tally", _encode(record)
    raise TypeError(type(record).__name__)


def _instance_of(record: Record) -> str:
    match record:
        case Session() | Job() | Alert():
            return record.instance_id
        case Instance():
            return record.id
    return ""


def _belongs(record: Record, instance_id: str) -> bool:
    return _instance_of(record) == instance_id
