"""POST /api/register and /api/unregister."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success
from registry_tray.api.services import Services, services
from registry_tray.core.models import Instance

routes = web.RouteTableDef()


@routes.post("/api/register")
async def register(request: web.Request) -> web.Response:
    """The record of the instance; the same for a first and for a repeated registration."""
    ours = services(request)
    payload = wire.decode(await request.read())
    instance = await ours.registry.register(wire.parse_registration(payload, request.remote or "127.0.0.1", ours.schemes))
    return success(_record(ours, instance))


@routes.post("/api/unregister")
async def unregister(request: web.Request) -> web.Response:
    """The record of the instance as it was left."""
    ours = services(request)
    instance = await ours.registry.unregister(wire.parse_identifier(wire.decode(await request.read())))
    return success(_record(ours, instance))


def _record(ours: Services, instance: Instance) -> wire.ApplicationRecord:
    session = ours.catalog.sessions.get(instance.id)
    return wire.application_record(instance, ours.catalog.status(instance), session.id if session else None)
