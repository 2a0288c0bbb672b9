"""The memory with 100 and with 1,100 instances and the window open, against a ten-line tray program."""

import time
from collections.abc import Iterator

from bench.desktop import desktop
from bench.figures import Figure, Options
from bench.fleet_server import Fleet
from bench.processes import python
from bench.program import Face, application, running

SETTLE = 6.0  # seconds until every instance has been checked, and drawn
INTERVAL = 5000  # milliseconds


def measure(options: Options) -> Iterator[Figure]:
    """Resident set size."""
    with desktop() as variables:
        with python("-m", "bench.ten_lines", environment=variables) as least:
            least.wait_for("shown")
            time.sleep(1)
            base = least.memory()
        with Fleet(1100) as fleet, running(Face.WINDOW, variables) as program:
            program.register(*(application(i, fleet.url(i), INTERVAL) for i in range(100)))
            time.sleep(SETTLE)
            hundred = program.process.memory()
            program.register(*(application(i, fleet.url(i), INTERVAL) for i in range(100, 1100)))
            time.sleep(SETTLE * 2)
            thousand = program.process.memory()
    yield Figure("ten-line program", base, "MB")
    yield Figure("100 instances, window open", hundred, "MB")
    yield Figure("100 instances, times the ten-line program", hundred / base, "x", at_most=1.9)
    yield Figure("1,000 more instances add", thousand - hundred, "MB", at_most=6)
