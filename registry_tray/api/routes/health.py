"""GET /api/health: whether the registry itself is well."""

from aiohttp import web

from registry_tray import __version__, wire
from registry_tray.api.answers import JSON
from registry_tray.api.services import services

routes = web.RouteTableDef()


@routes.get("/api/health")
async def health(request: web.Request) -> web.Response:
    """`success`, and what does not work in words; 200 as long as it answers at all."""
    ours = services(request)
    problems = ours.problems()
    body = {
        "success": True,
        "status": "warn" if problems else "pass",
        "version": __version__,
        "uptime": int((ours.clock.now() - ours.started_at).total_seconds() * 1000),
        "applications": len(ours.catalog),
        "store": problems.get("store", "ok"),
        "problems": problems,
    }
    return web.Response(body=wire.encode(body), content_type=JSON)
