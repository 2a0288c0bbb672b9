"""What stands below and beside each other in the details is in line, and looks like what it does."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.status import Health
from registry_tray.ui.details.job_form import JobForm
from registry_tray.ui.details.pane import DetailsPane
from registry_tray.ui.details.section import Rows
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_LARGE
from tests.unit.ui.support import NOW, Open, World, make_instance, muted

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)")


@pytest.fixture
def details(open_window: Open, payments: str, qtbot: QtBot) -> DetailsPane:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    made = window.applications.details
    qtbot.waitUntil(lambda: made.facts.heading.width() > 0)
    return made


def start(details: DetailsPane, shown: QWidget) -> int:
    return shown.mapTo(details, QPoint(shown.contentsMargins().left(), 0)).x()


def test_the_words_of_the_tabs_are_apart_alike_and_begin_where_what_is_below_them_does(details: DetailsPane) -> None:
    bar = details.tabs.bar
    places = [place for place in range(bar.count()) if bar.isTabVisible(place)]
    around = [bar.tabRect(place).width() - bar.fontMetrics().size(0, bar.tabText(place)).width() for place in places]
    assert len(set(around[1:])) == 1
    margin = around[0] - around[1]
    assert margin + around[1] // 2 == GAP_LARGE == start(details, details.facts.heading)


def test_what_sections_name_stands_in_line(details: DetailsPane, qtbot: QtBot) -> None:
    [fact] = [each for each in details.facts.findChildren(QLabel) if each.text() == "payments@localhost"]
    interval = details.in_force.rows._labels[0][1]
    qtbot.waitUntil(lambda: start(details, fact) == start(details, interval) > GAP_LARGE)


def test_the_button_that_mutes_shows_what_it_does(open_window: Open, world: World, theme: Theme) -> None:
    quiet = world.add(muted(make_instance("quiet"), NOW + timedelta(hours=1)))
    loud = world.add_app("loud", Health.DOWN)
    window = open_window()
    for app, icon in ((quiet, "bell"), (loud, "bell-off"), (quiet, "bell")):
        window.show_instance(app.id)
        shown = window.applications.details.header.actions_bar.mute_button.icon()
        assert shown.cacheKey() == theme.icon(icon).cacheKey()


def test_every_field_of_a_check_is_as_near_to_its_name(details: DetailsPane, qtbot: QtBot) -> None:
    details.tabs.show_tab("jobs")
    details.jobs.add_button.click()
    form = details.jobs.form
    assert isinstance(form, JobForm)
    [kind] = [each for each in form.findChildren(QLabel) if each.text() == "Kind"]
    name = form.fields["name"]
    qtbot.waitUntil(lambda: form._kind.y() > kind.geometry().bottom() > 0)
    assert form._kind.y() - kind.geometry().bottom() == name.editor.y() - name._caption.geometry().bottom()


@pytest.mark.parametrize("size", [100, 200])
def test_a_caption_stands_on_the_line_of_its_text(size: int, theme: Theme, qtbot: QtBot) -> None:
    try:
        theme.follow(Settings().with_value("appearance.text_size", size, "a test"))
        rows = Rows(("caption", ""), stretch=1)
        qtbot.addWidget(rows)
        rows.resize(300, 60)
        rows.show()
        rows.show_rows([("14:07", "OK 200")])
        caption, text = rows.findChildren(QLabel)
        rows.grab()
        lines = [each.y() + each.contentsMargins().top() + each.fontMetrics().ascent() for each in (caption, text)]
        assert caption.fontMetrics().height() < text.fontMetrics().height()
        assert abs(lines[0] - lines[1]) <= 1
    finally:
        theme.follow(Settings())
