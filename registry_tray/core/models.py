"""What the registry keeps: applications, their instances and sessions, the jobs that watch them, and what was seen."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from registry_tray.core.acknowledgement import Acknowledgement as Acknowledgement
from registry_tray.core.alert import Alert as Alert
from registry_tray.core.ids import AppId as AppId
from registry_tray.core.ids import Identifier as Identifier
from registry_tray.core.ids import InstanceId as InstanceId
from registry_tray.core.ids import JobId as JobId
from registry_tray.core.ids import SessionId as SessionId
from registry_tray.core.ids import new_id as new_id
from registry_tray.core.secrets import mask_url
from registry_tray.core.session import Session as Session
from registry_tray.core.spec import NO_WISHES, JobSpec, Policy, Wishes
from registry_tray.core.status import EventKind, Health, Registration, Result, Status
from registry_tray.phrases import remark

UNSTABLE = 3  # failures after a good answer among the last ...
BLIPS = 60  # ... checks
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
NOTHING_TO_CHECK = remark("Not checked: its registration names no health URL and no server port")


@dataclass(frozen=True, slots=True)
class Application:
    """A program, whatever the number of its running instances. `own` is what a person has set for it."""

    id: AppId
    created_at: datetime
    own: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True)
class Instance:
    """One running copy of an application: what the REST API calls an application record.

    `port` is the server port where that is what tells it from its siblings. `data` is the free JSON of the registration,
    secrets masked; `health` is the health declaration as it was sent. `ttl` is how long it may be silent, `lease_ends` until
    when it has time. `ended_at` and `ending` say when and why it no longer runs, `restart_time` how long a restart takes it.
    """

    id: InstanceId
    app_id: AppId
    identifier: Identifier
    hostname: str
    created_at: datetime
    updated_at: datetime
    registered_at: datetime
    environment: str | None = None
    port: int | None = None
    label: str = ""
    description: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    health: dict[str, Any] | None = None
    registration: Registration = Registration.ACTIVE
    muted_until: datetime | None = None
    tags: tuple[str, ...] = ()
    links: dict[str, str] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    ttl: timedelta | None = None
    lease_ends: datetime | None = None
    ended_at: datetime | None = None
    ending: str = ""
    is_pinned: bool = False
    acknowledged: Acknowledgement | None = None
    mute_ends_on_recovery: bool = False
    restart_time: timedelta | None = None

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.label or self.app_id

    def is_muted(self, now: datetime) -> bool:
        """Whether its popups are held back at this moment."""
        return self.muted_until is not None and now < self.muted_until

    def ended(self, how: Registration, now: datetime, why: str = "") -> "Instance":
        """The instance after its life has ended."""
        return replace(self, registration=how, updated_at=now, ended_at=now, ending=why, lease_ends=None, acknowledged=None)

    def renewed(self, now: datetime) -> "Instance":
        """The instance after a sign of life."""
        return replace(self, lease_ends=now + self.ttl) if self.ttl else self


@dataclass(frozen=True, slots=True)
class Job:
    """What is checked, how often, and what the checks have shown so far.

    `asked` is what was asked for, from which `interval`, `timeout` and `policy` follow with the settings in force, and with
    what a person has set for its application (`own`).
    `epoch` grows with every life of the instance; the result of a check that began in an older epoch is dropped.
    `down_since` is the first failure of the present outage, or when its target ended unasked. `grace_ends` is a reading of the
    monotonic clock. `blips` has a bit for each of the last 60 checks, set where a good answer was followed by a failure.
    """

    id: JobId
    instance_id: InstanceId
    type: str
    endpoint: str
    interval: timedelta
    timeout: timedelta
    created_at: datetime
    asked: JobSpec
    policy: Policy = Policy()
    own: Wishes | None = None
    active: bool = True
    is_paused: bool = False
    epoch: int = 0
    health: Health = Health.UNKNOWN
    degraded: bool = False
    blips: int = 0
    reason: str = ""
    failures: int = 0
    successes: int = 0
    ping_count: int = 0
    error_count: int = 0
    timeout_count: int = 0
    latency: timedelta | None = None
    first_tested_at: datetime | None = None
    last_tested_at: datetime | None = None
    changed_at: datetime | None = None
    down_since: datetime | None = None
    grace_ends: float | None = None

    @property
    def target(self) -> str:
        """The endpoint without its secrets, to be shown."""
        return mask_url(self.endpoint)

    @property
    def name(self) -> str:
        """What it is called among the jobs of its instance."""
        return self.asked.name

    @property
    def unstable(self) -> bool:
        """Whether it failed again and again of late, however short: 3 times within the last 60 checks."""
        return self.blips.bit_count() >= UNSTABLE

    @property
    def is_failing(self) -> bool:
        """Whether the target is broken, as far as is known: DOWN, or not proven to be back."""
        return self.health in (Health.DOWN, Health.RECOVERING)

    def begun(self, now: datetime, tick: float) -> "Job":
        """The job at the start of a new life of its target; an outage that was open stays open until a check succeeds.

        One that a person has paused stays so. A target that begins anew without ever having answered gets more time, but
        three times its grace at most: one that dies while it starts, again and again, must be told at last.
        """
        if self.is_paused:
            return replace(self, epoch=self.epoch + 1)
        grace = self.policy.grace.total_seconds()
        again = self.health is Health.STARTING and self.changed_at is not None
        since = self.changed_at if again and self.changed_at else now
        return replace(
            self,
            active=True,
            epoch=self.epoch + 1,
            health=Health.STARTING if self.endpoint else Health.UNKNOWN,
            degraded=False,
            reason="" if self.endpoint else NOTHING_TO_CHECK,
            failures=0,
            successes=0,
            changed_at=since,
            down_since=self.down_since if self.endpoint and self.health is not Health.SUSPECT else None,
            grace_ends=tick + max(0.0, min(grace, 3 * grace - (now - since).total_seconds())),
        )

    def ended(self, now: datetime) -> "Job":
        """The job after its target has stopped on purpose."""
        return replace(
            self, active=False, epoch=self.epoch + 1, health=Health.UNKNOWN, degraded=False, failures=0, successes=0,
            reason="", changed_at=now, down_since=None, grace_ends=None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a target. `at` is when it began; `latency` is None where nothing answered; `error` says what was wrong."""

    job_id: JobId
    epoch: int
    at: datetime
    result: Result
    latency: timedelta | None = None
    code: int | None = None
    error: str = ""
    tick: float = 0.0


@dataclass(frozen=True, slots=True)
class StatusEvent:
    """A row of the journal. `downtime` is the length of the outage that this row ends; `number` ascends."""

    instance_id: InstanceId
    kind: EventKind
    at: datetime
    description: str = ""
    job_id: JobId | None = None
    downtime: timedelta | None = None
    number: int = 0


def shown_status(instance: Instance, jobs: "list[Job]") -> Status:
    """The one word for an instance: the worst of its registration and of its jobs."""
    match instance.registration:
        case Registration.CRASHED:
            return Status.CRASHED
        case Registration.LOST:
            return Status.LOST
        case Registration.STOPPED | Registration.ARCHIVED:
            return Status.STOPPED
    shown = [job_status(job) for job in jobs]
    return min(shown, key=lambda status: status.rank, default=Status.UNKNOWN)


def job_status(job: Job) -> Status:
    """The one word for a job."""
    if not job.active:
        return Status.PAUSED
    if job.health is Health.UP and job.degraded:
        return Status.DEGRADED
    return Status(job.health.value)
