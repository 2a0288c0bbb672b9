"""Latencies in buckets that can be added up: percentiles of a month are as true as those of an hour."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

GROWTH = 1.1  # each bucket ends 10 % above the one before, so a percentile is within 5 %
_LOG = math.log(GROWTH)


@dataclass(slots=True)
class Histogram:
    """Counts of latencies by size; the exact least, greatest and sum beside them. Microseconds."""

    buckets: dict[int, int] = field(default_factory=dict)
    total: int = 0
    low: int | None = None
    high: int | None = None

    @property
    def count(self) -> int:
        """How many latencies."""
        return sum(self.buckets.values())

    def add(self, latency: timedelta) -> None:
        """Count one more."""
        micros = max(1, latency // timedelta(microseconds=1))
        bucket = math.ceil(math.log(micros) / _LOG)
        self.buckets[bucket] = self.buckets.get(bucket, 0) + 1
        self.total += micros
        self.low = micros if self.low is None or micros < self.low else self.low
        self.high = micros if self.high is None or micros > self.high else self.high

    def merge(self, others: Iterable["Histogram"]) -> "Histogram":
        """This one, with all of the others added."""
        for other in others:
            for bucket, count in other.buckets.items():
                self.buckets[bucket] = self.buckets.get(bucket, 0) + count
            self.total += other.total
            self.low = min((each for each in (self.low, other.low) if each is not None), default=None)
            self.high = max((each for each in (self.high, other.high) if each is not None), default=None)
        return self

    def percentile(self, share: float) -> timedelta | None:
        """The latency that `share` of them, 0 to 1, do not exceed; None where there are none."""
        wanted = share * self.count
        seen = 0
        for bucket in sorted(self.buckets):
            seen += self.buckets[bucket]
            if seen >= wanted:
                middle = GROWTH**bucket * (1 + 1 / GROWTH) / 2
                return timedelta(microseconds=min(max(middle, self.low or 0), self.high or middle))
        return None

    @property
    def mean(self) -> timedelta | None:
        """The mean, exact."""
        count = self.count
        return timedelta(microseconds=self.total / count) if count else None

    def copy(self) -> "Histogram":
        """One that does not change with this one."""
        return Histogram().merge((self,))

    def pack(self) -> str:
        """A text that `unpack` reads back."""
        return f"{self.total};{self.low or ''};{self.high or ''};" + ",".join(f"{b}:{n}" for b, n in sorted(self.buckets.items()))

    @classmethod
    def unpack(cls, packed: str) -> "Histogram":
        """What was packed."""
        histogram = cls()
        if packed:
            total, low, high, buckets = packed.split(";")
            histogram.total = int(total)
            histogram.low = int(low) if low else None
            histogram.high = int(high) if high else None
            for pair in buckets.split(",") if buckets else ():
                bucket, count = pair.split(":")
                histogram.buckets[int(bucket)] = int(count)
        return histogram
