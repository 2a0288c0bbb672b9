"""What happened: checks and the journal, newest first, and what they tell."""

from collections import Counter
from datetime import UTC, datetime

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import page, success
from registry_tray.api.operations import Resource
from registry_tray.api.services import Services, path_value, services
from registry_tray.core.models import JobId
from registry_tray.core.summary import Summaries
from registry_tray.wire.figures import ApplicationStatsRecord, JobStatsRecord, RegistryStatsRecord, UptimesRecord
from registry_tray.wire.records import CheckRecord, EventRecord
from registry_tray.wire.requests import CheckQuery, EventQuery, PageQuery, StatsQuery

routes = Resource("History")


@routes.get("/api/job/{id}/checks", query=CheckQuery, answer=list[CheckRecord], errors=(404, 422, 503))
async def checks(request: web.Request) -> web.Response:
    """The checks of a job; `before` is a request time."""
    ours = services(request)
    job = ours.catalog.job(path_value(request, "id"))
    query = wire.read_query(CheckQuery, request.query)
    found = await ours.store.checks(job.id, query.limit, _moment(query.before))
    records = [wire.check_record(check, job.timeout) for check in found]
    return page(request, records, records[-1].request_time if len(records) == query.limit else None)


@routes.get("/api/job/{id}/checks/count", answer=int, errors=(404, 503))
async def count(request: web.Request) -> web.Response:
    """How many checks of a job are kept."""
    ours = services(request)
    return success(await ours.store.count_checks(ours.catalog.job(path_value(request, "id")).id), request)


@routes.get("/api/check", query=CheckQuery, answer=list[CheckRecord], errors=(422, 503))
async def all_checks(request: web.Request) -> web.Response:
    """The newest checks of every job together."""
    ours = services(request)
    query = wire.read_query(CheckQuery, request.query)
    found = await ours.store.all_checks(query.limit, _moment(query.before))
    timeouts = {job.id: job.timeout for job in ours.catalog.jobs()}
    records = [wire.check_record(check, timeouts.get(check.job_id)) for check in found]
    return page(request, records, records[-1].request_time if len(records) == query.limit else None)


@routes.get("/api/check/count", answer=int, errors=(503,))
async def count_all(request: web.Request) -> web.Response:
    """How many checks are kept in all."""
    return success(await services(request).store.count_checks(), request)


@routes.get("/api/job/{id}/events", query=PageQuery, answer=list[EventRecord], errors=(404, 422, 503))
async def job_events(request: web.Request) -> web.Response:
    """The journal of a job."""
    ours = services(request)
    job: JobId = ours.catalog.job(path_value(request, "id")).id
    query = wire.read_query(PageQuery, request.query)
    found = await ours.store.events(query.limit, job_id=job, before=query.before)
    return page(request, [wire.event_record(event) for event in found], found[-1].number if len(found) == query.limit else None)


@routes.get("/api/event", query=EventQuery, answer=list[EventRecord], errors=(404, 422, 503))
async def events(request: web.Request) -> web.Response:
    """The journal of everything, or of one instance, job, kind or time."""
    ours = services(request)
    query = wire.read_query(EventQuery, request.query)
    found = await ours.store.events(
        query.limit,
        instance_id=ours.catalog.instance(query.application).id if query.application else None,
        job_id=ours.catalog.job(query.job).id if query.job else None,
        before=query.before,
        kind=query.kind,
        since=_moment(query.since),
        until=_moment(query.until),
    )
    return page(request, [wire.event_record(event) for event in found], found[-1].number if len(found) == query.limit else None)


@routes.get("/api/job/{id}/stats", query=StatsQuery, answer=JobStatsRecord, errors=(404, 422, 503))
async def job_stats(request: web.Request) -> web.Response:
    """Uptime, latency and outages of a job for an hour, a day, a week and 30 days, and the series behind the chart."""
    ours = services(request)
    window = wire.read_query(StatsQuery, request.query).window
    job = ours.catalog.job(path_value(request, "id"))
    return success(wire.stats_record(await Summaries(ours.store, ours.clock).job(job, window)), request)


@routes.get("/api/application/{id}/stats", query=StatsQuery, answer=ApplicationStatsRecord, errors=(404, 422, 503))
async def application_stats(request: web.Request) -> web.Response:
    """The statistics of all jobs of an instance."""
    ours = services(request)
    window = wire.read_query(StatsQuery, request.query).window
    instance = ours.catalog.instance(path_value(request, "id"))
    summaries = Summaries(ours.store, ours.clock)
    found = [await summaries.job(job, window) for job in ours.catalog.jobs_of(instance.id)]
    return success(ApplicationStatsRecord(application=instance.id, jobs=[wire.stats_record(each) for each in found]), request)


@routes.get("/api/stats", answer=RegistryStatsRecord, errors=(503,))
async def stats(request: web.Request) -> web.Response:
    """The whole registry in one look."""
    ours = services(request)
    return success(await _registry_stats(ours), request)


async def _registry_stats(ours: Services) -> RegistryStatsRecord:
    statuses = Counter(ours.catalog.status(instance).value for instance in ours.catalog.instances())
    now = ours.clock.now()
    days = [ours.stats.day(job.id, now) for job in ours.catalog.jobs()]
    observed = sum(seconds for seconds, _ in days)
    return RegistryStatsRecord(
        applications=len({instance.app_id for instance in ours.catalog.instances()}),
        instances=len(ours.catalog),
        jobs=sum(1 for _ in ours.catalog.jobs()),
        checks=await ours.store.count_checks(),
        statuses=dict(statuses),
        uptime=sum(up for _, up in days) / observed if observed else None,
        uptimes=UptimesRecord(**await Summaries(ours.store, ours.clock).uptimes()),
    )


def _moment(milliseconds: int | None) -> datetime | None:
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.max.replace(tzinfo=UTC)
