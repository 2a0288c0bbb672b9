"""Stand-ins for what the core asks of the outside, a loop in which minutes pass at once, and makers of records."""

import asyncio
import functools
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, Self

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import NotifierError, StoreError
from registry_tray.core.events import EventBus
from registry_tray.core.models import AppId, Check, Identifier, Instance, InstanceId, Job, JobId
from registry_tray.core.ports import Answer, Ask, Notice, ProbeError, Record, Snapshot
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.spec import JobSpec, Policy
from registry_tray.core.status import Health, Result
from registry_tray.stores.memory import MemoryStore

P = ParamSpec("P")

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
STUCK = 10.0  # real seconds after which a loop that waits for nothing is a failure


def seconds(number: float) -> timedelta:
    """Short for a timedelta."""
    return timedelta(seconds=number)


async def until(condition: Callable[[], object], what: str, timeout: float = 10) -> None:
    """Wait for a condition that somebody else brings about; AssertionError names `what` did not come."""
    try:
        async with asyncio.timeout(timeout):
            while not condition():  # noqa: ASYNC110 # what it asks about has nobody who tells
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"not within {timeout:g} s: {what}") from None


class _JumpingSelector(selectors.DefaultSelector):
    """Where nothing is ready, the time until the next timer is over at once."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            events = super().select(STUCK)
            assert events, "the loop waits for nothing"
            return events
        events = super().select(0)
        if not events and timeout > 0:
            self.now += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds take no time. It starts at 1000, so that nobody takes 0 for the beginning."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        self._jumping.now = 1000.0
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def stand_still(self, duration: float) -> None:
        """The program is stopped for so many seconds, which its clock counts: it finds all its timers late."""
        self._jumping.now += duration


def virtual(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Runs a test on a loop of its own whose seconds take no time."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW
        self.tick = 1000.0
        self.slept = 0.0

    def now(self) -> datetime:
        return self.time

    def monotonic(self) -> float:
        return self.tick

    def asleep(self) -> float:
        return self.slept

    def advance(self, duration: float) -> None:
        """So many seconds pass."""
        self.time += timedelta(seconds=duration)
        self.tick += duration


class LoopClock:
    """Goes with the running loop; `ahead` sets the wall clock, `slept` is sleep that the loop did not count."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self.slept = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.monotonic() - 1000 + self.slept) + self.ahead

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    def asleep(self) -> float:
        return self.slept


class RecordingNotifier:
    """Keeps what it was told; `refusals` notices are refused first, and what `on_notify` does happens meanwhile."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.refused: list[Notice] = []
        self.notices: list[Notice] = []
        self.times: list[float] = []
        self.withdrawn: list[InstanceId] = []
        self.log: list[str] = []
        self.on_notify: Callable[[Notice], Awaitable[object]] | None = None

    @property
    def titles(self) -> list[str]:
        """The headlines so far."""
        return [notice.title for notice in self.notices]

    async def notify(self, notice: Notice) -> None:
        if self.on_notify is not None:
            await self.on_notify(notice)
        if self.refusals > 0:
            self.refusals -= 1
            self.refused.append(notice)
            raise NotifierError("nobody shows notifications")
        self.notices.append(notice)
        self.times.append(asyncio.get_running_loop().time())
        self.log.append(notice.title)

    async def withdraw(self, notice_id: InstanceId) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise NotifierError("nobody shows notifications")
        self.withdrawn.append(notice_id)
        self.log.append("withdrawn")

    async def warm_up(self) -> None:
        """There is nothing to prepare."""

    async def capabilities(self) -> frozenset[str]:
        return frozenset({"actions", "body"})

    async def close(self) -> None:
        """There is nothing to close."""


Script = Answer | BaseException | Callable[[], Awaitable[Answer]]


class FakeProbe:
    """Answers from a script; when that has ended, the last line for ever. Counts how many ask at the same time."""

    def __init__(self, *script: Script) -> None:
        self.script: list[Script] = list(script) or [Answer(200)]
        self.asked: list[str] = []
        self.in_flight = 0
        self.most_in_flight = 0

    def say(self, *script: Script) -> None:
        """From now on."""
        self.script = list(script)

    async def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask.endpoint)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            line = self.script.pop(0) if len(self.script) > 1 else self.script[0]
            if isinstance(line, Answer):
                return line
            if isinstance(line, BaseException):
                raise line
            return await line()
        finally:
            self.in_flight -= 1


async def hang() -> Answer:
    """A target that never answers."""
    await asyncio.get_running_loop().create_future()
    raise AssertionError("it answered")


def refused() -> ConnectionRefusedError:
    """Nobody listens."""
    return ConnectionRefusedError(111, "Connection refused")


def status(code: int) -> ProbeError:
    """The wrong HTTP status."""
    return ProbeError(Result.STATUS, f"HTTP {code}", code)


class FailingStore(MemoryStore):
    """A memory store whose next `failures` writes fail; `gate`, where there is one, holds writes up."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.failures = failures
        self.gate: asyncio.Event | None = None
        self.saves: list[tuple[Record, ...]] = []

    async def save(self, *records: Record) -> None:
        if self.gate is not None:
            await self.gate.wait()
        if self.failures > 0:
            self.failures -= 1
            raise StoreError("The store cannot be written: the disk is full.")
        self.saves.append(records)
        await super().save(*records)


class RecordingRunner:
    """What the registry asked of the scheduler."""

    def __init__(self) -> None:
        self.running: dict[JobId, Job] = {}
        self.started: list[Job] = []
        self.stopped: list[JobId] = []
        self.woken: list[JobId] = []
        self.postponed: list[Job] = []

    def start(self, job: Job) -> None:
        self.started.append(job)
        self.running[job.id] = job

    def stop(self, job_id: JobId) -> None:
        self.stopped.append(job_id)
        self.running.pop(job_id, None)

    def wake(self, job_id: JobId) -> None:
        self.woken.append(job_id)

    def postpone(self, job: Job) -> None:
        self.postponed.append(job)


class Heard:
    """Every event of these types, in order."""

    def __init__(self, bus: EventBus, *kinds: type[Any]) -> None:
        self.events: list[Any] = []
        for kind in kinds:
            bus.subscribe(kind, self.events.append)


def make_instance(app: str = "shop", **changes: Any) -> Instance:
    """A live instance of an application."""
    instance = Instance(InstanceId(f"{app}-id"), AppId(app), Identifier(f"{app}@localhost"), "localhost", NOW, NOW, NOW)
    return replace(instance, **changes)


def make_job(instance: str = "shop-id", **changes: Any) -> Job:
    """A job of it, every 10 s, which has not been tested yet."""
    endpoint = changes.pop("endpoint", "http://localhost:8000/health")
    job = Job(
        id=JobId(f"{instance}-job"),
        instance_id=InstanceId(instance),
        type="http",
        endpoint=endpoint,
        interval=seconds(10),
        timeout=seconds(3),
        created_at=NOW,
        asked=JobSpec("http", endpoint),
        policy=Policy(),
        epoch=1,
        health=Health.UP,
        changed_at=NOW,
    )
    return replace(job, **changes)


def make_check(job: Job, result: Result = Result.OK, at: float = 0.0, **changes: Any) -> Check:
    """What a check has shown, so many seconds after NOW."""
    error = "" if result.is_up else f"it is {result.name.lower()}"
    check = Check(job.id, job.epoch, NOW + seconds(at), result, seconds(0.012), 200 if result.is_up else None, error, 1000 + at)
    return replace(check, **changes)


def make_request(app: str = "shop", host: str = "localhost", **changes: Any) -> RegistrationRequest:
    """A registration with a health URL."""
    spec = JobSpec("http", "http://localhost:8000/health")
    return replace(RegistrationRequest(AppId(app), host, spec), **changes)


def make_catalog(instances: Iterable[Instance] = (), jobs: Iterable[Job] = ()) -> Catalog:
    """What is registered."""
    return Catalog(Snapshot(instances=tuple(instances), jobs=tuple(jobs)))


class Target:
    """An application on this machine that answers on a port of its own, dies, and returns on the same port."""

    def __init__(self) -> None:
        self.port = 0
        self.asked = 0
        self.hangs = False
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        self._server: asyncio.Server | None = None
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """What is checked."""
        return f"http://127.0.0.1:{self.port}/health"

    async def __aenter__(self) -> Self:
        await self.live()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.die()

    async def live(self) -> None:
        """Answer."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def die(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        task.add_done_callback(self._talks.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            self.asked += 1
            if self.hangs:
                await reader.read()
            writer.write(self.answer)
            await writer.drain()
        writer.close()
