"""The page of reports: what a period tells of every application, to read, to print and to take along."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from registry_tray.core.availability import AppReport, Fault, Report
from registry_tray.core.errors import RegistryError
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.direction import margins
from registry_tray.ui.figures import Figures
from registry_tray.ui.making import Files, Making
from registry_tray.ui.page_head import PageHead
from registry_tray.ui.pages.report_body import ReportBody
from registry_tray.ui.pages.report_tables import ReportTable
from registry_tray.ui.progress import Progress
from registry_tray.ui.report_columns import app_columns, fault_columns
from registry_tray.ui.report_text import apps_csv, faults_csv, figures, period_text, report_pdf
from registry_tray.ui.sayings import say
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import EmptyState, button, label, styled


class ReportsPage(QWidget):
    """Reads when it is shown, and when another period is chosen. What takes long says so, and can be given up."""

    written = Signal(str)
    """Where a report was written."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._asked = 0
        self._making: Making | None = None
        self.report: Report | None = None

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
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
        yield
        self.said = label("", "muted", wrap=True, selectable=True)
        self.progress = Progress()
        self.progress.cancelled.connect(self._on_cancelled)
        yield
        self.figures = Figures()
        self.apps: ReportTable[AppReport] = ReportTable(
            self.tr("Applications"), self.tr("No applications registered"), app_columns(), wide=0, dispensable=(1, 7, 5, 6, 3)
        )
        yield
        self.faults: ReportTable[Fault] = ReportTable(
            self.tr("Outages"), self.tr("None in this time."), fault_columns(), wide=3, dispensable=(2,)
        )
        yield
        self.nothing = EmptyState(
            self._theme, "report", self.tr("Nothing to report yet"), self.tr("What is registered and checked is reported here.")
        )
        yield
        self.entry: QWidget = self.apps.view
        yield from self._lay_out()
        self._enable()
        yield
        yield from styled(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What stands in it."""
        return self.period, self.csv, self.pdf, self.figures, self.apps, self.faults

    def read(self) -> None:
        """Have the chosen period read, and shown when it comes; what comes of another one by then is dropped."""
        self._asked += 1
        asked = self._asked
        span: Callable[[datetime], tuple[datetime, datetime]] = self.period.currentData()
        since, until = span(self._bridge.clock.now())
        self.progress.begin(self.tr("Reading …"), counts=True)
        self._enable(busy=True)

        def goes_on(done: int, of: int) -> bool:
            if asked == self._asked:
                self.progress.show_step(done, of)
            return asked == self._asked

        def on_read(report: Report | None) -> None:
            if report is not None and asked == self._asked:
                self.progress.end()
                self._show(report)
                self._enable()

        def on_refused(error: RegistryError) -> None:
            if asked == self._asked:
                self._on_refused(error)

        self._bridge.past.ask_report(self._bridge.catalog, since, until, goes_on, on_read, on_refused)

    def save_pdf(self, file: str) -> None:
        """Write it as pages of A4."""
        report, font, now = self.report, self._theme.font(0.9), self._bridge.clock.now()
        if report is not None:
            self._make(lambda: {file: report_pdf(report, font, now)})

    def save_csv(self, file: str) -> None:
        """Write two tables: the applications, and beside it the outages."""
        report, stem = self.report, file.removesuffix(".csv")
        if report is not None:
            self._make(lambda: {f"{stem}.csv": apps_csv(report), f"{stem}-outages.csv": faults_csv(report)})

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._making is None:
            self.read()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.report is not None:
            self._show(self.report)  # columns are as wide as their texts

    def _lay_out(self) -> Iterator[None]:
        """From outside inwards: what is in a widget is styled anew when that gets its place."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        news = QHBoxLayout()
        news.setSpacing(GAP)
        news.addWidget(self.said, 1)
        news.addWidget(self.progress)
        news.addStrut(self.progress.sizeHint().height())
        head = QVBoxLayout()
        head.setContentsMargins(margins(GAP_HUGE, GAP_LARGE, GAP_LARGE, 0))
        head.setSpacing(GAP_SMALL)
        head.addWidget(PageHead(label(self.tr("Reports"), "title"), self.period, self.csv, self.pdf))
        head.addLayout(news)
        layout.addLayout(head)
        yield
        self._stack = QStackedWidget()
        layout.addWidget(self._stack, 1)
        self.body = ReportBody(self.tr("Reports"), self.figures, self.apps, self.faults)
        self._stack.addWidget(self.body)
        self._stack.addWidget(self.nothing)
        yield
        yield from self.body.build()

    def _on_refused(self, error: RegistryError) -> None:
        self.progress.end()
        shown = [period_text(self.report)] if self.report is not None else []
        _tell(self.said, " · ".join([say(str(error)), *shown]), is_wrong=True)
        self._enable()

    def _show(self, report: Report) -> None:
        self.report = report
        self._stack.setCurrentIndex(0 if report.apps else 1)
        _tell(self.said, period_text(report))
        self.figures.show_figures(figures(report))
        self.apps.show_records(report.apps)
        self.faults.show_records(report.faults)
        self.body.fit()

    def _enable(self, *, busy: bool = False) -> None:
        self.period.setEnabled(self._making is None)
        for each in (self.pdf, self.csv):
            each.setEnabled(self.report is not None and bool(self.report.apps) and not busy)

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

    def _make(self, make: Callable[[], Files]) -> None:
        self._making = Making(make)
        self.progress.begin(self.tr("Writing …"), counts=False)
        self._enable(busy=True)
        self._making.made.connect(self._on_made, Qt.ConnectionType.QueuedConnection)
        self._making.start()

    def _on_made(self, making: Making, files: Files | None) -> None:
        if making is not self._making:
            return
        self._making = None
        self.progress.end()
        self._enable()
        if files is None:
            _tell(self.said, self.tr("The report could not be made; the log says why."), is_wrong=True)
        else:
            self._bridge.ask(self._bridge.program.write_files(files), lambda _: self._on_written(list(files)))

    def _on_cancelled(self) -> None:
        self._asked += 1
        self._making = None
        self._enable()

    def _on_written(self, files: list[str]) -> None:
        _tell(self.said, self.tr("Written to {0}.").format(self.tr(" and ").join(files)))
        self.written.emit(files[0])


def _tell(shown: QLabel, text: str, *, is_wrong: bool = False) -> None:
    shown.setText(text)
    shown.setProperty("role", "error" if is_wrong else "muted")
    shown.style().polish(shown)


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
