"""Who does not see, or needs large text, can use every page; nothing is cut in any direction."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QButtonGroup, QLabel, QScrollBar, QWidget
from pytestqt.exceptions import TimeoutError as WaitError
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import ElidedLabel
from tests.unit.ui.places import PAGES, PLACES
from tests.unit.ui.support import Open

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.Link, ROLE.PageTab, ROLE.ListItem,
    ROLE.ButtonMenu, ROLE.SpinBox, ROLE.ButtonDropDown,
}  # fmt: skip

every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def window(open_window: Open, payments: str) -> MainWindow:
    made = open_window()
    made.applications.show_instance(payments)  # type: ignore[arg-type] # the fixture gives it as text
    return made


@pytest.fixture
def large(theme: Theme) -> Iterator[None]:
    theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
    yield
    theme.follow(Settings())


def visible(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    return [each for each in window.findChildren(kind) if each.isVisible()]


def spoken(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


@every_page
def test_every_control_has_a_name_and_a_role(window: MainWindow, page: str) -> None:
    window.show_page(page)
    silent = [
        (type(each).__name__, each.objectName(), type(each.parent()).__name__)
        for each in visible(window, QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each, QScrollBar)
        and not spoken(each).text(QAccessible.Text.Name).strip()
        and not (isinstance(each, QAbstractScrollArea) and each.focusProxy())
    ]
    assert silent == []
    buttons = visible(window, QAbstractButton)
    assert [type(each).__name__ for each in buttons if spoken(each).role() not in CONTROLS] == []


@every_page
def test_one_of_several_is_a_radio_button(window: MainWindow, page: str) -> None:
    window.show_page(page)
    groups = [group for group in window.findChildren(QButtonGroup) if group.exclusive()]
    members = [each for group in groups for each in group.buttons() if each.isVisible()]
    assert members
    assert [each.text() for each in members if spoken(each).role() != ROLE.RadioButton] == []


def test_every_row_says_what_it_is(window: MainWindow) -> None:
    model = window.applications.list.model()
    assert model.rowCount() > 0
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            assert model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)


def by_arrows(widget: QWidget) -> bool:
    """Whether it is one of several of which one is chosen: Tab goes to that one, and the arrows to the others."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    groups = [group for group in widget.window().findChildren(QButtonGroup) if widget in group.buttons()]
    return widget.autoExclusive() or any(group.exclusive() for group in groups)


@every_page
def test_tab_goes_through_every_control_and_comes_back(window: MainWindow, page: str) -> None:
    window.show_page(page)
    wanted = {
        each
        for each in visible(window, QAbstractButton)
        if each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not by_arrows(each)
        and not window.sidebar.isAncestorOf(each)
    }
    reached: set[QWidget] = set()
    for _ in range(300):
        focus = QApplication.focusWidget()
        if focus is None or (focus in reached and wanted <= reached):
            break
        reached.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert [(type(each).__name__, spoken(each).text(QAccessible.Text.Name)) for each in wanted - reached] == []


def cut(window: MainWindow) -> list[tuple[str, str, int, int]]:
    """Buttons and one-line labels that are narrower or lower than their text, or reach out of what they are in."""
    found = []
    for each in (*visible(window, QAbstractButton), *visible(window, QLabel)):
        text = each.text()  # type: ignore[attr-defined] # both have it
        if not text or (isinstance(each, QLabel) and each.wordWrap()):
            continue
        needed = each.minimumSizeHint()
        if isinstance(each, QAbstractButton) and (each.width() < needed.width() - 1 or each.height() < needed.height() - 1):
            found.append((type(each).__name__, text, each.width(), needed.width()))
        elif each.height() < each.fontMetrics().height() - 1:
            found.append((type(each).__name__, text, each.height(), each.fontMetrics().height()))
        elif isinstance(each, QLabel) and not isinstance(each, ElidedLabel) and each.width() < needed.width() - 1:
            found.append((type(each).__name__, text, each.width(), needed.width()))
        elif not (parent := each.parentWidget() or window).rect().adjusted(-1, -1, 1, 1).contains(each.geometry()):
            found.append((type(each).__name__, text, each.geometry().right(), parent.width()))
    return found


def settled(window: MainWindow, qtbot: QtBot) -> list[tuple[str, str, int, int]]:
    """What is cut when every layout has found its place, which those within others do one after the other."""
    with suppress(WaitError):
        qtbot.waitUntil(lambda: not cut(window), timeout=1000)
    return cut(window)


def resized(window: MainWindow, width: int, height: int, qtbot: QtBot) -> None:
    window.resize(width, height)
    qtbot.waitUntil(lambda: window.pages.width() + window.sidebar.width() == width)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [(900, 640), (1600, 1000)], ids=["narrow", "wide"])
@pytest.mark.usefixtures("large")
def test_no_text_is_cut_at_twice_the_size(window: MainWindow, place: str, size: tuple[int, int], qtbot: QtBot) -> None:
    resized(window, *size, qtbot)
    PLACES[place](window)
    assert settled(window, qtbot) == []


@every_page
def test_the_other_direction_shows_everything(window: MainWindow, page: str, qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window.show_page(page)
        qtbot.waitUntil(lambda: window.sidebar.x() > window.width() / 2)
        assert not window.grab().isNull()
        assert settled(window, qtbot) == []
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
