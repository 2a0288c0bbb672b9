"""What holds for every script of events: the real core in virtual time, with applications that live and die at random."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry_tray.core.alert import sentence
from registry_tray.core.alerting.budget import MOST
from registry_tray.core.events import AlertChanged, CheckRecorded, StatusChanged
from registry_tray.core.models import FOR_EVER
from registry_tray.core.ports import Answer, Notice
from registry_tray.core.status import AlertState, Health, Registration, Result, Status
from tests.fakes import NOW, VirtualLoop
from tests.simulation.machine import App, Machine
from tests.simulation.words import BACK, DOWN, Screen

NAMES = ("redis", "cart", "orders", "mail")
bounded = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)
Step = tuple[str, int, float]


class Film:
    """A machine with four applications, two of which need the first; what is on the screen; and a script to play."""

    def __init__(self, notify_takes: float = 0.0) -> None:
        self.machine = Machine(3)
        self.screen = Screen()
        self.alerts: list[AlertChanged] = []
        self.ended = NOW
        self.apps: list[App] = []
        self._notify = self.machine.notifier.notify
        self._withdraw = self.machine.notifier.withdraw
        self._takes = notify_takes
        self.machine.notifier.notify = self.notify  # type: ignore[method-assign] # the screen looks on
        self.machine.notifier.withdraw = self.withdraw  # type: ignore[method-assign]

    async def notify(self, notice: Notice) -> None:
        await asyncio.sleep(self._takes)
        await self._notify(notice)
        self.screen.show(notice)

    async def withdraw(self, notice_id: object) -> None:
        await self._withdraw(notice_id)  # type: ignore[arg-type]
        self.screen.withdraw(notice_id)  # type: ignore[arg-type]

    async def open(self) -> None:
        """All of them are seen up."""
        redis = self.machine.app("redis")
        self.apps = [redis, *(self.machine.app(name, needs=(redis,)) for name in NAMES[1:3]), self.machine.app("mail")]
        for app in self.apps:
            await app.register()

    async def play(self, script: list[Step], quiet: float = 300.0) -> None:
        """From the beginning to the end, and some quiet minutes; after a restart the registry goes on."""
        remaining = [("", 0, 70.0), *script, ("peace", 0, quiet)]
        first = True
        while remaining:
            async with self.machine.running():
                self.machine.bus.subscribe(AlertChanged, self.alerts.append)
                self.machine.bus.subscribe(AlertChanged, lambda _: self.screen.check())
                if first:
                    await self.open()
                    first = False
                what = ""
                while remaining and what != "restart":
                    what, number, pause = remaining.pop(0)
                    await self.step(what, self.apps[number] if self.apps else None)
                    await asyncio.sleep(pause)
            self.ended = self.machine.clock.now()
            await self.machine.restart()

    async def step(self, what: str, app: App | None) -> None:
        """One event."""
        machine = self.machine
        if what in STEPS and app is not None:
            await STEPS[what](app)
        match what:
            case "pause":
                machine.alerts.pause(machine.clock.now() + timedelta(seconds=90))
            case "sleep":
                machine.sleep(timedelta(hours=2))
            case "set clock":
                machine.clock.ahead += timedelta(seconds=(-1) ** len(self.alerts) * 400)
            case "refuse":
                machine.notifier.refusals = 2
            case "break store":
                machine.store.failures = 3
            case "peace":
                machine.notifier.refusals = machine.store.failures = 0
                machine.alerts.pause(None)

    def truth(self, app: App) -> bool:
        """Whether it is broken as far as the registry can know."""
        instance = app.instance
        return instance.registration in (Registration.CRASHED, Registration.LOST) or app.health in (
            Health.DOWN,
            Health.RECOVERING,
        )


async def _live(app: App) -> None:
    app.live()


async def _die(app: App) -> None:
    app.die()


async def _fail(app: App) -> None:
    app.fail()


async def _hang(app: App) -> None:
    app.hangs = True


async def _register(app: App) -> None:
    app.live()
    await app.register()


async def _register_dead(app: App) -> None:
    await app.register()


async def _register_with_pid(app: App) -> None:
    app.live()
    await app.register(with_pid=True)


async def _stop(app: App) -> None:
    app.die()
    await app.machine.registry.unregister(app.instance.id)


async def _mute(app: App) -> None:
    await app.machine.care.mute(app.instance.id, app.machine.clock.now() + timedelta(seconds=120))


async def _mute_until_recovery(app: App) -> None:
    await app.machine.care.mute(app.instance.id, FOR_EVER, until_recovery=True)


async def _unmute(app: App) -> None:
    await app.machine.care.mute(app.instance.id, None)


async def _acknowledge(app: App) -> None:
    await app.machine.care.acknowledge(app.instance.id, "")


STEPS: dict[str, Callable[[App], Awaitable[None]]] = {
    "live": _live,
    "die": _die,
    "fail": _fail,
    "hang": _hang,
    "crash": App.crash,
    "exit": App.exit,
    "register": _register,
    "register dead": _register_dead,
    "register with pid": _register_with_pid,
    "stop": _stop,
    "mute": _mute,
    "mute until recovery": _mute_until_recovery,
    "unmute": _unmute,
    "acknowledge": _acknowledge,
}
OUTAGES = ("live", "die", "fail", "hang", "crash", "exit", "register", "register with pid", "stop")
WORLD = ("restart", "pause", "sleep", "set clock", "refuse")
pauses = st.floats(0, 45)


def scripts(kinds: tuple[str, ...], most: int = 14, pauses: st.SearchStrategy[float] = pauses) -> st.SearchStrategy[list[Step]]:
    """Some events of these kinds, each followed by a pause."""
    return st.lists(st.tuples(st.sampled_from(kinds), st.integers(0, len(NAMES) - 1), pauses), max_size=most)


@contextmanager
def warnings_expected() -> Iterator[None]:
    logger = logging.getLogger("registry_tray")
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(logging.NOTSET)


def show(script: list[Step], quiet: float = 300.0, notify_takes: float = 0.0) -> Film:
    """Play a script on a loop of its own."""

    async def scenario() -> Film:
        film = Film(notify_takes)
        await film.play(script, quiet)
        return film

    with warnings_expected(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(scenario())


@bounded
@given(scripts((*STEPS, *WORLD)))
def test_1_when_all_is_quiet_the_last_word_is_the_truth_or_was_withdrawn(script: list[Step]) -> None:
    film = show(script, quiet=400)
    for app in film.apps:
        alert = film.machine.catalog.alert(app.instance.id)
        if film.truth(app):
            assert film.screen.is_down(app.name) or (alert is not None and not alert.is_told), app.name
        elif app.health is not Health.STARTING:
            assert not film.screen.is_down(app.name), app.name


@bounded
@given(scripts((*OUTAGES, *WORLD)), st.sampled_from([0.0, 0.7]))
def test_2_no_recovery_without_an_outage_and_no_two_notifications_for_one(script: list[Step], notify_takes: float) -> None:
    film = show(script, notify_takes=notify_takes)
    assert film.screen.doubled == []
    for name in NAMES:
        said = [word for each, word in film.screen.said if each == name]
        assert all(said[place - 1 : place] == [DOWN] for place, word in enumerate(said) if word == BACK), said


@bounded
@given(scripts(("live", "die", "fail", "crash", "register"), 5, st.floats(60, 120)), st.lists(st.integers(0, 4), max_size=3))
def test_3_a_restart_repeats_nothing_and_emits_what_was_held(script: list[Step], restarts: list[int]) -> None:
    plain = show(script)
    cut: list[Step] = []
    for place, (what, number, pause) in enumerate(script):
        share = 0.1 * (place + 1) if place in restarts else 0.0
        cut.append((what, number, pause * share or pause))
        if share:
            cut.append(("restart", 0, 0.0))
            cut.append(("", 0, pause * (1 - share)))
    restarted = show(cut)
    assert restarted.screen.said == plain.screen.said or sorted(restarted.screen.said) == sorted(plain.screen.said)


@bounded
@given(st.integers(2, 12), st.lists(st.floats(0, 5), min_size=1, max_size=6))
def test_4_many_registrations_of_one_identity_are_one(count: int, pauses: list[float]) -> None:
    async def scenario() -> None:
        machine = Machine()
        app = machine.app("shop")
        async with machine.running():
            for pause in pauses:
                await asyncio.gather(*(app.register() for _ in range(count)))
                await asyncio.sleep(pause)
                assert machine.scheduler.in_flight <= 1
            await asyncio.sleep(30)
            asked = len(machine.stats.beats(next(machine.catalog.jobs()).id))
            await asyncio.sleep(100)
            (instance,) = machine.catalog.instances()
            (job,) = machine.catalog.jobs_of(instance.id)
            assert 9 <= len(machine.stats.beats(job.id)) - asked <= 11

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scenario())


@bounded
@given(
    scripts(("live", "die", "fail", "crash", "register"), 4, st.floats(150, 200)),
    st.integers(0, 4),
    st.floats(0.05, 0.95),
    st.sampled_from(["sleep", "stop"]),
    st.floats(40, 40_000),
)
def test_5_a_sleep_changes_no_count_of_notifications_and_no_uptime(
    script: list[Step], place: int, share: float, how: str, length: float
) -> None:
    async def scenario(*, with_sleep: bool) -> tuple[list[tuple[str, str]], list[float | None]]:
        film = Film()
        machine = film.machine
        loop = asyncio.get_running_loop()
        assert isinstance(loop, VirtualLoop)
        async with machine.running():
            await film.open()
            await asyncio.sleep(100)
            for number, (what, app, pause) in enumerate([*script, ("", 0, 300.0)]):
                await film.step(what, film.apps[app])
                asleep = with_sleep and number == min(place, len(script))
                await asyncio.sleep(pause * share)
                if asleep and how == "sleep":
                    machine.sleep(timedelta(seconds=length))
                elif asleep:
                    loop.stand_still(length)
                await asyncio.sleep(pause * (1 - share))
        uptimes = [machine.stats.uptime(job.id, machine.clock.now()) for job in machine.catalog.jobs()]
        return sorted(film.screen.said), uptimes

    found = []
    for with_sleep in (False, True):
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            found.append(runner.run(scenario(with_sleep=with_sleep)))
    (said, uptimes), (said_with_sleep, uptimes_with_sleep) = found
    assert said_with_sleep == said
    for plain, slept in zip(uptimes, uptimes_with_sleep, strict=True):
        assert plain is not None
        if slept is not None:  # else the whole of its day was slept through
            assert slept == plain == 1 or abs(slept - plain) < 0.08


@bounded
@given(scripts(("refuse", "break store", "fault", "mute", "restart"), 10))
def test_6_a_fault_of_store_or_notifier_changes_no_health(script: list[Step]) -> None:
    async def scenario() -> Film:
        film = Film()
        film.machine.notifier.on_notify = _fault
        await film.play([step for step in script if step[0] != "mute"])
        return film

    async def _fault(_: Notice) -> None:
        raise ValueError("a bug")

    with warnings_expected(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        film = runner.run(scenario())
    assert [job.health for job in film.machine.catalog.jobs()] == [Health.UP] * len(NAMES)
    assert [job.error_count for job in film.machine.catalog.jobs()] == [0] * len(NAMES)


@bounded
@given(scripts((*OUTAGES, "sleep", "refuse")))
def test_7_an_outage_begins_before_it_is_announced_and_is_announced_before_it_ends(script: list[Step]) -> None:
    film = show(script)
    for changed in film.alerts:
        alert = changed.alert
        assert alert.told_at is None or alert.since <= alert.told_at <= film.ended
    ended = [(changed.alert.told_at, changed.alert.since) for changed in film.alerts if changed.alert.state is AlertState.QUIET]
    assert all(told is None or since <= told for told, since in ended)


@bounded
@given(st.floats(15, 200), st.floats(0, 100), st.sampled_from(["fail", "die", "hang"]))
def test_8_a_child_that_stays_down_after_its_root_is_announced_once(down: float, later: float, how: str) -> None:
    async def scenario() -> None:
        film = Film()
        machine = film.machine
        async with machine.running():
            await film.open()
            await asyncio.sleep(70)
            redis, cart, orders, _ = film.apps
            redis.die()
            await asyncio.sleep(min(later, down / 3))
            await STEPS[how](cart)
            await asyncio.sleep(down)
            redis.live()
            up: list[float] = []

            def on_status(event: StatusChanged) -> None:
                if event.job.instance_id == redis.instance.id and event.job.health is Health.UP:
                    up.append(machine.clock.monotonic())

            machine.bus.subscribe(StatusChanged, on_status)
            await asyncio.sleep(15)
            (back,) = up
            assert "cart" not in [name for name, _ in film.screen.said]
            await asyncio.sleep(400)
            assert [word for name, word in film.screen.said if name == "cart"] == [DOWN]
            (told,) = [
                at for at, notice in zip(machine.notifier.times, machine.notifier.notices, strict=True) if "cart " in notice.title
            ]
            assert 29.5 <= told - back <= 60, told - back
            assert "orders" not in [name for name, _ in film.screen.said], orders.name

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scenario())


LONGEST = 10 + 4 * 5 + 10 + 2  # seconds: interval, polls of a target that hangs, hold, gathering


@bounded
@given(
    scripts(("die", "live", "mute", "mute until recovery", "acknowledge", "pause", "register", "restart"), 8),
    st.integers(0, 3),
    st.sampled_from(["die", "fail", "hang", "crash"]),
)
def test_9_a_long_outage_is_announced_or_held_for_a_visible_reason(script: list[Step], number: int, how: str) -> None:
    async def scenario() -> None:
        film = Film()
        steps = [*script, ("register", 0, 70.0), ("register", number, 70.0), (how, number, LONGEST)]
        await film.play([step for step in steps if step[0] != "peace"][:-1], quiet=0.1)
        async with film.machine.running():
            await asyncio.sleep(1)
            await film.step(*(how, film.apps[number]))
            await asyncio.sleep(LONGEST)
            alert = film.machine.catalog.alert(film.apps[number].instance.id)
            assert alert is not None
            now = film.machine.clock.now()
            assert sentence(alert, now) not in ("", "popup now"), alert
            waits = alert.until is not None and alert.until > now
            known = (AlertState.MUTED, AlertState.ACKED, AlertState.SUPPRESSED)
            assert alert.is_told or alert.state in known or waits, alert

    with warnings_expected(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scenario())


@bounded
@given(
    st.lists(st.tuples(st.sampled_from(["die", "live", "crash", "register"]), st.integers(0, 11), st.floats(0, 8)), max_size=40)
)
def test_10_at_most_five_notifications_and_a_digest_a_minute(script: list[Step]) -> None:
    async def scenario() -> tuple[list[float], list[float]]:
        machine = Machine(2)
        async with machine.running():
            apps = await machine.registered(12)
            await asyncio.sleep(70)
            for what, number, pause in script:
                await STEPS[what](apps[number])
                await asyncio.sleep(pause)
            await asyncio.sleep(300)
        times: list[float] = []
        digests: dict[str, float] = {}
        for at, notice in zip(machine.notifier.times, machine.notifier.notices, strict=True):
            if notice.id.startswith("digest") and notice.id not in digests:
                digests[notice.id] = at
            else:  # also what is told later in the place of a digest
                times.append(at)
        return times, list(digests.values())

    with warnings_expected(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
        times, digests = runner.run(scenario())
    for moments, most in ((times, MOST), (digests, 1)):
        for at in moments:
            assert sum(1 for each in moments if at <= each < at + 59.99) <= most


@bounded
@given(st.floats(0.1, 2.9), st.sampled_from(["refused", "ok"]), st.integers(0, 3))
def test_11_unregistering_during_a_check_drops_its_result(takes: float, answer: str, failures: int) -> None:
    async def scenario() -> None:
        machine = Machine()
        app = machine.app("shop")
        async with machine.running():
            await app.register()
            await asyncio.sleep(65)
            if failures:
                app.die()
                await asyncio.sleep(10 + 2 * failures)
            taken: list[CheckRecorded] = []
            asked = asyncio.Event()

            async def slowly() -> Answer:
                asked.set()
                await asyncio.sleep(takes)
                if answer == "ok":
                    return Answer(200)
                raise ConnectionRefusedError(111, "Connection refused")

            app.answer = slowly  # type: ignore[method-assign]
            await asked.wait()
            await machine.registry.unregister(app.instance.id)
            machine.bus.subscribe(CheckRecorded, taken.append)
            shown = len(machine.notifier.notices)
            await asyncio.sleep(300)
            assert taken == []
            assert len(machine.notifier.notices) == shown
            assert machine.catalog.status(app.instance) is Status.STOPPED
            assert Result.REFUSED not in machine.stats.beats(machine.catalog.jobs_of(app.instance.id)[0].id)[-1:] or failures

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scenario())
