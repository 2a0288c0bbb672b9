"""Starting: a second time, on a port that is taken, and with the window as it was left."""

import signal
import socket
import sqlite3
import time
from contextlib import closing

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program

pytestmark = pytest.mark.desktop


def test_a_second_launch_raises_the_window_of_the_first_and_ends(desktop: Desktop, program: Program, start: StartProgram) -> None:
    wait_until(program.windows, "the window of the first run")
    desktop.key("ctrl+w")
    wait_until(lambda: not program.windows(), "the window closes")

    second = start(desktop, data=program.data, ready=False)

    assert second.wait_until_ended() == 0
    assert "already runs" in "\n".join(second.output)
    [window] = wait_until(program.windows, "the window of the first")
    wait_until(lambda: desktop.active_window() == window, "the window in front")
    assert program.get("/api/health")["success"] is True


def test_a_port_that_is_taken_is_said_with_the_program_that_has_it(desktop: Desktop, start: StartProgram) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        program = start(desktop, arguments=("--port", str(port)), ready=False)
        wait_until(lambda: program.reads(str(port)), "a dialog that names the port")
        words = " ".join(desktop.access.texts(program.pid))
        assert f"port {port}" in words.lower()
        assert "python" in words.lower()
        program.process.terminate()
        assert program.wait_until_ended() in (0, 1)


@pytest.mark.alone
def test_the_icon_is_there_within_two_seconds_of_the_launch(desktop: Desktop, start: StartProgram) -> None:
    began = time.monotonic()
    program = start(desktop, ready=False)
    program.icon()
    assert time.monotonic() - began < 2
    program.wait_until_ready()


def test_the_window_is_driven_by_keyboard_alone(desktop: Desktop, program: Program) -> None:
    program.register("payments", "http://localhost:9/")
    program.register("orders", "http://localhost:9/")
    [window] = wait_until(program.windows, "the window of the first run")
    wait_until(lambda: desktop.active_window() == window, "the window in front")
    wait_until(lambda: program.reads("orders") and program.reads("payments"), "both applications")
    desktop.key("ctrl+f")
    desktop.type("paym")
    wait_until(lambda: not program.reads("orders, "), "the search")
    desktop.key("ctrl+q")
    assert program.wait_until_ended() == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_display_that_goes_ends_the_program_in_words_and_nothing_is_lost(
    bare_desktop: Desktop, start: StartProgram, how: signal.Signals
) -> None:
    program = start(bare_desktop)
    wait_until(program.windows, "the window of the first run")
    program.register("payments", program.address + "/api/health")
    wait_until(lambda: program.get("/api/check/count")["value"], "a check, which is written within a second")
    bare_desktop.screen.send_signal(how)
    assert program.wait_until_ended() == 0, program.output
    said = "\n".join(program.output)
    assert "The display has gone" in said
    assert "Traceback" not in said
    with closing(sqlite3.connect(program.data / "registry.db")) as connection:
        assert connection.execute("SELECT count(*) FROM checks").fetchone()[0] >= 1
