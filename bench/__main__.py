"""The command `python -m bench`."""

import argparse
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import fleet, hanging, history, idle, launch, memory, redis, requests, retention, window
from bench.figures import HEADER, Figure, Options, SkippedError, rows
from bench.processes import TICKS, StoppedError

BENCHMARKS: dict[str, Callable[[Options], Iterator[Figure]]] = {
    "launch": launch.measure,
    "memory": memory.measure,
    "requests": requests.measure,
    "fleet": fleet.measure,
    "hanging": hanging.measure,
    "idle": idle.measure,
    "history": history.measure,
    "retention": retention.measure,
    "redis": redis.measure,
    "window": window.measure,
}


def main() -> int:
    """Measure and print; 1 where something could not be measured, whatever the verdicts."""
    parser = argparse.ArgumentParser("python -m bench", description="Measures the program against its goals.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument(
        "--n", type=int, help="targets of the fleet (500; there are goals for 500, 1000 and 2000), rows of the window (10000)"
    )
    parser.add_argument("--rate", type=int, default=1000, help="checks a second while the window is measured")
    parser.add_argument("--runs", type=int, default=7, help="runs of the launch")
    parser.add_argument("--scale", type=float, default=1.0, help="measure so many times as long")
    parser.add_argument("--checks", type=int, default=1_000_000, help="checks in the history; the goal is for 10000000")
    parsed = parser.parse_args()
    unknown = [name for name in parsed.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    options = Options(parsed.n, parsed.rate, parsed.runs, parsed.scale, parsed.checks)
    started, busy = time.monotonic(), _others()
    print(HEADER)
    stopped = sum(not _run(name, options) for name in parsed.names or BENCHMARKS)
    passed = time.monotonic() - started
    print(f"\n{passed:.0f} s in all, in which other programs kept {(_others() - busy) / passed:.0%} of a core busy")
    return 1 if stopped else 0


def _others() -> float:
    """Seconds of processor time that neither we nor what we started have used: where they are many, measure again."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    ours = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICKS - ours


def _run(name: str, options: Options) -> bool:
    print(f"{name}: {sys.modules[f'bench.{name}'].__doc__}")
    try:
        for row in rows(BENCHMARKS[name](options)):
            print(row, flush=True)
    except SkippedError as error:
        print(f"  skipped: {error}")
    except StoppedError as error:
        print(f"  not measured: {error}")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
