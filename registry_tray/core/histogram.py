"""Latencies in buckets that can be added up: percentiles of a month are as true as those of an hour."""

import math
import struct
from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

GROWTH = 1.1  # each bucket ends 10 % above the one before, so a percentile is within 5 %
_LOG = math.log(GROWTH)
_MOST = 255  # the last bucket holds all that is longer: some ten hours
_HEAD = struct.Struct("<?QII")  # whether counts take four bytes; total, least, greatest


@dataclass(slots=True)
class Histogram:
    """Counts of latencies by size; the exact least, greatest and sum beside them. Microseconds.

    `numbers` are those of the buckets that are not empty, ascending, `counts` what is in them: every job has two of these.
    """

    numbers: bytes = b""
    counts: list[int] = field(default_factory=list)
    total: int = 0
    low: int | None = None
    high: int | None = None

    @property
    def count(self) -> int:
        """How many latencies."""
        return sum(self.counts)

    def add(self, latency: timedelta) -> None:
        """Count one more."""
        micros = min(max(1, latency // timedelta(microseconds=1)), 2**32 - 1)
        bucket = min(math.ceil(math.log(micros) / _LOG), _MOST)
        self._count(bucket, 1)
        self.total += micros
        self.low = micros if self.low is None or micros < self.low else self.low
        self.high = micros if self.high is None or micros > self.high else self.high

    def merge(self, others: Iterable["Histogram"]) -> "Histogram":
        """This one, with all of the others added."""
        for other in others:
            for bucket, count in zip(other.numbers, other.counts, strict=True):
                self._count(bucket, count)
            self.total += other.total
            self.low = min((each for each in (self.low, other.low) if each is not None), default=None)
            self.high = max((each for each in (self.high, other.high) if each is not None), default=None)
        return self

    def percentile(self, share: float) -> timedelta | None:
        """The latency that `share` of them, 0 to 1, do not exceed; None where there are none."""
        wanted = share * self.count
        seen = 0
        for bucket, count in zip(self.numbers, self.counts, strict=True):
            seen += count
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

    def add_buckets(self, buckets: Mapping[int, int]) -> None:
        """Count these too, by the numbers of their buckets."""
        for bucket, count in buckets.items():
            self._count(min(bucket, _MOST), count)

    def pack(self) -> bytes:
        """Bytes that `unpack` reads back: two a bucket where counts are small, nothing where there is nothing."""
        if not self.numbers:
            return b""
        counts = self.counts
        wide = max(counts) > 255
        head = _HEAD.pack(wide, self.total, self.low or 0, self.high or 0)
        return head + self.numbers + (struct.pack(f"<{len(counts)}I", *counts) if wide else bytes(counts))

    @classmethod
    def unpack(cls, packed: bytes | str) -> "Histogram":
        """What was packed; a text where version 0.1.0 has done it."""
        if not packed:
            return cls()
        if isinstance(packed, str):
            return cls._unpack_text(packed)
        wide, total, low, high = _HEAD.unpack_from(packed)
        size = (len(packed) - _HEAD.size) // (5 if wide else 2)
        middle = _HEAD.size + size
        counts = struct.unpack_from(f"<{size}I", packed, middle) if wide else packed[middle:]
        return cls(packed[_HEAD.size : middle], list(counts), total, low, high)

    @classmethod
    def _unpack_text(cls, packed: str) -> "Histogram":
        total, low, high, buckets = packed.split(";")
        pairs = (pair.split(":") for pair in buckets.split(",")) if buckets else ()
        made = cls(total=int(total), low=int(low) if low else None, high=int(high) if high else None)
        for bucket, count in pairs:
            made._count(int(bucket), int(count))
        return made

    def _count(self, bucket: int, more: int) -> None:
        place = self.numbers.find(bucket)
        if place >= 0:
            self.counts[place] += more
        else:
            place = bisect(self.numbers, bucket)
            self.numbers = self.numbers[:place] + bytes((bucket,)) + self.numbers[place:]
            self.counts.insert(place, more)
