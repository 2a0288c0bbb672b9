"""What a benchmark hands in, and the table that it is printed in."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


class SkippedError(Exception):
    """The benchmark cannot be run on this machine, and why."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for. `scale` lengthens every measuring window: 1 is the usual length."""

    n: int | None = None
    rate: int = 1000
    runs: int = 7
    scale: float = 1.0
    checks: int = 1_000_000

    def count(self, usual: int) -> int:
        """How many targets or rows: as many as asked for, or as usual."""
        return usual if self.n is None else self.n

    def lasting(self, seconds: float) -> float:
        """The length of a measuring window that is usually `seconds` long."""
        return seconds * self.scale


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. Without a goal it is there for its context only."""

    name: str
    measured: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def goal(self) -> str:
        """The goal as it is printed."""
        if self.at_most is not None:
            return f"<= {show(self.at_most)} {self.unit}".rstrip()
        return f">= {show(self.at_least)} {self.unit}".rstrip() if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """Whether the goal is met; nothing where there is none."""
        if self.at_most is not None:
            return "ok" if self.measured <= self.at_most else "misses"
        if self.at_least is not None:
            return "ok" if self.measured >= self.at_least else "misses"
        return ""


def show(number: float) -> str:
    """A number with as many digits as matter."""
    if math.isnan(number):
        return "none"
    if number == int(number) or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) < 1 else f"{number:.4g}"


def rows(figures: Iterable[Figure]) -> Iterator[str]:
    """The lines of the table."""
    for figure in figures:
        measured = f"{show(figure.measured)} {figure.unit}".rstrip()
        yield f"  {figure.name:<58}{figure.goal:>16}{measured:>18}   {figure.verdict}".rstrip()


HEADER = f"  {'':<58}{'goal':>16}{'measured':>18}   verdict"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all values lie; not a number where there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else math.nan
