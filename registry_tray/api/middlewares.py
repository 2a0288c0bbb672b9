"""Who may ask, and how errors are answered."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from registry_tray.api.answers import failure
from registry_tray.core.errors import ConflictError, InvalidPayloadError, LimitError, NotFoundError, RegistryError, StoreError

logger = logging.getLogger(__name__)

MOST_BODY = 256 * 1024
HOSTS = ("127.0.0.1", "localhost", "[::1]")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

STATUS: dict[type[RegistryError], int] = {
    InvalidPayloadError: 422,
    NotFoundError: 404,
    ConflictError: 409,
    LimitError: 429,
    StoreError: 503,
}


def guard(port: int) -> Callable[[web.Request], web.Response | None]:
    """Refuses what a web page of another origin could send: the port is open to every page that a browser shows.

    Host must name this machine's loopback and our port (against DNS rebinding), Origin where there is one must be ours,
    and what changes something must be sent as JSON, which a page cannot do without asking first.
    """
    hosts = frozenset(f"{host}:{port}" for host in HOSTS) | (frozenset(HOSTS) if port == 80 else frozenset())
    origins = frozenset(f"http://{host}" for host in hosts)

    def check(request: web.Request) -> web.Response | None:
        host = request.headers.get("Host", "")
        if host.lower() not in hosts:
            return failure(403, f"The registry answers only as {', '.join(sorted(hosts))}, not as {host[:100]!r}.")
        origin = request.headers.get("Origin")
        if origin is not None and origin.lower() not in origins:
            return failure(403, "Web pages of other origins may not use the registry.")
        if request.method not in SAFE and request.content_type != "application/json":
            return failure(415, "Send the body as JSON, with the header Content-Type: application/json.")
        return None

    return check


def answering(refuse: Callable[[web.Request], web.Response | None]) -> Middleware:
    """The one middleware: refuses, and turns every error into a JSON answer."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        refused = refuse(request)
        if refused is not None:
            return refused
        try:
            return await handler(request)
        except RegistryError as error:
            faults = error.faults if isinstance(error, InvalidPayloadError) else ()
            return failure(STATUS.get(type(error), 500), str(error), faults)
        except web.HTTPRequestEntityTooLarge:
            return failure(413, f"The body may have at most {MOST_BODY // 1024} KB.")
        except web.HTTPException as error:
            return _http_failure(request, error)
        except ConnectionResetError:
            raise
        except Exception:
            logger.exception("%s %s failed", request.method, request.path)
            return failure(500, "The registry failed on this request; its log says why.")

    return middleware


def _http_failure(request: web.Request, error: web.HTTPException) -> web.StreamResponse:
    if error.status < 400:
        raise error
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return failure(405, f"{request.path} takes {allowed}, not {request.method}.", headers={"Allow": allowed})
    if error.status == HTTPStatus.NOT_FOUND:
        return failure(404, f"There is nothing at {request.path}.")
    return failure(error.status, error.text or error.reason)
