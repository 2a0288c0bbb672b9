"""The time of this machine."""

import time
from datetime import UTC, datetime


class SystemClock:
    """The wall clock in UTC, and the monotonic clock that the event loop uses too."""

    def now(self) -> datetime:
        """The wall clock."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never jump."""
        return time.monotonic()
