"""How long until the tray is shown and the API answers, against a ten-line tray program on the same desktop."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.desktop import desktop
from bench.figures import Figure, Options
from bench.processes import python
from bench.program import Program, command


def measure(options: Options) -> Iterator[Figure]:
    """Alternating runs, after one of each that warms the caches; medians."""
    shown, tray, ready = [], [], []
    with desktop() as variables, TemporaryDirectory(prefix="bench-") as folder:
        for run in range(options.runs + 1):
            least = _ten_lines(variables)
            ours = _program(variables, Path(folder))
            if run:
                shown.append(least)
                tray.append(ours[0])
                ready.append(ours[1])
    base = median(shown)
    yield Figure("ten-line program: tray shown", base * 1000, "ms")
    yield Figure("tray shown", median(tray) * 1000, "ms")
    yield Figure("API answering", median(ready) * 1000, "ms")
    yield Figure("tray shown, times the ten-line program", median(tray) / base, "x", at_most=1.5)
    yield Figure("API answering, times the ten-line program", median(ready) / base, "x", at_most=2.5)


def _ten_lines(variables: dict[str, str]) -> float:
    with python("-m", "bench.ten_lines", environment=variables) as process:
        return process.wait_for("shown")[1]


def _program(variables: dict[str, str], folder: Path) -> tuple[float, float]:
    """The API answers with the last byte of an answer: that it listens is worth nothing while the window is being made."""
    with python(*command(folder), environment={**variables, "REGISTRY_TRAY_TRACE": "1"}) as process:
        shown = process.wait_for("trace: tray shown")[1]
        Program(process).get("/api/health")
        return shown, time.monotonic() - process.started
