"""Checks of real servers that answer, refuse, hang, break off and lie."""

import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from registry_tray.checks import Probes, declared
from registry_tray.checks.connection import MOST_NAMES, Names
from registry_tray.checks.http_answer import judge, status_word
from registry_tray.checks.tcp import check_tcp
from registry_tray.core.ports import Answer, Ask, Probe, ProbeError
from registry_tray.core.status import Result
from tests.fakes import seconds
from tests.ports import free_port
from tests.unit.checks.support import OK, checked, response, saying, serving, silent_beside


async def test_every_scheme_has_a_probe(probes: dict[str, Probe]) -> None:
    assert probes.keys() == {scheme.name for strategy in declared() for scheme in strategy.schemes}


async def test_a_check_that_comes_before_its_client_is_there_waits_for_it() -> None:
    async with Probes() as probes, serving(saying(OK)) as port:
        asked = asyncio.create_task(checked(probes, f"http://127.0.0.1:{port}/"))
        await asyncio.sleep(0)
        assert not asked.done()
        await probes.open()
        assert (await asked).result is Result.OK


@pytest.mark.parametrize(
    ("code", "result"),
    [(200, Result.OK), (204, Result.OK), (301, Result.OK), (304, Result.OK), (399, Result.OK), (429, Result.WARN),
     (400, Result.STATUS), (404, Result.STATUS), (500, Result.STATUS), (503, Result.STATUS), (599, Result.STATUS)],
)  # fmt: skip
async def test_the_status_decides(probes: dict[str, Probe], code: int, result: Result) -> None:
    async with serving(saying(response(code))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert (check.result, check.code) == (result, code)
    assert check.latency is not None


@pytest.mark.parametrize(
    ("code", "body", "result"),
    [
        (200, b'{"status": "DOWN"}', Result.BODY),
        (200, b'{"status": "fail", "x": 1}', Result.BODY),
        (200, b' {"state": "Unhealthy"}', Result.BODY),
        (200, b'{"health": "OUT_OF_SERVICE"}', Result.BODY),
        (503, b'{"status": "UP"}', Result.OK),
        (500, b'{"status": "pass"}', Result.OK),
        (200, b'{"status": "degraded"}', Result.WARN),
        (503, b'{"status": "warn"}', Result.WARN),
        (200, b'{"status": "whatever"}', Result.OK),
        (500, b'{"status": "whatever"}', Result.STATUS),
        (200, b'{"status": 500}', Result.OK),
        (200, b'["DOWN"]', Result.OK),
        (200, b'{"status": "DOWN"', Result.OK),
        (200, b"status: DOWN", Result.OK),
        (200, b'{"a": {"status": "DOWN"}}', Result.OK),
        (200, b"{" * 5000, Result.OK),
        (200, b'{"a":' + b"[" * 20000, Result.OK),
        (200, b'\xff\xfe{"status": "DOWN"}', Result.OK),
    ],
)
async def test_the_word_that_it_says_of_itself_beats_the_status(
    probes: dict[str, Probe], code: int, body: bytes, result: Result
) -> None:
    async with serving(saying(response(code, body))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is result


async def test_a_redirect_is_an_answer_and_is_not_followed(probes: dict[str, Probe]) -> None:
    elsewhere = free_port()
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n" % elsewhere
    async with serving(saying(answer)) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert (check.result, check.code) == (Result.OK, 302)


async def test_the_reason_of_a_failure_is_short_and_without_secrets(probes: dict[str, Probe]) -> None:
    body = b"cannot reach postgres://me:hunter2@db/x\nbecause " + b"y" * 500
    async with serving(saying(response(500, body, b"Oops"))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.error.startswith("HTTP 500 Oops: cannot reach postgres://me:***@db/x because y")
    assert len(check.error) < 250
    async with serving(saying(response(500, b"<html>" + b"x" * 100))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.error == "HTTP 500 x"


async def test_a_reason_that_is_no_text_can_be_stored(probes: dict[str, Probe]) -> None:
    async with serving(saying(response(500, b"\xe9\xff", b"Caf\xe9"))) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.STATUS
    check.error.encode()


async def test_a_huge_body_is_not_read_to_its_end(probes: dict[str, Probe]) -> None:
    sent = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()
            sent += 65536

    async with serving(talk) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.OK
    assert sent < 50_000_000


async def test_a_chunked_answer_in_small_pieces_is_an_answer(probes: dict[str, Probe]) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n":
            writer.write(bytes((byte,)))
            await writer.drain()
        for byte in b'{"status": "DOWN"}':
            writer.write(b"1\r\n" + bytes((byte,)) + b"\r\n")
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    async with serving(talk) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.BODY


async def test_an_answer_without_a_length_ends_with_the_connection(probes: dict[str, Probe]) -> None:
    async with serving(saying(b'HTTP/1.0 200 OK\r\n\r\n{"status": "fail"}')) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.BODY


@pytest.mark.parametrize(
    ("begun", "error"),
    [
        (b"", "takes the connection, but does not answer the request within 0.2 s"),
        (b"HTTP/1.1 200", "takes the connection, but does not answer the request within 0.2 s"),
        (b"HTTP/1.1 200 OK\r\n", "takes the connection, but does not answer the request within 0.2 s"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "begins to answer, but does not end within 0.2 s"),
    ],
)
async def test_a_target_that_hangs_at_any_point_times_out(probes: dict[str, Probe], begun: bytes, error: str) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begun)
        await asyncio.get_running_loop().create_future()

    async with serving(talk) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/", timeout=0.2)
    assert (check.result, check.error) == (Result.TIMEOUT, f"127.0.0.1:{port} {error}")


async def test_a_slow_target_is_up_and_its_slowness_is_measured(probes: dict[str, Probe]) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(OK)

    async with serving(talk) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.OK
    assert check.latency is not None
    assert check.latency >= seconds(0.14)


async def test_a_listener_that_takes_no_connection_times_out(probes: dict[str, Probe]) -> None:
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen(0)
        port = bound.getsockname()[1]
        with closing(socket.create_connection(("127.0.0.1", port))), closing(socket.socket()) as second:
            second.setblocking(False)
            second.connect_ex(("127.0.0.1", port))
            check = await checked(probes, f"http://127.0.0.1:{port}/", timeout=0.2)
    assert check.result is Result.TIMEOUT


@pytest.mark.parametrize("scheme", ["http", "https", "tcp"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_nobody_there_is_refused(probes: dict[str, Probe], scheme: str, host: str) -> None:
    port = free_port()
    check = await checked(probes, f"{scheme}://{host}:{port}")
    assert (check.result, check.error) == (Result.REFUSED, f"Connection refused on {host}:{port}")
    assert check.latency is None


@pytest.mark.parametrize("reset", [True, False])
async def test_a_connection_that_is_closed_without_an_answer_counts_as_refused(probes: dict[str, Probe], reset: bool) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if reset:
            connection: socket.socket = writer.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            writer.transport.abort()

    async with serving(talk) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert (check.result, check.error) == (Result.REFUSED, f"127.0.0.1:{port} closed the connection without an answer")


async def test_an_answer_that_breaks_off_is_a_failure(probes: dict[str, Probe]) -> None:
    async with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert (check.result, check.error) == (Result.BODY, "The answer broke off in the middle")


@pytest.mark.parametrize(
    "garbage", [b"220 smtp.example.com ESMTP\r\n", b"\0\1\2\3\xff\xfe\r\n\r\n", b"HTTP/9.9 yes\r\n\r\n", b"SSH-2.0-OpenSSH\r\n",
                b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"]
)  # fmt: skip
async def test_what_is_not_http_is_said_to_be_not_http(probes: dict[str, Probe], garbage: bytes) -> None:
    async with serving(saying(garbage)) as port:
        check = await checked(probes, f"http://127.0.0.1:{port}/")
    assert check.result is Result.BODY
    assert check.error.startswith(f"What answers at 127.0.0.1:{port} is not HTTP: ")
    assert len(check.error) < 300


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A certificate that nobody has signed, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path,
         "-out", f"{path}.crt", "-days", "2", "-subj", "/CN=localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path  # type: ignore[return-value]


async def test_a_certificate_that_nobody_trusts_is_said(probes: dict[str, Probe], certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the server's end of the handshake
    async with serving(saying(OK), context=context) as port:
        check = await checked(probes, f"https://localhost:{port}/")
    assert check.result is Result.TLS
    assert check.error.startswith(f"The certificate of localhost:{port} is not trusted: self")


async def test_https_to_a_port_that_speaks_http_is_a_failure_of_tls(probes: dict[str, Probe]) -> None:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(response(400))
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        check = await checked(probes, f"https://127.0.0.1:{port}/")
    assert check.result is Result.TLS


def _has_ipv6() -> bool:
    try:
        with closing(socket.socket(socket.AF_INET6)) as bound:
            bound.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="there is no IPv6 here")


@needs_ipv6
async def test_a_target_on_ipv6_is_found_by_its_address(probes: dict[str, Probe]) -> None:
    with silent_beside("::1") as free:
        async with serving(saying(OK), "::1", port=free) as port:
            assert (await checked(probes, f"http://[::1]:{port}/")).result is Result.OK
            assert (await checked(probes, f"tcp://[::1]:{port}")).result is Result.OK
            assert (await checked(probes, f"tcp://127.0.0.1:{port}")).result is Result.REFUSED


@needs_ipv6
@pytest.mark.parametrize("host", ["::1", "127.0.0.1"])
@pytest.mark.parametrize("scheme", ["http", "tcp"])
async def test_localhost_is_either_of_its_addresses(
    probes: dict[str, Probe], host: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def both(name: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        v6 = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", port, 0, 0))
        return [v6, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with silent_beside(host) as free:
        async with serving(saying(OK), host, port=free) as port:
            assert (await checked(probes, f"{scheme}://localhost:{port}/")).result is Result.OK
        check = await checked(probes, f"{scheme}://localhost:{port}/")
    assert (check.result, check.error) == (Result.REFUSED, f"Connection refused on localhost:{port}")


@pytest.mark.parametrize("scheme", ["http", "tcp"])
async def test_a_name_that_leads_to_a_metadata_service_is_not_asked(
    probes: dict[str, Probe], scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    check = await checked(probes, f"{scheme}://innocent.example:80/", timeout=1)
    assert check.result is Result.REFUSED
    assert "never checked" in check.error


async def test_a_name_is_remembered_for_a_moment_and_no_failure_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    addresses = {"up.example": "127.0.0.1", "bad.example": "169.254.169.254"}

    def find(name: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(name)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (addresses[name], port))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    moments = iter((0.0, 29.0, 31.0, 31.0, 31.0, 31.0))
    names = Names(lambda: next(moments))
    for times in (1, 1, 2):
        (found,) = await names.lookup("up.example", 80)
        assert (found[4][0], len(asked)) == ("127.0.0.1", times)
    await names.lookup("127.0.0.1", 80)
    for times in (3, 4):
        with pytest.raises(OSError, match="never checked"):
            await names.lookup("bad.example", 80)
        assert len(asked) == times


async def test_only_so_many_names_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def find(name: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    names = Names(lambda: 0.0)
    for port in (*range(1, MOST_NAMES + 2), MOST_NAMES + 1, 1):
        await names.lookup("up.example", port)
    assert asked == [*range(1, MOST_NAMES + 2), 1]


@pytest.mark.parametrize("scheme", ["http", "tcp"])
async def test_a_name_that_nobody_knows_is_said(probes: dict[str, Probe], scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    check = await checked(probes, f"{scheme}://nobody.invalid:80/")
    assert (check.result, check.error) == (Result.REFUSED, "The host name nobody.invalid is not known")


@pytest.mark.parametrize("scheme", ["http", "tcp"])
async def test_a_name_that_is_none_is_a_failure_and_no_fault_of_ours(probes: dict[str, Probe], scheme: str) -> None:
    check = await checked(probes, f"{scheme}://{'ä' * 62}.example:80/")
    assert check.result.is_failure


async def test_tcp_is_up_when_it_takes_a_connection_and_leaves_at_once() -> None:
    left = asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        left.set()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        assert await check_tcp(Ask(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}")) == Answer()
        await asyncio.wait_for(left.wait(), 5)


def test_tcp_works_on_the_fast_loop_too() -> None:
    uvloop = pytest.importorskip("uvloop")

    async def check() -> None:
        async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            assert await check_tcp(Ask(f"tcp://localhost:{port}")) == Answer()
        with pytest.raises(ConnectionRefusedError):
            await check_tcp(Ask(f"tcp://127.0.0.1:{port}"))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(check())


async def test_each_check_is_a_new_connection_and_says_who_asks(probes: dict[str, Probe]) -> None:
    heads: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK)
        await reader.read()
        writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for _ in range(3):
            assert (await checked(probes, f"http://me:pw@127.0.0.1:{port}/health?x=1")).result is Result.OK
    assert len(heads) == 3
    assert heads[0].startswith(b"GET /health?x=1 HTTP/1.1\r\n")
    assert b"User-Agent: registry-tray/" in heads[0]
    assert b"Authorization: Basic" in heads[0]
    assert b"ookie" not in heads[0]


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[]", b'{"status": null}', b'{"status": ["up"]}', b"\xff", b'{"status"'])
def test_no_word_is_no_word(body: bytes) -> None:
    assert status_word(body) == ""
    assert judge(200, "OK", body) == Answer(200)
    with pytest.raises(ProbeError, match="HTTP 500"):
        judge(500, "", body)
