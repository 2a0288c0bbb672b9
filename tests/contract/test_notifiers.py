"""What every notifier promises, and what only some can."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from blockbuster import BlockBuster

from registry_tray.core.errors import NotifierError
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers import Delivery, build_notifier
from registry_tray.notifiers.desktop import DesktopNotifier
from registry_tray.notifiers.fallback import FallbackNotifier
from registry_tray.notifiers.freedesktop import FreedesktopNotifier
from registry_tray.notifiers.log import LogNotifier
from registry_tray.notifiers.tray import TrayNotifier
from tests.fakes_desktop import CAPABILITIES, FakeDesktop, PrivateBus, require, until

PATIENCE = timedelta(seconds=0.3)
ACTIONS = (("open", "Open"), ("check", "Check now"), ("mute", "Mute 1 h"))
OUTAGE = Notice(InstanceId("payments@host"), "payments is down", "Connection refused on localhost:7331", ACTIONS)
OTHER = replace(OUTAGE, id=InstanceId("orders@host"), title="orders is down")
RECOVERY = Notice(OUTAGE.id, "payments is back", "after 4 min 12 s", is_recovery=True)


@pytest.fixture(autouse=True)
def what_may_block(blockbuster: BlockBuster) -> None:
    """What Qt's bindings read on every import, and the death of a bus, which must not let the loop run."""
    for function in blockbuster.functions.values():
        function.can_block_in("shibokensupport/signature/loader.py", "feature_imported")
        function.can_block_in("tests/fakes_desktop.py", {"start", "stop"})


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    require("dbus-daemon")
    with PrivateBus() as private:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
        yield private


@pytest.fixture
async def desktop(bus: PrivateBus) -> AsyncIterator[FakeDesktop]:
    async with FakeDesktop(bus.address) as fake:
        yield fake


@dataclass
class Pressed:
    """What the user has pressed."""

    actions: list[tuple[InstanceId, str]] = field(default_factory=list)

    def __call__(self, notice_id: InstanceId, action: str) -> None:
        self.actions.append((notice_id, action))


@pytest.fixture
def pressed() -> Pressed:
    return Pressed()


@asynccontextmanager
async def closing(notifier: Delivery) -> AsyncIterator[Delivery]:
    try:
        yield notifier
    finally:
        await notifier.close()


# --- what every notifier does ---------------------------------------------------------------------------------------------


@dataclass
class Way:
    """One notifier, and what has come out of it."""

    notifier: Delivery
    texts: Callable[[], list[tuple[str, str]]]


@pytest.fixture(params=["freedesktop", "desktop-notifier", "tray", "log"])
async def way(request: pytest.FixtureRequest, pressed: Pressed, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Way]:
    if request.param in ("tray", "log"):
        texts: list[tuple[str, str]] = []
        if request.param == "tray":
            yield Way(TrayNotifier(lambda title, body: texts.append((title, body))), lambda: texts)
            return
        caplog.set_level(logging.INFO, "registry_tray.notifiers.log")
        logged = lambda: [tuple(record.getMessage().split(": ", 1)) for record in caplog.records]  # noqa: E731
        yield Way(LogNotifier(), logged)  # type: ignore[arg-type] # a title has no ": " in these tests
        return
    bus: PrivateBus = request.getfixturevalue("bus")
    kind = FreedesktopNotifier if request.param == "freedesktop" else DesktopNotifier
    async with FakeDesktop(bus.address) as desktop, closing(kind(pressed, timeout=PATIENCE)) as notifier:
        yield Way(notifier, lambda: [(shown.title, shown.body) for shown in desktop.shown])


async def test_a_notice_is_shown_with_its_title_and_body(way: Way) -> None:
    await way.notifier.notify(OUTAGE)
    assert way.texts() == [("payments is down", "Connection refused on localhost:7331")]


async def test_a_recovery_comes_after_its_outage(way: Way) -> None:
    await way.notifier.notify(OUTAGE)
    await way.notifier.notify(RECOVERY)
    assert way.texts()[-1] == ("payments is back", "after 4 min 12 s")


async def test_what_was_never_shown_can_be_withdrawn(way: Way) -> None:
    await way.notifier.withdraw(OUTAGE.id)
    await way.notifier.notify(OUTAGE)
    await way.notifier.withdraw(OUTAGE.id)
    await way.notifier.withdraw(OUTAGE.id)


async def test_a_title_is_cut_and_stands_in_full_in_the_body(way: Way) -> None:
    name = "the-service-with-the-longest-name-that-anybody-has-thought-of"
    await way.notifier.notify(replace(OUTAGE, title=f"{name} is down"))
    [(title, body)] = way.texts()
    assert len(title) <= 40
    assert title.endswith("…")
    assert body.startswith(f"{name} is down")


async def test_ten_kilobytes_are_cut_to_a_thousand_characters(way: Way) -> None:
    await way.notifier.notify(replace(OUTAGE, body="x" * 10_000))
    [(_, body)] = way.texts()
    assert len(body) == 1000


async def test_characters_that_cannot_be_seen_are_left_out(way: Way) -> None:
    await way.notifier.notify(replace(OUTAGE, title="pay\x00ments\nis\x1b[31m down\ud800", body="\u202eevil\x07"))
    assert way.texts() == [("payments is[31m down", "evil")]


async def test_it_is_made_ready_and_closed_without_having_been_used(way: Way) -> None:
    await way.notifier.warm_up()
    await way.notifier.close()
    await way.notifier.close()


# --- what a desktop's notifiers do ----------------------------------------------------------------------------------------


@pytest.fixture(params=[FreedesktopNotifier, DesktopNotifier])
async def notifier(
    request: pytest.FixtureRequest, bus: PrivateBus, pressed: Pressed, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[Delivery]:
    async with closing(request.param(pressed, timeout=PATIENCE)) as made:
        yield made
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_second_notice_takes_the_place_of_the_first(notifier: Delivery, desktop: FakeDesktop) -> None:
    await notifier.notify(OUTAGE)
    await notifier.notify(RECOVERY)
    assert [shown.title for shown in desktop.shown] == ["payments is back"]


async def test_notices_of_two_instances_stand_beside_each_other(notifier: Delivery, desktop: FakeDesktop) -> None:
    others = [replace(OUTAGE, id=InstanceId(f"app-{number}"), title=f"app-{number} is down") for number in range(20)]
    await asyncio.gather(*(notifier.notify(other) for other in others))
    assert sorted(shown.title for shown in desktop.shown) == sorted(other.title for other in others)


async def test_a_withdrawn_notice_is_gone(notifier: Delivery, desktop: FakeDesktop) -> None:
    await notifier.notify(OUTAGE)
    await notifier.withdraw(OUTAGE.id)
    assert desktop.shown == []


async def test_what_the_user_closed_can_be_withdrawn_and_shown_again(notifier: Delivery, desktop: FakeDesktop) -> None:
    for close in (desktop.dismiss, desktop.expire):
        await notifier.notify(OUTAGE)
        close(desktop.shown[0].number)
        await notifier.withdraw(OUTAGE.id)  # whether the signal has been read by now or not
        await notifier.notify(OUTAGE)
        assert len(desktop.shown) == 1


@pytest.mark.parametrize(("key", "action"), [("check", "check"), ("mute", "mute"), ("open", "open"), ("default", "open")])
async def test_a_press_names_the_notice_and_the_action(
    notifier: Delivery, desktop: FakeDesktop, pressed: Pressed, key: str, action: str
) -> None:
    await notifier.notify(OTHER)
    await notifier.notify(OUTAGE)
    desktop.press(desktop.shown[1].number, key)
    await until(lambda: pressed.actions, "the press")
    assert pressed.actions == [(OUTAGE.id, action)]


async def test_the_presses_of_other_programs_are_not_ours(notifier: Delivery, desktop: FakeDesktop, pressed: Pressed) -> None:
    await notifier.notify(OUTAGE)
    desktop.press(desktop.shown[0].number + 1, "check")
    desktop.press(desktop.shown[0].number, "mute")
    await until(lambda: pressed.actions, "the press")
    assert pressed.actions == [(OUTAGE.id, "mute")]


async def test_an_outage_is_normal_and_a_recovery_is_low(notifier: Delivery, desktop: FakeDesktop) -> None:
    await notifier.notify(OUTAGE)
    await notifier.notify(RECOVERY)
    assert [shown.hints["urgency"] for shown in desktop.server.received] == [1, 0]


async def test_a_missing_server_is_said_and_found_when_it_comes(notifier: Delivery, bus: PrivateBus) -> None:
    with pytest.raises(NotifierError):
        await notifier.warm_up()
    with pytest.raises(NotifierError):
        await notifier.notify(OUTAGE)
    async with FakeDesktop(bus.address) as late:
        await notifier.notify(OUTAGE)
        assert len(late.shown) == 1


async def test_a_missing_bus_is_said(notifier: Delivery, bus: PrivateBus) -> None:
    bus.stop()
    with pytest.raises(NotifierError):
        await notifier.notify(OUTAGE)
    await notifier.withdraw(OUTAGE.id)


async def test_a_server_that_restarts_is_recovered(notifier: Delivery, desktop: FakeDesktop, pressed: Pressed) -> None:
    await notifier.notify(OUTAGE)
    await desktop.die()
    await desktop.start()
    await notifier.notify(OUTAGE)
    [shown] = desktop.shown
    desktop.press(shown.number, "mute")
    await until(lambda: pressed.actions, "the press")


async def test_a_bus_that_restarts_is_recovered(
    notifier: Delivery, desktop: FakeDesktop, bus: PrivateBus, pressed: Pressed
) -> None:
    await notifier.notify(OUTAGE)
    bus.stop()
    await desktop.die()
    bus.start()
    await desktop.start()
    await notifier.notify(OUTAGE)
    [shown] = desktop.shown
    desktop.press(shown.number, "mute")
    await until(lambda: pressed.actions, "the press")


async def test_a_server_that_hangs_does_not_hang_us(notifier: Delivery, desktop: FakeDesktop) -> None:
    await notifier.notify(OUTAGE)
    desktop.hang()
    with pytest.raises(NotifierError, match=r"not answered for 0\.3 s"):
        await notifier.notify(RECOVERY)
    desktop.resume()
    await notifier.notify(RECOVERY)
    assert desktop.shown[-1].title == "payments is back"


# --- what the freedesktop notifier does -----------------------------------------------------------------------------------


@pytest.fixture
async def freedesktop(bus: PrivateBus, pressed: Pressed) -> AsyncIterator[FreedesktopNotifier]:
    async with FreedesktopNotifier(pressed, icon=Path("/icons/tray.png"), timeout=PATIENCE) as made:
        yield made


async def test_it_replaces_by_number_and_never_sends_a_number_that_was_closed(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop
) -> None:
    await freedesktop.notify(OUTAGE)
    [shown] = desktop.shown
    await freedesktop.notify(RECOVERY)
    assert desktop.shown[0].replaces == shown.number
    desktop.dismiss(shown.number)
    await freedesktop.notify(OTHER)  # its answer comes after the signal
    await freedesktop.notify(OUTAGE)
    assert desktop.shown[-1].replaces == 0


async def test_it_sends_what_the_specification_asks_for(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    await freedesktop.notify(OUTAGE)
    await freedesktop.notify(RECOVERY)
    outage, recovery = desktop.server.received
    assert (outage.app, outage.icon, outage.expires) == ("Registry Tray", "file:///icons/tray.png", -1)
    assert outage.actions == {"default": "Open", "open": "Open", "check": "Check now", "mute": "Mute 1 h"}
    assert outage.hints == {
        "urgency": 1, "category": "network.error", "desktop-entry": "registry-tray", "suppress-sound": True
    }  # fmt: skip
    assert recovery.actions == {}
    assert recovery.hints == {
        "urgency": 0, "category": "network.connected", "desktop-entry": "registry-tray", "transient": True,
        "suppress-sound": True,
    }  # fmt: skip


async def test_a_recovery_that_names_what_is_still_down_stays(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    await freedesktop.notify(replace(RECOVERY, body="Still down: cart", lasts=True))
    (recovery,) = desktop.server.received
    assert recovery.hints["urgency"] == 0
    assert "transient" not in recovery.hints


async def test_an_outage_is_heard_where_a_person_wants_that_and_a_recovery_never(
    bus: PrivateBus, desktop: FakeDesktop, pressed: Pressed
) -> None:
    wanted = [True]
    async with FreedesktopNotifier(pressed, sound=lambda: wanted[0]) as notifier:
        await notifier.notify(OUTAGE)
        await notifier.notify(RECOVERY)
        wanted[0] = False
        await notifier.notify(OTHER)
    heard = [(shown.hints.get("sound-name"), shown.hints.get("suppress-sound")) for shown in desktop.server.received]
    assert heard == [("dialog-warning", None), (None, True), (None, True)]


@pytest.mark.parametrize("wanted", [True, False])
async def test_the_library_is_told_of_the_sound(desktop: FakeDesktop, pressed: Pressed, wanted: bool) -> None:
    async with closing(DesktopNotifier(pressed, sound=lambda: wanted)) as notifier:
        await notifier.notify(OUTAGE)
        await notifier.notify(RECOVERY)
    heard = ["sound-name" in shown.hints for shown in desktop.server.received]
    assert heard == [wanted, False]


@pytest.mark.parametrize(
    ("capabilities", "body"),
    [(CAPABILITIES, "expected &lt;b&gt; &amp;amp; got &lt;/b&gt;"), (("body",), "expected <b> &amp; got </b>")],
)
async def test_markup_of_strangers_is_escaped_where_the_server_reads_markup(
    bus: PrivateBus, freedesktop: FreedesktopNotifier, capabilities: tuple[str, ...], body: str
) -> None:
    async with FakeDesktop(bus.address, capabilities) as desktop:
        await freedesktop.notify(replace(OUTAGE, title="<b>pay", body="expected <b> &amp; got </b>"))
        assert [(shown.title, shown.body) for shown in desktop.shown] == [("<b>pay", body)]


async def test_a_server_without_actions_gets_none(bus: PrivateBus, freedesktop: FreedesktopNotifier) -> None:
    async with FakeDesktop(bus.address, ("body",)) as desktop:
        await freedesktop.notify(OUTAGE)
        assert desktop.shown[0].actions == {}
        assert await freedesktop.capabilities() == {"body"}


async def test_a_server_that_makes_a_button_of_the_click_gets_the_buttons_only(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop
) -> None:
    desktop.server.product = "Xfce Notify Daemon"
    await freedesktop.notify(OUTAGE)
    assert list(desktop.shown[0].actions) == ["open", "check", "mute"]


async def test_each_server_is_asked_once_what_it_can(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    for _ in range(3):
        await freedesktop.notify(OUTAGE)
    assert desktop.server.asked_capabilities == 1
    await desktop.die()
    await desktop.start()
    for _ in range(3):
        await freedesktop.notify(OUTAGE)
    assert desktop.server.asked_capabilities == 1


async def test_numbers_of_a_server_that_died_are_forgotten(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    await freedesktop.notify(OUTAGE)
    await desktop.die()
    await desktop.start()
    await freedesktop.notify(OUTAGE)
    assert desktop.shown[0].replaces == 0


async def test_a_bus_that_has_just_died_is_noticed_before_anything_is_sent(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop, bus: PrivateBus, caplog: pytest.LogCaptureFixture
) -> None:
    await freedesktop.notify(OUTAGE)
    bus.stop()
    bus.start()
    with pytest.raises(NotifierError, match="No notification server"):
        await freedesktop.notify(OUTAGE)
    await desktop.start()
    await freedesktop.notify(OUTAGE)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_nothing_is_withdrawn_from_a_server_that_did_not_show_it(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop, bus: PrivateBus
) -> None:
    await freedesktop.notify(OUTAGE)
    bus.stop()
    await desktop.die()
    bus.start()
    await desktop.start()
    await freedesktop.withdraw(OUTAGE.id)
    await freedesktop.notify(OTHER)
    assert desktop.server.withdrawn == []


async def test_what_is_accepted_too_late_is_taken_back(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    await freedesktop.warm_up()
    desktop.hang()
    with pytest.raises(NotifierError):
        await freedesktop.notify(OUTAGE)
    desktop.resume()
    await until(lambda: desktop.server.withdrawn, "the withdrawal")
    await freedesktop.notify(OUTAGE)
    assert len(desktop.shown) == 1


async def test_a_late_answer_to_a_replacement_leaves_what_is_shown(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop
) -> None:
    await freedesktop.notify(OUTAGE)
    desktop.hang()
    with pytest.raises(NotifierError):
        await freedesktop.notify(RECOVERY)
    desktop.resume()
    await freedesktop.notify(RECOVERY)
    assert [shown.replaces for shown in desktop.server.received] == [0, 1, 1]
    assert desktop.server.withdrawn == []


async def test_one_that_the_server_closes_at_once_is_forgotten(freedesktop: FreedesktopNotifier, desktop: FakeDesktop) -> None:
    """As servers do while the user does not want to be disturbed: the signal is on the heels of the answer."""
    desktop.server.closes_at_once = True
    await freedesktop.notify(OUTAGE)
    await freedesktop.notify(OTHER)
    await freedesktop.withdraw(OUTAGE.id)
    assert desktop.server.withdrawn == []


async def test_a_caller_that_is_cancelled_leaves_the_notifier_usable(
    freedesktop: FreedesktopNotifier, desktop: FakeDesktop
) -> None:
    desktop.hang()
    asking = asyncio.create_task(freedesktop.notify(OUTAGE))
    await asyncio.wait([asking], timeout=0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    desktop.resume()
    await freedesktop.notify(OUTAGE)
    assert len(desktop.shown) == 1


async def test_problems_are_said_in_words(bus: PrivateBus, monkeypatch: pytest.MonkeyPatch, pressed: Pressed) -> None:
    async with FreedesktopNotifier(pressed) as notifier:
        with pytest.raises(NotifierError, match=r"No notification server runs on this desktop \(org\.freedesktop\.Notifications"):
            await notifier.notify(OUTAGE)
    async with FreedesktopNotifier(pressed, bus_address="unix:path=/nowhere/bus") as notifier:
        with pytest.raises(NotifierError, match=r"session bus .*/nowhere/bus.* cannot be reached"):
            await notifier.notify(OUTAGE)
    async with FreedesktopNotifier(pressed, bus_address="nonsense") as notifier:
        with pytest.raises(NotifierError, match="session bus"):
            await notifier.notify(OUTAGE)
    for variable in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    async with FreedesktopNotifier(pressed) as notifier:
        with pytest.raises(NotifierError, match="no session bus"):
            await notifier.notify(OUTAGE)


def test_the_freedesktop_notifier_works_on_the_loop_of_the_window(bus: PrivateBus, qapp: object, pressed: Pressed) -> None:
    from PySide6.QtWidgets import QApplication

    from registry_tray.ui.loop import new_event_loop

    assert isinstance(qapp, QApplication)

    async def main() -> None:
        async with FakeDesktop(bus.address) as desktop, FreedesktopNotifier(pressed, timeout=PATIENCE) as notifier:
            await notifier.notify(OUTAGE)
            await notifier.notify(RECOVERY)
            assert [shown.replaces for shown in desktop.server.received] == [0, 1]
            await notifier.notify(OUTAGE)
            desktop.press(1, "mute")
            await until(lambda: pressed.actions, "the press")
            desktop.hang()
            with pytest.raises(NotifierError, match="not answered"):
                await notifier.notify(OUTAGE)
            desktop.resume()
            await desktop.die()
            with pytest.raises(NotifierError, match="No notification server"):
                await notifier.notify(OUTAGE)
            await desktop.start()
            await notifier.notify(OUTAGE)
            bus.stop()
            bus.start()
            with pytest.raises(NotifierError, match="No notification server"):
                await notifier.notify(OUTAGE)
            await desktop.start()
            await notifier.notify(OUTAGE)
            await notifier.withdraw(OUTAGE.id)
            assert desktop.shown == []
        assert asyncio.all_tasks() == {asyncio.current_task()}

    with asyncio.Runner(loop_factory=lambda: new_event_loop(qapp)) as runner:
        runner.run(main())


# --- the choice, and the fall back ----------------------------------------------------------------------------------------


class Choosy:
    """A notifier that fails while it is told to."""

    def __init__(self, problem: str = "") -> None:
        self.problem = problem
        self.notices: list[Notice] = []
        self.withdrawn: list[InstanceId] = []
        self.closed = False

    async def notify(self, notice: Notice) -> None:
        await self.warm_up()
        self.notices.append(notice)

    async def withdraw(self, notice_id: InstanceId) -> None:
        await self.warm_up()
        self.withdrawn.append(notice_id)

    async def warm_up(self) -> None:
        if self.problem:
            raise NotifierError(self.problem)

    async def capabilities(self) -> frozenset[str]:
        await self.warm_up()
        return frozenset({"actions"})

    async def close(self) -> None:
        self.closed = True


async def test_the_second_way_is_used_while_the_first_fails_and_each_change_is_told_once() -> None:
    first, second, problems = Choosy("no server"), Choosy(), list[str]()
    notifier = FallbackNotifier(first, second, problems.append)
    await notifier.warm_up()
    await notifier.notify(OUTAGE)
    await notifier.withdraw(OUTAGE.id)
    assert (second.notices, second.withdrawn, problems) == ([OUTAGE], [OUTAGE.id], ["no server"])
    first.problem = ""
    await notifier.notify(RECOVERY)
    await notifier.notify(RECOVERY)
    assert (first.notices, second.notices, problems) == ([RECOVERY, RECOVERY], [OUTAGE], ["no server", ""])
    await notifier.close()
    assert first.closed
    assert second.closed


async def test_where_there_is_no_second_way_the_failure_is_told_and_raised() -> None:
    problems: list[str] = []
    notifier = FallbackNotifier(Choosy("no server"), None, problems.append)
    with pytest.raises(NotifierError, match="no server"):
        await notifier.notify(OUTAGE)
    assert problems == ["no server"]
    await notifier.withdraw(OUTAGE.id)
    await notifier.close()


async def test_without_a_screen_notices_go_to_the_log(caplog: pytest.LogCaptureFixture, pressed: Pressed) -> None:
    caplog.set_level(logging.INFO, "registry_tray.notifiers.log")
    notifier = build_notifier(headless=True, show_message=None, icon=None, on_action=pressed, on_problem=lambda _: None)
    await notifier.notify(OUTAGE)
    await notifier.notify(RECOVERY)
    assert [record.levelno for record in caplog.records] == [logging.WARNING, logging.INFO]


async def test_a_server_that_comes_later_ends_the_problem_by_itself(bus: PrivateBus, pressed: Pressed) -> None:
    problems: list[str] = []
    notifier = build_notifier(
        headless=False, show_message=None, icon=None, on_action=pressed, on_problem=problems.append, platform="linux"
    )
    async with closing(notifier):
        await notifier.warm_up()
        assert len(problems) == 1
        async with FakeDesktop(bus.address):
            await until(lambda: problems[-1] == "", "the end of the problem")


async def test_a_panel_without_messages_of_its_own_can_do_nothing() -> None:
    assert await TrayNotifier(lambda title, body: None).capabilities() == {"body"}
    assert await TrayNotifier(lambda title, body: None, lambda: False).capabilities() == frozenset()


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
async def test_with_a_screen_the_desktop_comes_first_and_the_tray_second(
    bus: PrivateBus, pressed: Pressed, platform: str
) -> None:
    messages: list[str] = []
    problems: list[str] = []
    notifier = build_notifier(
        headless=False,
        show_message=lambda title, body: messages.append(title),
        icon=None,
        on_action=pressed,
        on_problem=problems.append,
        platform=platform,
    )
    async with closing(notifier):
        await notifier.notify(OUTAGE)
        assert messages == ["payments is down"]
        assert len(problems) == 1
        async with FakeDesktop(bus.address) as desktop:
            await notifier.notify(RECOVERY)
            assert [shown.title for shown in desktop.shown] == ["payments is back"]
    assert (len(messages), problems[-1]) == (1, "")
