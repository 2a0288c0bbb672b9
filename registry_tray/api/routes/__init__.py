"""The routes: one line a resource."""

from aiohttp import web

from registry_tray.api.routes import applications, health, history, jobs, registration

ROUTES: tuple[web.RouteTableDef, ...] = (
    health.routes,
    registration.routes,
    applications.routes,
    jobs.routes,
    history.routes,
)
