"""What can wait takes only what painting leaves of a round of Qt's loop, and still comes to its end."""

from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registry_tray.core.status import Health
from registry_tray.ui import epoll_loop, qasync_loop, rounds
from registry_tray.ui.bridge import LEAST, Bridge
from registry_tray.ui.slices import Slices
from tests.unit.ui.support import World


@pytest.fixture
def watched(qapp: QApplication) -> Iterator[None]:
    rounds.watch()
    qapp.processEvents()
    yield
    rounds.ignore()


def full() -> None:
    """As if painting had taken long."""
    since = rounds.begin()
    while perf_counter() < since + rounds.FULL:
        pass


def steps(seen: list[int]) -> Iterator[None]:
    for number in range(3):
        seen.append(number)
        yield


def test_a_round_begins_with_its_first_work_and_is_over_when_qt_waits_again(watched: None, qapp: QApplication) -> None:
    since = rounds.begin()
    assert rounds.begin() == since
    full()
    assert rounds.is_full()
    qapp.processEvents()
    assert not rounds.is_full()
    assert rounds.begin() > since


@pytest.mark.parametrize("loop", [epoll_loop.EventLoop, qasync_loop.EventLoop])
def test_rounds_are_watched_as_long_as_there_is_a_loop(loop: type[epoll_loop.EventLoop], qapp: QApplication) -> None:
    made = loop(qapp)
    rounds.begin()
    full()
    assert rounds.is_full()
    made.close()
    assert not rounds.is_full()


def test_what_can_wait_has_the_rest_of_a_round_and_never_nothing(watched: None) -> None:
    since = rounds.begin()
    assert since < rounds.until(10.0) <= max(since + rounds.FULL, perf_counter() + rounds.LEAST)
    assert rounds.until(0.002) <= perf_counter() + 0.002
    full()
    before = perf_counter()
    assert rounds.until(10.0) >= before + rounds.LEAST


def test_nothing_is_ever_full_where_nobody_watches_any_more(watched: None) -> None:
    rounds.ignore()
    full()
    assert not rounds.is_full()


def test_patience_is_for_one_round_at_a_time(watched: None, qapp: QApplication) -> None:
    patience = rounds.Patience()
    assert not patience.waits()
    full()
    assert [patience.waits() for _ in range(4)] == [True, False, True, False]
    qapp.processEvents()
    assert not patience.waits()


def test_a_step_waits_for_the_next_round_where_this_one_is_full_but_not_for_another(watched: None) -> None:
    seen: list[int] = []
    owner = QObject()
    work = Slices(owner, lambda: None)
    work.add("steps", steps(seen))
    full()
    work._on_turn()
    assert seen == []
    work._on_turn()
    assert seen


def test_changes_wait_for_the_next_round_where_this_one_is_full_but_not_for_another(
    watched: None, world: World, bridge: Bridge
) -> None:
    told: list[frozenset[str]] = []
    bridge.rows_changed.connect(told.append)
    for number in range(3 * LEAST):
        world.add_app(f"app-{number}", Health.UP)
    bridge._frame.stop()
    full()
    bridge._flush()
    assert told == []
    assert bridge._frame.isActive()
    bridge._flush()
    assert len(told) == 1
    assert len(told[0]) >= LEAST


def test_all_that_changed_is_told_however_full_the_rounds_are(watched: None, world: World, bridge: Bridge, qtbot: QtBot) -> None:
    apps = {world.add_app(f"app-{number}", Health.UP).id for number in range(5 * LEAST)}
    told: set[str] = set()
    bridge.rows_changed.connect(told.update)
    painting = QTimer(interval=0)
    painting.timeout.connect(full)
    painting.start()
    qtbot.waitUntil(lambda: told == apps)
    painting.stop()
