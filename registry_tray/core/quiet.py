"""Quiet hours: the time of day in which no outage pops up."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_PATTERN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` by the user's own clock, over midnight where `end` is earlier. Both None: never."""

    start: time | None = None
    end: time | None = None

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """`22:00-08:00`; an empty text is never. ValueError says what is expected."""
        if not text.strip():
            return cls()
        found = _PATTERN.fullmatch(text.strip())
        try:
            if found is None:
                raise ValueError(text)
            start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        except ValueError:
            raise ValueError("a time of day such as 22:00-08:00, or empty for none") from None
        return cls(start, end) if start != end else cls()

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}" if self.start is not None and self.end is not None else ""

    def until(self, now: datetime) -> datetime | None:
        """When they end, None where they are not now. `now` is aware; its time zone is the user's."""
        if self.start is None or self.end is None:
            return None
        moment = now.time().replace(tzinfo=None)
        over_midnight = self.end < self.start
        inside = moment >= self.start or moment < self.end if over_midnight else self.start <= moment < self.end
        if not inside:
            return None
        day = now.date() + timedelta(days=1) if over_midnight and moment >= self.start else now.date()
        return datetime.combine(day, self.end, now.tzinfo)
