"""The last checks, one by one, under a curve of their latency."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from registry_tray.core.models import Check
from registry_tray.core.status import Result
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.details.section import Rows, Section
from registry_tray.ui.sayings import say
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION
from registry_tray.ui.widgets import label

READ = 60
_LISTED = 40
_HEIGHT = 72
_NARROWEST = 3
_GROUND = 0.12  # of the colour of a line, under it


class Sparkline(QWidget):
    """Latency from left to right; failures go through the whole height, a gap is a gap."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._checks: list[Check] = []
        self.setFixedHeight(_HEIGHT)
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
        area = QRectF(self.rect()).adjusted(0, text_height, 0, -4)
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
    """The latency of the last checks; gone where there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("Last checks"))
        self.sparkline = Sparkline(theme)
        self.body.addWidget(self.sparkline)

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Newest first."""
        self.setVisible(len(checks) > 1)
        self.sparkline.show_checks(checks)


class Checks(Section):
    """Failures that say the same are one line, with what was answered."""

    def __init__(self) -> None:
        super().__init__(self.tr("Last checks"))
        self._none = label(self.tr("Not checked yet."), "muted")
        self.rows = Rows(("caption", "caption", ""), stretch=2)
        self.body.addWidget(self._none)
        self.body.addWidget(self.rows)

    def show_checks(self, checks: Sequence[Check], now: datetime) -> None:
        """Newest first."""
        self._none.setVisible(not checks)
        runs = [list(run) for _, run in groupby(checks, key=_likeness)][:_LISTED]
        self.rows.show_rows(
            [(texts.precise_time(run[0].at, now), texts.latency(run[0].latency), self._say(run[0], len(run))) for run in runs]
        )

    def _say(self, check: Check, count: int) -> str:
        code = f" {check.code}" if check.code else ""
        said = f"{journal_texts.result_word(check.result)}{code}"
        said = f"{said}: {say(check.error)}" if check.error else said
        return self.tr("{0} ({1} times)").format(said, count) if count > 1 else said


def _likeness(check: Check) -> object:
    """Failures that say the same are one line; of successes each has its own latency."""
    return check.at if check.result.is_up else (check.result, check.code, check.error)
