"""What the Redis store is asked."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.stats import BEATS, HOURS
from registry_tray.core.tally import Tally
from registry_tray.stores import rows
from registry_tray.stores.redis.link import Link

T = TypeVar("T")
PAGE = 500  # jobs or events asked for at once

_unpack = msgspec.msgpack.Decoder().decode
_event = msgspec.json.Decoder(StatusEvent).decode
_session = msgspec.json.Decoder(Session).decode


async def load(link: Link, now: datetime) -> Snapshot:
    """Everything but history."""
    first = {Period.HOUR: Period.HOUR.number(now) - HOURS + 1, Period.MINUTE: Period.MINUTE.number(now) - 1}
    applications, instances, order, jobs, job_order, alerts, opened, last, meta = await link.ask(
        ("HGETALL", link.key("applications")),
        ("HGETALL", link.key("instances")),
        ("ZRANGE", link.key("instances:order"), 0, -1),
        ("HGETALL", link.key("jobs")),
        ("ZRANGE", link.key("jobs:order"), 0, -1),
        ("HGETALL", link.key("alerts")),
        ("HVALS", link.key("sessions:open")),
        ("ZREVRANGE", link.key("events:order"), 0, 0),
        ("HMGET", link.key("meta"), "boot", "tally"),
    )
    (boot, tally), instances, jobs = meta, _pairs(instances), _pairs(jobs)
    (sessions,) = await link.ask(("HMGET", link.key("sessions"), *opened)) if opened else ([],)
    ids = [JobId(job_id.decode()) for job_id in job_order if job_id in jobs]
    return Snapshot(
        _decoded(_pairs(applications).values(), Application),
        _decoded((instances[each] for each in order if each in instances), Instance),
        _decoded((doc for doc in sessions if doc), Session),
        _decoded((jobs[each] for each in job_order if each in jobs), Job),
        _decoded(_pairs(alerts).values(), Alert),
        tuple([rollup for period, number in first.items() for rollup in await _rollups(link, ids, period, number, None)]),
        await _beats(link, ids),
        int(last[0]) if last else 0,
        (boot or b"").decode(),
        msgspec.json.decode(tally, type=Tally) if tally else Tally(),
    )


def without(found: Snapshot, deleted: set[str]) -> Snapshot:
    """What was found, but for these ids: what was deleted while Redis was away is not there any more."""
    instances = tuple(each for each in found.instances if each.id not in deleted)
    jobs = tuple(each for each in found.jobs if each.id not in deleted and each.instance_id not in deleted)
    ids = {job.id for job in jobs}
    return replace(
        found,
        instances=instances,
        jobs=jobs,
        sessions=tuple(each for each in found.sessions if each.instance_id not in deleted),
        alerts=tuple(each for each in found.alerts if each.instance_id not in deleted),
        rollups=tuple(each for each in found.rollups if each.job_id in ids),
        beats={job_id: row for job_id, row in found.beats.items() if job_id in ids},
    )


async def checks(link: Link, job_id: JobId, limit: int, before: datetime | None) -> list[Check]:
    """Newest first."""
    return (await _checks(link, [job_id], limit, before))[:limit]


async def all_checks(link: Link, limit: int, before: datetime | None) -> list[Check]:
    """Of all jobs, newest first: the newest of each, then the newest of those."""
    found: list[Check] = []
    for ids in await _job_pages(link):
        found = sorted(found + await _checks(link, ids, limit, before), key=lambda check: check.at, reverse=True)[:limit]
    return found


async def count_checks(link: Link, job_id: JobId | None) -> int:
    """How many are kept, of one job or of all."""
    pages = [[job_id]] if job_id is not None else await _job_pages(link)
    return sum([sum(await link.ask(*(("ZCARD", link.key("job", each, "checks")) for each in ids))) for ids in pages])


async def events(
    link: Link,
    limit: int,
    before: int | None,
    *,
    instance_id: InstanceId | None,
    job_id: JobId | None,
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
) -> list[StatusEvent]:
    """Newest first: page by page through the narrowest index, until there are enough."""
    key = link.key("events:order")
    if job_id is not None:
        key = link.key("job", job_id, "events")
    elif instance_id is not None:
        key = link.key("instance", instance_id, "events")
    found: list[StatusEvent] = []
    size = min(PAGE, limit) if kind is None and since is None and until is None else PAGE
    while len(found) < limit:
        below = f"({before}" if before is not None else "+inf"
        (numbers,) = await link.ask(("ZREVRANGEBYSCORE", key, below, "-inf", "LIMIT", 0, size))
        if not numbers:
            break
        (docs,) = await link.ask(("HMGET", link.key("events"), *numbers))
        for event in (_event(doc) for doc in docs if doc):
            fits = instance_id in (None, event.instance_id) and kind in (None, event.kind)
            if fits and (since is None or event.at >= since) and (until is None or event.at < until):
                found.append(event)
        before = int(numbers[-1])
    return found[:limit]


async def rollups(link: Link, job_id: JobId, period: Period, since: datetime, until: datetime | None) -> list[Rollup]:
    """The oldest first."""
    return await _rollups(link, [job_id], period, period.ceiling(since), period.ceiling(until) if until else None)


async def observed(link: Link, period: Period, since: datetime) -> tuple[float, float]:
    """Observed and up in seconds, of all jobs."""
    whole, up = 0.0, 0.0
    for ids in await _job_pages(link):
        for rollup in await _rollups(link, ids, period, period.ceiling(since), None):
            whole, up = whole + rollup.observed, up + rollup.up
    return whole, up


async def outages(link: Link, job_id: JobId, limit: int, since: datetime | None) -> list[Outage]:
    """The newest first."""
    key = link.key("job", job_id, "outages")
    found: list[Outage] = []
    below = "+inf"
    while len(found) < limit:
        (page,) = await link.ask(("ZREVRANGEBYSCORE", key, below, "-inf", "LIMIT", 0, PAGE))
        if not page:
            break
        ended, reasons = await link.ask(("HMGET", key + ":ended", *page), ("HMGET", key + ":reason", *page))
        for began, end, reason in zip(page, ended, reasons, strict=True):
            outage = rows.outage_of(job_id, (int(began), int(end) if end else None, reason.decode()))
            if since is None or outage.ended is None or outage.ended > since:
                found.append(outage)
        below = f"({int(page[-1])}"
    return found[:limit]


async def errors(link: Link, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
    """Newest first."""
    key = link.key("instance", instance_id, "errors")
    (prints,) = await link.ask(("ZREVRANGE", key + ":last", 0, limit - 1))
    if not prints:
        return []
    docs, counts, firsts = await link.ask(*(("HMGET", key + part, *prints) for part in ("", ":count", ":first")))
    return [rows.error_of((int(count), int(first), doc)) for doc, count, first in zip(docs, counts, firsts, strict=True) if doc]


async def sessions(link: Link, instance_id: InstanceId, limit: int) -> list[Session]:
    """Newest first."""
    (ids,) = await link.ask(("ZREVRANGE", link.key("instance", instance_id, "sessions"), 0, limit - 1))
    (docs,) = await link.ask(("HMGET", link.key("sessions"), *ids)) if ids else ([],)
    return [_session(doc) for doc in docs if doc]


async def _job_pages(link: Link) -> list[list[JobId]]:
    (found,) = await link.ask(("ZRANGE", link.key("jobs:order"), 0, -1))
    ids = [JobId(each.decode()) for each in found]
    return [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]


async def _checks(link: Link, ids: list[JobId], limit: int, before: datetime | None) -> list[Check]:
    last = f"({rows.milliseconds(before)}" if before else "+inf"
    found = await link.ask(
        *(("ZREVRANGEBYSCORE", link.key("job", each, "checks"), last, "-inf", "LIMIT", 0, limit) for each in ids)
    )
    return [rows.check_of(job_id, _unpack(row)) for job_id, kept in zip(ids, found, strict=True) for row in kept]


async def _beats(link: Link, ids: list[JobId]) -> dict[JobId, bytes]:
    beats: dict[JobId, bytes] = {}
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        found = await link.ask(*(("ZRANGE", link.key("job", each, "checks"), -BEATS, -1) for each in page))
        beats |= {job_id: bytes(_unpack(row)[1] for row in kept) for job_id, kept in zip(page, found, strict=True)}
    return beats


async def _rollups(link: Link, ids: list[JobId], period: Period, first: int, end: int | None) -> list[Rollup]:
    last = f"({end}" if end is not None else "+inf"
    found: list[Rollup] = []
    for start in range(0, len(ids), PAGE):
        page = ids[start : start + PAGE]
        keys = [link.key("job", each, "rollups", str(period.value)) for each in page]
        answers = await link.ask(*(("ZRANGEBYSCORE", key, first, last) for key in keys))
        for job_id, kept in zip(page, answers, strict=True):
            found += [rows.rollup_of(job_id, (period.value, *_unpack(row))) for row in kept]
    return found


def _pairs(answer: Any) -> dict[bytes, bytes]:
    """HGETALL in a pipeline is a list with some versions of the client, a dictionary with others."""
    return answer if isinstance(answer, dict) else dict(zip(answer[::2], answer[1::2], strict=True))


def _decoded(docs: Iterable[bytes], kind: type[T]) -> tuple[T, ...]:
    decoder = msgspec.json.Decoder(kind)
    return tuple(decoder.decode(doc) for doc in docs)
