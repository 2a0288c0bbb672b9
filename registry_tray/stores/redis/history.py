"""What the Redis store gives of its history; while Redis is away, what has come in meanwhile."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

import msgspec
from redis import exceptions

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Check, InstanceId, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.phrases import phrase
from registry_tray.stores.memory import MemoryStore
from registry_tray.stores.redis import pruning, queries
from registry_tray.stores.redis.courier import Courier
from registry_tray.stores.redis.link import Link
from registry_tray.stores.redis.troubles import diagnose

P = ParamSpec("P")
T = TypeVar("T")


class History:
    """Reads over the link of the courier; from memory where there is none."""

    def __init__(self, place: str, courier: Courier) -> None:
        self._place = place
        self._courier = courier
        self._memory = MemoryStore()

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""
        return await self._read(lambda memory: memory.checks(job_id, limit, before), queries.checks, job_id, limit, before)

    async def all_checks(self, limit: int, before: datetime | None = None) -> list[Check]:
        """Of all jobs, newest first."""
        return await self._read(lambda memory: memory.all_checks(limit, before), queries.all_checks, limit, before)

    async def count_checks(self, job_id: JobId | None = None) -> int:
        """How many checks are kept."""
        return await self._read(lambda memory: memory.count_checks(job_id), queries.count_checks, job_id)

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
        return await self._read(
            lambda memory: memory.events(
                limit, instance_id=instance_id, job_id=job_id, before=before, kind=kind, since=since, until=until
            ),
            queries.events, limit, before, instance_id=instance_id, job_id=job_id, kind=kind, since=since, until=until,
        )  # fmt: skip

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """The oldest first."""
        return await self._read(
            lambda memory: memory.rollups(job_id, period, since, until), queries.rollups, job_id, period, since, until
        )

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        """Observed and up in seconds, of all jobs."""
        return await self._read(lambda memory: memory.observed(period, since), queries.observed, period, since)

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """The newest first."""
        return await self._read(lambda memory: memory.outages(job_id, limit, since), queries.outages, job_id, limit, since)

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """Newest first."""
        return await self._read(lambda memory: memory.errors(instance_id, limit), queries.errors, instance_id, limit)

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """Newest first."""
        return await self._read(lambda memory: memory.sessions(instance_id, limit), queries.sessions, instance_id, limit)

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        """Delete about `limit` rows that were over before then; nothing while Redis is away."""
        return await self._read(lambda memory: memory.prune(kind, before, 0), pruning.prune, kind, before, limit)

    async def oldest(self, kind: Kept) -> datetime | None:
        """When the oldest row of a kind began."""
        return await self._read(lambda memory: memory.oldest(kind), pruning.oldest, kind)

    async def size(self) -> int:
        """About how many bytes of Redis' memory our keys take up; 0 while it is away."""
        return await self._read(lambda memory: memory.size(), pruning.size)

    def unreadable(self, error: msgspec.MsgspecError) -> StoreError:
        """Somebody else has written under our prefix."""
        return StoreError(
            phrase("What Redis at {0} holds cannot be read: {1}. Choose another prefix: [store] prefix.", self._place, error)
        )

    async def _read(
        self,
        memory: Callable[[MemoryStore], Awaitable[T]],
        query: Callable[Concatenate[Link, P], Awaitable[T]],
        *values: P.args,
        **named: P.kwargs,
    ) -> T:
        link = self._courier.link
        if link is None:
            return await memory(self._memory)
        try:
            return await query(link, *values, **named)
        except msgspec.MsgspecError as error:
            raise self.unreadable(error) from error
        except (exceptions.RedisError, OSError) as error:
            self._courier.look()
            raise StoreError(
                phrase("{0} What it holds cannot be shown until then.", diagnose(error).told(self._place))
            ) from error
