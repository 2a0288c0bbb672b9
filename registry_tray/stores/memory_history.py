"""The history of the store that forgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from registry_tray.core.models import Check, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup

K = TypeVar("K")
T = TypeVar("T")

_PERIODS = {Kept.MINUTES: Period.MINUTE, Kept.HOURS: Period.HOUR, Kept.DAYS: Period.DAY}


class MemoryHistory:
    """Checks, roll-ups, outages, the journal, sessions and error reports, in dictionaries."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._sessions: dict[str, Session] = {}
        self._checks: dict[str, dict[datetime, Check]] = {}
        self._rollups: dict[tuple[str, Period, int], Rollup] = {}
        self._outages: dict[tuple[str, datetime], Outage] = {}
        self._events: dict[int, StatusEvent] = {}
        self._errors: dict[tuple[str, str], ErrorReport] = {}

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup] = ()) -> None:
        """Keep a check and the job as it stands after it."""
        self._checks.setdefault(job.id, {})[check.at] = check
        for rollup in rollups:
            self._rollups[rollup.job_id, rollup.period, rollup.start] = rollup.frozen()
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

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """The oldest first."""
        found = [
            each
            for (owner, kind, _), each in self._rollups.items()
            if owner == job_id and kind is period and each.begin >= since and (until is None or each.begin < until)
        ]
        return sorted(found, key=lambda each: each.start)

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        """Observed and up in seconds, of all jobs."""
        found = [each for (_, kind, _), each in self._rollups.items() if kind is period and each.begin >= since]
        return sum(each.observed for each in found), sum(each.up for each in found)

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """The newest first."""
        found = [each for (owner, _), each in self._outages.items() if owner == job_id]
        found = [each for each in found if since is None or each.ended is None or each.ended > since]
        return sorted(found, key=lambda each: each.began, reverse=True)[:limit]

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        """Delete about `limit` rows that were over before then."""
        match kind:
            case Kept.CHECKS:
                gone = 0
                for checks in self._checks.values():
                    gone += _delete(checks, lambda check: check.at < before, limit - gone)
                return gone
            case Kept.OUTAGES:
                return _delete(self._outages, lambda outage: outage.ended is not None and outage.ended < before, limit)
            case Kept.EVENTS:
                gone = _delete(self._events, lambda event: event.at < before, limit)
                gone += _delete(self._sessions, lambda each: each.ended_at is not None and each.ended_at < before, limit - gone)
                return gone + _delete(self._errors, lambda error: error.last_at < before, limit - gone)
        period = _PERIODS[kind]
        return _delete(self._rollups, lambda each: each.period is period and each.start < period.number(before), limit)

    async def oldest(self, kind: Kept) -> datetime | None:
        """When the oldest row of a kind began."""
        match kind:
            case Kept.CHECKS:
                return min((at for checks in self._checks.values() for at in checks), default=None)
            case Kept.OUTAGES:
                return min((began for _, began in self._outages), default=None)
            case Kept.EVENTS:
                return min((event.at for event in self._events.values()), default=None)
        return min((each.begin for each in self._rollups.values() if each.period is _PERIODS[kind]), default=None)

    def _keep(self, record: StatusEvent | ErrorReport | Outage | Rollup) -> None:
        match record:
            case StatusEvent():
                self._events[record.number] = record
            case Rollup():
                self._rollups[record.job_id, record.period, record.start] = record.frozen()
            case Outage():
                self._save_outage(record)
            case ErrorReport():
                known = self._errors.get((record.instance_id, record.fingerprint))
                if known is not None:
                    record = replace(record, count=known.count + record.count, first_at=known.first_at)
                self._errors[record.instance_id, record.fingerprint] = record

    def _save_outage(self, outage: Outage) -> None:
        known = self._outages.get((outage.job_id, outage.began))
        open_ = [key for key, each in self._outages.items() if each.job_id == outage.job_id and each.ended is None]
        for key in open_:
            del self._outages[key]
        self._outages[outage.job_id, outage.began] = replace(known, ended=outage.ended) if known else outage


def _delete(kept: dict[K, T], is_over: Callable[[T], bool], limit: int) -> int:
    over = [key for key, each in kept.items() if is_over(each)][: max(limit, 0)]
    for key in over:
        del kept[key]
    return len(over)
