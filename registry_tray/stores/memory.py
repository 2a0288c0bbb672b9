"""A store that forgets: for tests and for trying things out."""

from datetime import datetime

from registry_tray.core.models import Alert, Application, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.stats import BEATS, HOURS
from registry_tray.core.status import AlertState
from registry_tray.core.tally import Tally
from registry_tray.stores.memory_history import MemoryHistory


class MemoryStore(MemoryHistory):
    """Keeps everything in dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self._applications: dict[str, Application] = {}
        self._instances: dict[str, Instance] = {}
        self._alerts: dict[str, Alert] = {}
        self._boot = ""
        self._tally = Tally()

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""
        first = {Period.HOUR: Period.HOUR.number(now) - HOURS + 1, Period.MINUTE: Period.MINUTE.number(now) - 1}
        beats = {JobId(job): bytes(kept[at].result for at in sorted(kept)[-BEATS:]) for job, kept in self._checks.items()}
        return Snapshot(
            tuple(self._applications.values()),
            tuple(self._instances.values()),
            tuple(session for session in self._sessions.values() if session.ended_at is None),
            tuple(self._jobs.values()),
            tuple(self._alerts.values()),
            tuple(each for each in self._rollups.values() if each.period in first and each.start >= first[each.period]),
            beats,
            max(self._events, default=0),
            self._boot,
            self._tally,
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
                    known = self._jobs.get(record.id)
                    if known is None or known.epoch <= record.epoch:
                        self._jobs[record.id] = record
                case Alert():
                    self._alerts.pop(record.instance_id, None)
                    if record.state is not AlertState.QUIET:
                        self._alerts[record.instance_id] = record
                case Tally():
                    self._tally = record
                case StatusEvent() | ErrorReport() | Outage() | Rollup():
                    self._keep(record)

    async def keep(self, *records: Record) -> None:
        """As `save`, which never fails."""
        await self.save(*records)

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
        self._rollups = {key: each for key, each in self._rollups.items() if key[0] != job_id}
        self._outages = {key: each for key, each in self._outages.items() if key[0] != job_id}
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

    async def size(self) -> int:
        """Nobody knows."""
        return 0

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
