"""How errors are answered, and what every answer carries."""

import asyncio
import logging
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from registry_tray.api.access import Guard
from registry_tray.api.answers import failure
from registry_tray.api.patience import PATIENCE
from registry_tray.core.errors import (
    ConflictError,
    InvalidPayloadError,
    LimitError,
    NotFoundError,
    RegistryError,
    StoreError,
    TooLargeError,
)

logger = logging.getLogger(__name__)

MOST_BODY = 256 * 1024
STATUS: dict[type[RegistryError], int] = {
    InvalidPayloadError: 422,
    NotFoundError: 404,
    ConflictError: 409,
    LimitError: 429,
    TooLargeError: 413,
    StoreError: 503,
}


def answering(refuse: Guard) -> Middleware:
    """The one middleware: refuses, and turns every error into a JSON answer."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = refuse(request)
        if refused is not None:
            return refused
        try:
            if request.can_read_body and request.match_info.http_exception is None:
                await _receive(request)
            return await handler(request)
        except RegistryError as error:
            faults = error.faults if isinstance(error, InvalidPayloadError) else ()
            return failure(STATUS.get(type(error), 500), str(error), faults)
        except web.HTTPRequestEntityTooLarge:
            return _last(failure(413, f"The body may have at most {MOST_BODY // 1024} KB."))
        except web.RequestPayloadError:
            return _last(failure(400, "The body is not HTTP as it should be."))
        except _TooSlowError:
            return _last(failure(408, "The body did not arrive in time."))
        except web.HTTPException as error:
            return _http_failure(request, error)
        except Exception as error:
            if isinstance(error, ConnectionError) and _is_gone(request):
                raise
            logger.exception("%s %s failed", request.method, request.path)
            return failure(500, "The registry failed on this request; its log says why.")

    return middleware


def _is_gone(request: web.Request) -> bool:
    """Whether the client has hung up, which is no fault of ours."""
    return request.transport is None or request.transport.is_closing()


class _TooSlowError(Exception):
    """The body did not arrive in time."""


async def _receive(request: web.Request) -> None:
    """Have the whole body before the route is asked: what it reads is there, or is refused here."""
    if (request.content_length or 0) > MOST_BODY:
        raise web.HTTPRequestEntityTooLarge(MOST_BODY, request.content_length or 0)
    if request.content.is_eof():  # all of it is here: no need of a clock
        await request.read()
        return
    try:
        async with asyncio.timeout(request.app[PATIENCE].body.total_seconds()):
            await request.read()
    except TimeoutError:
        raise _TooSlowError from None


def _last(answer: web.Response) -> web.Response:
    """The answer, after which the connection is closed: the rest of the body would be taken for the next request."""
    answer.force_close()
    return answer


def _http_failure(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400:
        raise error
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return failure(405, f"{request.path} takes {allowed}, not {request.method}.", headers={"Allow": allowed})
    if error.status == HTTPStatus.NOT_FOUND:
        return failure(404, f"There is nothing at {request.path}.")
    return failure(error.status, error.text or error.reason)
