"""Quiet hours: the time of day in which no outage pops up."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from registry_tray.phrases import phrase

HOURS = phrase("a time of day such as 22:00-08:00, or empty for none")
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
            raise ValueError(HOURS) from None
        return cls(start, end) if start != end else cls()

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}" if self.start is not None and self.end is not None else ""

    def until(self, now: datetime) -> datetime | None:
        """When they end, None where they are not now. `now` is aware; the clock is the user's, whatever it does in that night."""
        if self.start is None or self.end is None:
            return None
        local = now.astimezone()
        moment = local.time()
        over_midnight = self.end < self.start
        inside = moment >= self.start or moment < self.end if over_midnight else self.start <= moment < self.end
        if not inside:
            return None
        day = local.date() + timedelta(days=1) if over_midnight and moment >= self.start else local.date()
        return next_moment(day, self.end, now)


def next_moment(day: date, at: time, now: datetime) -> datetime:
    """This time of day by the user's own clock. Where a day has it twice, the one that is still to come."""
    first = datetime.combine(day, at).astimezone()
    return first if first > now else datetime.combine(day, at.replace(fold=1)).astimezone()
