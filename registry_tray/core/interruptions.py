"""What happens to this computer, and not to a target: sleep, a clock that is set, a network that changes, a loop that is late."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from registry_tray.core.events import ClockSet, ComputerSlept, EventBus
from registry_tray.core.ports import Clock
from registry_tray.phrases import remark

TICK = 1.0  # seconds between two looks at the clocks
LATE = 2.0  # seconds by which a look may be late before the checks of that time tell nothing
NAP = 1.0  # seconds of sleep that the system told of, below which nothing is done
JUMP = 2.0  # seconds by which the wall clock may run away before it was set


@dataclass(frozen=True, slots=True)
class Graces:
    """For how long failures tell nothing: after a resume, and after the network has changed.

    A look at the clocks that is late by more than `stopped` shows that the program stood still: sleep where nobody tells.
    """

    resume: timedelta = timedelta(seconds=20)
    network: timedelta = timedelta(seconds=15)
    stopped: timedelta = timedelta(seconds=30)


class Interruptions:
    """Watches the clocks. Publishes ComputerSlept and ClockSet, and knows why a failure may tell nothing.

    `slept` and `network_changed` are told from outside, where the system has a signal; sleep is found without it as well.
    """

    def __init__(self, bus: EventBus, clock: Clock, graces: Callable[[], Graces] = Graces) -> None:
        self._bus = bus
        self._clock = clock
        self._graces = graces
        self._read()
        self._tick = self._monotonic
        self._is_asleep = False
        self._woke = self._changed = self._late_until = float("-inf")

    async def run(self) -> None:
        """Look at the clocks every second, until cancelled."""
        self._read()
        self._tick = self._clock.monotonic()
        while True:
            await asyncio.sleep(max(0.0, self._tick + TICK - self._clock.monotonic()))
            self.look()
            self._tick = self._clock.monotonic()

    def look(self) -> None:
        """Compare the clocks with the last look. Called as well before a failure is judged."""
        monotonic, asleep, wall = self._monotonic, self._asleep, self._wall
        self._read()
        ticks, slept = self._monotonic - monotonic, self._asleep - asleep
        gap, counted = (slept, 0.0) if slept > NAP else (0.0, 0.0)
        late = self._monotonic - self._tick - TICK
        if late > self._graces().stopped.total_seconds():
            gap, counted = gap + late, late
            self._tick = self._monotonic
        elif late > LATE:
            self._late_until = self._monotonic
        if gap:
            self._resume(gap, counted)
        jump = (self._wall - wall).total_seconds() - ticks - (slept if slept > NAP else 0.0)
        if abs(jump) > JUMP:
            self._bus.publish(ClockSet(timedelta(seconds=jump)))

    def on_sleep_signal(self, asleep: bool) -> None:
        """The system says that it goes to sleep, or that it is awake again."""
        self._is_asleep = asleep
        if asleep:
            return
        before = self._woke
        self.look()
        if self._woke == before:  # a sleep that the clocks do not show is one all the same
            self._resume(0.0, 0.0)

    def on_network_change(self) -> None:
        """The addresses of this computer are others now."""
        self._changed = self._clock.monotonic()

    def excuse(self, began: float, *, is_local: bool) -> str:
        """Why a failure of a check that began then (monotonic clock) tells nothing of its target; "" where it counts."""
        self.look()
        now, graces = self._clock.monotonic(), self._graces()
        if self._is_asleep:
            return remark("This computer is going to sleep")
        if now < self._woke + graces.resume.total_seconds():
            return remark("This computer has just woken up")
        if not is_local and now < self._changed + graces.network.total_seconds():
            return remark("The network of this computer has just changed")
        if began <= self._late_until:
            return remark("This computer was too busy to tell")
        return ""

    def _resume(self, gap: float, counted: float) -> None:
        self._woke = self._clock.monotonic()
        grace = self._graces().resume
        self._bus.publish(ComputerSlept(timedelta(seconds=gap), self._wall, grace, counted))

    def _read(self) -> None:
        self._monotonic, self._asleep, self._wall = self._clock.monotonic(), self._clock.asleep(), self._clock.now()
