"""http:// and https:// are up when they answer as expected, and with a status word that says so where they give one."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit

from msgspec import Meta, field

from registry_tray.checks.connection import Lookup, Names, host_and_port, waiting_for
from registry_tray.checks.http_answer import judge, judge_content, pointed
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, web_context
from registry_tray.core.ports import Answer, Ask, Probe, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import phrase, remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy

if TYPE_CHECKING:
    from registry_tray.checks.http_exchange import Response

MOST_READ = 64 * 1024
MOST_REDIRECTS = 5

Method = Annotated[
    Literal["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS"], Meta(description="method of the request", examples=["GET"])
]
Body = Annotated[
    str,
    Meta(
        max_length=65536,
        description="body to send; never shown",
        extra=f.SECRET | {"expected": phrase("a text of at most 65536 characters")},
    ),
]
Expected = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=f.CODES,
        description="status codes that mean up: `204`, `200-299`, `2xx`, several with commas or as a list; else 200 to 399",
        examples=["200-299"],
        extra={"expected": phrase("status codes such as 204, 200-299, 2xx or a list of them")},
        extra_json_schema={"type": ["string", "integer", "array"]},
    ),
]
Contains = Annotated[f.Needle, Meta(description="text that must be in the answer")]
Lacks = Annotated[f.Needle, Meta(description="text that must not be in the answer")]
Pointer = Annotated[
    str,
    Meta(max_length=500, pattern=f.POINTER, description="JSON pointer to a value that must be there (RFC 6901)",
         examples=["/checks/db/status"], extra={"expected": phrase("a JSON pointer such as /checks/db/status")}),
]  # fmt: skip
Value = Annotated[Any, Meta(description="what must be at the pointer", examples=["up"])]
Word = Annotated[bool, Meta(description="let a word such as UP or DOWN, in `status` of a JSON answer, count more than the code")]
Redirects = Annotated[bool, Meta(description="follow redirects to the same host, 5 at most; else a redirect is an answer")]


class HttpOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """What to send, and what to expect."""

    method: Method = "GET"
    headers: f.Headers = field(default_factory=dict)
    body: Body = ""
    status: Expected = ""
    contains: Contains = ""
    not_contains: Lacks = ""
    json_pointer: Pointer = ""
    json_value: Value = None
    status_word: Word = True
    redirects: Redirects = False

    @classmethod
    def prepared(cls, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """Numbers and lists of status codes as one text."""
        match raw.get("status"):
            case bool():
                return raw
            case int() as code:
                return {**raw, "status": str(code)}
            case [*codes] if all(type(code) in (int, str) for code in codes):
                return {**raw, "status": ", ".join(map(str, codes))}
        return raw


@asynccontextmanager
async def open_http() -> AsyncIterator[Probe]:
    """The probe, which remembers names for a moment."""
    await asyncio.to_thread(import_module, "registry_tray.checks.http_exchange")
    yield partial(check_http, Names().lookup)


async def check_http(find: Lookup, ask: Ask) -> Answer:
    """One request. A redirect is an answer, unless it is to be followed: never to another host."""
    from registry_tray.checks.http_errors import translated

    options = HttpOptions.of(ask)
    url = ask.endpoint
    for _ in range(MOST_REDIRECTS + 1):
        async with translated(*host_and_port(url), "" if url.startswith("https") else "https://"):
            answer = await _request(find, url, options)
        if not isinstance(answer, str):
            return answer
        url = answer
    raise ProbeError(Result.STATUS, remark("It redirects more than {0} times", MOST_REDIRECTS))


async def _request(find: Lookup, url: str, options: HttpOptions) -> Answer | str:
    """The answer, or the URL to go on with."""
    from registry_tray.checks.http_exchange import Question, exchange

    tls = await web_context(options) if url.startswith("https") else None
    question = Question(options.method, url, options.headers, options.body.encode())
    async with exchange(question, tls, find) as response:
        onward = _onward(url, response) if options.redirects else ""
        if onward:
            return onward
        with waiting_for(remark("{0} begins to answer, but does not end", address_of(url))):
            body = await _body(response)
        answer = judge(response.status, response.reason, body, options.status, word_counts=options.status_word)
        judge_content(body, options.contains, options.not_contains)
        if options.json_pointer:
            pointed(body, options.json_pointer, options.json_value)
        return judge_certificate(response.certificate, options.expiry_days, answer)


def _onward(url: str, response: "Response") -> str:
    """Where a redirect leads, "" where that is another host, or not as safe as before."""
    if response.status not in (301, 302, 303, 307, 308) or "Location" not in response.headers:
        return ""
    try:
        onward = urljoin(url, response.headers["Location"])
        before, after = urlsplit(url), urlsplit(onward)
        same = after.hostname == before.hostname and (after.scheme == before.scheme or after.scheme == "https")
        if not after.username and same and before.username:
            onward = after._replace(netloc=f"{before.netloc.rpartition('@')[0]}@{after.netloc}").geturl()
        return onward if same and after.port != 0 else ""
    except ValueError:
        return ""


async def _body(response: "Response") -> bytes:
    body = b""
    while len(body) < MOST_READ:
        chunk = await response.content.read(MOST_READ - len(body))
        if not chunk:
            break
        body += chunk
    return body


STRATEGY = Strategy(
    name="http",
    doc="It answers HTTP as expected; a status word in a JSON answer counts more than the code.",
    schemes=(Scheme("http", 80), Scheme("https", 443)),
    example="http://localhost:8000/health",
    open=open_http,
    options=HttpOptions,
    logs_in=True,
)
