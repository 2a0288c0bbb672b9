"""Notifications of a Linux desktop, as the freedesktop specification has them: replaced in place, and taken back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from registry_tray.core.errors import NotifierError
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Notice
from registry_tray.notifiers.dbus import NotificationServer
from registry_tray.notifiers.text import escape, fit
from registry_tray.phrases import phrase

APP_NAME = "Registry Tray"
DESKTOP_ENTRY = "registry-tray"

_URGENCY_LOW, _URGENCY_NORMAL = 0, 1
_SERVER_DECIDES = -1
_SOUND = "dialog-warning"  # of the freedesktop sound naming specification
_SHOWS_DEFAULT = ("Xfce Notify Daemon",)  # makes a button of what stands for a click on the notification itself
# Of the specification's categories, those of services that fail and answer again; presence.* is about people.
_CATEGORIES = {False: "network.error", True: "network.connected"}


class FreedesktopNotifier:
    """Shows notices through org.freedesktop.Notifications. `on_action` gets the notice's id and the key of the button.

    `sound` tells whether an outage is heard; a recovery never is.
    """

    def __init__(
        self,
        on_action: Callable[[InstanceId, str], None],
        *,
        icon: Path | None = None,
        sound: Callable[[], bool] = lambda: False,
        bus_address: str | None = None,
        timeout: timedelta = timedelta(seconds=5),
    ) -> None:
        self.on_return: Callable[[], None] | None = None
        """Called when a server has come, where none was asked to."""
        self._on_action = on_action
        self._icon = icon.absolute().as_uri() if icon else DESKTOP_ENTRY
        self._sound = sound
        self._timeout = timeout
        self._server = NotificationServer(bus_address, self._on_signal, self._on_change)
        self._lock = asyncio.Lock()
        self._numbers: dict[InstanceId, int] = {}
        self._capabilities: frozenset[str] | None = None
        self._clickable = True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()

    async def notify(self, notice: Notice) -> None:
        """Show it in the place of the one with the same id; returns when the server has accepted it."""
        async with self._turn():
            await self._show(notice)

    async def withdraw(self, notice_id: InstanceId) -> None:
        """Take it back; nothing happens where it, its server or the bus is gone."""
        async with self._turn():
            if not self._server.is_open:
                self._forget()
            if number := self._numbers.pop(notice_id, 0):
                with suppress(NotifierError, ConnectionError):
                    await self._server.call("CloseNotification", "u", [number])

    async def capabilities(self) -> frozenset[str]:
        """What the server can do, in the specification's words: `actions`, `body-markup` ... Raises NotifierError."""
        async with self._turn():
            return await self._ask_capabilities()

    async def warm_up(self) -> None:
        """Connect and look whether there is a server, so that the first notice need not. Raises NotifierError."""
        await self.capabilities()

    async def close(self) -> None:
        """Leave the bus. What is shown stays."""
        await self._server.close()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """One at a time, and all of it within the timeout: a server that hangs must not hang us."""
        try:
            async with asyncio.timeout(self._timeout.total_seconds()), self._lock:
                yield
        except TimeoutError:
            waited = f"{self._timeout.total_seconds():g}"
            raise NotifierError(
                phrase(
                    "The notification server has not answered for {0} s. Where that lasts, start it again, or log in anew.",
                    waited,
                )
            ) from None
        except ConnectionError as error:
            raise NotifierError(str(error)) from error

    async def _ask_capabilities(self) -> frozenset[str]:
        await self._server.open()
        if self._capabilities is None:
            information = await self._server.call("GetServerInformation")
            self._clickable = information[0] not in _SHOWS_DEFAULT
            [names] = await self._server.call("GetCapabilities")
            self._capabilities = frozenset(names)
        return self._capabilities

    async def _show(self, notice: Notice) -> None:
        capabilities = await self._ask_capabilities()
        title, body = fit(notice.title, notice.body)
        arguments = [
            APP_NAME,
            self._numbers.get(notice.id, 0),
            self._icon,
            title,
            escape(body) if "body-markup" in capabilities else body,
            _actions(notice, clickable=self._clickable) if "actions" in capabilities else [],
            _hints(notice, sound=self._sound()),
            _SERVER_DECIDES,
        ]

        def on_accepted(reply: list[Any]) -> None:
            self._numbers[notice.id] = reply[0]

        await self._server.call("Notify", "susssasa{sv}i", arguments, on_accepted, self._take_back)

    def _take_back(self, reply: list[Any]) -> None:
        """Accepted when the caller had been told that it was not: it must not stay beside what was shown instead."""
        if reply[0] not in self._numbers.values():
            self._server.tell("CloseNotification", "u", [reply[0]])

    def _on_signal(self, member: str, body: list[Any]) -> None:
        notice_id = next((notice_id for notice_id, number in self._numbers.items() if number == body[0]), None)
        if notice_id is None:  # another program's
            return
        match member:
            case "ActionInvoked":
                self._on_action(notice_id, "open" if body[1] == "default" else body[1])
            case "NotificationClosed":
                del self._numbers[notice_id]

    def _on_change(self, present: bool) -> None:
        self._forget()
        if present and self.on_return is not None:
            self.on_return()

    def _forget(self) -> None:
        self._numbers.clear()
        self._capabilities = None


def _actions(notice: Notice, *, clickable: bool) -> list[str]:
    """Key, label, key, label; a click on the notification itself is the key `default`."""
    clicked = [("default", label) for key, label in notice.actions if key == "open" and clickable]
    return [part for action in (*clicked, *notice.actions) for part in action]


def _hints(notice: Notice, *, sound: bool) -> dict[str, Any]:
    from dbus_fast import Variant

    hints = {
        "urgency": Variant("y", _URGENCY_LOW if notice.is_recovery else _URGENCY_NORMAL),
        "category": Variant("s", _CATEGORIES[notice.is_recovery]),
        "desktop-entry": Variant("s", DESKTOP_ENTRY),
    }
    if notice.is_recovery and not notice.lasts:
        hints["transient"] = Variant("b", True)
    if sound and not notice.is_recovery:
        hints["sound-name"] = Variant("s", _SOUND)
    else:  # some servers play one by themselves
        hints["suppress-sound"] = Variant("b", True)
    return hints
