"""No screen is needed."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registry_tray.config import Language, Settings
from registry_tray.core.status import EventKind, Health, Result
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.language import speak
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.sayings import _recognised
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import Open, World, make_check, make_event

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def gone(qapp: QApplication) -> Iterator[None]:
    """What a test has closed is gone after it: pytest-qt deletes it later, for which no loop runs, and all styles it anew."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def bridge(world: World, qapp: QApplication) -> Iterator[Bridge]:
    made = world.make_bridge()
    yield made
    made.close()


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Settings())


@pytest.fixture
def open_window(bridge: Bridge, theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    opened: list[MainWindow] = []

    def make() -> MainWindow:
        bridge._flush()
        window = MainWindow(bridge, theme, tmp_path / "state.ini", lambda: True)
        finished(window.build())
        qtbot.addWidget(window)
        window.resize(1500, 800)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.hide()


@pytest.fixture
def payments(world: World) -> str:
    app = world.add_app(
        "payments", Health.DOWN, ago=timedelta(minutes=4), reason="connection refused on localhost:8080",
        data={"server": {"port": 3000}, "repl": {"port": "8179"}, "pubsub": {"url": "mqtt://localhost"}, "tags": ["a", "b"]},
    )  # fmt: skip
    job = world.catalog.jobs_of(app.id)[0]
    world.history.kept_checks[job.id] = [
        make_check(job, Result.REFUSED, error="refused"),
        make_check(job, Result.REFUSED, timedelta(seconds=5), error="refused"),
        make_check(job, Result.OK, timedelta(seconds=10), code=200),
    ]
    world.history.kept_events = [
        make_event(app, EventKind.DOWN, 2, description="connection refused"),
        make_event(app, EventKind.REGISTER, 1),
    ]
    return app.id


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[None]:
    """The program speaks Spanish."""
    before, locale = qapp.findChildren(QTranslator), QLocale()
    speak(qapp, Language.ES)
    _recognised.cache_clear()
    yield
    for translator in qapp.findChildren(QTranslator):
        if translator not in before:
            qapp.removeTranslator(translator)
    QLocale.setDefault(locale)
    _recognised.cache_clear()
