"""The page of reports: what a period tells of every application, to read, to print and to take along."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QPageSize, QPdfWriter, QShowEvent, QTextDocument, QTextOption
from PySide6.QtWidgets import QComboBox, QFileDialog, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from registry_tray.core.availability import Report
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.page_head import PageHead
from registry_tray.ui.report_text import apps_csv, faults_csv, period_text, report_html
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_TINY, LIGHT
from registry_tray.ui.widgets import EmptyState, button, label

_DPI = 150
_INDENT = GAP_TINY + 2  # of the text within its frame


class ReportsPage(QWidget):
    """Reads when it is shown, and when another period is chosen."""

    written = Signal(str)
    """Where a report was written."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._asked = 0
        self.report: Report | None = None
        self.period = QComboBox()
        for text, span in (
            (self.tr("Last 24 hours"), _days(1)), (self.tr("Last 7 days"), _days(7)), (self.tr("Last 30 days"), _days(30)),
            (self.tr("This month"), _this_month), (self.tr("Last month"), _last_month),
        ):  # fmt: skip
            self.period.addItem(text, span)
        self.period.setAccessibleName(self.tr("Period"))
        self.period.activated.connect(self.read)
        self.pdf = button(self.tr("Save as PDF …"), lambda: self._choose("pdf", self.save_pdf), kind="primary")
        self.csv = button(self.tr("Save as CSV …"), lambda: self._choose("csv", self.save_csv))
        self.outcome = label("", "muted", wrap=True, selectable=True)
        self.outcome.setContentsMargins(_INDENT, 0, 0, 0)
        self.outcome.hide()
        self.page = QTextBrowser()
        self.entry: QWidget = self.page
        self.page.setAccessibleName(self.tr("Report"))
        self.page.setOpenLinks(False)
        self.page.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.page.document().setDocumentMargin(GAP_TINY)
        self.nothing = EmptyState(
            theme, "report", self.tr("Nothing to report yet"), self.tr("What is registered and checked is reported here.")
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self.nothing)
        self._lay_out()
        theme.changed.connect(self._show)
        self._enable()

    def read(self) -> None:
        """Have the chosen period read, and shown when it comes; what comes of another one by then is dropped."""
        self._asked += 1
        asked = self._asked
        span: Callable[[datetime], tuple[datetime, datetime]] = self.period.currentData()
        since, until = span(self._bridge.clock.now())
        self._enable(reading=True)
        self._bridge.past.ask_report(self._bridge.catalog, since, until, lambda report: self._on_read(asked, report))

    def save_pdf(self, file: str) -> None:
        """Write it as pages of A4, dark on white whatever the theme is."""
        if self.report is None:
            return
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setResolution(_DPI)
        writer.setTitle(self._headline(self.report))
        document = QTextDocument()
        document.setDefaultFont(self._theme.font(0.9))
        html = report_html(self.report, LIGHT, self._bridge.clock.now())
        headline = self.tr("Availability")
        document.setHtml(f'<h1 style="color:{LIGHT.text}">{headline}</h1>{html}')
        document.print_(writer)
        buffer.close()
        self._write({file: bytes(kept.data())})

    def save_csv(self, file: str) -> None:
        """Write two tables: the applications, and beside it the outages."""
        if self.report is not None:
            stem = file.removesuffix(".csv")
            self._write({f"{stem}.csv": apps_csv(self.report), f"{stem}-outages.csv": faults_csv(self.report)})

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.outcome.hide()
        self.read()

    def _lay_out(self) -> None:
        head = PageHead(label(self.tr("Reports"), "title"), self.period, self.csv, self.pdf)
        head.setContentsMargins(_INDENT, 0, _INDENT, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP_HUGE - _INDENT, GAP_LARGE, GAP_LARGE - _INDENT, 0)
        layout.setSpacing(GAP)
        layout.addWidget(head)
        layout.addWidget(self.outcome)
        layout.addWidget(self._stack, 1)

    def _on_read(self, asked: int, report: Report) -> None:
        if asked == self._asked:
            self.report = report
            self._show()
            self._enable()

    def _show(self) -> None:
        if self.report is None:
            return
        self._stack.setCurrentWidget(self.page if self.report.apps else self.nothing)
        place = self.page.verticalScrollBar().value()
        self.page.setHtml(report_html(self.report, self._theme.colours, self._bridge.clock.now()))
        self.page.verticalScrollBar().setValue(place)

    def _enable(self, *, reading: bool = False) -> None:
        if reading and self.report is None:
            self.page.setPlainText(self.tr("Reading …"))
        for each in (self.pdf, self.csv):
            each.setEnabled(self.report is not None and bool(self.report.apps) and not reading)

    def _headline(self, report: Report) -> str:
        return self.tr("Availability, {0}").format(period_text(report))

    def _choose(self, suffix: str, on_chosen: Callable[[str], None]) -> None:
        if self.report is None:
            return
        name = f"registry-tray-{self.report.since.astimezone():%Y-%m-%d}.{suffix}"
        dialog = QFileDialog(self.window(), self.tr("Save the report"), name, f"{suffix.upper()} (*.{suffix})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(on_chosen)
        dialog.open()

    def _write(self, files: dict[str, bytes]) -> None:
        self._bridge.ask(self._bridge.program.write_files(files), lambda _: self._on_written(list(files)))

    def _on_written(self, files: list[str]) -> None:
        self.outcome.setText(self.tr("Written to {0}.").format(self.tr(" and ").join(files)))
        self.outcome.show()
        self.written.emit(files[0])


def _days(count: int) -> Callable[[datetime], tuple[datetime, datetime]]:
    return lambda now: (now - timedelta(days=count), now)


def _this_month(now: datetime) -> tuple[datetime, datetime]:
    return _month_of(now), now


def _last_month(now: datetime) -> tuple[datetime, datetime]:
    until = _month_of(now)
    return _month_of(until - timedelta(days=1)), until


def _month_of(moment: datetime) -> datetime:
    """When the month began, by the user's own clock."""
    first = moment.astimezone().replace(day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return first.astimezone()
