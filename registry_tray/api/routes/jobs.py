"""/api/job: what is checked."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success
from registry_tray.api.services import path_value, services

routes = web.RouteTableDef()


@routes.post("/api/job")
async def create(request: web.Request) -> web.Response:
    """One more job for an application: `{"application": id, "endpoint": url, "interval": ms ...}`."""
    ours = services(request)
    application, job = wire.parse_job(wire.decode(await request.read()), ours.schemes)
    created = await ours.jobs.add(application, job)
    return success(wire.job_record(created, created.instance_id, ours.clock.now()))


@routes.get("/api/job")
async def jobs(request: web.Request) -> web.Response:
    """All jobs, each with the whole record of its application."""
    ours = services(request)
    now = ours.clock.now()
    found = []
    for instance in ours.catalog.instances():
        session = ours.catalog.sessions.get(instance.id)
        record = wire.application_record(instance, ours.catalog.status(instance), session.id if session else None)
        found += [wire.job_record(job, record, now) for job in ours.catalog.jobs_of(instance.id)]
    return success(found)


@routes.get("/api/job/{id}")
async def job(request: web.Request) -> web.Response:
    """One job, with the id of its application."""
    ours = services(request)
    found = ours.catalog.job(path_value(request, "id"))
    return success(wire.job_record(found, found.instance_id, ours.clock.now()))
