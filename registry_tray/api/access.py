"""Who may ask: web pages of other origins never, other machines only with the token."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address

from aiohttp import web

from registry_tray.api.answers import failure

LOOPBACK = "loopback"
HOSTS = ("127.0.0.1", "localhost", "[::1]")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
OURS = frozenset({"", "same-origin", "none"})  # what browsers say of a request that our own page or the person made
OPEN = "/api/docs"  # the same for everybody and without a secret: where the token is given to the page

ELSEWHERE = "Web pages of other origins may not use the registry."

Guard = Callable[[web.Request], web.Response | None]


def guard(port: int, present_token: Callable[[], str | None]) -> Guard:
    """Refuses what a web page of another origin could send: the port is open to every page that a browser shows.

    Host must name this machine's loopback and our port (against DNS rebinding), Origin where there is one must be ours,
    and a body must be sent as JSON, which a page cannot do without asking first. Of what needs no body, a page can send only
    a POST unasked, and every browser says then from which origin it comes; a form is refused all the same. What comes from
    another site by a browser's own word is refused even where it only reads, but a link may lead here. With a token every
    request must carry it; the host may then be any, since no page of another origin can know the token.
    """
    hosts = frozenset(f"{host}:{port}" for host in HOSTS) | (frozenset(HOSTS) if port == 80 else frozenset())

    def check(request: web.Request) -> web.Response | None:
        token = present_token()
        host = request.headers.get("Host", "").lower()
        if token is None and host not in hosts:
            return failure(403, f"The registry answers only as {', '.join(sorted(hosts))}, not as {host[:100]!r}.")
        origin = request.headers.get("Origin")
        if origin is not None and (not host or origin.lower() != f"http://{host}"):
            return failure(403, ELSEWHERE)
        if request.headers.get("Sec-Fetch-Site", "") not in OURS and not _is_visit(request):
            return failure(403, ELSEWHERE)
        if token is not None and request.path != OPEN and not _carries(request, token):
            return failure(
                401, "Send the token of the registry: Authorization: Bearer ...", headers={"WWW-Authenticate": "Bearer"}
            )
        known = request.match_info.http_exception is None
        bare = not request.can_read_body and (request.method != "POST" or request.content_type not in FORMS)
        if known and request.method not in SAFE and not bare and request.content_type != "application/json":
            return failure(415, "Send the body as JSON, with the header Content-Type: application/json.")
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return failure(415, "Send the body as it is, not packed: without the header Content-Encoding.")
        return None

    return check


def is_loopback_only(bind: str) -> bool:
    """Whether what the API is bound to can be reached from this machine only."""
    if bind in (LOOPBACK, "localhost"):
        return True
    try:
        return ip_address(bind).is_loopback
    except ValueError:
        return False


def _is_visit(request: web.Request) -> bool:
    """Whether a person follows a link to us, in a tab of its own."""
    sent = request.headers
    return request.method == "GET" and (sent.get("Sec-Fetch-Mode"), sent.get("Sec-Fetch-Dest")) == ("navigate", "document")


def _carries(request: web.Request, token: str) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    matches = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), token.encode())
    return scheme.lower() == "bearer" and matches
