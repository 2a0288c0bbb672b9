"""The whole program as a process of its own."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.fakes import Target, until
from tests.features.program import launch, running

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_it_says_where_it_is_ready_and_a_signal_ends_it_well(tmp_path: Path, number: signal.Signals) -> None:
    async with running(tmp_path / "data") as program:
        record = await program.ask("/api/register", {"appId": "x", "environment": "production"})
        assert record["identifier"] == "x@localhost"
        program.process.send_signal(number)
        assert await program.ended() == (0, "", "")


@posix
async def test_signals_that_come_twice_do_no_harm(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        for _ in range(50):
            # Process.send_signal() would reap one that has just ended, and asyncio could not say any more how it did.
            with suppress(ProcessLookupError):
                os.kill(program.process.pid, signal.SIGTERM)
            await asyncio.sleep(0.005)
        status, out, err = await program.ended()
        assert status in (0, -signal.SIGTERM)  # the last one may come when Python itself has gone
        assert (out, err) == ("", "")


@posix
async def test_a_signal_ends_it_while_targets_hang_and_clients_stay_connected(tmp_path: Path) -> None:
    async with Target() as target, running(tmp_path / "data") as program:
        target.hangs = True
        for number in range(10):
            await program.ask("/api/register", {"appId": f"x{number}", "health": target.url})
        await until(lambda: target.asked >= 4, "they are checked")
        port = int(program.address.rpartition(":")[2])
        with closing(socket.create_connection(("127.0.0.1", port))) as idle:
            idle.sendall(b"POST /api/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n")
            program.process.send_signal(signal.SIGTERM)
            assert await program.ended() == (0, "", "")


@posix
async def test_after_a_kill_everything_is_there_and_checked_again(tmp_path: Path) -> None:
    async with Target() as target:
        async with running(tmp_path / "data") as program:
            first = await program.ask("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
            await program.ask("/api/register", {"appId": "y", "server": {"port": 1}})
            await until(lambda: target.asked, "it is checked")
            program.process.kill()
            await program.process.wait()
        asked = target.asked
        async with running(tmp_path / "data") as program:
            records = await program.ask("/api/application")
            assert [record["appId"] for record in records] == ["x", "y"]
            assert records[0]["id"] == first["id"]
            await until(lambda: target.asked > asked, "it is checked again")
            again = await program.ask("/api/register", {"appId": "x", "health": {"url": target.url, "interval": 1000}})
            assert again["id"] == first["id"]
            assert len(await program.ask("/api/job")) == 2


async def test_tcp_targets_are_checked_on_the_loop_that_the_program_runs_on(tmp_path: Path) -> None:
    async with Target() as target, running(tmp_path / "data") as program:
        for host in ("127.0.0.1", "localhost"):
            await program.ask("/api/register", {"appId": host, "health": f"tcp://{host}:{target.port}"})
        async with asyncio.timeout(10):
            while {job["status"] for job in await program.ask("/api/job")} != {"up"}:  # noqa: ASYNC110 # it has nobody who tells
                await asyncio.sleep(0.05)


@posix
async def test_without_a_screen_an_outage_and_its_end_are_lines(tmp_path: Path) -> None:
    environment = {"REGISTRY_TRAY_ALERTS_FAILURES": "1", "REGISTRY_TRAY_ALERTS_SUCCESSES": "1"}
    async with Target() as target, running(tmp_path / "data", "--verbose", **environment) as program:
        assert program.process.stderr is not None
        await program.ask("/api/register", {"appId": "shop", "health": {"url": target.url, "interval": 1000}})
        await until(lambda: target.asked, "it is checked")
        await target.die()

        async def line_with(words: str) -> str:
            assert program.process.stderr is not None
            while True:
                line = (await asyncio.wait_for(program.process.stderr.readline(), 20)).decode()
                if words in line:
                    return line

        assert "WARNING" in await line_with(f"shop is down: Connection refused on 127.0.0.1:{target.port}")
        await target.live()
        assert "INFO" in await line_with("shop is back: after ")


async def test_a_second_launch_says_who_runs_and_leaves_it_alone(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        second = await asyncio.to_thread(launch, tmp_path / "data", "--port", "0")
        assert second.returncode == 0
        assert second.stdout == ""
        expected = f"Registry Tray already runs on {tmp_path / 'data'} (pid {program.process.pid}, {program.address}).\n"
        assert second.stderr == expected
        assert await program.ask("/api/application") == []


def test_a_port_that_is_taken_is_said_with_its_owner(tmp_path: Path) -> None:
    with closing(socket.socket()) as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        port = bound.getsockname()[1]
        done = launch(tmp_path / "data", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"registry-tray: Port {port} is taken by ")
    assert f"(pid {os.getpid()})" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"REGISTRY_TRAY_SERVER_PORT": "x"}, "server.port in the environment (REGISTRY_TRAY_SERVER_PORT): 'x' is not"),
        ({"REGISTRY_TRAY_ALERTS_HOLD": "9" * 40 + "d"}, "alerts.hold in the environment (REGISTRY_TRAY_ALERTS_HOLD): "),
    ],
)
def test_a_bad_setting_is_named_in_one_line(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    done = launch(tmp_path / "data", **environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"registry-tray: {said}")
    assert done.stderr.count("\n") == 1


def test_a_bad_file_is_named_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[server]\nport = 'x'\n")
    done = launch(tmp_path / "data", "--config", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"registry-tray: server.port in {file}: 'x' is not a whole number")


def test_a_broken_store_is_said_in_one_line_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    broken = tmp_path / "data" / "registry.db"
    broken.write_bytes(b"nonsense" * 1000)
    done = launch(tmp_path / "data", "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"registry-tray: The store {broken} cannot be opened: ")
    assert done.stderr.endswith("Move it away to begin anew.\n")
    assert done.stderr.count("\n") == 1
    assert broken.read_bytes() == b"nonsense" * 1000


NONE = """
    import sys
    from PySide6.QtCore import QObject

    thing, other = QObject(), QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("name")
        thing.installEventFilter(other)
        thing.removeEventFilter(other)
        thing.setParent(None)
    print(before - sys.getrefcount(None))
"""


def test_qt_loses_no_reference_to_none() -> None:
    command = [sys.executable, "-c", textwrap.dedent(NONE)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=True)
    assert int(done.stdout) < 100
