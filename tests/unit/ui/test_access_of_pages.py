"""Whoever hears the window instead of seeing it is told what every control is, on every page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from registry_tray.core.events import EventLogged
from registry_tray.core.status import EventKind
from tests.unit.ui.support import Open, World, make_event, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def name(control: QWidget) -> str:
    """What is heard of it."""
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def controls(page: QWidget) -> list[QWidget]:
    """Those that show and take the keyboard."""
    shown = [each for each in page.findChildren(QWidget) if each.isVisibleTo(page)]
    return [each for each in shown if each.focusPolicy() != Qt.FocusPolicy.NoFocus]


@pytest.mark.parametrize("page", ["overview", "applications", "activity", "reports", "settings"])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
def test_every_control_has_a_name(open_window: Open, world: World, page: str, filled: bool) -> None:
    if filled:
        world.add_app("payments")
        event = make_event(make_instance("payments"), EventKind.DOWN, 1, description="refused")
        world.history.kept_events = [event]
        world.bus.publish(EventLogged(event))
    window = open_window()
    window.show_page(page)
    shown = window.pages.page(page)
    found = controls(shown)
    assert found
    assert not [f"{type(each).__name__} in {type(each.parent()).__name__}" for each in found if not name(each)]
    assert name(shown)
