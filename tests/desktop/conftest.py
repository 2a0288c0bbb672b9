"""A desktop for the whole run, and programs that are stopped as a system stops them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.desktop.desktop import Desktop, missing
from tests.desktop.program import Program, Server

StartProgram = Callable[..., Program]


def _require() -> None:
    if absent := missing():
        words = f"needs a desktop: {', '.join(absent)} not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    """Panel, tray and notification server."""
    _require()
    with Desktop() as whole:
        yield whole


@pytest.fixture(autouse=True)
def no_old_popups(request: pytest.FixtureRequest) -> Iterator[None]:
    """The desktop outlives a test; what it shows does not."""
    yield
    if "desktop" in request.fixturenames:
        request.getfixturevalue("desktop").clear_popups()


@pytest.fixture
def bare_desktop() -> Iterator[Desktop]:
    """A window manager only; a panel and a notification server can be started on it."""
    _require()
    with Desktop(panel=False, notifications=False) as bare:
        yield bare


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartProgram]:
    """Starts programs on a desktop; those that run at the end of the test are terminated, and must end well."""
    started: list[Program] = []

    def start_on(
        desktop: Desktop,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = ("--port", "0"),
        data: Path | None = None,
        ready: bool = True,
    ) -> Program:
        program = Program(desktop, data or tmp_path / "data", environment, arguments)
        started.append(program)
        if ready:
            program.wait_until_ready()
        return program

    yield start_on
    statuses = {program.pid: program.stop() for program in started if program.process.poll() is None}
    assert set(statuses.values()) <= {0}, [program.output for program in started if statuses.get(program.pid)]


@pytest.fixture
def program(desktop: Desktop, start: StartProgram) -> Program:
    """The program on the whole desktop."""
    return start(desktop)


@pytest.fixture
def server(desktop: Desktop) -> Iterator[Server]:
    """A healthy web server."""
    made = Server(desktop)
    yield made
    made.kill()
