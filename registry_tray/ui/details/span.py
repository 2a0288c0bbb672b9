"""The stretch of time that a chart shows, and where a moment stands in it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QRectF

from registry_tray.ui.language import date_text

_LEAST = timedelta(minutes=5)
_TICKS = 4
_STEPS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 10080))


class Span:
    """All of a series, until it is zoomed into."""

    def __init__(self) -> None:
        self._whole = datetime.fromtimestamp(0, UTC), datetime.fromtimestamp(3600, UTC)
        self._part: tuple[datetime, datetime] | None = None

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From when until when."""
        return self._part or self._whole

    def follow(self, since: datetime, until: datetime) -> None:
        """The series goes from there to there; of another length, it is shown as a whole."""
        if abs((until - since) - (self._whole[1] - self._whole[0])) > timedelta(hours=12) or not self._whole[0].timestamp():
            self._part = None
        self._whole = since, until

    def reset(self) -> None:
        """Show all of it."""
        self._part = None

    def zoom(self, factor: float, around: datetime | None) -> None:
        """Show `factor` as much as before; what stands at `around`, else in the middle, stays where it is."""
        since, until = self.bounds
        fixed = around if around is not None and since <= around <= until else since + (until - since) / 2
        begin, end = fixed - (fixed - since) * factor, fixed + (until - fixed) * factor
        if end - begin < _LEAST:
            return
        begin, end = max(begin, self._whole[0]), min(end, self._whole[1])
        self._part = None if (begin, end) == self._whole else (begin, end)

    def shows(self, moment: datetime) -> bool:
        """Whether it is in view."""
        since, until = self.bounds
        return since <= moment <= until

    def x(self, moment: datetime, area: QRectF) -> float:
        """Where it stands, from left to right."""
        since, until = self.bounds
        return area.left() + area.width() * ((moment - since) / (until - since))

    def moment(self, x: float, area: QRectF) -> datetime:
        """What stands there."""
        since, until = self.bounds
        return since + (until - since) * ((x - area.left()) / max(1.0, area.width()))

    def ticks(self) -> Iterator[tuple[datetime, str]]:
        """Round moments of the local time, and how they are written."""
        since, until = self.bounds
        step = next((each for each in _STEPS if (until - since) / each <= _TICKS + 1), _STEPS[-1])
        offset = until.astimezone().utcoffset() or timedelta()
        size = step.total_seconds()
        first = -(-(since + offset).timestamp() // size) * size
        at = datetime.fromtimestamp(first, UTC) - offset
        while at <= until:
            local = at.astimezone()
            yield at, date_text(local, "dd MMM" if step >= timedelta(days=1) else "HH:mm")
            at += step
