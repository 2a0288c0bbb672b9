"""What is checked."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import page, success
from registry_tray.api.operations import Resource
from registry_tray.api.services import path_value, services, whole_body
from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import Job, JobId
from registry_tray.wire.records import DeletedRecord, JobRecord
from registry_tray.wire.requests import EmptyBody, JobBody, JobPatch, ListQuery

routes = Resource("Jobs")


@routes.post("/api/job", body=JobBody, answer=JobRecord, errors=(404, 422, 503))
async def create(request: web.Request) -> web.Response:
    """One more job for an instance."""
    ours = services(request)
    application, spec = wire.parse_job(wire.decode(await request.read()), ours.strategies)
    return _answer(request, await ours.jobs.add(application, spec))


@routes.get("/api/job", query=ListQuery, answer=list[JobRecord], errors=(422,))
async def jobs(request: web.Request) -> web.Response:
    """All jobs, each with the whole record of its application; at most 1,000 a page."""
    ours = services(request)
    query = wire.read_query(ListQuery, request.query)
    now = ours.clock.now()
    found: list[Job] = []
    if query.after is not None and ours.catalog.find_job(JobId(query.after)) is None:
        raise InvalidPayloadError(Fault("after", "is no longer known: read the list from its beginning"))
    reached = query.after is None
    for job in ours.catalog.jobs():
        if reached:
            found.append(job)
        reached = reached or job.id == query.after
        if len(found) > query.limit:
            break
    following = found[query.limit - 1].id if len(found) > query.limit else None
    records = [wire.job_record(job, ours.record(ours.catalog.instance(job.instance_id)), now) for job in found[: query.limit]]
    return page(request, records, following)


@routes.get("/api/job/{id}", answer=JobRecord, errors=(404,))
async def job(request: web.Request) -> web.Response:
    """One job, with the id of its application."""
    ours = services(request)
    found = ours.catalog.job(path_value(request, "id"))
    return success(wire.job_record(found, found.instance_id, ours.clock.now()), request)


@routes.patch("/api/job/{id}", body=JobPatch, answer=JobRecord, errors=(404, 422, 503))
async def edit(request: web.Request) -> web.Response:
    """Change what is sent; the rest stays."""
    ours = services(request)
    change = wire.parse_job_patch(wire.decode(await request.read()), ours.strategies)
    return _answer(request, await ours.jobs.edit(path_value(request, "id"), change))


@routes.delete("/api/job/{id}", answer=DeletedRecord, errors=(404, 503))
async def remove(request: web.Request) -> web.Response:
    """Forget a job and its checks."""
    return success(DeletedRecord(id=(await services(request).jobs.remove(path_value(request, "id"))).id))


@routes.post("/api/job/{id}/pause", body=EmptyBody, answer=JobRecord, errors=(404, 422, 503))
async def pause(request: web.Request) -> web.Response:
    """Check it no more until it is resumed."""
    await whole_body(request, EmptyBody)
    return _answer(request, await services(request).jobs.pause(path_value(request, "id")))


@routes.post("/api/job/{id}/resume", body=EmptyBody, answer=JobRecord, errors=(404, 422, 503))
async def resume(request: web.Request) -> web.Response:
    """Check it again."""
    await whole_body(request, EmptyBody)
    return _answer(request, await services(request).jobs.resume(path_value(request, "id")))


@routes.post("/api/job/{id}/check", body=EmptyBody, answer=JobRecord, errors=(404, 409, 422))
async def check(request: web.Request) -> web.Response:
    """Have it checked at once; 409 says why there is nothing to ask."""
    await whole_body(request, EmptyBody)
    return _answer(request, services(request).jobs.check_now(path_value(request, "id")))


@routes.put("/api/job/{id}/heartbeat", body=EmptyBody, answer=JobRecord, errors=(404, 409, 422, 503))
async def heartbeat(request: web.Request) -> web.Response:
    """The call that a push job waits for."""
    await whole_body(request, EmptyBody)
    return _answer(request, await services(request).jobs.beat(path_value(request, "id")))


def _answer(request: web.Request, found: Job) -> web.Response:
    return success(wire.job_record(found, found.instance_id, services(request).clock.now()))
