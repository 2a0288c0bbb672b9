"""All of it at once: for other programs, for spreadsheets, for Prometheus, and for reading about it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from aiohttp import web

from registry_tray import wire
from registry_tray.api.answers import JSON, tagged
from registry_tray.api.metrics import metrics_text
from registry_tray.api.openapi import DOCUMENT
from registry_tray.api.operations import Resource
from registry_tray.api.patience import send
from registry_tray.api.services import Services, services
from registry_tray.wire.requests import ExportQuery

routes = Resource("Registry")

KINDS = ("application", "job", "session", "event", "error", "check")
PAGE = 1000


@routes.get("/api/export", query=ExportQuery, enveloped=False, media=(JSON, "text/csv"), errors=(422, 503))
async def export(request: web.Request) -> web.StreamResponse:
    """Everything as one JSON document, or one kind of records as CSV (`format=csv&what=check`)."""
    ours = services(request)
    query = wire.read_query(ExportQuery, request.query)
    kinds = (query.what,) if query.what else ("application",) if query.format == "csv" else KINDS
    name = f"registry-tray-{query.what or 'export'}.{query.format}"
    answer = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    answer.content_type = "text/csv" if query.format == "csv" else JSON
    answer.charset = "utf-8" if query.format == "csv" else None
    await answer.prepare(request)
    if query.format == "csv":
        first = True
        async for records in _records(ours, kinds[0]):
            await send(request, answer, _csv(records, header=first).encode())
            first = False
    else:
        for index, kind in enumerate(kinds):
            await send(request, answer, f'{"{" if index == 0 else ","}"{kind}":['.encode())
            first = True
            async for records in _records(ours, kind):
                joined = b",".join(wire.encode(record) for record in records)
                if joined:
                    await send(request, answer, joined if first else b"," + joined)
                    first = False
            await send(request, answer, b"]")
        await send(request, answer, b"}")
    return answer


@routes.get("/metrics", enveloped=False, media=("text/plain",))
async def metrics(request: web.Request) -> web.Response:
    """Prometheus metrics: up, latency and counts of every job, and of the registry itself."""
    return web.Response(
        body=metrics_text(services(request)), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
    )


@routes.get("/api/openapi.json", enveloped=False, has_tag=True)
async def openapi(request: web.Request) -> web.Response:
    """This API as an OpenAPI 3.1 document."""
    return tagged(request, *await asyncio.to_thread(request.app[DOCUMENT]))


async def _records(ours: Services, kind: str) -> AsyncIterator[list[Any]]:
    instances = list(ours.catalog.instances())
    now = ours.clock.now()
    match kind:
        case "application":
            yield [ours.record(instance) for instance in instances]
        case "job":
            yield [wire.job_record(job, job.instance_id, now) for job in ours.catalog.jobs()]
        case "session":
            for instance in instances:
                yield [wire.session_record(session) for session in await ours.store.sessions(instance.id, PAGE)]
        case "error":
            for instance in instances:
                yield [wire.error_record(report) for report in await ours.store.errors(instance.id, PAGE)]
        case "event":
            before: int | None = None
            while events := await ours.store.events(PAGE, before=before):
                yield [wire.event_record(event) for event in events]
                before = events[-1].number
        case "check":
            for job in tuple(ours.catalog.jobs()):
                moment = None
                while checks := await ours.store.checks(job.id, PAGE, moment):
                    yield [wire.check_record(check, job.timeout) for check in checks]
                    moment = checks[-1].at


def _csv(records: list[Any], *, header: bool) -> str:
    if not records:
        return ""
    text = io.StringIO()
    names = records[0].__struct_encode_fields__
    writer = csv.writer(text)
    if header:
        writer.writerow(names)
    for record in records:
        writer.writerow([_cell(value) for value in msgspec.structs.astuple(record)])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """A value that a spreadsheet takes for data, never for a formula."""
    if isinstance(value, (dict, list, msgspec.Struct)):
        value = wire.encode(value).decode()
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
