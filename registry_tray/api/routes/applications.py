"""GET /api/application and below: what is registered."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success, tag, tagged
from registry_tray.api.services import Services, path_value, services
from registry_tray.core.models import Instance
from registry_tray.core.status import Status

routes = web.RouteTableDef()


class Listing:
    """The list of all records, serialised once a change."""

    def __init__(self) -> None:
        self._version = -1
        self._records: dict[str, tuple[Instance, Status, bytes]] = {}
        self._body = b""
        self._etag = ""

    def body(self, ours: Services) -> tuple[bytes, str]:
        """The answer and its ETag."""
        if self._version != ours.catalog.version:
            records: dict[str, tuple[Instance, Status, bytes]] = {}
            for instance in ours.catalog.instances():
                records[instance.id] = self._record(ours, instance)
            self._records = records
            body = b'{"success":true,"value":[' + b",".join(record[2] for record in records.values()) + b"]}"
            if body != self._body:
                self._body, self._etag = body, tag(body)
            self._version = ours.catalog.version
        return self._body, self._etag

    def _record(self, ours: Services, instance: Instance) -> tuple[Instance, Status, bytes]:
        status = ours.catalog.status(instance)
        known = self._records.get(instance.id)
        if known is not None and known[0] is instance and known[1] is status:
            return known
        return instance, status, wire.encode(_record(ours, instance, status))


LISTING = web.AppKey("listing", Listing)


@routes.get("/api/application")
async def applications(request: web.Request) -> web.Response:
    """All records."""
    body, etag = request.app[LISTING].body(services(request))
    return tagged(request, body, etag)


@routes.get("/api/application/{id}")
async def application(request: web.Request) -> web.Response:
    """One record, by id or identifier."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    return success(_record(ours, instance, ours.catalog.status(instance)))


@routes.get("/api/application/{id}/jobs")
async def application_jobs(request: web.Request) -> web.Response:
    """The jobs of one instance: a list."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    now = ours.clock.now()
    return success([wire.job_record(job, instance.id, now) for job in ours.catalog.jobs_of(instance.id)])


def _record(ours: Services, instance: Instance, status: Status) -> wire.ApplicationRecord:
    session = ours.catalog.sessions.get(instance.id)
    return wire.application_record(instance, status, session.id if session else None)
