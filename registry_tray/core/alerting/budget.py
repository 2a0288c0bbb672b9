"""How many notifications a minute has room for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
MOST = 5  # notifications a minute; what is more becomes a digest, one a minute


@dataclass(frozen=True, slots=True)
class Outbox:
    """What was sent within the last minute, and when the last digest was."""

    sent: tuple[datetime, ...] = ()
    digest: datetime | None = None

    def room(self, now: datetime) -> int:
        """How many notifications may be sent now."""
        return max(0, MOST - len(self._recent(now)))

    def frees(self, now: datetime) -> datetime:
        """When there will be room for one more."""
        recent = sorted(self._recent(now))
        single = recent[-MOST] + MINUTE if len(recent) >= MOST else now
        return min(single, self.digest + MINUTE) if self.digest is not None and not self.may_digest(now) else single

    def may_digest(self, now: datetime) -> bool:
        """Whether a digest may be sent now."""
        return self.digest is None or not timedelta() <= now - self.digest < MINUTE

    def after(self, now: datetime, *, is_digest: bool) -> "Outbox":
        """The outbox after one more was sent."""
        if is_digest:
            return Outbox(self._recent(now), now)
        return Outbox((*self._recent(now), now), self.digest)

    def moved(self, by: timedelta) -> "Outbox":
        """The outbox after the clock was set, or went on while nobody looked."""
        return Outbox(tuple(moment + by for moment in self.sent), self.digest and self.digest + by)

    def _recent(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(moment for moment in self.sent if timedelta() <= now - moment < MINUTE)
