"""What the window shows at this moment: a row for each instance, and counts that are kept, not counted anew."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from registry_tray.core.models import Alert, Instance, InstanceId, Job, job_status, shown_status
from registry_tray.core.stats import Stats
from registry_tray.core.status import AlertState, Registration, Status
from registry_tray.ui.sayings import say


@dataclass(frozen=True, slots=True)
class Row:
    """An instance as the window shows it. `uptime` is 0 to 1; `beats` one `Result` a byte; `jobs` the worst first."""

    instance: Instance
    jobs: tuple[Job, ...]
    status: Status
    since: datetime
    beats: bytes = b""
    uptime: float | None = None
    alert: Alert | None = None
    is_muted: bool = False

    @property
    def job(self) -> Job | None:
        """The job that speaks for the instance: its worst."""
        return self.jobs[0] if self.jobs else None

    @property
    def is_active(self) -> bool:
        """Whether it says that it runs."""
        return self.instance.registration is Registration.ACTIVE

    @property
    def is_archived(self) -> bool:
        """Whether it was put away."""
        return self.instance.registration is Registration.ARCHIVED

    @property
    def is_troubled(self) -> bool:
        """Whether there is an outage that a person may know of."""
        return self.status.is_failing or self.status is Status.RECOVERING

    @property
    def is_acknowledged(self) -> bool:
        """Whether a person knows of this outage, not of one before it."""
        known = self.instance.acknowledged
        since = self.alert.since if self.alert is not None else self.since
        return known is not None and self.is_troubled and known.at >= since

    @property
    def reason(self) -> str:
        """Why it is as it is: how its life ended, or what its checks have shown."""
        return say((self.job.reason if self.job else "") if self.is_active else self.instance.ending)


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole in one look. Muted instances are counted, but do not make `worst`; archived ones are counted apart."""

    counts: Counter[Status] = field(default_factory=Counter)
    worst: Status | None = None
    failing: tuple[Row, ...] = ()
    paused_until: datetime | None = None
    muted: int = 0
    archived: int = 0


def make_row(instance: Instance, jobs: list[Job], alert: Alert | None, stats: Stats, now: datetime) -> Row:
    """The instance as the window shows it."""
    jobs = sorted(jobs, key=lambda job: job_status(job).rank)
    job = jobs[0] if jobs else None
    status = shown_status(instance, jobs)
    if instance.registration is not Registration.ACTIVE:
        since = instance.ended_at or instance.updated_at
    elif job is None:
        since = instance.registered_at
    else:
        since = job.down_since or job.changed_at or instance.registered_at
    return Row(
        instance,
        tuple(jobs),
        status,
        since,
        stats.beats(job.id) if job else b"",
        stats.uptime(job.id, now) if job else None,
        alert if alert is not None and alert.state is not AlertState.QUIET else None,
        instance.is_muted(now),
    )


class Board:
    """All rows. A change costs the same whether there are ten of them or ten thousand."""

    def __init__(self) -> None:
        self.rows: dict[InstanceId, Row] = {}
        self._counts: Counter[Status] = Counter()
        self._loud: Counter[Status] = Counter()
        self._failing: dict[InstanceId, Row] = {}
        self._muted: dict[InstanceId, Row] = {}
        self._archived = 0
        self._ordered: tuple[Row, ...] | None = ()

    def put(self, instance_id: InstanceId, row: Row | None) -> None:
        """Take the row in, in the place of the one before it; None takes it out."""
        before = self.rows.pop(instance_id, None) if row is None else self.rows.get(instance_id)
        if before is not None:
            self._count(before, -1)
        if row is not None:
            self.rows[instance_id] = row
            self._count(row, +1)

    def muted(self) -> Iterator[Row]:
        """The rows whose instance is muted."""
        return iter(tuple(self._muted.values()))

    def summary(self, paused_until: datetime | None) -> Summary:
        """The whole in one look."""
        if self._ordered is None:
            self._ordered = tuple(sorted(self._failing.values(), key=lambda row: row.since))
        worst = next((status for status in Status if status is not Status.STOPPED and self._loud[status]), None)
        return Summary(self._counts.copy(), worst, self._ordered, paused_until, len(self._muted), self._archived)

    def _count(self, row: Row, step: int) -> None:
        if row.is_archived:
            self._archived += step
            return
        self._counts[row.status] += step
        instance_id = row.instance.id
        if row.is_muted:
            if step > 0:
                self._muted[instance_id] = row
            else:
                self._muted.pop(instance_id, None)
            return
        self._loud[row.status] += step
        if row.status.is_failing:
            self._ordered = None
            if step > 0:
                self._failing[instance_id] = row
            else:
                self._failing.pop(instance_id, None)
