"""Uptime and the heartbeat bar, from the checks as they come."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Check, Job, JobId
from registry_tray.core.ports import Hour
from registry_tray.core.status import Health, Result

BEATS = 40
HOURS = 24
_NONE = Histogram()


class _Series:
    __slots__ = ("beats", "hours", "tick")

    def __init__(self, beats: bytes = b"") -> None:
        self.beats = beats
        self.hours: list[Hour] = []
        self.tick: float | None = None


class Stats:
    """The last results and the uptime of every job, kept small: a byte a beat, a row an hour."""

    def __init__(self, beats: Mapping[JobId, bytes] | None = None, hours: Iterable[Hour] = ()) -> None:
        self._series: dict[JobId, _Series] = {job_id: _Series(row[-BEATS:]) for job_id, row in (beats or {}).items()}
        for hour in hours:
            self._series.setdefault(hour.job_id, _Series()).hours.append(hour)

    def observe(self, job: Job, check: Check) -> Hour | None:
        """Take in a check. Returns the hour that it belongs to, None where the check told nothing.

        A check speaks for the time since the one before it, but at most for two intervals:
        what lies further back was not observed.
        """
        series = self._series.setdefault(job.id, _Series())
        series.beats = (series.beats + bytes((check.result,)))[-BEATS:]
        last, series.tick = series.tick, check.tick
        if check.result is Result.INCONCLUSIVE:
            return None
        start = int(check.at.timestamp()) // 3600
        hours = series.hours
        if not hours or hours[-1].start != start:
            lean = (_lean(row) for row in hours if row.start > start - HOURS)
            series.hours = hours = [*lean, Hour(job.id, start)]
        hour = hours[-1]
        starting = job.health is Health.STARTING and not check.result.is_up
        if last is not None and not starting:
            # An application that has not started yet is not down.
            seconds = min(check.tick - last, 2 * job.interval.total_seconds())
            hour.observed += seconds
            hour.up += seconds if check.result.is_up else 0.0
        if check.latency is not None and check.result.is_up:
            hour.latencies.add(check.latency)
        return hour

    def forget(self, job_id: JobId) -> None:
        """Nothing is asked of this job any more."""
        self._series.pop(job_id, None)

    def restart(self, job_id: JobId) -> None:
        """Nothing was observed between the last check and the next one."""
        if job_id in self._series:
            self._series[job_id].tick = None

    def beats(self, job_id: JobId) -> bytes:
        """The last results, oldest first, a `Result` a byte."""
        series = self._series.get(job_id)
        return series.beats if series else b""

    def day(self, job_id: JobId, now: datetime) -> tuple[float, float]:
        """For how many seconds of the last day it was observed, and for how many of them it was up."""
        series = self._series.get(job_id)
        first = int(now.timestamp()) // 3600 - HOURS
        recent = [hour for hour in series.hours if hour.start > first] if series else []
        return sum(hour.observed for hour in recent), sum(hour.up for hour in recent)

    def uptime(self, job_id: JobId, now: datetime) -> float | None:
        """The share of the observed time of the last day in which the target was up, 0 to 1; None where nothing was observed."""
        observed, up = self.day(job_id, now)
        return up / observed if observed else None


def _lean(hour: Hour) -> Hour:
    """An hour that is over, without its latencies: the store has them, and a day of them weighs too much."""
    return Hour(hour.job_id, hour.start, hour.observed, hour.up, _NONE)
