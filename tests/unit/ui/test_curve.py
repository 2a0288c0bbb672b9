"""How fast the last checks were answered, at a glance."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registry_tray.core.models import Check
from registry_tray.core.status import Health, Result
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.curve import Curve
from registry_tray.ui.texts import NOTHING, clock_time
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import NOW, Open, World, make_check, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)")

JOB = make_job(make_instance("payments"), Health.UP, timedelta(hours=1))


def checks(*milliseconds: int | None) -> list[Check]:
    """The newest first, one a minute; where nothing was measured, it failed."""
    return [
        make_check(
            JOB,
            Result.OK if each is not None else Result.REFUSED,
            at=NOW - timedelta(minutes=number),
            latency=timedelta(milliseconds=each) if each is not None else None,
        )
        for number, each in enumerate(milliseconds)
    ]


def test_the_figures_are_of_the_last_check_of_those_that_answered_and_of_the_day(
    theme: Theme, world: World, bridge: Bridge, qtbot: QtBot
) -> None:
    qtbot.addWidget(curve := Curve(theme))
    row = bridge.row(world.add_app("payments").id)
    assert row is not None
    curve.show_row(replace(row, uptime=0.9942))
    curve.show_checks(checks(20, 10, None, 400, 30), NOW)
    assert curve.figures.texts() == {"Latency": "20 ms", "Median": "25 ms", "Uptime, last 24 h": "99.42 %"}
    curve.show_checks(checks(None, 10, 30), NOW)
    assert curve.figures.texts()["Latency"] == NOTHING
    assert curve.figures.texts()["Median"] == "20 ms"


def test_the_curve_says_from_when_to_when_it_goes(theme: Theme, qtbot: QtBot) -> None:
    qtbot.addWidget(curve := Curve(theme))
    curve.show_checks(checks(*[10] * 10), NOW)
    assert (curve.first.text(), curve.last.text()) == (clock_time(NOW - timedelta(minutes=9), NOW), clock_time(NOW, NOW))


def test_no_curve_is_drawn_of_what_measures_nothing_and_fails_never(theme: Theme, qtbot: QtBot) -> None:
    qtbot.addWidget(curve := Curve(theme))
    curve.show_checks([make_check(JOB, at=NOW - timedelta(minutes=number), latency=None) for number in range(3)], NOW)
    assert curve._drawn.isHidden()
    curve.show_checks(checks(None, None), NOW)
    assert not curve._drawn.isHidden()


def test_time_goes_to_the_right_also_where_reading_goes_to_the_left(open_window: Open, world: World, qtbot: QtBot) -> None:
    app = world.add_app("payments")
    [job] = world.catalog.jobs_of(app.id)
    world.history.kept_checks[job.id] = checks(10, 20, 30)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window = open_window()
        window.show_instance(app.id)
        curve = window.applications.details.curve
        qtbot.waitUntil(lambda: curve.isVisible() and curve.last.width() > 0)
        assert curve.first.mapTo(curve, QPoint()).x() < curve.last.mapTo(curve, QPoint()).x()
        assert curve.first.width() == curve.first.sizeHint().width()  # it begins where the curve does
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
