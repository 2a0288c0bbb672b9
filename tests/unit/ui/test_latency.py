"""The chart of latencies reads values, shades outages, zooms, and is read only while somebody looks."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import JobId
from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Stretch
from registry_tray.core.summary import Point, Series
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.chart import LatencyChart, _nice
from registry_tray.ui.details.span import Span
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import NOW, Open, World, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

MINUTE = timedelta(minutes=1)


def stretch(*latencies: float) -> Stretch:
    found = Histogram()
    for each in latencies:
        found.add(timedelta(milliseconds=each))
    return Stretch(60.0, 60.0, found)


def make_series() -> Series:
    """An hour with answers, but none from minute 20 to 29, which was an outage."""
    since = NOW - timedelta(hours=1)
    points = [Point(since + MINUTE * n, stretch(10.0 + n, 100.0)) for n in range(60) if not 20 <= n < 30]
    outage = Outage(JobId("job-id-shop"), since + 20 * MINUTE, since + 30 * MINUTE, "Connection refused")
    return Series(since, NOW, MINUTE, tuple(points), (outage,))


@pytest.fixture
def chart(theme: Theme, qtbot: QtBot) -> LatencyChart:
    made = LatencyChart(theme)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show_series(make_series())
    return made


def test_the_pointer_reads_what_it_stands_on(chart: LatencyChart, qtbot: QtBot) -> None:
    chart.show()
    area = chart._area()
    x = chart._span.x(NOW - timedelta(minutes=5, seconds=30), area)
    with qtbot.waitSignal(chart.read) as told:
        QTest.mouseMove(chart, QPoint(round(x), 60))
    at = (NOW - timedelta(minutes=6)).astimezone()
    assert told.args[0].startswith(f"{at:%H:%M}")
    assert "p50" in told.args[0]
    assert "up 100 %" in told.args[0]


def test_the_keyboard_reads_the_newest_and_then_what_is_before_it(chart: LatencyChart) -> None:
    QTest.keyClick(chart, Qt.Key.Key_Left)
    newest = chart.reading()
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.reading() not in ("", newest)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.reading() == newest
    assert chart.accessibleDescription() == newest


def test_an_outage_is_shaded_and_no_line_goes_through_it(chart: LatencyChart, theme: Theme) -> None:
    area = chart._area()
    picture = chart.grab().toImage()
    x = round(chart._span.x(NOW - timedelta(minutes=35), area))
    shade = QColor(theme.colours.danger_ground)
    column = [picture.pixelColor(x, y) for y in range(round(area.top()) + 5, round(area.bottom()) - 2)]
    assert column.count(shade) > len(column) * 0.8
    assert [run.size() for run in chart._paint.runs(area, make_series(), 100.0, 0.5)] == [20, 30]


def test_it_zooms_in_and_shows_all_again(chart: LatencyChart) -> None:
    whole = chart._span.bounds
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Plus)
    since, until = chart._span.bounds
    assert until - since < (whole[1] - whole[0]) * 0.6
    chart.show_series(make_series())
    assert chart._span.bounds == (since, until)
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert chart._span.bounds == whole


def test_zooming_out_ends_at_the_whole_and_in_at_minutes() -> None:
    span = Span()
    span.follow(NOW - timedelta(hours=1), NOW)
    span.zoom(4.0, None)
    assert span.bounds == (NOW - timedelta(hours=1), NOW)
    for _ in range(100):
        span.zoom(0.8, None)
    assert span.bounds[1] - span.bounds[0] >= timedelta(minutes=5)


@pytest.mark.parametrize("hours", [0.2, 1, 24, 168, 720])
def test_a_time_scale_has_a_few_round_ticks(hours: float) -> None:
    span = Span()
    span.follow(NOW - timedelta(hours=hours), NOW)
    ticks = list(span.ticks())
    assert 2 <= len(ticks) <= 6
    assert all(span.shows(moment) for moment, _ in ticks)


@pytest.mark.parametrize(("highest", "end"), [(0, 10), (0.7, 0.8), (11, 20), (40, 40), (41, 60), (99, 100), (1500, 2000)])
def test_a_scale_ends_at_a_round_number(highest: float, end: float) -> None:
    assert _nice(highest) == pytest.approx(end)


def test_it_is_read_only_while_it_is_looked_at(open_window: Open, world: World, bridge: Bridge) -> None:
    app = world.add_app("shop")
    world.wishes.jobs.kept_series = {"day": make_series(), "week": make_series()}
    window = open_window()
    window.show_instance(app.id)
    assert world.wishes.jobs.asked_series == []
    details = window.applications.details
    details.tabs.show_tab("latency")
    assert {window for _, window in world.wishes.jobs.asked_series} == {"day"}
    assert "1 outage" in details.latency.total.text()
    assert details.latency.outages.texts()[0][1:] == ["10 min", "Connection refused"]
    details.latency.buttons["week"].click()
    assert world.wishes.jobs.asked_series[-1][1] == "week"


def test_of_several_checks_one_is_chosen(open_window: Open, world: World) -> None:
    app = make_instance("shop")
    world.add(app, make_job(app), make_job(app, id=JobId("second"), endpoint="tcp://localhost:5432"))
    window = open_window()
    window.show_instance(app.id)
    latency = window.applications.details.latency
    window.applications.details.tabs.show_tab("latency")
    assert latency.job_box.isVisible()
    latency.job_box.activated.emit(1)
    assert world.wishes.jobs.asked_series[-1][0] == latency.job_box.itemData(1)


def test_nothing_measured_says_so(open_window: Open, world: World) -> None:
    app = world.add_app("shop")
    window = open_window()
    window.show_instance(app.id)
    window.applications.details.tabs.show_tab("latency")
    assert window.applications.details.latency.total.text() == "Nothing was measured in this time"
