"""The latency of a job over time: p50 and p95, outages shaded, gaps where nothing was observed."""

from datetime import datetime, timedelta
from math import ceil, floor, log10

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QWidget

from registry_tray.core.status import Result
from registry_tray.core.summary import Point, Series
from registry_tray.ui import texts
from registry_tray.ui.details.span import Span
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP_SMALL, GAP_TINY

_HEIGHT = 200
_LINES = 4
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
        self.cursor_at: datetime | None = None
        """What is read."""
        self.setMinimumHeight(_HEIGHT)
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
        day = "" if begin.date() == self._series.until.astimezone().date() else f"{begin:%a %d %b} "
        middle, high = latencies.percentile(0.5), latencies.percentile(0.95)
        up = texts.percent(point.stretch.uptime)
        return self.tr("{0}: p50 {1} · p95 {2} · up {3}").format(
            f"{day}{begin:%H:%M}\N{EN DASH}{end:%H:%M}", texts.latency(middle), texts.latency(high), up
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(CAPTION))
        area = self._area()
        top = _nice(max((_ms(point, 0.95) for point in self._visible()), default=0.0))
        self._paint_grid(painter, area, top)
        if self._series is None:
            return
        painter.save()
        painter.setClipRect(area.adjusted(-2, -2, 2, 2))
        self._paint_outages(painter, area)
        self._paint_curves(painter, area, top)
        self._paint_cursor(painter, area, top)
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

    def _paint_grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        colours = self._theme.colours
        height = painter.fontMetrics().height()
        for number in range(_LINES + 1):
            y = area.bottom() - area.height() * number / _LINES
            painter.setPen(QColor(colours.border))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.muted))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            value = texts.latency(timedelta(milliseconds=top * number / _LINES)) if number else "0"
            painter.drawText(QRectF(0, y - height / 2, area.left() - GAP_TINY, height), side, value)
        free = area.left()
        for moment, text in self._span.ticks():
            x = self._span.x(moment, area)
            width = painter.fontMetrics().horizontalAdvance(text)
            if free <= x - width / 2 and x + width / 2 <= area.right() + GAP_SMALL:
                free = x + width / 2 + GAP_SMALL
                painter.drawText(QPointF(x - width / 2, area.bottom() + height), text)

    def _paint_outages(self, painter: QPainter, area: QRectF) -> None:
        assert self._series is not None
        colours = self._theme.colours
        for outage in self._series.outages:
            left = self._span.x(max(outage.began, self._series.since), area)
            right = max(self._span.x(outage.ended or self._series.until, area), left + 2)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), QColor(colours.danger_ground))
            painter.fillRect(QRectF(left, area.top(), right - left, 3), QColor(colours.beat(Result.REFUSED)))

    def _paint_curves(self, painter: QPainter, area: QRectF, top: float) -> None:
        colours = self._theme.colours
        for share, width, style in ((0.95, 1.25, Qt.PenStyle.DashLine), (0.5, 2.0, Qt.PenStyle.SolidLine)):
            pen = QPen(QColor(colours.accent), width, style)
            painter.setPen(pen)
            for run in self._runs(area, top, share):
                if run.size() == 1:
                    painter.drawEllipse(run.at(0), 1.5, 1.5)
                else:
                    painter.drawPolyline(run)

    def _runs(self, area: QRectF, top: float, share: float) -> list[QPolygonF]:
        assert self._series is not None
        step = self._series.step
        runs: list[QPolygonF] = []
        last: datetime | None = None
        for point in self._points:
            if not point.stretch.latencies.buckets:
                last = None
                continue
            if last is None or point.at - last > step * 1.5:
                runs.append(QPolygonF())
            last = point.at
            y = area.bottom() - area.height() * min(1.0, _ms(point, share) / top)
            runs[-1].append(QPointF(self._span.x(point.at + step / 2, area), y))
        return runs

    def _paint_cursor(self, painter: QPainter, area: QRectF, top: float) -> None:
        point = self._point()
        if point is None or self._series is None:
            return
        x = self._span.x(point.at + self._series.step / 2, area)
        painter.setPen(QPen(QColor(self._theme.colours.control_border), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.accent))
        for share in (0.5, 0.95) if point.stretch.latencies.buckets else ():
            painter.drawEllipse(QPointF(x, area.bottom() - area.height() * min(1.0, _ms(point, share) / top)), 3, 3)


def _ms(point: Point, share: float) -> float:
    latency = point.stretch.latencies.percentile(share)
    return latency.total_seconds() * 1000 if latency is not None else 0.0


def _nice(highest: float) -> float:
    """The end of the scale, in milliseconds: a round number that is a little above."""
    if highest <= 0:
        return 10.0
    size = 10.0 ** floor(log10(highest))
    return float(next(step * size for step in (1, 2, 4, 6, 8, 10) if step * size >= highest or ceil(highest / size) > 10))
