"""The latency of a job over time: p50 and p95, outages shaded, gaps where nothing was observed."""

from datetime import datetime
from math import ceil, floor, log10

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from registry_tray.core.summary import Point, Series
from registry_tray.ui import texts
from registry_tray.ui.details.chart_painter import ChartPainter, milliseconds
from registry_tray.ui.details.span import Span
from registry_tray.ui.language import date_text
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP_SMALL, GAP_TINY

_HEIGHT = 200  # pixels at least, for text of the usual size
_ZOOM = 0.8


class LatencyChart(QWidget):
    """Hover, or Left and Right, read values; the wheel with Ctrl, or + and -, zoom; a double click, or 0, shows all again."""

    read = Signal(str)
    """What the cursor stands on, in words; empty where it stands on nothing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._series: Series | None = None
        self._points: tuple[Point, ...] = ()
        self._span = Span()
        self._paint = ChartPainter(theme, self._span)
        self.cursor_at: datetime | None = None
        """What is read."""
        theme.changed.connect(self._fit)
        self._fit()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Latency"))
        theme.changed.connect(self.update)

    def show_series(self, series: Series | None) -> None:
        """Show these points; None where they are not read yet. Where the time goes on, what is zoomed to stays."""
        self._series = series
        self._points = series.points if series is not None else ()
        if series is not None:
            self._span.follow(series.since, series.until)
        self.setAccessibleDescription(self.reading() or self.tr("Nothing was measured in this time"))
        self.update()

    def reading(self) -> str:
        """What the cursor stands on, in words; empty where it stands on nothing."""
        point = self._point()
        if point is None or self._series is None:
            return ""
        latencies = point.stretch.latencies
        begin, end = point.at.astimezone(), (point.at + self._series.step).astimezone()
        day = "" if begin.date() == self._series.until.astimezone().date() else date_text(begin, "ddd dd MMM ")
        middle, high = latencies.percentile(0.5), latencies.percentile(0.95)
        up = texts.percent(point.stretch.uptime)
        return self.tr("{0}: p50 {1} · p95 {2} · up {3}").format(
            f"{day}{begin:%H:%M}\N{EN DASH}{end:%H:%M}", texts.latency(middle), texts.latency(high), up
        )

    def _fit(self) -> None:
        self.setMinimumHeight(self._theme.size(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # "80 ms" is read in its own direction
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(CAPTION))
        area = self._area()
        top = _nice(max((milliseconds(point, 0.95) for point in self._visible()), default=0.0))
        self._paint.grid(painter, area, top)
        if self._series is None:
            return
        painter.save()
        painter.setClipRect(area.adjusted(-2, -2, 2, 2))
        self._paint.outages(painter, area, self._series)
        self._paint.curves(painter, area, self._series, top)
        if (point := self._point()) is not None:
            self._paint.cursor(painter, area, self._series, point, top)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._read_at(self._span.moment(event.position().x(), self._area()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._span.reset()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._read_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if (
            not event.angleDelta().y()
            or event.modifiers() & Qt.KeyboardModifier.ControlModifier == Qt.KeyboardModifier.NoModifier
        ):
            event.ignore()  # without Ctrl the wheel scrolls what is around
            return
        self._span.zoom(_ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM, self._span.moment(event.position().x(), self._area()))
        self.update()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._step(-1 if event.key() == Qt.Key.Key_Left else 1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_Minus:
                self._span.zoom(1 / _ZOOM if event.key() == Qt.Key.Key_Minus else _ZOOM, self.cursor_at)
                self.update()
            case Qt.Key.Key_0:
                self._span.reset()
                self.update()
            case _:
                super().keyPressEvent(event)

    # -- within

    def _area(self) -> QRectF:
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance("0000 ms") + GAP_TINY
        return QRectF(self.rect()).adjusted(left, metrics.height() + GAP_TINY, -GAP_SMALL, -metrics.height() - GAP_SMALL)

    def _visible(self) -> list[Point]:
        return [point for point in self._points if self._span.shows(point.at)]

    def _point(self) -> Point | None:
        if self.cursor_at is None or self._series is None:
            return None
        at, step = self.cursor_at, self._series.step
        return next((point for point in self._points if point.at <= at < point.at + step), None)

    def _read_at(self, moment: datetime | None) -> None:
        if moment != self.cursor_at:
            self.cursor_at = moment
            self.setAccessibleDescription(self.reading())
            self.read.emit(self.reading())
            self.update()

    def _step(self, by: int) -> None:
        visible = self._visible()
        if not visible or self._series is None:
            return
        present = self._point()
        place = visible.index(present) + by if present in visible else len(visible) - 1
        self._read_at(visible[max(0, min(place, len(visible) - 1))].at + self._series.step / 2)


def _nice(highest: float) -> float:
    """The end of the scale, in milliseconds: a round number that is a little above."""
    if highest <= 0:
        return 10.0
    size = 10.0 ** floor(log10(highest))
    return float(next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= highest or ceil(highest / size) > 10))
