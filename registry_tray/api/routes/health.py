"""Whether the registry itself is well."""

from aiohttp import web

from registry_tray import __version__, wire
from registry_tray.api.answers import tag, tagged
from registry_tray.api.operations import Resource
from registry_tray.api.services import services
from registry_tray.wire.records import HealthRecord

routes = Resource("Registry")


@routes.get("/api/health", answer=HealthRecord, enveloped=False, has_tag=True)
async def health(request: web.Request) -> web.Response:
    """How the registry is, and in words what does not work; 200 as long as it answers at all."""
    ours = services(request)
    problems = ours.problems()
    record = HealthRecord(
        success=True,
        status="warn" if problems else "pass",
        version=__version__,
        uptime=int((ours.clock.now() - ours.started_at).total_seconds() * 1000),
        applications=len(ours.catalog),
        store=problems.get("store", "ok"),
        broker=ours.broker(),
        problems=problems,
    )
    body = wire.encode(record)
    return tagged(request, body, tag(body))
