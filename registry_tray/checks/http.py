"""http:// and https:// are up when they answer with success, and with a status word that says so where they give one."""

import ssl
from types import TracebackType
from typing import Any

import aiohttp
import msgspec

from registry_tray import __version__
from registry_tray.checks.resolver import GuardedResolver
from registry_tray.core.ports import Answer, ProbeError
from registry_tray.core.secrets import mask_text
from registry_tray.core.status import Result

HEADERS = {
    "User-Agent": f"registry-tray/{__version__}",
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": "identity",
}
MOST_READ = 64 * 1024
MOST_SHOWN = 200

UP_WORDS = frozenset({"up", "ok", "pass", "passing", "healthy", "success", "true"})
WARN_WORDS = frozenset({"warn", "warning", "degraded"})
DOWN_WORDS = frozenset({"down", "fail", "failed", "failing", "unhealthy", "error", "critical", "out_of_service", "false"})


class HttpProbe:
    """Asks with GET on a new connection each time, so that a listener that is gone is seen at once."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> "HttpProbe":
        connector = aiohttp.TCPConnector(
            limit=0, force_close=True, ttl_dns_cache=30, happy_eyeballs_delay=0.05, resolver=GuardedResolver()
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=HEADERS,
            auto_decompress=False,
        )
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()

    async def __call__(self, endpoint: str) -> Answer:
        """One GET. A redirect is an answer, and is not followed: it may lead to another host."""
        assert self._session is not None
        try:
            async with self._session.get(endpoint, allow_redirects=False) as response:
                body = await _body(response)
                return judge(response.status, response.reason or "", body)
        except aiohttp.ClientConnectorCertificateError as error:
            raise ProbeError(Result.TLS, f"The certificate is not trusted: {_certificate(error)}") from error
        except (aiohttp.ClientConnectorSSLError, ssl.SSLError) as error:
            raise ProbeError(Result.TLS, f"The TLS handshake failed: {error}") from error
        except aiohttp.ClientConnectorError as error:
            raise error.os_error from error
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
            raise ConnectionResetError("the server closed the connection without an answer") from error
        except aiohttp.ClientPayloadError as error:
            raise ProbeError(Result.BODY, "The answer broke off in the middle") from error
        except aiohttp.ClientError as error:
            raise ProbeError(Result.BODY, f"The answer is not HTTP: {str(error)[:MOST_SHOWN]}") from error


def judge(code: int, phrase: str, body: bytes) -> Answer:
    """The answer, where it means up: the status word in the body beats the code. ProbeError where it means down."""
    word = status_word(body)
    if word in DOWN_WORDS:
        raise ProbeError(Result.BODY, f'It says of itself "{word}" (HTTP {code})', code)
    if word in WARN_WORDS:
        return Answer(code, f'It says of itself "{word}"')
    if word in UP_WORDS:
        return Answer(code)
    if code == 429:
        return Answer(code, "It answers HTTP 429: too many requests")
    if 200 <= code < 400:
        return Answer(code)
    said = f": {_excerpt(body)}" if body and len(body) < 2000 and b"<" not in body[:20] else ""
    raise ProbeError(Result.STATUS, f"HTTP {code} {phrase}".strip() + said, code)


def status_word(body: bytes) -> str:
    """The word that a JSON health document gives its state, in lower case; "" where there is none."""
    if body.lstrip()[:1] != b"{":
        return ""
    try:
        document: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return ""
    for name in ("status", "state", "health"):
        value = document.get(name)
        if isinstance(value, str):
            return value.strip().lower()
    return ""


async def _body(response: aiohttp.ClientResponse) -> bytes:
    if response.content_length == 0:
        return b""
    body = b""
    while len(body) < MOST_READ:
        chunk = await response.content.read(MOST_READ - len(body))
        if not chunk:
            break
        body += chunk
    return body


def _excerpt(body: bytes) -> str:
    text = " ".join(body.decode("utf-8", "replace").split())
    return mask_text(text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…")


def _certificate(error: aiohttp.ClientConnectorCertificateError) -> str:
    inner = error.certificate_error
    return getattr(inner, "verify_message", "") or str(inner)
