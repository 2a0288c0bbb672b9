"""How the parts of a chart of latencies are painted."""

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from registry_tray.core.status import Result
from registry_tray.core.summary import Point, Series
from registry_tray.ui import texts
from registry_tray.ui.details.span import Span
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_SMALL, GAP_TINY

_LINES = 4
_FIELD, _EDGE = 0.12, 0.6  # of the colour of the line: the field up to p95, and its edge


class ChartPainter:
    """`area` is where the curves go; `top` the end of the scale in milliseconds."""

    def __init__(self, theme: Theme, span: Span) -> None:
        self._theme = theme
        self._span = span

    def grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        """Lines, and what their values and moments are."""
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

    def outages(self, painter: QPainter, area: QRectF, series: Series) -> None:
        """Shaded from top to bottom."""
        colours = self._theme.colours
        for outage in series.outages:
            left = self._span.x(max(outage.began, series.since), area)
            right = max(self._span.x(outage.ended or series.until, area), left + 2)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), QColor(colours.danger_ground))
            painter.fillRect(QRectF(left, area.top(), right - left, 3), QColor(colours.beat(Result.REFUSED)))

    def curves(self, painter: QPainter, area: QRectF, series: Series, top: float) -> None:
        """A field up to p95, and p50 as a line over it."""
        for share, width, edge in ((0.95, 1.0, _EDGE), (0.5, 2.0, 1.0)):
            ink = QColor(self._theme.colours.accent)
            ink.setAlphaF(edge)
            for run in self.runs(area, series, top, share):
                painter.setPen(QPen(ink, width))
                if run.size() == 1:
                    painter.drawEllipse(run.at(0), 1.5, 1.5)
                    continue
                painter.drawPolyline(run)
                if share > 0.5:
                    self._paint_field(painter, run, area.bottom())

    def _paint_field(self, painter: QPainter, run: QPolygonF, bottom: float) -> None:
        field = QPolygonF(run)
        field.append(QPointF(run.last().x(), bottom))
        field.append(QPointF(run.first().x(), bottom))
        ink = QColor(self._theme.colours.accent)
        ink.setAlphaF(_FIELD)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPolygon(field)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def runs(self, area: QRectF, series: Series, top: float, share: float) -> list[QPolygonF]:
        """A line for each stretch without a gap."""
        step = series.step
        runs: list[QPolygonF] = []
        last: datetime | None = None
        for point in series.points:
            if not point.stretch.latencies.numbers:
                last = None
                continue
            if last is None or point.at - last > step * 1.5:
                runs.append(QPolygonF())
            last = point.at
            y = area.bottom() - area.height() * min(1.0, milliseconds(point, share) / top)
            runs[-1].append(QPointF(self._span.x(point.at + step / 2, area), y))
        return runs

    def cursor(self, painter: QPainter, area: QRectF, series: Series, point: Point, top: float) -> None:
        """Where a value is read."""
        x = self._span.x(point.at + series.step / 2, area)
        painter.setPen(QPen(QColor(self._theme.colours.control_border), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.accent))
        for share in (0.5, 0.95) if point.stretch.latencies.numbers else ():
            painter.drawEllipse(QPointF(x, area.bottom() - area.height() * min(1.0, milliseconds(point, share) / top)), 3, 3)


def milliseconds(point: Point, share: float) -> float:
    """A percentile of a point; 0 where nothing was measured."""
    latency = point.stretch.latencies.percentile(share)
    return latency.total_seconds() * 1000 if latency is not None else 0.0
