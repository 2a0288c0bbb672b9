"""Ten thousand rows of which a thousand change a second: what blocks the loop, with nobody there and in use."""

import itertools
import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import crowd
from bench.desktop import desktop
from bench.figures import Figure, Options, SkippedError, quantile
from bench.fleet_server import Fleet
from bench.processes import Process, StoppedError, python
from bench.program import READY, Face, Program, command, environment

N = 10_000
SETTLE = 5.0  # seconds
PORTS = 100  # no more than four checks of one port are in flight
BLOCK = 16.0  # ms; a frame of a screen
BUCKET = 0.1  # seconds; of each the longest turn counts
BROKEN = 10  # targets that break a second, and are whole again three seconds later
WORDS = ("app-77", "bench-3", "nothing")
COLUMNS = range(10)
CHIPS = ("failing", "up", "degraded", "starting", "stopped", "muted", "all")
PAGES = ("overview", "activity", "reports", "settings", "applications")
Turn = tuple[float, float, float]  # when, how long, how long on the processor; seconds


def measure(options: Options) -> Iterator[Figure]:
    """All checks together come at the wanted rate; each is an update of its row, and some targets break and mend all the time."""
    n = options.count(N)
    with ExitStack() as stack:
        variables, where = _screen(stack)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
        fleet = stack.enter_context(Fleet(n, PORTS))
        crowd.write(folder, n, fleet.url, timedelta(seconds=n / options.rate))
        yield from _alone(folder, options)
        with python("-m", "bench.window_program", *command(folder)[2:], environment=variables) as process:
            user = _User(process, Program(process), n)
            yield from user.start()
            with _breaking(fleet):
                yield from _used(user, options, f"{where}: ")


def _used(user: "_User", options: Options, where: str) -> Iterator[Figure]:
    yield from user.figures("opening the window", ("open",), pause=2)
    yield from _steady(user, options, where)
    letters = [(f"key {letter}" for letter in word) for word in WORDS]
    yield from user.figures("typing a search", *(itertools.chain(word, ("clear",)) for word in letters), pause=0.3)
    yield from user.figures("choosing a chip", (f"chip {name}" for name in CHIPS), pause=0.6)
    orders = (f"sort {column} {order}" for column in (*COLUMNS, 0) for order in (1, 0))
    yield from user.figures("sorting by a column", orders, pause=0.8)
    yield from user.figures("closing and opening all groups", ("closed 1", "closed 0") * 4, pause=0.8)
    chance = random.Random(1)
    wheel, drag = (f"wheel {steps}" for steps in (1, 1, 1, 3, 3, -1, -3) * 6), (f"drag {chance.random():.3f}" for _ in range(15))
    yield from user.figures("scrolling", wheel, drag, ("drag 0",), pause=0.1)
    yield from user.figures("opening the details of the next row", ("next",) * 20, ("leave",), pause=0.4)
    words = ("palette open", *(f"palette {word[:length]}" for word in WORDS[:2] for length in (1, 4, 6)), "palette open")
    yield from user.figures("the command palette", words, pause=0.5)
    yield from user.figures("going to a page", (f"page {name}" for name in PAGES), pause=2)


def _steady(user: "_User", options: Options, where: str) -> Iterator[Figure]:
    turns, since, until = user.watch(options.lasting(20))
    longest = [1000 * max((turn[1] for turn in turns if at <= turn[0] < at + BUCKET), default=0.0) for at in _steps(since, until)]
    on_processor = 1000 * max((turn[2] for turn in turns), default=0.0)
    name = f"{where}longest turn in a tenth of a second"
    yield Figure(f"{name}, p50", quantile(longest, 0.5), "ms")
    yield Figure(f"{name}, p99", quantile(longest, 0.99), "ms", at_most=BLOCK)
    yield Figure(f"{name}, max", max(longest), "ms")
    yield Figure(f"{name}, max on the processor", on_processor, "ms")
    yield from _cost(user.process, user.program, options, "window open", at_most=50)


def _steps(since: float, until: float) -> Iterator[float]:
    return (since + number * BUCKET for number in range(int((until - since) / BUCKET)))


class _User:
    """Uses the window from outside, and reads how long the turns of its loop were."""

    def __init__(self, process: Process, program: Program, n: int) -> None:
        self.process = process
        self.program = program
        self._n = n

    def start(self) -> Iterator[Figure]:
        """Wait until all rows are listed."""
        began = self.process.started + self.process.wait_for(READY)[1]
        while int(self.process.ask("rows", pattern=r"rows (\d+)")) < self._n:
            if time.monotonic() - began > 60:
                raise StoppedError("after a minute, not all rows are listed")
            time.sleep(0.2)
        yield Figure("all rows listed after the API answered", 1000 * (time.monotonic() - began), "ms")
        time.sleep(SETTLE)
        longest = max(when + lasted - max(began, when) for when, lasted, _ in self._turns())
        yield Figure("starting: longest turn after the API answered", 1000 * longest, "ms")

    def watch(self, seconds: float) -> tuple[list[Turn], float, float]:
        """The turns while nobody does anything; and from when to when. Nothing is noted after it: that would cost."""
        self._do("watch 1")
        self._turns()
        since = time.monotonic()
        time.sleep(seconds)
        until = time.monotonic()
        turns = self._turns()
        self._do("watch 0")
        return turns, since, until

    def figures(self, name: str, *series: Iterator[str] | tuple[str, ...], pause: float) -> Iterator[Figure]:
        """Of each deed the longest turn until the next one."""
        self._do("watch 1")
        longest: list[float] = []
        on_processor = 0.0
        for deed in itertools.chain(*series):
            self._turns()
            self._do(deed)
            time.sleep(pause)
            turns = self._turns()
            longest.append(1000 * max((turn[1] for turn in turns), default=0.0))
            on_processor = max(on_processor, *(1000 * turn[2] for turn in turns), 0.0)
        self._do("watch 0")
        yield Figure(f"{name}: longest turn, p50 of {len(longest)}", quantile(longest, 0.5), "ms")
        yield Figure(f"{name}: longest turn, p99", quantile(longest, 0.99), "ms", at_most=BLOCK)
        yield Figure(f"{name}: longest turn on the processor", on_processor, "ms")

    def _do(self, deed: str) -> None:
        self.process.ask(deed, pattern="done")

    def _turns(self) -> list[Turn]:
        _, turns = json.loads(self.process.ask("turns", pattern=r"turns (.*)"))
        return [(when, lasted, used) for when, lasted, used in turns]


def _screen(stack: ExitStack) -> tuple[dict[str, str], str]:
    """A desktop of its own; where there is none, Qt's screen that nobody sees, which paints the same pixels."""
    try:
        return stack.enter_context(desktop()), "Xvfb"
    except SkippedError:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        return environment(Face.WINDOW, folder), "offscreen"


def _alone(folder: Path, options: Options) -> Iterator[Figure]:
    """What the checks cost where there is no window."""
    with python(*command(folder, "--headless"), environment=environment(Face.HEADLESS, folder)) as process:
        program = Program(process)
        time.sleep(SETTLE)
        yield from _cost(process, program, options, "headless")


def _cost(process: Process, program: Program, options: Options, face: str, at_most: float | None = None) -> Iterator[Figure]:
    checks, before, began = int(program.get("/api/check/count")), process.cpu(), time.monotonic()
    time.sleep(options.lasting(10))
    used, passed = process.cpu() - before, time.monotonic() - began
    checks = int(program.get("/api/check/count")) - checks
    yield Figure(f"{face}: checks", checks / passed, "/s", at_least=0.98 * options.rate)
    yield Figure(f"{face}: CPU", 100 * used / passed, "%", at_most=at_most)


@contextmanager
def _breaking(fleet: Fleet) -> Iterator[None]:
    """Some targets break every second, and are whole again a little later."""
    over = threading.Event()
    chance = random.Random(1)

    def run() -> None:
        ill: list[list[int]] = []
        while not over.wait(1):
            ill.append(chance.sample(range(fleet.n), BROKEN))
            fleet.turn("broken", ill[-1])
            if len(ill) > 3:
                fleet.turn("ok", ill.pop(0))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
