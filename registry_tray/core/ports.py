"""What the core asks of the outside, as narrow as it needs it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import Result
from registry_tray.core.tally import Tally

Record = Application | Instance | Session | Job | Alert | Tally | StatusEvent | ErrorReport | Outage | Rollup


class Kept(StrEnum):
    """The kinds of history, each with an age of its own. EVENTS are the journal, ended sessions and error reports."""

    CHECKS = "checks"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    OUTAGES = "outages"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that the store holds but history: what the registry needs to go on after a restart.

    `beats` has the last results of each job, oldest first, a byte each; `rollups` are the hours of the last day, and the
    minutes that may still grow: that of now, and the one before.
    """

    applications: tuple[Application, ...] = ()
    instances: tuple[Instance, ...] = ()
    sessions: tuple[Session, ...] = ()
    jobs: tuple[Job, ...] = ()
    alerts: tuple[Alert, ...] = ()
    rollups: tuple[Rollup, ...] = ()
    beats: Mapping[JobId, bytes] = field(default_factory=dict)
    last_event: int = 0
    boot: str = ""
    tally: Tally = field(default_factory=Tally)


class Store(Protocol):
    """Keeps everything. All but `append` raise StoreError."""

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, durable when it returns.

        There is one tally. A session without an end is the instance's open one. An error report is added to those with its
        fingerprint. An outage without an end is the job's open one; its end leaves the reason that it was first saved with.
        """

    async def keep(self, *records: Record) -> None:
        """As `save`, for what has happened whether or not it can be stored: where this fails, it is written when the store
        works again.
        """

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup] = ()) -> None:
        """Keep a check, the job as it stands after it, and the roll-ups that have grown by it.

        Written in a batch within a second. A second check of the job in the same millisecond may be dropped.
        """

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

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """Of a job, the oldest first: those that begin from `since` until before `until`."""

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        """Of all jobs together: observed and up in seconds, in all periods that begin from `since` on."""

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """Of a job, the newest first: those that last, or ended after `since`."""

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """What an instance has reported, the newest first."""

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """The lives of an instance, the newest first."""

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks."""

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        """Delete about `limit` rows that were over before then, the oldest first as far as that is cheap.

        One short transaction. Returns how many are gone: less than `limit` where none is left. What lasts stays: open outages,
        open sessions.
        """

    async def oldest(self, kind: Kept) -> datetime | None:
        """When the oldest row of a kind began; None where there is none."""

    async def size(self) -> int:
        """How many bytes everything takes up; 0 where that cannot be told."""

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


@dataclass(frozen=True, slots=True)
class Ask:
    """What a probe is to look at: an endpoint that was taken, and the options of its strategy, valid, by their names."""

    endpoint: str
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Probe(Protocol):
    """One way to look at a target. It has no timeout, no retry and no clock of its own.

    Where it is cancelled while it waits for something in particular, a note on the CancelledError says for what, and takes
    the place of "No answer".
    """

    async def __call__(self, ask: Ask) -> Answer:
        """Look once. Raises ProbeError, or OSError where nothing answered."""


class Clock(Protocol):
    """The time, injected."""

    def now(self) -> datetime:
        """The wall clock, UTC: for the journal and for people."""

    def monotonic(self) -> float:
        """Seconds that never jump: for schedules, holds and graces. The same clock as the event loop's."""

    def asleep(self) -> float:
        """For how many seconds this computer has slept that `monotonic` did not count; 0 for ever where that is not told."""


class Listeners(Protocol):
    """Who listens on this machine."""

    async def ports(self) -> frozenset[int] | None:
        """The TCP ports of which somebody who connects to loopback is heard; None where the system does not tell."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user. A second one with the same id takes the place of the first.

    `actions` are (key, label); the one that a click on the notification itself stands for is `open`. `lasts` where good news
    tell of outages as well that are not over.
    """

    id: InstanceId
    title: str
    body: str
    actions: tuple[tuple[str, str], ...] = ()
    is_recovery: bool = False
    lasts: bool = False


class Notifier(Protocol):
    """A way to the user. Both methods raise NotifierError."""

    async def notify(self, notice: Notice) -> None:
        """Show it; returns when it has been accepted for showing."""

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back; nothing happens where it is no longer shown."""
