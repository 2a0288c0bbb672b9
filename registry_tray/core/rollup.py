"""Minutes, hours and days of a job, which can be added up to any stretch of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from registry_tray.core.histogram import Histogram
from registry_tray.core.ids import JobId


class Period(Enum):
    """How long a roll-up is, in seconds. A period begins at a whole multiple of its length since 1970, UTC."""

    MINUTE = 60
    HOUR = 3600
    DAY = 86400

    def number(self, moment: datetime) -> int:
        """The number of the period that this moment is in, since 1970."""
        return int(moment.timestamp()) // self.value

    def ceiling(self, moment: datetime) -> int:
        """The number of the first period that does not begin before this moment."""
        return -int(-moment.timestamp() // self.value)

    def begin(self, number: int) -> datetime:
        """When the period of this number begins."""
        return datetime.fromtimestamp(number * self.value, UTC)


@dataclass(slots=True)
class Rollup:
    """How long a job was observed in one period, how long of that it was up (seconds), and how fast it answered.

    `start` is the number of the period since 1970. The present one grows: `frozen` gives it as it stands.
    """

    job_id: JobId
    period: Period
    start: int
    observed: float = 0.0
    up: float = 0.0
    latencies: Histogram = field(default_factory=Histogram)

    @property
    def begin(self) -> datetime:
        """When its period begins."""
        return self.period.begin(self.start)

    def frozen(self) -> "Rollup":
        """A copy that grows no more."""
        return Rollup(self.job_id, self.period, self.start, self.observed, self.up, self.latencies.copy())


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a stretch of time tells: observed and up in seconds, and how fast the target answered."""

    observed: float
    up: float
    latencies: Histogram

    @property
    def uptime(self) -> float | None:
        """The share of the observed time, 0 to 1; None where nothing was observed."""
        return self.up / self.observed if self.observed else None


def merged(rollups: Iterable[Rollup]) -> Stretch:
    """All of them as one stretch, whatever their periods."""
    each = list(rollups)
    latencies = Histogram().merge(rollup.latencies for rollup in each)
    return Stretch(sum(rollup.observed for rollup in each), sum(rollup.up for rollup in each), latencies)


def rolled_up(rollups: Iterable[Rollup], period: Period) -> Iterator[Rollup]:
    """Shorter ones of one job, in order, as roll-ups of a longer period."""
    whole: Rollup | None = None
    for part in rollups:
        start = part.start * part.period.value // period.value
        if whole is None or whole.start != start:
            if whole is not None:
                yield whole
            whole = Rollup(part.job_id, period, start)
        whole.observed += part.observed
        whole.up += part.up
        whole.latencies.merge((part.latencies,))
    if whole is not None:
        yield whole
