"""A second launch raises the first."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from registry_tray.ui import single_instance

NAME = f"registry-tray-test-{os.getpid()}"


@pytest.fixture
def raised(qtbot: QtBot) -> Iterator[list[bool]]:
    calls: list[bool] = []
    server = single_instance.listen(NAME, lambda: calls.append(True))
    assert server is not None
    yield calls
    server.close()


def test_a_second_launch_raises_the_first(raised: list[bool], qtbot: QtBot) -> None:
    assert single_instance.raise_running(NAME)
    qtbot.waitUntil(lambda: raised == [True], timeout=2000)


def test_a_name_that_is_taken_is_not_taken_over(raised: list[bool]) -> None:
    assert single_instance.listen(NAME, lambda: None) is None


def test_nobody_answers_where_nothing_runs(qtbot: QtBot) -> None:
    assert not single_instance.raise_running(NAME + "-nobody")


@pytest.mark.skipif(os.name == "nt", reason="a socket file")
def test_a_socket_that_a_crash_left_behind_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    name = str(tmp_path / "left")
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(name)
    server = single_instance.listen(name, lambda: None)
    assert server is not None
    assert server.isListening()
    server.close()


def test_each_folder_has_its_own_name(tmp_path: Path) -> None:
    assert single_instance.name_for(tmp_path) == single_instance.name_for(tmp_path / "x" / "..")
    assert single_instance.name_for(tmp_path) != single_instance.name_for(tmp_path / "x")
