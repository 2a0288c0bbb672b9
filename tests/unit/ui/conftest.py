"""No screen is needed."""

import os
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from registry_tray.config import Settings
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import World

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


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
