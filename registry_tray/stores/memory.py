"""A store that forgets: for tests and for trying things out."""

from dataclasses import replace
from datetime import datetime

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.ports import Hour, Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.stats import BEATS, HOURS
from registry_tray.core.status import AlertState


class MemoryStore:
    """Keeps everything in dictionaries."""

    def __init__(self) -> None:
        self._applications: dict[str, Application] = {}
        self._instances: dict[str, Instance] = {}
        self._sessions: dict[str, Session] = {}
        self._jobs: dict[str, Job] = {}
        self._alerts: dict[str, Alert] = {}
        self._checks: dict[str, dict[datetime, Check]] = {}
        self._hours: dict[tuple[str, int], Hour] = {}
        self._events: dict[int, StatusEvent] = {}
        self._errors: dict[tuple[str, str], ErrorReport] = {}
        self._boot = ""

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""
        first = int(now.timestamp()) // 3600 - HOURS
        beats = {JobId(job): bytes(kept[at].result for at in sorted(kept)[-BEATS:]) for job, kept in self._checks.items()}
        return Snapshot(
            tuple(self._applications.values()),
            tuple(self._instances.values()),
            tuple(session for session in self._sessions.values() if session.ended_at is None),
            tuple(self._jobs.values()),
            tuple(self._alerts.values()),
            tuple(hour for hour in self._hours.values() if hour.start > first),
            beats,
            max(self._events, default=0),
            self._boot,
        )  # fmt: skip

    async def save(self, *records: Record) -> None:
        """Insert or replace."""
        for record in records:
            match record:
                case Application():
                    self._applications[record.id] = record
                case Instance():
                    self._instances[record.id] = record
                case Session():
                    self._save_session(record)
                case Job():
                    known_job = self._jobs.get(record.id)
                    if known_job is None or known_job.epoch <= record.epoch:
                        self._jobs[record.id] = record
                case Alert():
                    self._alerts.pop(record.instance_id, None)
                    if record.state is not AlertState.QUIET:
                        self._alerts[record.instance_id] = record
                case ErrorReport():
                    known = self._errors.get((record.instance_id, record.fingerprint))
                    if known is not None:
                        record = replace(record, count=known.count + record.count, first_at=known.first_at)
                    self._errors[record.instance_id, record.fingerprint] = record
                case StatusEvent():
                    self._events[record.number] = record

    def append(self, job: Job, check: Check, hour: Hour | None) -> None:
        """Keep a check and the job as it stands after it."""
        self._checks.setdefault(job.id, {})[check.at] = check
        if hour is not None:
            self._hours[hour.job_id, hour.start] = hour
        if job.id in self._jobs and self._jobs[job.id].epoch == job.epoch:
            self._jobs[job.id] = job

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""
        kept = self._checks.get(job_id, {})
        return [kept[at] for at in sorted(kept, reverse=True) if before is None or at < before][:limit]

    async def all_checks(self, limit: int, before: datetime | None = None) -> list[Check]:
        """Of all jobs, newest first."""
        found = [check for kept in self._checks.values() for at, check in kept.items() if before is None or at < before]
        return sorted(found, key=lambda check: check.at, reverse=True)[:limit]

    async def count_checks(self, job_id: JobId | None = None) -> int:
        """How many checks are kept."""
        if job_id is not None:
            return len(self._checks.get(job_id, {}))
        return sum(len(checks) for checks in self._checks.values())

    async def events(
        self,
        limit: int,
        *,
        instance_id: InstanceId | None = None,
        job_id: JobId | None = None,
        before: int | None = None,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[StatusEvent]:
        """Newest first."""
        found = []
        for number in sorted(self._events, reverse=True):
            event = self._events[number]
            if (
                (before is None or number < before)
                and instance_id in (None, event.instance_id)
                and job_id in (None, event.job_id)
                and kind in (None, event.kind)
                and (since is None or event.at >= since)
                and (until is None or event.at < until)
            ):
                found.append(event)
        return found[:limit]

    async def hours(self, job_id: JobId, since: datetime) -> list[Hour]:
        """The oldest first."""
        first = int(since.timestamp()) // 3600
        found = [hour for (owner, start), hour in self._hours.items() if owner == job_id and start >= first]
        return sorted(found, key=lambda hour: hour.start)

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """Newest first."""
        found = [each for (owner, _), each in self._errors.items() if owner == instance_id]
        return sorted(found, key=lambda each: each.last_at, reverse=True)[:limit]

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """Newest first."""
        found = [session for session in self._sessions.values() if session.instance_id == instance_id]
        return sorted(found, key=lambda session: session.started_at, reverse=True)[:limit]

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks."""
        self._jobs.pop(job_id, None)
        self._checks.pop(job_id, None)
        self._hours = {key: hour for key, hour in self._hours.items() if key[0] != job_id}
        self._events = {number: event for number, event in self._events.items() if event.job_id != job_id}

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""
        for job in [job for job in self._jobs.values() if job.instance_id == instance_id]:
            await self.delete_job(job.id)
        self._instances.pop(instance_id, None)
        self._alerts.pop(instance_id, None)
        self._sessions = {key: each for key, each in self._sessions.items() if each.instance_id != instance_id}
        self._events = {number: event for number, event in self._events.items() if event.instance_id != instance_id}
        self._errors = {key: each for key, each in self._errors.items() if key[0] != instance_id}

    async def mark_boot(self, boot: str) -> None:
        """Remember the boot of the machine."""
        self._boot = boot

    async def close(self) -> None:
        """Nothing to do."""

    def _save_session(self, session: Session) -> None:
        if session.ended_at is None:
            for known in [each for each in self._sessions.values() if each.instance_id == session.instance_id]:
                if known.ended_at is None and known.id != session.id:
                    self._sessions.pop(known.id)
        self._sessions[session.id] = session
