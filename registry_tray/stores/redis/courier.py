"""Brings what is to be kept to Redis; while that is away it waits in memory, and nobody waits with it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from redis import exceptions

from registry_tray.core.ids import new_id
from registry_tray.core.ports import Record
from registry_tray.core.reports import ErrorReport
from registry_tray.stores.redis.backlog import Argument, Backlog, Key
from registry_tray.stores.redis.link import Link
from registry_tray.stores.redis.troubles import TroubleError, diagnose

logger = logging.getLogger(__name__)

FLUSH = 1.0  # seconds between two writes of checks
PULSE = 5.0  # seconds between two looks at a Redis that seems well
PAUSES = (0.25, 0.5, 1.0, 2.0, 5.0)  # seconds between tries to reach it
CHUNK = 1000  # steps in one call of the script: some milliseconds in which Redis does nothing else

Errors = dict[tuple[str, str], ErrorReport]


class Courier:
    """One task that connects, writes batch after batch, and begins anew after every failure.

    `link` is None while Redis is away or what was gathered meanwhile is not written yet; `absences` tells one such time from
    the next. `known` is all that should be in
    Redis but history: it is written again where Redis has come back without it. `met` is awaited with every new connection
    before anything is written; `on_well` is called when all that waited is.
    """

    def __init__(
        self,
        connect: Callable[[], Link],
        owner: str,
        place: str,
        on_problem: Callable[[str], None],
        met: Callable[[Link], Awaitable[bool]],
        on_well: Callable[[], None],
    ) -> None:
        self._connect = connect
        self._owner = owner
        self._place = place
        self._on_problem = on_problem
        self._met = met
        self._on_well = on_well
        self.link: Link | None = None
        self.known: dict[Key, Record] = {}
        self.backlog = Backlog()
        self.tried = asyncio.Event()
        self.absences = 0
        self._problem = ""
        self._wake = asyncio.Event()
        self._closing = False
        self._next_pulse = 0.0
        self._writer = new_id()
        self._written = 0
        self._acknowledged = ""
        self._doubt: tuple[str, Errors] | None = None
        self._forced = False

    def wake(self) -> None:
        """There is something to write."""
        self._wake.set()

    def look(self) -> None:
        """Somebody doubts that it is well."""
        self._next_pulse = 0.0
        self.wake()

    def close(self) -> None:
        """Write what is there, and let `run` end."""
        self._closing = True
        self.wake()

    async def written(self) -> None:
        """Returns when what is in the backlog now is in Redis, or at once where Redis is away."""
        if self.link is None:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.backlog.waiting.append(future)
        self.wake()
        await future

    async def run(self) -> None:
        """Until `close`."""
        failures = 0
        while True:
            link = self._connect()
            try:
                words = await link.open(self._owner)
                await self._catch_up(link)
                self.link = link
                self.absences += 1  # the next one, should there be one
                failures = 0
                self._back(words)
                await self._serve(link)
            except (exceptions.RedisError, OSError, TroubleError) as error:
                failures = self._away(diagnose(error), failures)
            except Exception as error:  # the next try may succeed
                logger.exception("writing to Redis failed")
                failures = self._away(diagnose(error), failures)
            finally:
                self.link = None
                await self._hang_up(link)
            if self._closing:
                return
            await self._pause(PAUSES[min(failures, len(PAUSES)) - 1] if failures else 0)

    async def _pause(self, seconds: float) -> None:
        until = asyncio.get_running_loop().time() + seconds
        with suppress(TimeoutError):
            async with asyncio.timeout_at(until):
                while not self._closing:
                    self._wake.clear()
                    await self._wake.wait()

    async def _hang_up(self, link: Link) -> None:
        with suppress(exceptions.RedisError, OSError):
            await link.close(self._owner if self._closing else "")

    async def _serve(self, link: Link) -> None:
        loop = asyncio.get_running_loop()
        self._next_pulse = loop.time() + PULSE
        while self.backlog or not self._closing:
            if loop.time() >= self._next_pulse:
                self._say(await link.pulse(self._owner))
                self._next_pulse = loop.time() + PULSE
            try:
                async with asyncio.timeout_at(self._next_pulse):
                    await self._wake.wait()
            except TimeoutError:
                continue
            self._wake.clear()
            await self._write(link)

    async def _catch_up(self, link: Link) -> None:
        written = await link.written()
        if self._doubt is not None:
            token, errors = self._doubt
            if token == written:
                self._acknowledged = token
            else:
                self.backlog.save(errors.values())
            self._doubt = None
        if await self._met(link):
            self._forced = True
        elif self._acknowledged and written != self._acknowledged:
            logger.warning(
                "Redis at %s has come back without the last that it had; all that is known is written again", self._place
            )
            everything = Backlog()
            everything.save(self.known.values())
            everything.then(self.backlog)
            self.backlog = everything
            self._forced = True
        while self.backlog:
            await self._write(link)
        self._forced = False

    async def _write(self, link: Link) -> None:
        """Write the backlog. What has failed is put back in front of what has come since."""
        batch, self.backlog = self.backlog, Backlog()
        try:
            for chunk, errors in _chunks(batch, forced=self._forced):
                await self._send(link, batch, chunk, errors)
        except BaseException:
            batch.then(self.backlog)
            self.backlog = batch
            raise
        if batch.lost:
            logger.warning("%d checks, errors or rows of the journal had no room while Redis was away", batch.lost)
        _release(batch)

    async def _send(self, link: Link, batch: Backlog, chunk: list[tuple[Argument, ...]], errors: list[tuple[str, str]]) -> None:
        self._written += 1
        token = f"{self._writer}:{self._written}"
        # Only errors are counted, so only for them it matters whether a step whose answer is lost was done.
        self._doubt = token, {key: batch.errors.pop(key) for key in errors}
        await link.apply(self._owner, token, chunk)
        self._doubt = None
        self._acknowledged = token

    def _away(self, trouble: TroubleError, failures: int) -> int:
        """How many tries have failed: none where a connection was lost that worked; that is tried again before it is told."""
        was_well, self.link = self.link is not None, None
        self.tried.set()
        _release(self.backlog)
        if was_well:
            return 0
        self._say(trouble.told(self._place))
        return failures + 1

    def _back(self, words: str) -> None:
        self.tried.set()
        self._on_well()
        self._say(words)

    def _say(self, words: str) -> None:
        if words == self._problem:
            return
        if words:
            logger.warning("%s", words)
        else:
            logger.info("Redis at %s is well again", self._place)
        self._problem = words
        self._on_problem(words)


def _release(batch: Backlog) -> None:
    waiting, batch.waiting = batch.waiting, []
    for future in waiting:
        if not future.done():
            future.set_result(None)


def _chunks(batch: Backlog, *, forced: bool) -> Iterator[tuple[list[tuple[Argument, ...]], list[tuple[str, str]]]]:
    """Groups that belong together stay together; each chunk with the keys of the errors in it."""
    chunk: list[tuple[Argument, ...]] = []
    errors: list[tuple[str, str]] = []
    for group in batch.groups(forced=forced):
        chunk += group
        errors += [(str(step[1]), str(step[2])) for step in group if step[0] == "error"]
        if len(chunk) >= CHUNK:
            yield chunk, errors
            chunk, errors = [], []
    if chunk:
        yield chunk, errors
