"""Uptime and the heartbeat bar, from the checks as they come."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Check, Job, JobId
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import Health, Result

BEATS = 40
HOURS = 24
BACK = 120.0  # seconds by which the wall clock may be set back without a minute being begun anew
_MINUTE = Period.MINUTE.value
_NONE = Histogram()


class _Series:
    __slots__ = ("beats", "epoch", "hours", "minute", "tick")

    def __init__(self, beats: bytes = b"") -> None:
        self.beats = beats
        self.hours: list[Rollup] = []
        self.minute: Rollup | None = None
        self.tick: float | None = None
        self.epoch: int | None = None


class Stats:
    """The last results and the uptime of every job, kept small: a byte a beat, a row an hour, and the present minute."""

    def __init__(self, beats: Mapping[JobId, bytes] | None = None, rollups: Iterable[Rollup] = ()) -> None:
        self._series: dict[JobId, _Series] = {job_id: _Series(row[-BEATS:]) for job_id, row in (beats or {}).items()}
        for rollup in sorted(rollups, key=lambda rollup: rollup.start):
            series = self._series.setdefault(rollup.job_id, _Series())
            if rollup.period is Period.HOUR:
                series.hours[-1:] = [*map(_lean, series.hours[-1:]), rollup]
            elif rollup.period is Period.MINUTE:
                series.minute = rollup

    def take_in(self, beats: Mapping[JobId, bytes], rollups: Iterable[Rollup]) -> None:
        """Put these, which the store held while it was away, before what has been seen since; known roll-ups stay."""
        for job_id, row in beats.items():
            series = self._series.setdefault(job_id, _Series())
            series.beats = (row + series.beats)[-BEATS:]
        for rollup in rollups:
            series = self._series.setdefault(rollup.job_id, _Series())
            if rollup.period is Period.HOUR and all(known.start != rollup.start for known in series.hours):
                newest = not series.hours or series.hours[-1].start < rollup.start
                series.hours = sorted((*series.hours, rollup if newest else _lean(rollup)), key=lambda hour: hour.start)
            elif rollup.period is Period.MINUTE and (series.minute is None or series.minute.start < rollup.start):
                series.minute = rollup

    def observe(self, job: Job, check: Check) -> tuple[Rollup, ...]:
        """Take in a check. Returns the minutes and hours that have grown by it: none where it told nothing.

        A check speaks for the time since the one before it in the same life, but at most for two intervals:
        what lies further back was not observed.
        """
        series = self._series.setdefault(job.id, _Series())
        series.beats = (series.beats + bytes((check.result,)))[-BEATS:]
        last = series.tick if series.epoch == check.epoch else None
        series.tick, series.epoch = check.tick, check.epoch
        if check.result is Result.INCONCLUSIVE:
            return ()
        up = check.result.is_up
        starting = job.health is Health.STARTING and not up
        # An application that has not started yet is not down.
        seconds = 0.0 if last is None or starting else max(0.0, min(check.tick - last, 2 * job.interval.total_seconds()))
        grown = _spread(series, job.id, check.at, seconds, up=up)
        if check.latency is not None and up:
            for rollup in grown[-2:]:
                rollup.latencies.add(check.latency)
        return grown

    def missed(self, job_id: JobId, seconds: float, now: datetime) -> tuple[Rollup, ...]:
        """Take in that what it watches was away so long until now. Returns the minutes and hours that have grown."""
        series = self._series.setdefault(job_id, _Series())
        series.tick = None
        return _spread(series, job_id, now, seconds, up=False)

    def forget(self, *job_ids: JobId) -> None:
        """Nothing is asked of these jobs any more."""
        for job_id in job_ids:
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
        first = Period.HOUR.number(now) - HOURS
        recent = [hour for hour in series.hours if hour.start > first] if series else []
        return sum(hour.observed for hour in recent), sum(hour.up for hour in recent)

    def uptime(self, job_id: JobId, now: datetime) -> float | None:
        """The share of the observed time of the last day in which the target was up, 0 to 1; None where nothing was observed."""
        observed, up = self.day(job_id, now)
        return up / observed if observed else None


def _minutes(open_: Rollup | None, end: float, seconds: float) -> Iterator[tuple[int, float]]:
    """The minutes in which the `seconds` up to `end` (since 1970) lie, and how many in each; the last is the one of `end`.

    None is before the open one, for those are written: not even where the clock was set back a little.
    """
    first, last = int(end - seconds) // _MINUTE, int(end) // _MINUTE
    if open_ is not None and (open_.start - last) * _MINUTE < BACK:
        last = max(last, open_.start)
        first = max(first, open_.start)
    for number in range(first, last):
        share = max(0.0, seconds - (end - (number + 1) * _MINUTE))
        seconds -= share
        yield number, share
    yield last, seconds


def _spread(series: _Series, job_id: JobId, end: datetime, seconds: float, *, up: bool) -> tuple[Rollup, ...]:
    """The minutes and hours in which the `seconds` up to `end` lie, grown by them; the last two are those of `end`."""
    grown: list[Rollup] = []
    for number, share in _minutes(series.minute, end.timestamp(), seconds):
        hour = _hour(series, job_id, number * _MINUTE // Period.HOUR.value)
        minute = _minute(series, job_id, number)
        grown = [*(each for each in grown if each is not hour), minute, hour]
        for rollup in (minute, hour):
            rollup.observed += share
            rollup.up += share if up else 0.0
    return tuple(grown)


def _minute(series: _Series, job_id: JobId, number: int) -> Rollup:
    if series.minute is None or series.minute.start != number:
        series.minute = Rollup(job_id, Period.MINUTE, number)
    return series.minute


def _hour(series: _Series, job_id: JobId, number: int) -> Rollup:
    if not series.hours or series.hours[-1].start != number:
        kept = (_lean(row) for row in series.hours if number - HOURS < row.start < number)
        series.hours = [*kept, Rollup(job_id, Period.HOUR, number)]
    return series.hours[-1]


def _lean(hour: Rollup) -> Rollup:
    """An hour that is over, without its latencies: the store has them, and a day of them weighs too much."""
    return Rollup(hour.job_id, hour.period, hour.start, hour.observed, hour.up, _NONE)
