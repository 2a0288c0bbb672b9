"""What happened: checks and the journal, newest first."""

from datetime import UTC, datetime

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success
from registry_tray.api.services import path_value, services
from registry_tray.core.models import JobId

routes = web.RouteTableDef()


@routes.get("/api/job/{id}/checks")
async def checks(request: web.Request) -> web.Response:
    """The checks of a job; `before` is a request time in ms."""
    ours = services(request)
    job = ours.catalog.job(path_value(request, "id"))
    limit, before = _page(request)
    moment = datetime.fromtimestamp(before / 1000, UTC) if before is not None else None
    found = await ours.store.checks(job.id, limit, moment)
    return success([wire.check_record(check, job.timeout) for check in found])


@routes.get("/api/job/{id}/checks/count")
async def count(request: web.Request) -> web.Response:
    """How many checks of a job are kept."""
    ours = services(request)
    return success(await ours.store.count_checks(ours.catalog.job(path_value(request, "id")).id))


@routes.get("/api/check/count")
async def count_all(request: web.Request) -> web.Response:
    """How many checks are kept in all."""
    return success(await services(request).store.count_checks())


@routes.get("/api/job/{id}/events")
async def job_events(request: web.Request) -> web.Response:
    """The journal of a job; `before` is the id of a row."""
    ours = services(request)
    limit, before = _page(request)
    job: JobId = ours.catalog.job(path_value(request, "id")).id
    return success([wire.event_record(event) for event in await ours.store.events(limit, job_id=job, before=before)])


@routes.get("/api/event")
async def events(request: web.Request) -> web.Response:
    """The whole journal; `before` is the id of a row."""
    limit, before = _page(request)
    return success([wire.event_record(event) for event in await services(request).store.events(limit, before=before)])


def _page(request: web.Request) -> tuple[int, int | None]:
    page = wire.read_query(wire.PageQuery, request.query)
    return page.limit, page.before
