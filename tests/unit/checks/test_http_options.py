"""What may be asked of an HTTP check beside its URL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from registry_tray import __version__
from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.ports import free_port
from tests.unit.checks.support import OK, Authority, checked, response, saying, serving

JSON = b'{"checks": [{"name": "db", "ok": true, "n": 0}], "a/b": {"m~n": "x"}, "none": null}'


async def test_method_headers_and_body_are_sent(probes: dict[str, Probe]) -> None:
    heard = b""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal heard
        heard = await reader.readuntil(b"\r\n\r\n") + await reader.readexactly(12)
        writer.write(OK)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/login"
        headers = {"Authorization": "Bearer hunter2", "Content-Type": "application/json", "User-Agent": "me"}
        check = await checked(probes, url, method="POST", headers=headers, body='{"a": "b\u00fc"}')
    assert check.result is Result.OK
    assert heard.startswith(b"POST /login HTTP/1.1\r\n")
    assert b"Authorization: Bearer hunter2\r\n" in heard
    assert b"User-Agent: me\r\n" in heard
    assert heard.endswith('{"a": "b\u00fc"}'.encode())


@pytest.mark.parametrize(
    ("path", "options", "expected"),
    [
        ("", {}, b"GET / HTTP/1.1\r\nHost: localhost:<port>\r\nUser-Agent: registry-tray/<version>\r\n"
                 b"Accept: application/json, */*;q=0.5\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"),
        ("/\u00fc?a=\u00e4%20#x", {"method": "OPTIONS"}, b"OPTIONS /%C3%BC?a=%C3%A4%20 HTTP/1.1\r\nHost: localhost:<port>\r\n"),
        ("/", {"headers": {"host": "shop.example"}}, b"GET / HTTP/1.1\r\nhost: shop.example\r\nUser-Agent: "),
        ("/", {"method": "POST"}, b"Content-Length: 0\r\n"),
        ("/", {"method": "PUT", "body": "\u00fc"}, b"Content-Length: 2\r\nContent-Type: application/octet-stream\r\n"),
    ],
)  # fmt: skip
async def test_a_request_is_written_as_servers_expect_it(
    probes: dict[str, Probe], path: str, options: dict[str, Any], expected: bytes
) -> None:
    async with asking(probes, "http://localhost:{port}" + path, **options) as heard:
        assert expected in heard.replace(f"/{__version__}".encode(), b"/<version>")
        assert heard.lower().count(b"host: ") == 1


async def test_the_login_of_the_url_is_sent_unless_a_header_says_who_asks(probes: dict[str, Probe]) -> None:
    async with asking(probes, "http://me:p%40ss@localhost:{port}/") as heard:
        assert b"\r\nAuthorization: Basic bWU6cEBzcw==\r\n" in heard
    async with asking(probes, "http://me:p%40ss@localhost:{port}/", headers={"authorization": "Bearer x"}) as heard:
        assert b"\r\nauthorization: Bearer x\r\n" in heard
        assert b"Basic" not in heard


@asynccontextmanager
async def asking(probes: dict[str, Probe], url: str, **options: Any) -> AsyncIterator[bytes]:
    """What a server gets to hear, with <port> for its port."""
    heard = b""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal heard
        heard = await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await checked(probes, url.format(port=port), **options)).error == ""
    yield heard.replace(str(port).encode(), b"<port>")


@pytest.mark.parametrize(
    ("status", "code", "result"),
    [
        ("204", 204, Result.OK), ("204", 200, Result.STATUS),
        ("2xx", 226, Result.OK), ("2xx", 301, Result.STATUS),
        ("200-299", 299, Result.OK), ("200-299", 300, Result.STATUS), ("401, 4XX", 403, Result.OK),
        ("200, 500-503", 503, Result.OK),
        ("200, 500-503", 504, Result.STATUS), ("404", 404, Result.OK), ("429", 429, Result.OK), ("200", 429, Result.STATUS),
    ],
)  # fmt: skip
async def test_only_an_expected_status_is_up(probes: dict[str, Probe], status: str, code: int, result: Result) -> None:
    async with serving(saying(response(code))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", status=status)
    assert (check.result, check.code) == (result, code)
    assert ("(expected: " in check.error) is (result is Result.STATUS)


async def test_where_a_status_is_expected_a_good_word_does_not_replace_it(probes: dict[str, Probe]) -> None:
    async with serving(saying(response(503, b'{"status": "UP"}'))) as port:
        assert (await checked(probes, f"http://127.0.0.1:{port}/", status="200")).result is Result.STATUS
    async with serving(saying(response(200, b'{"status": "DOWN"}'))) as port:
        assert (await checked(probes, f"http://127.0.0.1:{port}/", status="200")).result is Result.BODY
        assert (await checked(probes, f"http://127.0.0.1:{port}/", statusWord=False)).result is Result.OK


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"contains": "fine"}, ""),
        ({"contains": "fire"}, 'The answer does not contain "fire"'),
        ({"notContains": "fire"}, ""),
        ({"notContains": "fine"}, 'The answer contains "fine"'),
        ({"contains": "all", "notContains": "fine"}, 'The answer contains "fine"'),
    ],
)
async def test_a_text_must_be_there_or_must_not(probes: dict[str, Probe], options: dict[str, Any], error: str) -> None:
    async with serving(saying(response(200, b"all is fine"))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", **options)
    assert (check.error, check.result) == (error, Result.BODY if error else Result.OK)


@pytest.mark.parametrize(
    ("pointer", "value", "error"),
    [
        ("/checks/0/name", "db", ""),
        ("/checks/0/ok", True, ""),
        ("/checks/0/ok", 1, "/checks/0/ok is true, not 1"),
        ("/checks/0/n", False, "/checks/0/n is 0, not false"),
        ("/checks/0/name", "cache", '/checks/0/name is "db", not "cache"'),
        ("/checks/1/name", "db", "There is no /checks/1/name in the answer"),
        ("/checks/-1/name", "db", "There is no /checks/-1/name in the answer"),
        ("/checks/00/name", "db", "There is no /checks/00/name in the answer"),
        ("/a~1b/m~0n", "x", ""),
        ("/none", None, ""),
        ("/nothing", None, "There is no /nothing in the answer"),
    ],
)
async def test_a_json_pointer_leads_to_the_expected_value(
    probes: dict[str, Probe], pointer: str, value: object, error: str
) -> None:
    async with serving(saying(response(200, JSON))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", jsonPointer=pointer, jsonValue=value)
    assert (check.error, check.result) == (error, Result.BODY if error else Result.OK)


async def test_an_answer_that_is_no_json_has_nothing_at_a_pointer(probes: dict[str, Probe]) -> None:
    async with serving(saying(response(200, b"<html>"))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", jsonPointer="/a")
    assert (check.result, check.error) == (Result.BODY, "The answer is not JSON")


def redirect(location: str) -> bytes:
    return b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % location.encode()


async def test_redirects_to_the_same_host_are_followed_where_that_is_asked_for(probes: dict[str, Probe]) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(response(500, b"it is broken"))

    async with serving(talk) as there, serving(saying(redirect(f"http://127.0.0.1:{there}/end"))) as port:
        assert (await checked(probes, f"http://127.0.0.1:{port}/")).code == 302
        check = await checked(probes, f"http://127.0.0.1:{port}/", redirects=True)
    assert (check.code, check.error) == (500, "HTTP 500 x: it is broken")


@pytest.mark.parametrize(
    "location", ["http://169.254.169.254/", "http://localhost:1/", "ftp://127.0.0.1/", "http://[broken", "//evil/"]
)
async def test_a_redirect_elsewhere_is_never_followed(probes: dict[str, Probe], location: str) -> None:
    async with serving(saying(redirect(location))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", redirects=True)
    assert (check.result, check.code) == (Result.OK, 302)


async def test_redirects_in_a_circle_end(probes: dict[str, Probe]) -> None:
    async with serving(saying(redirect("/again"))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", redirects=True)
    assert (check.result, check.error) == (Result.STATUS, "It redirects more than 5 times")


@pytest.fixture(autouse=True)
async def silent_servers() -> None:
    """The server's end of a handshake that fails is no news."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)


async def test_a_file_of_certificates_is_trusted_for_its_own_names_only(probes: dict[str, Probe], authority: Authority) -> None:
    async with serving(saying(OK), context=authority.context("localhost")) as port:
        assert (await checked(probes, f"https://localhost:{port}/", ca=authority.ca)).result is Result.OK
        assert (await checked(probes, f"https://localhost:{port}/")).result is Result.TLS
        check = await checked(probes, f"https://127.0.0.1:{port}/", ca=authority.ca)
        assert check.result is Result.TLS
        assert check.error.startswith(f"The certificate of 127.0.0.1:{port} is not trusted: IP address mismatch")
        assert (await checked(probes, f"https://127.0.0.1:{port}/", insecure=True)).result is Result.OK


async def test_a_file_of_certificates_that_is_none_is_no_fault_of_the_target(
    probes: dict[str, Probe], authority: Authority
) -> None:
    port = free_port()
    check = await checked(probes, f"https://localhost:{port}/", ca="/nowhere/ca.pem")
    assert check.result is Result.INCONCLUSIVE
    assert check.error == "The file of certificates /nowhere/ca.pem cannot be used: No such file or directory"


@pytest.mark.parametrize(
    ("days", "options", "warning"),
    [
        (20, {}, ""),
        (20, {"expiryDays": 30}, "The certificate expires in 19 days, on "),
        (10, {}, "The certificate expires in 9 days, on "),
        (5, {}, "The certificate expires within a week, in 4 days, on "),
        (0.5, {}, "The certificate expires within a day, at "),
        (5, {"expiryDays": 0}, ""),
        (5, {"insecure": True}, "The certificate expires within a week, in 4 days, on "),
    ],
)
async def test_a_certificate_that_expires_soon_is_a_warning(
    probes: dict[str, Probe], authority: Authority, days: float, options: dict[str, Any], warning: str
) -> None:
    async with serving(saying(OK), context=authority.context("localhost", lasts=timedelta(days=days))) as port:
        check = await checked(probes, f"https://localhost:{port}/", ca=authority.ca, **options)
    assert check.result is (Result.WARN if warning else Result.OK)
    assert check.error.startswith(warning)


async def test_a_certificate_that_has_expired_is_down_and_says_since_when(probes: dict[str, Probe], authority: Authority) -> None:
    context = authority.context("localhost", lasts=timedelta(days=-3, minutes=-1))
    async with serving(saying(OK), context=context) as port:
        check = await checked(probes, f"https://localhost:{port}/", ca=authority.ca)
    assert (check.result, check.error) == (Result.TLS, f"TLS: the certificate of localhost:{port} expired 3 days ago")
