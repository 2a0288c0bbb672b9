"""What a person does with an instance."""

from datetime import datetime, timedelta

from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import success
from registry_tray.api.operations import Resource
from registry_tray.api.services import path_value, services, whole_body
from registry_tray.core.errors import ConflictError
from registry_tray.core.models import FOR_EVER
from registry_tray.wire.records import ApplicationRecord, DeletedRecord
from registry_tray.wire.requests import AcknowledgeBody, DeleteQuery, EmptyBody, MuteBody, PinBody

routes = Resource("Care")


@routes.post("/api/application/{id}/mute", body=MuteBody, answer=ApplicationRecord, errors=(404, 422, 503))
async def mute(request: web.Request) -> web.Response:
    """Hold back the popups of an instance for so long; without a duration for ever, with 0 no more."""
    ours = services(request)
    body = await whole_body(request, MuteBody)
    until: datetime | None = FOR_EVER
    if body.duration is not None:
        until = ours.clock.now() + timedelta(milliseconds=body.duration) if body.duration else None
    muted = await ours.care.mute(path_value(request, "id"), until, until_recovery=body.until_recovery)
    return success(ours.record(muted))


@routes.post("/api/application/{id}/acknowledge", body=AcknowledgeBody, answer=ApplicationRecord, errors=(404, 422, 503))
async def acknowledge(request: web.Request) -> web.Response:
    """Say that somebody knows of the present outage, with a note: no popup until it is over."""
    ours = services(request)
    body = await whole_body(request, AcknowledgeBody)
    return success(ours.record(await ours.care.acknowledge(path_value(request, "id"), body.note or "")))


@routes.delete("/api/application/{id}/acknowledge", answer=ApplicationRecord, errors=(404, 503))
async def unacknowledge(request: web.Request) -> web.Response:
    """Take back that somebody knows: what is still broken pops up again."""
    ours = services(request)
    return success(ours.record(await ours.care.unacknowledge(path_value(request, "id"))))


@routes.post("/api/application/{id}/check", body=EmptyBody, answer=ApplicationRecord, errors=(404, 409, 422))
async def check(request: web.Request) -> web.Response:
    """Have all jobs of an instance checked at once; 409 says why there is nothing to ask."""
    ours = services(request)
    await whole_body(request, EmptyBody)
    return success(ours.record(ours.jobs.check_all_now(path_value(request, "id"))))


@routes.post("/api/application/{id}/pin", body=PinBody, answer=ApplicationRecord, errors=(404, 422, 503))
async def pin(request: web.Request) -> web.Response:
    """Keep an instance in the list whatever its age, or no more."""
    ours = services(request)
    body = await whole_body(request, PinBody)
    return success(ours.record(await ours.care.pin(path_value(request, "id"), pinned=body.pinned)))


@routes.post("/api/application/{id}/archive", body=EmptyBody, answer=ApplicationRecord, errors=(404, 409, 422, 503))
async def archive(request: web.Request) -> web.Response:
    """Put away an instance that no longer runs."""
    ours = services(request)
    await whole_body(request, EmptyBody)
    return success(ours.record(await ours.care.archive(path_value(request, "id"))))


@routes.delete("/api/application/{id}", query=DeleteQuery, answer=DeletedRecord, errors=(404, 409, 422, 503))
async def delete(request: web.Request) -> web.Response:
    """Forget an instance with all its history. Asked twice: send `confirm` with its identifier. 409 while it runs."""
    ours = services(request)
    instance = ours.care.ended(path_value(request, "id"))
    if wire.read_query(DeleteQuery, request.query).confirm != instance.identifier:
        kept = sum([await ours.store.count_checks(job.id) for job in ours.catalog.jobs_of(instance.id)])
        raise ConflictError(
            f"This forgets {instance.identifier} and {kept} checks for good. If that is meant, send it again with "
            f"?confirm={instance.identifier}"
        )
    return success(DeletedRecord(id=(await ours.care.delete(instance.id)).id))
