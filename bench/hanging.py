"""Five of 100 targets hang: nobody else may be checked later for it."""

import time
from collections.abc import Iterator

from bench.figures import Figure, Options, quantile
from bench.fleet import jitter, registered
from bench.fleet_server import Fleet
from bench.program import Face, running

N = 100
HANGING = 5


def measure(options: Options) -> Iterator[Figure]:
    """The others' jitter in one program, before and while the five hang."""
    with Fleet(N) as fleet, running(Face.HEADLESS) as program:
        registered(program, fleet)
        start = time.monotonic()
        time.sleep(options.lasting(12))
        middle = time.monotonic()
        fleet.turn("hanging", range(HANGING))
        time.sleep(options.lasting(12))
        end = time.monotonic()
        others = fleet.arrivals()[HANGING:]
    before, after = jitter(others, start, middle), jitter(others, middle, end)
    yield Figure("the others' jitter p99, none hangs", quantile(before, 0.99), "ms")
    yield Figure("the others' jitter p99, 5 of 100 hang", quantile(after, 0.99), "ms")
    yield Figure("later by, p50", quantile(after, 0.5) - quantile(before, 0.5), "ms", at_most=1)
    yield Figure("later by, p95", quantile(after, 0.95) - quantile(before, 0.95), "ms", at_most=1)
