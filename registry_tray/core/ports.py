"""What the core asks of the outside, as narrow as it needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.reports import ErrorReport
from registry_tray.core.status import Result

Record = Application | Instance | Session | Job | Alert | StatusEvent | ErrorReport


@dataclass(slots=True)
class Hour:
    """How long a job was observed in one hour, how long of that it was up (seconds), and how fast it answered.

    `start` is the number of the hour since 1970. The present hour grows: `frozen` gives it as it stands.
    """

    job_id: JobId
    start: int
    observed: float = 0.0
    up: float = 0.0
    latencies: Histogram = field(default_factory=Histogram)

    def frozen(self) -> "Hour":
        """A copy that grows no more."""
        return Hour(self.job_id, self.start, self.observed, self.up, self.latencies.copy())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the store holds but history: what the registry needs to go on after a restart.

    `beats` has the last results of each job, oldest first, a byte each; `hours` covers the last day.
    """

    applications: tuple[Application, ...] = ()
    instances: tuple[Instance, ...] = ()
    sessions: tuple[Session, ...] = ()
    jobs: tuple[Job, ...] = ()
    alerts: tuple[Alert, ...] = ()
    hours: tuple[Hour, ...] = ()
    beats: Mapping[JobId, bytes] = field(default_factory=dict)
    last_event: int = 0
    boot: str = ""


class Store(Protocol):
    """Keeps everything. All but `append` raise StoreError."""

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, durable when it returns.

        A session without an end is the instance's open one. An error report is added to those with its fingerprint.
        """

    def append(self, job: Job, check: Check, hour: Hour | None) -> None:
        """Keep a check and the job as it stands after it. Written in a batch within a second."""

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """The newest first, those that began before `before`."""

    async def all_checks(self, limit: int, before: datetime | None = None) -> list[Check]:
        """Of all jobs together, newest first."""

    async def count_checks(self, job_id: JobId | None = None) -> int:
        """How many checks are kept, of one job or of all."""

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
        """The journal, newest first: the rows below the number `before`, of a kind, from `since` until before `until`."""

    async def hours(self, job_id: JobId, since: datetime) -> list[Hour]:
        """The hours of a job from the one of `since` on, the oldest first."""

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """What an instance has reported, the newest first."""

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """The lives of an instance, the newest first."""

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks."""

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""

    async def mark_boot(self, boot: str) -> None:
        """Remember on which boot of the machine the registry last ran."""


class ProbeError(Exception):
    """The target is not well: what a check has shown, and the reason in words."""

    def __init__(self, result: Result, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.result = result
        self.reason = reason
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """A target that answered as it should; `warning` where it said that it is not quite well."""

    code: int | None = None
    warning: str = ""


class Probe(Protocol):
    """One way to look at a target. It has no timeout, no retry and no clock of its own."""

    async def __call__(self, endpoint: str) -> Answer:
        """Ask `endpoint` once. Raises ProbeError, or OSError where nothing answered."""


class Clock(Protocol):
    """The time, injected."""

    def now(self) -> datetime:
        """The wall clock, UTC: for the journal and for people."""

    def monotonic(self) -> float:
        """Seconds that never jump: for schedules, holds and graces. The same clock as the event loop's."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user. A second one with the same id takes the place of the first.

    `actions` are (key, label); the one that a click on the notification itself stands for is `open`.
    """

    id: InstanceId
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    is_recovery: bool = False


class Notifier(Protocol):
    """A way to the user. Both methods raise NotifierError."""

    async def notify(self, notice: Notice) -> None:
        """Show it; returns when it has been accepted for showing."""

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back; nothing happens where it is no longer shown."""
