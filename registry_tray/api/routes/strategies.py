"""What can be checked, and how."""

from aiohttp import web

from registry_tray.api.answers import success
from registry_tray.api.operations import Resource
from registry_tray.api.services import services
from registry_tray.wire.records import StrategyRecord

routes = Resource("Jobs")


@routes.get("/api/strategy", answer=list[StrategyRecord])
async def strategies(request: web.Request) -> web.Response:
    """The kinds of checks: their schemes, their options, and whether they can run here."""
    return success(services(request).strategies.records(), request)
