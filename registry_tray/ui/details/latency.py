"""The latency of an instance over an hour, a day, a week or 30 days, with the outages of that time."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Job, JobId
from registry_tray.core.rollup import Stretch
from registry_tray.core.summary import Series
from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.chart import LatencyChart
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.language import tr
from registry_tray.ui.sayings import say, spoken
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_TINY
from registry_tray.ui.widgets import button, label, narrow_label, one_of_several

_PACE = 15_000  # ms between two reads while it is looked at
_LISTED = 12


class Latency(Section):
    """Reads only while it is looked at."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(self.tr("Latency"))
        self._bridge = bridge
        self.window_name = "day"
        self._jobs: tuple[Job, ...] = ()
        self._job_id: JobId | None = None
        self.job_box = QComboBox()
        self.job_box.setAccessibleName(self.tr("Check"))
        self.job_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.job_box.setMinimumContentsLength(12)
        self.job_box.activated.connect(self._on_job)
        self.buttons: dict[str, QPushButton] = {}
        self.chart = LatencyChart(theme)
        self.reading = narrow_label("", "caption")
        self.total = narrow_label("", "")
        self.outages = Rows(("caption", "", ""), stretch=2)
        self._outages_title = label(self.tr("Outages"), "section")
        self._outages_title.setContentsMargins(0, GAP, 0, 0)
        self.body.addWidget(self.job_box)
        self.body.addWidget(self._make_windows())
        for part in (self.total, self.chart, self.reading, self._outages_title, self.outages):
            self.body.addWidget(part)
        self.chart.read.connect(self._say)
        self._pace = QTimer(self, interval=_PACE)
        self._pace.timeout.connect(self._read)
        self._show(None)

    def show_jobs(self, jobs: Sequence[Job]) -> None:
        """Show the worst of these, or the one that was chosen among them."""
        known, ids = [job.id for job in self._jobs], [job.id for job in jobs]
        self._jobs = tuple(jobs)
        if sorted(known) != sorted(ids):
            self._job_id = ids[0] if ids else None
            self.job_box.clear()
            for job in jobs:
                self.job_box.addItem(job.target or job.name, job.id)
            self.job_box.setVisible(len(ids) > 1)
            self._show(None)
            if self.isVisible():
                self._read()

    def choose(self, window: str) -> None:
        """`hour`, `day`, `week` or `month`."""
        self.window_name = window
        self.buttons[window].setChecked(True)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()
        self._pace.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pace.stop()

    def _make_windows(self) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, GAP_TINY)
        group = QButtonGroup(row)
        for name, text in (
            ("hour", self.tr("Hour")), ("day", self.tr("Day")), ("week", self.tr("Week")), ("month", self.tr("30 days")),
        ):  # fmt: skip
            made = button(text, partial(self.choose, name), kind="chip", description=self.tr("Shows the last: {0}").format(text))
            one_of_several(made)
            made.setChecked(name == self.window_name)
            made.setMinimumSize(QSize(made.sizeHint().width() + 8, 0))  # the chosen one is bold
            group.addButton(made)
            self.buttons[name] = made
            flow.addWidget(made)
        return row

    def _on_job(self, place: int) -> None:
        self._job_id = self.job_box.itemData(place)
        self._read()

    def _read(self) -> None:
        job_id, window = self._job_id, self.window_name
        if job_id is None:
            self._show(None)
            return

        def answer(series: Series) -> None:
            if (self._job_id, self.window_name) == (job_id, window):  # not overtaken by another choice
                self._show(series)

        self._bridge.commands.jobs.ask_series(job_id, window, answer)

    def _show(self, series: Series | None) -> None:
        self.chart.show_series(series)
        self._say(self.chart.reading())
        outages = series.outages if series is not None else ()
        self._outages_title.setVisible(bool(outages))
        now = self._bridge.clock.now()
        self.outages.show_rows(
            [
                (texts.clock_time(outage.began, now), spoken((outage.ended or now) - outage.began), say(outage.reason))
                for outage in outages[:_LISTED]
            ]
        )
        self.total.setText(_total(series, now) if series is not None else "")

    def _say(self, reading: str) -> None:
        self.reading.setText(
            reading or self.tr("p50 is the line, p95 the edge of the field; outages are shaded. Point at it to read it.")
        )


def _total(series: Series, now: datetime) -> str:
    latencies = Histogram().merge(point.stretch.latencies for point in series.points)
    observed = sum(point.stretch.observed for point in series.points)
    whole = Stretch(observed, sum(point.stretch.up for point in series.points), latencies)
    if not observed and not latencies.numbers:
        return tr("Nothing was measured in this time")
    parts = [
        f"p50 {texts.latency(latencies.percentile(0.5))}",
        f"p95 {texts.latency(latencies.percentile(0.95))}",
        tr("up {0}").format(texts.percent(whole.uptime)),
    ]
    count = len(series.outages)
    parts.append(tr("no outage") if not count else tr("1 outage") if count == 1 else tr("{0} outages").format(count))
    return " · ".join(parts)
