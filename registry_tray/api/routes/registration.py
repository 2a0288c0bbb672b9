"""Applications come, give signs of life, report errors and go."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success, taken
from registry_tray.api.operations import Resource
from registry_tray.api.services import services
from registry_tray.core.targets import is_loopback
from registry_tray.wire.records import ApplicationRecord, ErrorRecord
from registry_tray.wire.requests import HeartbeatBody, RegistrationBody, ReportBody, UnregisterBody

routes = Resource("Registration")

NEWEST = 10  # among so many of the newest errors is the one that was reported just now, also where others come at the same time


@routes.post("/api/register", body=RegistrationBody, answer=ApplicationRecord, errors=(422, 429, 503))
async def register(request: web.Request) -> web.Response:
    """Register an instance, or begin a new life of it; the same answer however often it comes."""
    ours = services(request)
    payload = wire.decode(await request.read())
    peer = request.remote or "127.0.0.1"
    registration = wire.parse_registration(payload, peer, ours.strategies)
    if registration.pid is not None:
        # Only of a process on this machine is the pid worth anything; 1 is that of every container.
        local = is_loopback(peer) and registration.pid != 1
        registration = registration.of_process(await ours.process_started(registration.pid) if local else None)
    return taken(ours.record(await ours.registry.register(registration)), registration.warnings)


@routes.post("/api/unregister", body=UnregisterBody, answer=ApplicationRecord, errors=(404, 422, 503))
async def unregister(request: web.Request) -> web.Response:
    """Say good-bye; with an error the instance has crashed."""
    ours = services(request)
    key, error = wire.parse_unregistration(wire.decode(await request.read()))
    return success(ours.record(await ours.registry.unregister(key, error)))


@routes.post("/api/heartbeat", body=HeartbeatBody, answer=ApplicationRecord, errors=(404, 422, 503))
async def heartbeat(request: web.Request) -> web.Response:
    """A sign of life: renews the lease of an instance that registered with a ttl."""
    ours = services(request)
    body = wire.read_body(HeartbeatBody, wire.decode(await request.read()))
    return success(ours.record(await ours.registry.heartbeat(body.identifier)))


@routes.post("/api/error", body=ReportBody, answer=ErrorRecord, errors=(404, 422, 503))
async def error(request: web.Request) -> web.Response:
    """Report an error that did not end the instance; the same ones are counted together."""
    ours = services(request)
    key, spec = wire.parse_report(wire.decode(await request.read()))
    occurrence = await ours.care.report_error(key, spec)
    grouped = await ours.store.errors(occurrence.instance_id, NEWEST)
    return success(wire.error_record(next((each for each in grouped if each.fingerprint == occurrence.fingerprint), occurrence)))
