"""What the program costs while nothing happens: 20 instances, checked every 10 seconds."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

from bench.figures import Figure, Options
from bench.fleet_server import Fleet
from bench.program import Face, application, running

N = 20
INTERVAL = 10_000  # milliseconds


def measure(options: Options) -> Iterator[Figure]:
    """Without and with a window, side by side: neither keeps a core busy."""
    with ExitStack() as stack:
        fleet = stack.enter_context(Fleet(N))
        programs = {face: stack.enter_context(running(face)) for face in Face}
        for program in programs.values():
            program.register(*(application(i, fleet.url(i), INTERVAL) for i in range(N)))
        time.sleep(4)
        before = {face: program.process.cpu() for face, program in programs.items()}
        since = time.monotonic()
        time.sleep(options.lasting(20))
        passed = time.monotonic() - since
        for face, program in programs.items():
            used = program.process.cpu() - before[face]
            yield Figure(f"{N} instances every 10 s, {face.value}", 100 * used / passed, "%", at_most=0.5)
