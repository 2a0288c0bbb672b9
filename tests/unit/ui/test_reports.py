"""A report tells what a period was like, on the page, as PDF and as CSV."""

import csv
import gc
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QThreadPool
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.availability import Report
from registry_tray.core.histogram import Histogram
from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Period, Rollup
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.making import Making
from registry_tray.ui.models.table import Column
from registry_tray.ui.pages.report_tables import ReportTable
from registry_tray.ui.pages.reports import ReportsPage
from registry_tray.ui.report_text import report_html
from registry_tray.ui.slices import finished
from registry_tray.ui.texts import NOTHING
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import LIGHT
from tests.unit.ui.support import NOW, Open, World

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)")


@pytest.fixture
def page(bridge: Bridge, theme: Theme, qtbot: QtBot) -> ReportsPage:
    made = ReportsPage(bridge, theme)
    finished(made.build())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def fleet(world: World) -> World:
    """Payments was down twice, once before the last day; orders, with a name that looks like markup and a formula, never."""
    hour = Period.HOUR.number(NOW)
    for name, up in (("payments", 3000.0), ("=<b>orders", 3600.0)):
        [job] = world.catalog.jobs_of(world.add_app(name).id)
        fast = Histogram()
        for milliseconds in (10, 10, 10, 400):
            fast.add(timedelta(milliseconds=milliseconds))
        world.history.kept_rollups[job.id] = [
            Rollup(job.id, Period.HOUR, hour - 1, 3600.0, up, fast),
            Rollup(job.id, Period.HOUR, hour - 100, 3600.0, 0.0),
        ]
        if name == "payments":
            world.history.kept_outages[job.id] = [
                Outage(job.id, NOW - timedelta(minutes=10), None, "Connection refused"),
                Outage(job.id, NOW - timedelta(hours=100), NOW - timedelta(hours=99), "Timed out"),
            ]
    return world


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def report_of(page: ReportsPage) -> Report:
    page.read()
    assert page.report is not None
    return page.report


def test_a_period_has_only_what_lies_in_it(page: ReportsPage, fleet: World) -> None:
    day = report_of(page)
    assert [(app.app_id, app.stretch.uptime, len(app.faults)) for app in day.apps] == [
        ("payments", 3000 / 3600, 1), ("=<b>orders", 1.0, 0),
    ]  # fmt: skip
    assert day.uptime == 6600 / 7200
    page.period.setCurrentIndex(1)
    week = report_of(page)
    assert week.uptime == 6600 / 14400
    assert [fault.length for fault in week.faults] == [timedelta(minutes=10), timedelta(hours=1)]


def test_the_page_says_it_in_words_and_takes_no_name_for_markup(page: ReportsPage, fleet: World) -> None:
    report_of(page)
    assert page.figures.texts() == {"Uptime": "91.7 %", "Outages": "1", "Time down": "10 min", "Applications": "2"}
    assert page.apps.texts() == [
        ["payments", "1", "83.3 %", "1", "10 min", "10 min", "10 ms", "400 ms"],
        ["=<b>orders", "1", "100 %", "0", NOTHING, NOTHING, "10 ms", "400 ms"],
    ]
    assert page.faults.texts() == [["payments", page.faults.texts()[0][1], "10 min, not over", "Connection refused"]]


def test_nothing_registered_is_a_report_too(page: ReportsPage) -> None:
    assert report_of(page).uptime is None
    assert page.faults.nothing.text() == "None in this time."
    assert not page.faults.nothing.isHidden()


def test_it_is_written_as_csv_that_no_spreadsheet_takes_for_a_formula(page: ReportsPage, fleet: World, qtbot: QtBot) -> None:
    report_of(page)
    with qtbot.waitSignal(page.written):
        page.save_csv("/reports/march.csv")
    written = fleet.program.written
    first, second = rows(written["/reports/march.csv"])
    assert (first["application"], first["outages"], first["down_s"]) == ("payments", "1", "600.0")
    assert second["application"] == "'=<b>orders"
    assert float(first["p95_ms"]) == pytest.approx(400, rel=0.05)
    [outage] = rows(written["/reports/march-outages.csv"])
    assert (outage["instance"], outage["lasts"], outage["reason"]) == ("payments", "True", "Connection refused")
    assert page.said.text() == "Written to /reports/march.csv and /reports/march-outages.csv."


def test_it_is_written_as_pdf(page: ReportsPage, fleet: World, qtbot: QtBot) -> None:
    report_of(page)
    with qtbot.waitSignal(page.written):
        page.save_pdf("/reports/march.pdf")
    content = fleet.program.written["/reports/march.pdf"]
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert b"/Font" in content


def test_what_cannot_be_written_is_said(page: ReportsPage, fleet: World, bridge: Bridge, qtbot: QtBot) -> None:
    said: list[str] = []
    bridge.failed.connect(said.append)
    fleet.program.trouble = "/reports/march.pdf could not be written: No space left on device."
    report_of(page)
    page.save_pdf("/reports/march.pdf")
    qtbot.waitUntil(lambda: bool(said))
    assert said == [fleet.program.trouble]
    assert "Written" not in page.said.text()
    assert page.pdf.isEnabled()


def test_a_report_on_paper_says_how_many_rows_it_leaves_out(page: ReportsPage, fleet: World) -> None:
    report = report_of(page)
    many = replace(report, apps=report.apps[:1] * 1200)
    html = report_html(many, LIGHT, NOW)
    assert html.count("<tr><td") == 1 + 1000 + len(many.faults[:1000])
    assert "200 more are in the tables that CSV has." in html


@pytest.mark.usefixtures("spanish")
def test_counts_have_the_signs_of_the_language(page: ReportsPage, fleet: World) -> None:
    report = report_of(page)
    [app, _] = report.apps
    many = replace(app, instances=12345, faults=app.faults * 23456)
    page._show(replace(report, apps=(many,)))
    assert page.apps.texts()[0][1:4:2] == ["12.345", "23.456"]


def test_a_click_on_a_column_orders_by_its_figures(page: ReportsPage, fleet: World) -> None:
    report_of(page)
    page.apps.view.sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in page.apps.texts()] == ["=<b>orders", "payments"]
    page.read()
    assert [row[0] for row in page.apps.texts()] == ["=<b>orders", "payments"]
    page.apps.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row[0] for row in page.apps.texts()] == ["payments", "=<b>orders"]


def test_what_is_unknown_is_last_in_both_orders(page: ReportsPage, fleet: World) -> None:
    fleet.add_app("unseen")
    report_of(page)
    titles = [column.title for column in page.apps.model.columns]
    for title in ("Uptime", "Median", "p95"):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            page.apps.view.sortByColumn(titles.index(title), order)
            assert page.apps.texts()[-1][0] == "unseen"


def test_the_tables_are_good_models(page: ReportsPage, fleet: World, qtmodeltester: Any) -> None:
    report_of(page)
    qtmodeltester.check(page.apps.model)
    qtmodeltester.check(page.faults.model)


def test_reading_is_given_up(page: ReportsPage, fleet: World) -> None:
    steps: list[tuple[int, int]] = []

    def on_value(_value: int) -> None:
        if page.progress.bar.maximum() == 2:
            steps.append((page.progress.bar.value(), page.progress.bar.maximum()))
            page.progress.cancel.click()

    page.progress.bar.valueChanged.connect(on_value)
    page.read()
    assert steps == [(1, 2)]
    assert page.report is None
    assert page.progress.isHidden()


def test_what_takes_long_is_shown_and_what_does_not_is_not(page: ReportsPage, qtbot: QtBot) -> None:
    page.show()
    page.progress.begin("Reading …", counts=True)
    assert page.progress.isHidden()
    qtbot.waitUntil(page.progress.isVisible)
    page.progress.show_step(3, 10)
    assert (page.progress.bar.value(), page.progress.bar.maximum()) == (3, 10)
    page.progress.end()
    assert page.progress.isHidden()


def test_writing_is_given_up(page: ReportsPage, fleet: World) -> None:
    report_of(page)
    page.save_csv("/reports/march.csv")
    page.progress.cancel.click()
    QThreadPool.globalInstance().waitForDone()
    QCoreApplication.processEvents()
    assert fleet.program.written == {}
    assert page.csv.isEnabled()


def test_a_report_that_cannot_be_read_says_why_and_leaves_the_page_as_it_was(page: ReportsPage, fleet: World) -> None:
    fleet.history.failure = "The store does not answer."
    page.show()
    assert (page.said.text(), page.said.property("role")) == ("The store does not answer.", "error")
    assert not page.progress.is_going_on
    fleet.history.failure = ""
    report_of(page)
    period = page.said.text()
    assert page.said.property("role") == "muted"
    fleet.history.failure = "The store does not answer."
    page.read()
    assert page.said.text() == f"The store does not answer. · {period}"
    assert page.pdf.isEnabled()


def test_nothing_is_read_while_a_report_is_written(page: ReportsPage, fleet: World, qtbot: QtBot) -> None:
    page.show()
    page.save_csv("/reports/march.csv")
    shown = page.report
    assert not page.period.isEnabled()
    page.hide()
    page.show()
    assert page.report is shown
    with qtbot.waitSignal(page.written):
        pass
    assert page.period.isEnabled()
    page.hide()
    page.show()
    assert page.report is not shown


def test_nothing_is_kept_of_a_report_that_was_written(page: ReportsPage, fleet: World, qtbot: QtBot) -> None:
    report_of(page)
    with qtbot.waitSignal(page.written):
        page.save_csv("/reports/march.csv")
    QThreadPool.globalInstance().waitForDone()
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, Making)]


def test_a_report_that_cannot_be_made_says_so_and_why_in_the_log(
    page: ReportsPage, fleet: World, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    page.report = replace(report_of(page), apps=(None,))  # type: ignore[arg-type]
    page.save_csv("/reports/march.csv")
    qtbot.waitUntil(lambda: page.said.text() == "The report could not be made; the log says why.")
    assert not page.progress.is_going_on
    assert page.period.isEnabled()
    assert "A report could not be made" in caplog.text


def test_months_are_those_of_the_calendar(page: ReportsPage, fleet: World) -> None:
    page.period.setCurrentIndex(4)
    last = report_of(page)
    since, until = last.since.astimezone(), last.until.astimezone()
    assert (since.month, since.day, since.hour) == (2, 1, 0)
    assert (until.month, until.day, until.hour) == (3, 1, 0)


def test_it_is_read_when_it_is_shown(open_window: Open, fleet: World) -> None:
    window = open_window()
    assert not window.pages.reports.pdf.isEnabled()
    window.show_page("reports")
    assert window.pages.reports.report is not None
    assert window.pages.reports.pdf.isEnabled()


def test_columns_get_their_width_from_some_rows_however_many_there_are(theme: Theme, qtbot: QtBot) -> None:
    asked: list[int] = []

    def text(number: int) -> str:
        asked.append(number)
        return str(number)

    table: ReportTable[int] = ReportTable("Numbers", "None", [Column("Number", text, lambda number: number)], wide=0)
    qtbot.addWidget(table)
    table.show_records(range(5000))
    assert 0 < len(asked) < 100


def test_a_narrow_table_gives_up_columns_and_is_never_scrolled_sideways(theme: Theme, qtbot: QtBot) -> None:
    columns: list[Column[int]] = [
        Column(f"A long heading {number}", str, lambda record: record, is_figure=number > 0) for number in range(5)
    ]
    table: ReportTable[int] = ReportTable("Numbers", "None", columns, wide=0, dispensable=(3, 1))
    qtbot.addWidget(table)
    table.resize(1000, 300)
    table.show()
    table.show_records(range(50))
    head = table.view.horizontalHeader()

    def shown() -> list[int]:
        return [column for column in range(head.count()) if not head.isSectionHidden(column)]

    assert shown() == [0, 1, 2, 3, 4]
    table.resize(sum(head.sectionSize(column) for column in shown()[1:]) + 40, 300)
    assert shown() == [0, 1, 2, 4]
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() == 0)
    table.show_records(range(50))
    table.resize(1000, 300)
    assert shown() == [0, 1, 2, 3, 4]
    assert head.sectionSize(3) == head.sectionSize(4)


def test_large_text_leaves_rows_to_see(page: ReportsPage, world: World, theme: Theme) -> None:
    for number in range(20):
        world.add_app(f"app-{number}")
    page.resize(700, 500)
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        page.show()
        report_of(page)
        line = page.apps.view.verticalHeader().defaultSectionSize()
        assert page.apps.view.viewport().height() >= 5 * line
        assert page.said.width() > page.width() / 2
    finally:
        theme.follow(Settings())


def test_where_the_page_is_low_it_is_scrolled_as_one_and_follows_the_keyboard(
    page: ReportsPage, world: World, qtbot: QtBot
) -> None:
    for number in range(40):
        world.add_app(f"app-{number}")
    page.resize(900, 900)
    page.show()
    report_of(page)
    own, whole = page.apps.view.verticalScrollBar(), page.body.verticalScrollBar()
    qtbot.waitUntil(lambda: own.maximum() > 0 and whole.maximum() == 0)
    page.resize(900, 300)
    qtbot.waitUntil(lambda: own.maximum() == 0 and whole.maximum() > page.apps.view.height() / 2 > page.height())
    page.apps.view.selectRow(39)
    row = page.apps.view.visualRect(page.apps.model.index(39, 0))
    shown = page.apps.view.viewport().mapTo(page.body.viewport(), row.bottomLeft()).y()
    assert 0 < shown < page.body.viewport().height()
    page.resize(900, 900)
    qtbot.waitUntil(lambda: own.maximum() > 0 and whole.maximum() == 0)


def test_the_lines_of_a_table_go_from_edge_to_edge_and_its_text_begins_where_the_page_does(
    page: ReportsPage, world: World, qtbot: QtBot
) -> None:
    world.add_app("payments")
    page.resize(1100, 700)
    page.show()
    report_of(page)
    view = page.apps.view
    qtbot.waitUntil(lambda: view.viewport().width() > 0)
    assert view.mapTo(page, QPoint(0, 0)).x() == 0
    picture = view.viewport().grab().toImage()
    ground, height = picture.pixel(1, 2), view.verticalHeader().defaultSectionSize() - 1
    begins = next(x for x in range(picture.width()) if any(picture.pixel(x, y) != ground for y in range(2, height - 1)))
    assert begins == pytest.approx(page.said.mapTo(page, QPoint(0, 0)).x(), abs=2)
