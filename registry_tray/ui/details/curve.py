"""How fast the last checks were answered, as a curve, and what that comes to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QWidget

from registry_tray.core.models import Check
from registry_tray.core.status import Result
from registry_tray.ui import texts
from registry_tray.ui.board import Row
from registry_tray.ui.details.section import Section
from registry_tray.ui.figures import Figures
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP_TINY
from registry_tray.ui.widgets import label

_HEIGHT = 72  # pixels, for text of the usual size
_NARROWEST = 3
_GROUND = 0.12  # of the colour of a line, under it


class Sparkline(QWidget):
    """Latency from left to right; failures go through the whole height, a gap is a gap."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._checks: list[Check] = []
        theme.changed.connect(self._fit)
        self._fit()
        self.setAccessibleName(self.tr("Latency of the last checks"))

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Newest first."""
        self._checks = list(reversed(checks))
        highest = max((check.latency for check in checks if check.latency is not None), default=None)
        self.setAccessibleDescription(self.tr("At most {0}").format(texts.latency(highest)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(CAPTION))
        values = [check.latency.total_seconds() * 1000 for check in self._checks if check.latency is not None]
        top = max(values, default=0.0) or 1.0
        text_height = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(0, text_height + GAP_TINY, 0, -4)
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        step = area.width() / max(len(self._checks) - 1, 1)
        self._paint_failures(painter, area, step)
        for run in self._runs(area, step, top):
            self._paint_run(painter, run, area.bottom())
        if values:
            painter.setPen(QColor(colours.muted))
            text = self.tr("at most {0}").format(texts.latency(timedelta(milliseconds=top)))
            painter.drawText(QRectF(0, 0, self.width(), text_height), Qt.AlignmentFlag.AlignRight, text)

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.size(_HEIGHT))

    def _paint_failures(self, painter: QPainter, area: QRectF, step: float) -> None:
        """Those in a row are one field, under an edge that is seen without its colour."""
        colours = self._theme.colours
        place = 0
        for failed, run in groupby(self._checks, key=lambda check: check.result.is_failure):
            count = len(list(run))
            if failed:
                left = area.left() + (place - 0.5) * step
                right = max(left + count * step, left + _NARROWEST)
                field = QRectF(QPointF(max(left, area.left()), area.top()), QPointF(min(right, area.right()), area.bottom()))
                painter.fillRect(field, QColor(colours.danger_ground))
                painter.fillRect(QRectF(field.left(), field.top(), field.width(), 3), QColor(colours.beat(Result.REFUSED)))
            place += count

    def _paint_run(self, painter: QPainter, run: QPolygonF, bottom: float) -> None:
        ink = QColor(self._theme.colours.accent)
        painter.setPen(QPen(ink, 1.5))
        painter.drawPolyline(run)
        ink.setAlphaF(_GROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        ground = QPolygonF(run)
        ground.append(QPointF(run.last().x(), bottom))
        ground.append(QPointF(run.first().x(), bottom))
        painter.drawPolygon(ground)

    def _runs(self, area: QRectF, step: float, top: float) -> list[QPolygonF]:
        runs: list[QPolygonF] = [QPolygonF()]
        for number, check in enumerate(self._checks):
            if check.latency is None or not check.result.is_up:
                runs.append(QPolygonF())
                continue
            height = (area.height() - 2) * check.latency.total_seconds() * 1000 / top
            runs[-1].append(QPointF(area.left() + number * step, area.bottom() - 1 - height))
        return [run for run in runs if run.size() > 1]


class Curve(Section):
    """The latency of the last checks, from when to when, and the uptime; gone where nothing was checked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("Last checks"))
        self._uptime: float | None = None
        self._checks: Sequence[Check] = ()
        self.figures = Figures("strong")
        self.sparkline = Sparkline(theme)
        self.first, self.last = label("", "caption"), label("", "caption")
        self._drawn = drawn = QWidget()
        drawn.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time goes in a chart, also where reading goes the other way
        below = QGridLayout(drawn)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.sparkline, 0, 0, 1, 2)
        below.addWidget(self.first, 1, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(self.last, 1, 1, Qt.AlignmentFlag.AlignRight)
        self.body.addWidget(self.figures)
        self.body.addWidget(drawn)

    def show_row(self, row: Row) -> None:
        """Show the uptime of this one."""
        self._uptime = row.uptime
        self._show_figures()

    def show_checks(self, checks: Sequence[Check], now: datetime) -> None:
        """Newest first."""
        self._checks = checks
        self.setVisible(len(checks) > 1)
        # What calls by itself is up or overdue: while all of it is well, there is nothing to draw.
        self._drawn.setVisible(any(check.latency is not None or check.result.is_failure for check in checks))
        self.sparkline.show_checks(checks)
        if checks:
            self.first.setText(texts.clock_time(checks[-1].at, now))
            self.last.setText(texts.clock_time(checks[0].at, now))
        self._show_figures()

    def _show_figures(self) -> None:
        latencies = [check.latency for check in self._checks if check.latency is not None and check.result.is_up]
        usual = timedelta(seconds=median(each.total_seconds() for each in latencies)) if latencies else None
        self.figures.show_figures(
            (
                (self.tr("Latency"), texts.latency(self._checks[0].latency if self._checks else None)),
                (self.tr("Median"), texts.latency(usual)),
                (self.tr("Uptime, last 24 h"), texts.percent(self._uptime)),
            )
        )
