"""What is registered."""

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import page, success, tag, tagged
from registry_tray.api.operations import Resource
from registry_tray.api.services import Services, path_value, services
from registry_tray.core.dependencies import dependants, dependencies
from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.models import Alert, Instance, InstanceId
from registry_tray.core.status import Status
from registry_tray.wire.records import (
    ApplicationRecord,
    DependencyRecord,
    ErrorRecord,
    EventRecord,
    InForceRecord,
    JobRecord,
    SessionRecord,
)
from registry_tray.wire.requests import ListQuery, NewestQuery, PageQuery, TuningBody

routes = Resource("Applications")


_Kept = tuple[Instance, Status, Alert | None, bytes]  # what a record was made of, and the record


class Listing:
    """The list of all records, serialised once a change."""

    def __init__(self) -> None:
        self._version = -1
        self._records: dict[InstanceId, _Kept] = {}
        self._counts_down = False
        self._body = b""
        self._etag = ""

    def body(self, ours: Services) -> tuple[bytes, str]:
        """The answer and its ETag."""
        if self._counts_down or self._version != ours.catalog.version:
            records = {instance.id: self._record(ours, instance) for instance in ours.catalog.instances()}
            self._records = records
            self._counts_down = any(alert is not None and alert.counts_down for _, _, alert, _ in records.values())
            body = b'{"success":true,"value":[' + b",".join(record[-1] for record in records.values()) + b"]}"
            if body != self._body:
                self._body, self._etag = body, tag(body)
            self._version = ours.catalog.version
        return self._body, self._etag

    def _record(self, ours: Services, instance: Instance) -> _Kept:
        status, alert = ours.catalog.status(instance), ours.catalog.alert(instance.id)
        known = self._records.get(instance.id)
        same = known is not None and known[0] is instance and known[1] is status and known[2] is alert
        if known is not None and same and not (alert is not None and alert.counts_down):
            return known
        return instance, status, alert, wire.encode(ours.record(instance))


LISTING = web.AppKey("listing", Listing)
WHOLE = 1000  # instances that are answered in one page


@routes.get("/api/application", query=ListQuery, answer=list[ApplicationRecord], errors=(422,))
async def applications(request: web.Request) -> web.Response:
    """All instances, at most 1,000 a page: `next` is what to send as `after`."""
    ours = services(request)
    if not request.query and len(ours.catalog) <= WHOLE:
        body, etag = request.app[LISTING].body(ours)
        return tagged(request, body, etag)
    query = wire.read_query(ListQuery, request.query)
    found: list[Instance] = []
    if query.after is not None and ours.catalog.find(query.after) is None:
        raise InvalidPayloadError(Fault("after", "is no longer known: read the list from its beginning"))
    reached = query.after is None
    for instance in ours.catalog.instances():
        if reached and _matches(ours, instance, query):
            found.append(instance)
        reached = reached or instance.id == query.after
        if len(found) > query.limit:
            break
    following = found[query.limit - 1].id if len(found) > query.limit else None
    return page(request, [ours.record(instance) for instance in found[: query.limit]], following)


@routes.get("/api/application/{id}", answer=ApplicationRecord, errors=(404,))
async def application(request: web.Request) -> web.Response:
    """One instance, by id or identifier."""
    ours = services(request)
    return success(ours.record(ours.catalog.instance(path_value(request, "id"))), request)


@routes.get("/api/application/{id}/jobs", answer=list[JobRecord], errors=(404,))
async def application_jobs(request: web.Request) -> web.Response:
    """The jobs of an instance."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    now = ours.clock.now()
    return success([wire.job_record(job, instance.id, now) for job in ours.catalog.jobs_of(instance.id)], request)


@routes.get("/api/application/{id}/sessions", query=NewestQuery, answer=list[SessionRecord], errors=(404, 422, 503))
async def application_sessions(request: web.Request) -> web.Response:
    """The lives of an instance, from boot to exit, newest first."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    limit = wire.read_query(NewestQuery, request.query).limit
    return success([wire.session_record(session) for session in await ours.store.sessions(instance.id, limit)], request)


@routes.get("/api/application/{id}/errors", query=NewestQuery, answer=list[ErrorRecord], errors=(404, 422, 503))
async def application_errors(request: web.Request) -> web.Response:
    """The errors that an instance has reported, the same ones together, newest first."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    limit = wire.read_query(NewestQuery, request.query).limit
    return success([wire.error_record(report) for report in await ours.store.errors(instance.id, limit)], request)


@routes.get("/api/application/{id}/events", query=PageQuery, answer=list[EventRecord], errors=(404, 422, 503))
async def application_events(request: web.Request) -> web.Response:
    """The journal of an instance, newest first."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    query = wire.read_query(PageQuery, request.query)
    events = await ours.store.events(query.limit, instance_id=instance.id, before=query.before)
    following = events[-1].number if len(events) == query.limit else None
    return page(request, [wire.event_record(event) for event in events], following)


@routes.get("/api/application/{id}/dependencies", answer=DependencyRecord, errors=(404,))
async def application_dependencies(request: web.Request) -> web.Response:
    """What an instance needs, and who needs it."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    needed = list(dependencies(ours.catalog, instance))
    names = {name for each in needed for name in (each.id, each.identifier, each.app_id)}
    return success(
        DependencyRecord(
            depends_on=[ours.record(each) for each in needed],
            dependants=[ours.record(each) for each in dependants(ours.catalog, instance)],
            unknown=[name for name in instance.depends_on if name not in names],
        ),
        request,
    )


@routes.get("/api/application/{id}/settings", answer=list[InForceRecord], errors=(404,))
async def application_settings(request: web.Request) -> web.Response:
    """What is in force for an instance and its jobs, and where each comes from."""
    ours = services(request)
    return success(_in_force(ours, ours.catalog.instance(path_value(request, "id"))), request)


@routes.patch("/api/application/{id}/settings", body=TuningBody, answer=list[InForceRecord], errors=(404, 422, 503))
async def tune(request: web.Request) -> web.Response:
    """Set something for all instances of this one's application, whatever they ask for; null takes it back."""
    ours = services(request)
    instance = ours.catalog.instance(path_value(request, "id"))
    await ours.tuning.tune(instance.app_id, wire.parse_tuning(wire.decode(await request.read())))
    return success(_in_force(ours, ours.catalog.instance(instance.id)))


def _in_force(ours: Services, instance: Instance) -> list[InForceRecord]:
    return wire.in_force(instance, ours.catalog.jobs_of(instance.id), ours.strategies, ours.general())


def _matches(ours: Services, instance: Instance, query: ListQuery) -> bool:
    if query.app_id is not None and instance.app_id != query.app_id:
        return False
    if query.tag is not None and query.tag not in instance.tags:
        return False
    return query.status is None or ours.catalog.status(instance) == query.status
