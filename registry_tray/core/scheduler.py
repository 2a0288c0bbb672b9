"""When each job runs: on time without drift, one check in flight a job, spread out, and never too many at once."""

import asyncio
import functools
import heapq
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from urllib.parse import urlsplit

from registry_tray.core.health import period
from registry_tray.core.models import Job, JobId
from registry_tray.core.places import SLOW, Places
from registry_tray.core.status import Health
from registry_tray.core.targets import PUSH

logger = logging.getLogger(__name__)

TICK = 0.004  # seconds; jobs that fall due within one tick share a timer
SWEEP = 3.0  # seconds over which the first checks after a sleep are spread


class _Entry:
    __slots__ = ("again", "due", "host", "job", "queued", "spread", "started", "task")

    def __init__(self, job: Job, due: float, host: str) -> None:
        self.job = job
        self.due = due
        self.host = host
        self.started: float | None = None
        self.task: asyncio.Task[None] | None = None
        self.again = False
        self.queued = False
        self.spread = job.health is Health.STARTING


class Scheduler:
    """Runs `check` for every started job; it returns the job as it then stands, None where that job has been overtaken. `pace`
    is how long after a check the next one is due.

    A check that hangs frees its place after a moment, so that hanging targets delay nobody else.
    """

    def __init__(
        self,
        check: Callable[[Job], Awaitable[Job | None]],
        concurrency: int = 64,
        per_host: int = 4,
        rng: random.Random | None = None,
        pace: Callable[[Job], timedelta] = period,
    ) -> None:
        self._check = check
        self._pace = pace
        self.places: Places[_Entry] = Places(concurrency, per_host)
        self._random = rng or random.Random()
        self._entries: dict[JobId, _Entry] = {}
        self._heap: list[tuple[float, int, _Entry]] = []
        self._sequence = 0
        self._waiting: dict[str, deque[_Entry]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at = float("inf")
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Run the started jobs until cancelled; then no check is in flight."""
        self._loop = asyncio.get_running_loop()
        try:
            self._on_timer()
            await self._loop.create_future()
        finally:
            self._loop = None
            if self._timer:
                self._timer.cancel()
            tasks = tuple(self._tasks)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def start(self, job: Job, *, stagger: bool = False) -> None:
        """Run a job from now on, in the place of what ran under its id; with `stagger` the first time within its interval."""
        self.stop(job.id)
        if not job.active or not job.endpoint:
            return
        delay = 0.0
        if job.type == PUSH:
            delay = self._pace(job).total_seconds()
        elif stagger:
            delay = self._random.uniform(0, self._pace(job).total_seconds())
        entry = _Entry(job, self._time() + delay, urlsplit(job.endpoint).netloc)
        self._entries[job.id] = entry
        self._push(entry)

    def stop(self, job_id: JobId) -> None:
        """Run a job no more. A check in flight is cancelled."""
        entry = self._entries.pop(job_id, None)
        if entry is not None and entry.task is not None:
            entry.task.cancel()

    def wake(self, job_id: JobId, *, spread: bool = False) -> None:
        """Check a job now; where a check is in flight, once more after it.

        With `spread` those woken together part again, and a check that has just begun is what was asked for: two failures at
        once would count as two in a row.
        """
        entry = self._entries.get(job_id)
        if entry is None or entry.job.type == PUSH:  # which cannot be asked: it calls
            return
        entry.spread = entry.spread or spread
        if entry.started is not None:
            entry.again = entry.again or not spread or self._time() - entry.started >= SLOW
        elif not entry.queued:
            entry.due = self._time()
            self._push(entry)

    def resume(self, spread: float = SWEEP) -> None:
        """This computer was asleep: checks in flight are dropped, and every job runs anew within `spread` seconds."""
        for entry in tuple(self._entries.values()):
            if entry.task is not None:
                entry.task.cancel()
            again = _Entry(entry.job, 0.0, entry.host)
            again.spread = True
            wait = self._pace(entry.job).total_seconds() if entry.job.type == PUSH else self._random.uniform(0.0, spread)
            again.due = self._time() + wait
            self._entries[entry.job.id] = again
            self._push(again)

    def postpone(self, job: Job) -> None:
        """The job has been heard of: go on from how it stands now, a whole period from now."""
        entry = self._entries.get(job.id)
        if entry is not None:
            entry.job = job
            entry.due = self._time() + self._pace(job).total_seconds()
            self._push(entry)

    def wake_all(self) -> None:
        """Check every job now."""
        for job_id in tuple(self._entries):
            self.wake(job_id)

    @property
    def in_flight(self) -> int:
        """How many checks are running."""
        return len(self.places)

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _push(self, entry: _Entry) -> None:
        self._sequence += 1
        heapq.heappush(self._heap, (entry.due, self._sequence, entry))
        self._arm(entry.due)

    def _arm(self, due: float) -> None:
        if self._loop is None:
            return
        at = max(due, self._loop.time() + (TICK if due > self._loop.time() else 0.0))
        if at < self._timer_at:
            if self._timer:
                self._timer.cancel()
            self._timer_at = at
            self._timer = self._loop.call_at(at, self._on_timer)

    def _on_timer(self) -> None:
        self._timer, self._timer_at = None, float("inf")
        now = self._time()
        while self._heap and self._heap[0][0] <= now + TICK / 2:
            due, _, entry = heapq.heappop(self._heap)
            if self._is_current(entry) and entry.due == due and entry.started is None and not entry.queued:
                entry.queued = True
                self._waiting.setdefault(entry.host, deque()).append(entry)
        self._launch(now)
        if self._heap:
            self._arm(self._heap[0][0])
        if self._waiting:
            self._arm(now + SLOW)

    def _launch(self, now: float) -> None:
        for host in tuple(self._waiting):
            queue = self._waiting[host]
            while queue and self.places.has_room_at(host, now):
                if not self.places.has_room(now):
                    return
                entry = queue.popleft()
                if self._is_current(entry):
                    self._begin(entry, now)
            if not queue:
                del self._waiting[host]

    def _begin(self, entry: _Entry, now: float) -> None:
        entry.queued = False
        entry.started = now
        self.places.take(entry, entry.host, now)
        entry.task = asyncio.get_running_loop().create_task(self._run_one(entry), name=f"check {entry.job.id}")
        self._tasks.add(entry.task)
        entry.task.add_done_callback(functools.partial(self._on_done, entry))

    def _on_done(self, entry: _Entry, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if entry.task is task:  # cancelled before it began
            self._end(entry)

    async def _run_one(self, entry: _Entry) -> None:
        job: Job | None = entry.job
        try:
            job = await self._check(entry.job)
        except Exception:
            logger.exception("a check of %s ended in a fault of our own", entry.job.endpoint)
        finally:
            self._end(entry)
        if job is not None and self._is_current(entry):
            entry.job = job
            self._plan(entry)
            self._push(entry)
        if self._waiting and self._loop is not None:
            self._launch(self._time())

    def _end(self, entry: _Entry) -> None:
        entry.started = entry.task = None
        self.places.leave(entry, entry.host)

    def _plan(self, entry: _Entry) -> None:
        """The next time: a period after the last planned one, whatever the check took; missed times are skipped."""
        now, step = self._time(), self._pace(entry.job).total_seconds()
        if entry.again:
            entry.again, entry.due = False, now
            return
        if entry.spread and entry.job.health is Health.UP:
            # Those that started together must not be checked together for ever.
            entry.spread = False
            entry.due = now + self._random.uniform(0.1, 1.0) * step
            return
        entry.due += step
        if entry.due <= now:
            entry.due += step * ((now - entry.due) // step + 1)

    def _is_current(self, entry: _Entry) -> bool:
        return self._entries.get(entry.job.id) is entry
