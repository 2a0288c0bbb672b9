"""The store in a Redis; while that is away it goes on in memory."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec
from redis import exceptions

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Rollup
from registry_tray.core.status import AlertState
from registry_tray.core.tally import Tally
from registry_tray.redis_url import RedisUrl
from registry_tray.stores.memory import MemoryStore
from registry_tray.stores.redis import courier, queries, spare
from registry_tray.stores.redis.backlog import MOST_CHECKS, key_of
from registry_tray.stores.redis.courier import Courier
from registry_tray.stores.redis.history import History
from registry_tray.stores.redis.link import PATIENCE, Link

logger = logging.getLogger(__name__)

Found = Callable[[Snapshot], Awaitable[None]]


async def _ignore(_: Snapshot) -> None:
    """Nothing goes on that could take it in."""


class RedisStore(History):
    """Keeps everything under a prefix that only `owner` writes to. What is saved while Redis is away is answered, and written
    when it is back; until then what is asked for is what has come in meanwhile.

    `on_problem` hears in words what is wrong, and "" when nothing is. `on_found` gets what Redis held where it was away at
    `load`, before what was saved since is written over it.
    """

    def __init__(
        self,
        url: RedisUrl,
        prefix: str,
        owner: str,
        on_problem: Callable[[str], None] = lambda _: None,
        on_found: Found | None = None,
        patience: float = PATIENCE,
        spare_file: Path | None = None,
    ) -> None:
        connect = partial(Link, url, prefix, patience)
        super().__init__(url.shown, Courier(connect, owner, url.shown, on_problem, self._meet, self._forget_spare))
        self._on_found = on_found or _ignore
        self._spare = spare_file
        self._removal: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unread: datetime | None = None
        self._remembered = 0
        self._absence = 0

    @property
    def is_away(self) -> bool:
        """Whether what is saved now stays in memory for the time being."""
        return self._courier.link is None

    async def open(self) -> None:
        """Returns when Redis has been tried once; it may be away."""
        if self._spare is not None:
            self._courier.backlog = await asyncio.to_thread(spare.read, self._spare)
            for record in self._courier.backlog.records.values():
                self._know_record(record)
        self._task = asyncio.get_running_loop().create_task(self._courier.run(), name="redis")
        await self._courier.tried.wait()

    async def flush(self) -> None:
        """Write what was appended; returns when that is in Redis, or at once where that is away."""
        await self._courier.written()

    async def close(self) -> None:
        """Write what is waiting; where Redis does not answer, into the spare file, which the next start takes in."""
        if self._timer is not None:
            self._timer.cancel()
        self._courier.close()
        if self._task is not None:
            await self._task
        if self._removal is not None:
            await self._removal
        if self._courier.backlog and self._spare is not None:
            try:
                await asyncio.to_thread(spare.write, self._spare, self._courier.backlog)
            except OSError as error:
                logger.warning("what Redis at %s did not take is lost: %s", self._place, error)

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history. Where Redis is away: what waits for it, and `on_found` gets the rest later."""
        link = self._courier.link
        if link is not None:
            try:
                found = await queries.load(link, now)
            except msgspec.MsgspecError as error:
                raise self.unreadable(error) from error
            except (exceptions.RedisError, OSError):
                self._courier.look()
            else:
                self._know(found)
                return found
        self._unread = now
        # The rows of the journal that are numbered now must come after all that Redis may hold.
        return self._expected(int(now.timestamp() * 1000))

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing; in Redis when it returns, or in memory where that is away."""
        for record in records:
            if not isinstance(record, (StatusEvent, ErrorReport, Outage, Rollup)):
                self._know_record(record)
        self._courier.backlog.save(records)
        if self.is_away:
            await self._remember().save(*records)
        await self._courier.written()

    async def keep(self, *records: Record) -> None:
        """As `save`, which goes on in memory where Redis is away."""
        await self.save(*records)

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup] = ()) -> None:
        """Keep a check and the job as it stands after it; written within a second."""
        known = self._courier.known.get((Job, job.id))
        if isinstance(known, Job) and known.epoch == job.epoch:
            self._courier.known[Job, job.id] = job
        self._courier.backlog.append(job, check, rollups)
        if self.is_away and self._remembered < MOST_CHECKS:
            self._remembered += 1
            self._remember().append(job, check, rollups)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(courier.FLUSH, self._flush)

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks."""
        self._courier.known.pop((Job, job_id), None)
        self._courier.backlog.delete_job(job_id)
        if self.is_away:
            await self._memory.delete_job(job_id)
        await self._courier.written()

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""
        known = self._courier.known
        gone = [key for key, record in known.items() if instance_id in (key[1], getattr(record, "instance_id", None))]
        for key in gone:
            del known[key]
        self._courier.backlog.delete_instance(instance_id)
        if self.is_away:
            await self._memory.delete_instance(instance_id)
        await self._courier.written()

    async def mark_boot(self, boot: str) -> None:
        """Remember on which boot of the machine the registry last ran."""
        self._courier.backlog.boot = boot
        await self._courier.written()

    # -- within

    def _remember(self) -> MemoryStore:
        """The memory for the time in which Redis is away; a new one each time."""
        if self._absence != self._courier.absences:
            self._absence = self._courier.absences
            self._memory, self._remembered = MemoryStore(), 0
        return self._memory

    def _flush(self) -> None:
        self._timer = None
        self._courier.wake()

    async def _meet(self, link: Link) -> bool:
        """Where Redis was away at the start: take in what it held. Whether it was so."""
        if self._unread is None:
            return False
        found = queries.without(await queries.load(link, self._unread), {key for _, key in self._courier.backlog.deleted})
        for held in found.rollups:
            mine = self._courier.backlog.rollups.get((held.job_id, held.period, held.start))
            if mine is not None:
                mine.observed, mine.up = mine.observed + held.observed, mine.up + held.up
                mine.latencies.merge((held.latencies,))
        await self._on_found(found)
        self._unread = None
        newer = dict(self._courier.known)
        self._know(found)
        self._courier.known |= newer
        return True

    def _expected(self, last_event: int) -> Snapshot:
        """What should be in Redis, as far as is known here."""
        known = self._courier.known.values()
        states = self._courier.backlog.states
        jobs = [job for job in known if isinstance(job, Job)]
        return Snapshot(
            tuple(each for each in known if isinstance(each, Application)),
            tuple(each for each in known if isinstance(each, Instance)),
            tuple(each for each in known if isinstance(each, Session)),
            tuple(state if (state := states.get(job.id)) and state.epoch == job.epoch else job for job in jobs),
            tuple(each for each in known if isinstance(each, Alert)),
            last_event=last_event,
            tally=next((each for each in known if isinstance(each, Tally)), Tally()),
        )

    def _forget_spare(self) -> None:
        """What was in the file is in Redis now, and must not come again."""
        if self._spare is not None and self._removal is None:
            remove = partial(self._spare.unlink, missing_ok=True)
            self._removal = asyncio.get_running_loop().run_in_executor(None, remove)

    def _know(self, found: Snapshot) -> None:
        records: tuple[Record, ...] = (
            *found.applications,
            *found.instances,
            *found.sessions,
            *found.jobs,
            *found.alerts,
            found.tally,
        )
        for record in records:
            self._know_record(record)

    def _know_record(self, record: Record) -> None:
        key, known = key_of(record), self._courier.known
        if (isinstance(record, Session) and record.ended_at) or (isinstance(record, Alert) and record.state is AlertState.QUIET):
            known.pop(key, None)
            return
        before = known.get(key)
        if not (isinstance(record, Job) and isinstance(before, Job) and before.epoch > record.epoch):
            known[key] = record
