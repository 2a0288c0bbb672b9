"""A desktop made of D-Bus only: a private bus, a notification server and a tray host, which do as the test says."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any, Self

import pytest
from dbus_fast import NameFlag, PropertyAccess
from dbus_fast.aio import MessageBus
from dbus_fast.annotations import DBusBool, DBusDict, DBusInt32, DBusSignature, DBusStr, DBusUInt32
from dbus_fast.service import ServiceInterface, dbus_method, dbus_property, dbus_signal

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
EXPIRED, DISMISSED, CLOSED = 1, 2, 3
CAPABILITIES = ("actions", "body", "body-markup", "icon-static", "inline-reply", "persistence")

Strings = Annotated[list[str], DBusSignature("as")]
NumberAndString = Annotated[tuple[int, str], DBusSignature("us")]
NumberAndReason = Annotated[tuple[int, int], DBusSignature("uu")]

# No <standard_session_servicedirs>: a real notification server would be started, and take the name.
_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


def require(*tools: str) -> None:
    """Skip the test where a tool is missing; fail it on CI, where nothing may be left out unseen."""
    if missing := [tool for tool in tools if shutil.which(tool) is None]:
        words = f"needs {', '.join(missing)}, which is not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)


async def until(condition: Callable[[], object], what: str, timeout: float = 5) -> None:
    """Wait for a condition that somebody else brings about; AssertionError names `what` did not come."""
    try:
        async with asyncio.timeout(timeout):
            while not condition():  # noqa: ASYNC110 # what it asks about has nobody who tells
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"not within {timeout:g} s: {what}") from None


class PrivateBus:
    """A dbus-daemon of our own, that can die and come back at the same address."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bus-")  # pytest's paths are too long for a socket
        self._socket = Path(self._folder.name) / "bus"
        self._configuration = Path(self._folder.name) / "session.conf"
        self._configuration.write_text(_CONFIGURATION.format(socket=self._socket))
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"unix:path={self._socket}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Returns when the bus takes connections."""
        command = ["dbus-daemon", f"--config-file={self._configuration}", "--nofork", "--print-address=1"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "dbus-daemon did not start"

    def stop(self) -> None:
        """Kill it, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Shown:
    """A notification as the server got it."""

    def __init__(
        self,
        number: int,
        app: str,
        replaces: int,
        icon: str,
        title: str,
        body: str,
        actions: list[str],
        hints: dict[str, Any],
        expires: int,
    ) -> None:
        self.number = number
        self.app = app
        self.replaces = replaces
        self.icon = icon
        self.title = title
        self.body = body
        self.actions = dict(zip(actions[::2], actions[1::2], strict=True))
        self.hints = hints
        self.expires = expires


class _Notifications(ServiceInterface):
    def __init__(self, capabilities: Iterable[str], first_number: int) -> None:
        super().__init__(NOTIFICATIONS)
        self.capabilities = list(capabilities)
        self.asked_capabilities = 0
        self.received: list[Shown] = []
        self.shown: dict[int, Shown] = {}
        self.withdrawn: list[int] = []
        self.closes_at_once = False
        self.product = "Fake"
        self.free = asyncio.Event()
        self.free.set()
        self._last = first_number - 1

    @dbus_method(name="GetCapabilities")
    async def get_capabilities(self) -> Strings:
        await self.free.wait()
        self.asked_capabilities += 1
        return self.capabilities

    @dbus_method(name="GetServerInformation")
    async def get_server_information(self) -> Annotated[tuple[str, str, str, str], DBusSignature("ssss")]:
        await self.free.wait()
        return self.product, "Registry Tray", "1", "1.2"

    @dbus_method(name="Notify")
    async def notify(
        self,
        app: DBusStr,
        replaces: DBusUInt32,
        icon: DBusStr,
        title: DBusStr,
        body: DBusStr,
        actions: Strings,
        hints: DBusDict,
        expires: DBusInt32,
    ) -> DBusUInt32:
        await self.free.wait()
        if replaces in self.shown:
            number = replaces
        else:
            self._last += 1
            number = self._last
        values = {key: value.value for key, value in hints.items()}
        self.shown[number] = Shown(number, app, replaces, icon, title, body, actions, values, expires)
        self.received.append(self.shown[number])
        if self.closes_at_once:
            del self.shown[number]
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, self.closed, number, EXPIRED)  # on the heels of the answer
        return number

    @dbus_method(name="CloseNotification")
    async def close_notification(self, number: DBusUInt32) -> None:
        await self.free.wait()
        self.withdrawn.append(number)
        if self.shown.pop(number, None):
            self.closed(number, CLOSED)

    @dbus_signal(name="NotificationClosed")
    def closed(self, number: int, reason: int) -> NumberAndReason:
        return number, reason

    @dbus_signal(name="ActionInvoked")
    def invoked(self, number: int, key: str) -> NumberAndString:
        return number, key

    @dbus_signal(name="NotificationReplied")
    def replied(self, number: int, words: str) -> NumberAndString:
        return number, words


class _Watcher(ServiceInterface):
    def __init__(self) -> None:
        super().__init__(WATCHER)
        self.items: list[str] = []

    @dbus_method(name="RegisterStatusNotifierItem")
    def register_item(self, service: DBusStr) -> None:
        self.items.append(service)
        self.item_registered(service)

    @dbus_method(name="RegisterStatusNotifierHost")
    def register_host(self, service: DBusStr) -> None:
        self.host_registered()

    @dbus_property(name="RegisteredStatusNotifierItems", access=PropertyAccess.READ)
    def registered_items(self) -> Strings:
        return self.items

    @dbus_property(name="IsStatusNotifierHostRegistered", access=PropertyAccess.READ)
    def is_host_registered(self) -> DBusBool:
        return True

    @dbus_property(name="ProtocolVersion", access=PropertyAccess.READ)
    def protocol_version(self) -> DBusInt32:
        return 0

    @dbus_signal(name="StatusNotifierItemRegistered")
    def item_registered(self, service: str) -> DBusStr:
        return service

    @dbus_signal(name="StatusNotifierHostRegistered")
    def host_registered(self) -> None:
        return None


class FakeDesktop:
    """The notification server and the tray host of a bus; `async with` starts and ends it."""

    def __init__(self, address: str, capabilities: Iterable[str] = CAPABILITIES) -> None:
        self._address = address
        self._capabilities = tuple(capabilities)
        self._bus: MessageBus | None = None
        self._starts = 0
        self.server = _Notifications(self._capabilities, 1)
        self.watcher = _Watcher()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.die()

    @property
    def shown(self) -> list[Shown]:
        """What is on the screen now, oldest first."""
        return list(self.server.shown.values())

    async def start(self) -> None:
        """Take the names. A server that starts again knows nothing of what was, and numbers otherwise."""
        self._starts += 1
        self.server = _Notifications(self._capabilities, 1000 * (self._starts - 1) + 1)
        self.watcher = _Watcher()
        bus = await MessageBus(bus_address=self._address).connect()
        bus.export("/org/freedesktop/Notifications", self.server)
        bus.export("/StatusNotifierWatcher", self.watcher)
        await bus.request_name(NOTIFICATIONS, NameFlag.DO_NOT_QUEUE)
        await bus.request_name(WATCHER, NameFlag.DO_NOT_QUEUE)
        self._bus = bus

    async def die(self) -> None:
        """Leave the bus, as a crash does; what was asked of a server that hung is lost."""
        bus, self._bus = self._bus, None
        if bus is not None and bus.connected:
            if bus._pending_futures and self.server.free.is_set():
                await asyncio.wait(bus._pending_futures)
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def hang(self) -> None:
        """Answer nothing more."""
        self.server.free.clear()

    def resume(self) -> None:
        """Answer all that was asked in the meantime."""
        self.server.free.set()

    def press(self, number: int, key: str) -> None:
        """A button, or `default`: the notification itself. It closes then, as in every server."""
        self.server.invoked(number, key)
        self._close(number, DISMISSED)

    def reply(self, number: int, words: str) -> None:
        """The reply field of servers that have one."""
        self.server.replied(number, words)
        self._close(number, DISMISSED)

    def dismiss(self, number: int) -> None:
        """The user closes it."""
        self._close(number, DISMISSED)

    def expire(self, number: int) -> None:
        """Its time is over."""
        self._close(number, EXPIRED)

    def _close(self, number: int, reason: int) -> None:
        self.server.shown.pop(number, None)
        self.server.closed(number, reason)
