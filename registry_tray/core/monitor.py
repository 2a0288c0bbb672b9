"""One check of one job: ask the target, judge the answer, keep it, tell it."""

import asyncio
import errno
import logging
import socket
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from registry_tray.core import health
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import StoreError
from registry_tray.core.events import CheckRecorded, EventBus, EventLogged, StatusChanged
from registry_tray.core.interruptions import Interruptions
from registry_tray.core.models import Check, Job, StatusEvent
from registry_tray.core.outages import outage_between
from registry_tray.core.ports import Answer, Ask, Clock, Probe, ProbeError, Store
from registry_tray.core.stats import Stats
from registry_tray.core.status import Result
from registry_tray.core.targets import address_of, is_here, is_loopback
from registry_tray.durations import spoken
from registry_tray.phrases import remark

logger = logging.getLogger(__name__)

LATE = 2.0  # seconds beyond its timeout after which a check says more about us than about its target
OURS = frozenset(
    {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL, errno.ENETDOWN, errno.ENETUNREACH}
)


class Monitor:
    """Checks jobs. A failure of our own is never counted against the target."""

    def __init__(
        self,
        probes: Mapping[str, Probe],
        catalog: Catalog,
        store: Store,
        stats: Stats,
        bus: EventBus,
        clock: Clock,
        interruptions: Interruptions | None = None,
    ) -> None:
        self._probes = probes
        self._catalog = catalog
        self._store = store
        self._stats = stats
        self._bus = bus
        self._clock = clock
        self._interruptions = interruptions or Interruptions(bus, clock)

    async def check(self, job: Job) -> Job | None:
        """The job after one check; None where the result was overtaken by a newer epoch and has been dropped."""
        return await self._take(job, await self.look(job))

    def pace(self, job: Job) -> timedelta:
        """How long after its last check the next one is due."""
        instance = self._catalog.find(job.instance_id)
        return health.period(job, instance.restart_time if instance is not None else None)

    async def beat(self, job: Job) -> Job | None:
        """The job after a heartbeat of its own; None where it is not checked at present."""
        heard = Check(job.id, job.epoch, self._clock.now(), Result.OK, tick=self._clock.monotonic())
        return await self._take(job, heard)

    async def _take(self, job: Job, found: Check) -> Job | None:
        current = self._catalog.find_job(job.id)
        if current is None or current.epoch != job.epoch or not current.active:
            return None
        job, event = health.apply(current, found)
        self._catalog.put_job(job)
        self._store.append(job, found, self._stats.observe(job, found))
        if event is not None:
            event = await self._log(current, job, event)
            latest = self._catalog.find_job(job.id)
            if latest is None or latest.epoch != job.epoch:
                return None
        self._bus.publish(CheckRecorded(job, found))
        if job.health is not current.health or job.degraded is not current.degraded:
            self._bus.publish(StatusChanged(current, job, event))
        return job

    async def _log(self, before: Job, job: Job, event: StatusEvent) -> StatusEvent:
        outage = outage_between(before, job, event.at)
        # The check may have begun long before; the journal has things in the order in which they were known.
        event = self._catalog.numbered(replace(event, at=max(event.at, self._clock.now())))
        try:
            await self._store.keep(job, event, *([outage] if outage else []))
        except StoreError as error:
            # The user must hear of the outage all the same; the store has said itself, once, that it does not keep things.
            logger.debug("%s could not be kept: %s", event.kind, error)
        self._bus.publish(EventLogged(event))
        return event

    async def look(self, job: Job) -> Check:
        """What a check shows; it is kept and told by nobody here."""
        began, at = self._clock.monotonic(), self._clock.now()
        answer = await self._ask(job)
        tick = self._clock.monotonic()
        elapsed = tick - began
        check = Check(job.id, job.epoch, at, Result.OK, tick=tick)
        match answer:
            case Answer():
                result = Result.WARN if answer.warning else Result.OK
                return replace(
                    check, result=result, latency=timedelta(seconds=elapsed), code=answer.code, error=_sayable(answer.warning)
                )
            case ProbeError():
                latency = timedelta(seconds=elapsed) if answer.code is not None else None
                check = replace(check, result=answer.result, latency=latency, code=answer.code, error=_sayable(answer.reason))
        if not check.result.is_failure:
            return check
        excuse = self._interruptions.excuse(began, is_local=is_here(job.endpoint))
        if not excuse and elapsed > job.timeout.total_seconds() + LATE:
            excuse = remark("This computer was asleep or too busy to tell")
        return replace(check, result=Result.INCONCLUSIVE, error=excuse) if excuse else check

    async def _ask(self, job: Job) -> Answer | ProbeError:
        try:
            probe = self._probes[job.type]
        except KeyError:
            return ProbeError(Result.INCONCLUSIVE, remark("Nothing here can check {0}", repr(job.type)))
        try:
            async with asyncio.timeout(job.timeout.total_seconds()):
                return await probe(Ask(job.endpoint, job.asked.all_options))
        except ProbeError as error:
            return error
        except TimeoutError as error:
            waited = next(iter(getattr(error.__cause__, "__notes__", ())), remark("No answer from {0}", address_of(job.endpoint)))
            return ProbeError(Result.TIMEOUT, remark("{0} within {1}", waited, spoken(job.timeout)))
        except OSError as error:
            return self._unreachable(job, error)
        except UnicodeError:
            return ProbeError(
                Result.REFUSED, remark("The host name in {0} is not one that can be looked up", address_of(job.endpoint))
            )
        except Exception as error:  # the job must go on; a fault of ours is not the target's
            logger.exception("the %s check of %s failed", job.type, job.id)
            return ProbeError(Result.INCONCLUSIVE, remark("The check itself failed: {0}", error))

    def _unreachable(self, job: Job, error: OSError) -> ProbeError:
        address = address_of(job.endpoint)
        match error:
            case ConnectionRefusedError():
                return ProbeError(Result.REFUSED, remark("Connection refused on {0}", address))
            case ConnectionResetError() | BrokenPipeError():
                return ProbeError(Result.REFUSED, remark("{0} closed the connection without an answer", address))
            case socket.gaierror():
                host = address.rpartition(":")[0] or address
                if error.errno == socket.EAI_AGAIN and not is_loopback(host):
                    return ProbeError(
                        Result.INCONCLUSIVE, remark("The name {0} could not be looked up: no name server answers", host)
                    )
                return ProbeError(Result.REFUSED, remark("The host name {0} is not known", host))
        words = (error.strerror or str(error) or type(error).__name__).strip()
        if error.errno in OURS:
            return ProbeError(Result.INCONCLUSIVE, remark("{0} could not be asked from here: {1}", address, words))
        return ProbeError(Result.REFUSED, remark("{0} cannot be reached: {1}", address, words))


def _sayable(reason: str) -> str:
    """Without halves of characters, which a target's bytes may have left in it, and which nobody can store."""
    return reason.encode("utf-8", "replace").decode()
