"""A developer's hour, in the scenarios that make other monitors cry wolf, with what we allow ourselves in each."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.fakes import VirtualLoop
from tests.simulation.machine import App, Machine

INTERVAL, HOLD = 10.0, 10.0
WARM = 60.0  # seconds after which everything has been seen up
Play = Callable[[Machine], Awaitable[float | None]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`play` returns when the trouble began, None where there is none to be told of. At most `most` popups, and at least
    `least`; the first within so many seconds of the trouble. It is played in so many `phases` of the checks, and the worst
    counts; `tells_ports` is whether the system says who listens.
    """

    name: str
    play: Play
    most: int
    least: int = 0
    within: float | None = None
    phases: int = 1
    tells_ports: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the user saw; `first` is the time from the trouble to the first popup, `soonest` the same in the best phase."""

    scenario: Scenario
    titles: tuple[str, ...]
    first: float | None
    soonest: float | None

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        goal = self.scenario
        in_time = goal.within is None or (self.first is not None and self.first <= goal.within)
        return goal.least <= len(self.titles) <= goal.most and in_time


def simulate(scenario: Scenario, seed: int = 1) -> Outcome:
    """Play it through, in all its phases."""
    outcomes = [_simulate(scenario, seed + phase) for phase in range(scenario.phases)]
    worst = max(outcomes, key=lambda outcome: (not outcome.is_met, outcome.first or 0.0, len(outcome.titles)))
    return replace(worst, soonest=min((outcome.first for outcome in outcomes if outcome.first is not None), default=None))


def _simulate(scenario: Scenario, seed: int) -> Outcome:
    async def play() -> Outcome:
        machine = Machine(seed, tells_ports=scenario.tells_ports)
        began: float | None = None
        async with machine.running():
            began = await scenario.play(machine)
        first = machine.popups[0][0] - (began - 1000) if machine.popups and began is not None else None
        return Outcome(scenario, tuple(title for _, title in machine.popups), first, first)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(play())


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _warm(machine: Machine, count: int = 6) -> list[App]:
    apps = await machine.registered(count)
    await asyncio.sleep(WARM)
    return apps


async def steady(machine: Machine) -> None:
    await _warm(machine, 20)
    await asyncio.sleep(3600)


async def blips(machine: Machine) -> None:
    apps = await _warm(machine)
    for _ in range(100):
        await asyncio.sleep(machine.random.uniform(5, 60))
        app = machine.random.choice(apps)
        app.die()
        await asyncio.sleep(machine.random.uniform(0.1, 4))
        app.live()


async def _restarts(machine: Machine, count: int, shortest: float, longest: float, *, with_pid: bool) -> None:
    (app,) = await _warm(machine, 1)
    await app.register(with_pid=with_pid)
    for _ in range(count):
        await asyncio.sleep(machine.random.uniform(20, 90))
        await app.exit()
        await asyncio.sleep(machine.random.uniform(shortest, longest))
        app.live()
        await app.register(with_pid=with_pid)
    await asyncio.sleep(300)


async def quick_restarts(machine: Machine) -> None:
    await _restarts(machine, 40, 1, 7, with_pid=True)


async def anonymous_restarts(machine: Machine) -> None:
    await _restarts(machine, 40, 1, 9, with_pid=False)


async def restarts_without_a_word(machine: Machine) -> None:
    app, *_ = await _warm(machine, 3)
    for _ in range(40):
        await asyncio.sleep(machine.random.uniform(20, 90))
        app.die()
        await asyncio.sleep(machine.random.uniform(1, 9))
        app.live()
    await asyncio.sleep(300)


async def slow_restarts(machine: Machine) -> None:
    await _restarts(machine, 10, 18, 19, with_pid=False)


async def _ends(machine: Machine, how: str, then: float = 1800) -> float:
    apps = await _warm(machine)
    await apps[0].register(with_pid=how == "exit")
    await asyncio.sleep(machine.random.uniform(60, 70))
    began = _now()
    match how:
        case "crash":
            await apps[0].crash()
        case "hang":
            apps[0].hangs = True
        case _:
            await apps[0].exit()
    await asyncio.sleep(then)
    return began


async def crash_with_code(machine: Machine) -> float:
    return await _ends(machine, "crash")


async def crash_with_pid(machine: Machine) -> float:
    return await _ends(machine, "exit")


async def crash_unseen(machine: Machine) -> float:
    return await _ends(machine, "anonymous", 120)


async def crash_for_long(machine: Machine) -> float:
    return await _ends(machine, "anonymous")


async def hanging(machine: Machine) -> float:
    return await _ends(machine, "hang")


async def on_and_off(machine: Machine) -> float:
    (app, *_) = await _warm(machine, 3)
    began = _now()
    for _ in range(24):
        app.die()
        await asyncio.sleep(25)
        app.live()
        await asyncio.sleep(25)
    await asyncio.sleep(400)
    return began


async def now_and_then(machine: Machine) -> None:
    (app, *_) = await _warm(machine, 3)
    app.fail(0.15)
    await asyncio.sleep(3600)


async def two_hours_of_sleep(machine: Machine) -> None:
    apps = await _warm(machine, 10)
    machine.sleep(timedelta(hours=2))
    for app in apps:  # the network takes a while to come back
        app.die()
    await asyncio.sleep(12)
    for app in apps:
        app.live()
    await asyncio.sleep(600)


async def database_with_dependants(machine: Machine) -> float:
    database = machine.app("redis")
    await database.register()
    await machine.registered(10, "service", needs=(database,))
    await asyncio.sleep(WARM + 5)
    began = _now()
    database.die()
    await asyncio.sleep(300)
    database.live()
    await asyncio.sleep(600)
    return began


async def three_stay_broken(machine: Machine) -> float:
    apps = await _warm(machine, 6)
    began = _now()
    for app in apps[:3]:
        app.die()
        await asyncio.sleep(30)
    await asyncio.sleep(3600)
    return began


async def five_together(machine: Machine) -> float:
    apps = await _warm(machine, 9)
    began = _now()
    for app in apps[:5]:
        app.die()
    await asyncio.sleep(300)
    for app in apps[:5]:
        app.live()
    await asyncio.sleep(300)
    return began


async def five_return_apart(machine: Machine) -> float:
    return await _five(machine, 5)


async def three_of_five_return(machine: Machine) -> float:
    return await _five(machine, 3)


async def _five(machine: Machine, returning: int) -> float:
    apps = await _warm(machine, 9)
    began = _now()
    for app in apps[:5]:
        app.die()
    await asyncio.sleep(300)
    for app in apps[:returning]:
        app.live()
        await asyncio.sleep(11)
    await asyncio.sleep(300)
    return began


async def mass_loss(machine: Machine) -> float:
    apps = await _warm(machine, 200)
    began = _now()
    for app in apps:
        app.die()
    await asyncio.sleep(120)
    for app in apps:
        app.live()
    await asyncio.sleep(120)
    return began


async def slow_start(machine: Machine) -> None:
    apps = [machine.app(f"slow{number}") for number in range(3)]
    for app in apps:
        app.die()
        await app.register()
    await asyncio.sleep(45)
    for app in apps:
        app.live()
    await asyncio.sleep(300)


async def never_starts(machine: Machine) -> float:
    app = machine.app("broken")
    app.die()
    began = _now()
    await app.register()
    await asyncio.sleep(1800)
    return began


async def network_changes(machine: Machine) -> None:
    apps = [machine.app(f"remote{number}", host="10.0.0.5") for number in range(4)]
    for app in apps:
        await app.register()
    await asyncio.sleep(WARM)
    machine.interruptions.on_network_change()
    for app in apps:
        app.die()
    await asyncio.sleep(8)
    for app in apps:
        app.live()
    await asyncio.sleep(600)


SCENARIOS = (
    Scenario("steady: 20 applications for an hour", steady, 0),
    Scenario("blips: 100 of up to 4 s", blips, 0),
    Scenario("40 quick restarts, pid known", quick_restarts, 0),
    Scenario("40 quick restarts, anonymous", anonymous_restarts, 1),
    Scenario("40 quick restarts, not registered anew", restarts_without_a_word, 0, phases=10),
    Scenario("  the same where ports are not told", restarts_without_a_word, 0, phases=10, tells_ports=False),
    Scenario("10 restarts of 18 s, anonymous", slow_restarts, 2),
    Scenario("slow start: 45 s", slow_start, 0),
    Scenario("two hours of sleep, network back after 12 s", two_hours_of_sleep, 0),
    Scenario("another network for 8 s", network_changes, 0),
    Scenario("15 % of the checks fail", now_and_then, 2),
    Scenario("crash, exit code known", crash_with_code, 1, 1, 3),
    Scenario("crash, only the pid known", crash_with_pid, 1, 1, HOLD + 6),
    Scenario("crash, nothing known", crash_unseen, 1, 1, HOLD + 6, phases=40),
    Scenario("  the same, and half an hour more", crash_for_long, 1, 1, HOLD + 6),
    Scenario("  the same where ports are not told", crash_unseen, 1, 1, INTERVAL + HOLD + 6, phases=40, tells_ports=False),
    Scenario("hang", hanging, 1, 1, INTERVAL + HOLD + 6),
    Scenario("never starts", never_starts, 1, 1, 60 + HOLD + 6),
    Scenario("25 s on, 25 s off, for 20 min", on_and_off, 6, 2, HOLD + 6),
    Scenario("database with ten dependants dies and returns", database_with_dependants, 2, 2, HOLD + 6),
    Scenario("five unrelated die together and return", five_together, 2, 2, HOLD + 6),
    Scenario("five unrelated die together and return apart", five_return_apart, 2, 2, HOLD + 6),
    Scenario("three of five that died together return", three_of_five_return, 2, 2, HOLD + 6),
    Scenario("all of 200 die together and return", mass_loss, 3, 2, HOLD + 6),
    Scenario("three stay broken for an hour", three_stay_broken, 3, 1, HOLD + 6),
)
