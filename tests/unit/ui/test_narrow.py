"""What a window does that is narrow, or whose text is large: it folds, it never cuts."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.events import ProblemChanged
from registry_tray.core.models import InstanceId
from registry_tray.core.reports import ErrorReport
from registry_tray.core.status import Registration
from registry_tray.ui.banner import Banner
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.errors import ErrorEntry
from registry_tray.ui.details.tabs import Tabs
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.models.entries import Group
from registry_tray.ui.page_head import PageHead
from registry_tray.ui.palette.palette import Palette
from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.theme import Theme
from registry_tray.ui.widgets import button
from tests.unit.ui.support import NOW, Open, World, make_instance

# The platform without a screen has no windows to raise and no keyboard to grab, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard|propagateSizeHints)")

PAYMENTS = InstanceId("id-payments")


@pytest.fixture
def narrow(open_window: Open, payments: str, world: World, qtbot: QtBot) -> MainWindow:
    world.add_app("orders")
    window = open_window()
    window.resize(720, 600)
    qtbot.waitUntil(lambda: window.applications.width() < 700)
    return window


def test_the_details_stand_alone_until_they_are_closed(narrow: MainWindow, qtbot: QtBot) -> None:
    page = narrow.applications
    narrow.show_instance(PAYMENTS)
    assert page.details.isVisible()
    assert not page.list.isVisible()
    assert page.details.isAncestorOf(narrow.focusWidget())
    QTest.keyClick(narrow.focusWidget(), Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert page.list.hasFocus()
    assert not page.details.isVisible()


def test_what_is_asked_for_and_not_in_the_list_is_shown_as_well(narrow: MainWindow, world: World, bridge: Bridge) -> None:
    world.add(make_instance("old", registration=Registration.ARCHIVED))
    bridge._flush()
    narrow.show_instance(InstanceId("id-old"))
    assert narrow.applications.details.isVisible()
    assert narrow.applications.details.header.name.text() == "old"


def test_to_go_through_the_list_by_keyboard_does_not_hide_it(narrow: MainWindow) -> None:
    page = narrow.applications
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.selected is not None
    assert page.list.isVisible()
    assert not page.details.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.details.isVisible()
    assert not page.list.isVisible()


def test_to_search_brings_the_list_back_where_details_stand_in_its_place(narrow: MainWindow) -> None:
    page = narrow.applications
    narrow.show_instance(PAYMENTS)
    assert page.details.isVisible()
    assert not page.list.isVisible()
    QTest.keyClick(narrow, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.list.isVisible()
    assert narrow.focusWidget() is page.search


def test_details_that_are_being_made_do_not_take_the_keyboard_from_a_search(narrow: MainWindow, qtbot: QtBot) -> None:
    page = narrow.applications
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=page.list.visualRect(page.model.index(0, 0)).center())
    assert page._place._making.are_left
    QTest.keyClick(narrow, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page._place._making.are_left)
    assert page.list.isVisible()
    assert narrow.focusWidget() is page.search


def test_how_long_to_mute_is_asked_below_the_row_where_no_details_show(narrow: MainWindow, world: World, qtbot: QtBot) -> None:
    page = narrow.applications
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert not page.details.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    row = page.list.visualRect(page.list.currentIndex())
    assert page.list.viewport().mapFromGlobal(menu.pos()) == row.bottomLeft()
    menu.actions()[0].trigger()
    menu.close()
    assert [muted for muted, _ in world.wishes.muted] == [page.meant()[0].instance.id]


def test_where_there_is_room_again_both_show(narrow: MainWindow, qtbot: QtBot) -> None:
    page = narrow.applications
    narrow.show_instance(PAYMENTS)
    narrow.resize(1300, 700)
    qtbot.waitUntil(page.list.isVisible)
    assert page.details.isVisible()


def test_several_that_are_selected_show_their_bar_and_no_details(narrow: MainWindow) -> None:
    page = narrow.applications
    page.list.selectAll()
    assert page.list.isVisible()
    assert page.bar.isVisible()


def test_a_head_folds_where_its_controls_find_no_room(qtbot: QtBot) -> None:
    title, control = QLabel("Reports"), QPushButton("Save as PDF")
    page = QWidget()
    qtbot.addWidget(page)
    head = PageHead(title, control)
    head.setParent(page)
    needed = title.sizeHint().width() + control.sizeHint().width()
    head.resize(needed + 100, 100)
    page.show()
    qtbot.waitUntil(lambda: control.width() > 0)
    assert control.mapTo(head, QPoint()).x() > title.x() + title.sizeHint().width()
    head.resize(needed - 10, 100)
    qtbot.waitUntil(lambda: control.mapTo(head, QPoint()).x() == 0)
    assert control.mapTo(head, QPoint()).y() > title.y()


@pytest.mark.parametrize("opened", [lambda window: window.launcher.palette, lambda window: window.launcher.keys])
def test_what_lies_over_the_window_never_reaches_out_of_it(narrow: MainWindow, opened: Callable[[MainWindow], Palette]) -> None:
    over = opened(narrow)
    over.open()
    assert over.rect().contains(over.card.geometry())


def test_what_is_chosen_stays_in_view_where_its_details_leave_the_list_less_room(
    open_window: Open, world: World, qtbot: QtBot
) -> None:
    for number in range(30):
        world.add_app(f"app-{number:02d}", tags=("shop",))
    window = open_window()
    window.resize(900, 900)  # so high that the chips need not fold where they get less room
    page = window.applications
    qtbot.waitUntil(lambda: page.list.viewport().width() < 900)
    row = page.list.row_painter.row_height()
    window.resize(900, 900 + row - page.list.viewport().height() % row)
    qtbot.waitUntil(lambda: page.list.viewport().height() % row == 0)
    height = page.list.viewport().height()
    last = page.model.index(height // row - 1, 0)  # the last one that is seen whole
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=page.list.visualRect(last).center())
    assert page.details.isVisible()
    qtbot.waitUntil(lambda: page.list.viewport().height() < height)
    for _ in range(6):  # layouts within layouts take a turn each
        QApplication.processEvents()
    assert page.list.viewport().rect().contains(page.list.visualRect(last))


def test_many_problems_leave_the_page_its_room(narrow: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    said = "Something that is needed does not answer at present; what to do about it is said here at some length. "
    page = narrow.applications
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        narrow.banners.show_problems([ProblemChanged(f"part {number}", f"{number}: {2 * said}") for number in range(4)])
        qtbot.waitUntil(lambda: narrow.banners.height() > 50)
        assert narrow.banners.height() <= narrow.height() / 3
        qtbot.waitUntil(lambda: page.head.height() >= page.head.heightForWidth(page.head.width()))
        last = narrow.banners.findChildren(Banner)[-1]
        assert last.height() >= last.heightForWidth(last.width())
        narrow.banners.dismiss_all()
        qtbot.waitUntil(lambda: narrow.banners.height() == 0)
    finally:
        theme.follow(Settings())


def test_chips_that_would_take_much_of_a_low_page_fold_into_one(narrow: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    page = narrow.applications
    narrow.resize(1200, 900)
    qtbot.waitUntil(lambda: page.chips.folded.isHidden())
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        narrow.resize(720, 600)
        qtbot.waitUntil(lambda: page.chips.folded.isVisible())
        assert all(chip.isHidden() for chip in page.chips.findChildren(QPushButton) if chip.autoExclusive())
        menu = page.chips.folded.menu()
        menu.aboutToShow.emit()
        [failing] = [action for action in menu.actions() if action.text().startswith("Failing")]
        failing.trigger()
        assert page.model.filter.group is Group.FAILING
        assert page.chips.folded.text().startswith("Failing")
    finally:
        theme.follow(Settings())


def test_the_bar_of_a_selection_shows_icons_where_words_would_take_rows(narrow: MainWindow, theme: Theme, qtbot: QtBot) -> None:
    page = narrow.applications
    narrow.resize(1200, 900)
    page.list.selectAll()
    qtbot.waitUntil(lambda: page.bar.check.text() == "Check now")
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        narrow.resize(720, 400)
        qtbot.waitUntil(lambda: page.bar.check.text() == "")
        assert page.bar.check.toolTip() == page.bar.check.accessibleName() == "Check now"
    finally:
        theme.follow(Settings())
    narrow.resize(1200, 900)
    qtbot.waitUntil(lambda: page.bar.check.text() == "Check now")
    assert page.bar.check.toolTip() == ""
    narrow.resize(720, 900)
    qtbot.waitUntil(lambda: page.bar.check.text() == "")
    qtbot.waitUntil(lambda: page.bar.height() < 2 * page.bar.check.height())


@pytest.mark.parametrize("size", [100, 200])
def test_a_short_stack_shows_whole(size: int, theme: Theme, qtbot: QtBot) -> None:
    try:
        theme.follow(Settings().with_value("appearance.text_size", size, "a test"))
        entry = ErrorEntry(theme)
        qtbot.addWidget(entry)
        entry.show_error(ErrorReport(InstanceId("id"), "f", "KeyError", "", "\n".join(["x" * 90] * 8), None, NOW, NOW), NOW)
        entry.resize(300, 600)
        entry.show()
        entry.toggle.click()
        qtbot.waitUntil(lambda: entry.stack.horizontalScrollBar().maximum() > 0)
        assert entry.stack.verticalScrollBar().maximum() == 0
    finally:
        theme.follow(Settings())


def test_a_link_is_never_lower_than_its_text(theme: Theme, qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    link = button("Copy", kind="link")
    QHBoxLayout(place).addWidget(link)
    place.show()
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        qtbot.waitUntil(lambda: link.minimumHeight() >= link.fontMetrics().height() > 20)
    finally:
        theme.follow(Settings())


def test_a_form_that_is_higher_than_its_place_begins_with_its_head(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    above, form = QWidget(), QWidget()
    above.setFixedHeight(500)
    form.setFixedHeight(400)
    tabs.add("one", "One", above, form)
    tabs.resize(300, 300)
    tabs.show()
    tabs.reveal(form)
    area = tabs.findChild(ScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: 0 <= form.mapTo(area, QPoint()).y() < 20)


def test_chips_are_as_wide_as_their_bold_text_after_the_text_has_grown(narrow: MainWindow, theme: Theme) -> None:
    page = narrow.applications
    chips = [chip for chip in page.chips.findChildren(QPushButton) if chip.autoExclusive()]
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        strong = QFontMetrics(theme.font(strong=True))
        for chip in (*chips, page.filters.tags):
            assert chip.minimumWidth() >= strong.horizontalAdvance(chip.text()) + 20
    finally:
        theme.follow(Settings())


def test_what_there_is_has_the_width_of_the_list(narrow: MainWindow) -> None:
    page = narrow.applications
    assert page.head.summary.width() == page.chips.width() > page.search.x()
