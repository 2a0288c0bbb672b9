"""The time of this machine."""

import time
from datetime import UTC, datetime

# A clock that goes on while the computer sleeps, and one that does not.
_WITH_SLEEP = getattr(time, "CLOCK_BOOTTIME", None) or getattr(time, "CLOCK_MONOTONIC", None)
_WITHOUT = getattr(time, "CLOCK_UPTIME_RAW", None) or getattr(time, "CLOCK_MONOTONIC", None)
_CLOSE = 0.05  # seconds between two readings that belong together


class SystemClock:
    """The wall clock in UTC, and the monotonic clock that the event loop uses too."""

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()

    def asleep(self) -> float:
        """For how many seconds this computer has slept since it started; 0 on Windows, whose monotonic clock counts sleep."""
        if _WITH_SLEEP is None or _WITHOUT is None or _WITH_SLEEP == _WITHOUT:
            return 0.0
        while True:
            before = time.clock_gettime(_WITHOUT)
            total = time.clock_gettime(_WITH_SLEEP)
            after = time.clock_gettime(_WITHOUT)
            if after - before < _CLOSE:  # else we were stopped between the readings
                return total - (before + after) / 2
