"""What changes, as it happens."""

import asyncio

from aiohttp import web

from registry_tray.api.operations import Resource
from registry_tray.api.patience import PATIENCE, send
from registry_tray.api.stream import Stream

routes = Resource("Stream")

STREAM = web.AppKey("stream", Stream)


@routes.get("/api/stream", enveloped=False, media=("text/event-stream",))
async def stream(request: web.Request) -> web.StreamResponse:
    """Server-sent events: application, application-removed, job-removed, event, check; resumes after `Last-Event-ID`."""
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await answer.prepare(request)
    changes = request.app[STREAM]
    queue = changes.listen(request.headers.get("Last-Event-ID"))
    quiet = request.app[PATIENCE].quiet.total_seconds()
    try:
        await send(request, answer, b"retry: 2000\n\n")
        while True:
            try:
                change = await asyncio.wait_for(queue.get(), quiet)
            except TimeoutError:
                await send(request, answer, b": still here\n\n")
                continue
            if change is None:
                return answer
            await send(request, answer, change.frame())
    finally:
        changes.leave(queue)
