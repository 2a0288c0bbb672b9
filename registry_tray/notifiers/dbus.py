"""The connection to the notification server of a Linux desktop: one bus, its calls, its signals, and what becomes of both."""

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from registry_tray.core.errors import NotifierError
from registry_tray.phrases import phrase

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
BUS = "org.freedesktop.DBus"

_RULES = (
    f"type='signal',sender='{NAME}',path='{PATH}',interface='{NAME}'",
    f"type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',arg0='{NAME}'",
)
_NO_OWNER = ("ServiceUnknown", "NameHasNoOwner", "Spawn", "NoReply", "Disconnected")

Body = list[Any]


class NotificationServer:
    """Whoever owns org.freedesktop.Notifications. `on_signal` gets a signal's name and values; `on_change` is told that
    the server is another one now (True), or none (False), so that all it knew is forgotten.
    """

    def __init__(self, address: str | None, on_signal: Callable[[str, Body], None], on_change: Callable[[bool], None]) -> None:
        self._address = address
        self._on_signal = on_signal
        self._on_change = on_change
        self._bus: MessageBus | None = None
        self._on_reply: dict[int, Callable[[Body], None]] = {}

    @property
    def is_open(self) -> bool:
        """Whether the bus is there."""
        return self._bus is not None and self._bus.connected

    async def open(self) -> None:
        """Connect where that has not been done, or where the bus has gone away since. Raises NotifierError."""
        if self._bus is not None and self._bus.connected:
            if not _has_ended(self._bus):
                return
            with suppress(OSError, EOFError):
                await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]
        self._lose()
        address = self._address or _session_address()
        from dbus_fast import DBusFastError
        from dbus_fast.aio import MessageBus

        try:
            bus = await MessageBus(bus_address=address).connect()
        except (OSError, EOFError, DBusFastError) as error:
            raise NotifierError(phrase("The session bus ({0}) cannot be reached: {1}.", address, error)) from error
        self._bus = bus
        bus.add_message_handler(self._on_message)
        try:
            for rule in _RULES:
                await self._send(BUS, "/org/freedesktop/DBus", "AddMatch", "s", [rule])
        except BaseException:  # a bus without its rules would look open and never bring a signal
            await self.close()
            raise

    async def call(
        self,
        member: str,
        signature: str = "",
        body: Body | None = None,
        on_reply: Callable[[Body], None] | None = None,
        on_late: Callable[[Body], None] | None = None,
    ) -> Body:
        """Ask the server. Raises NotifierError where it refuses or is not there, ConnectionError where the bus has gone.

        `on_reply` is called before any signal that came after the reply, `on_late` where nobody waited for it any more.
        """
        return await self._send(NAME, PATH, member, signature, body or [], on_reply, on_late)

    def tell(self, member: str, signature: str, body: Body) -> None:
        """Ask the server for something whose outcome does not matter."""
        from dbus_fast import Message, MessageFlag

        if self._bus is not None and self._bus.connected:
            flags = MessageFlag.NO_REPLY_EXPECTED | MessageFlag.NO_AUTOSTART
            self._bus.send(Message(NAME, PATH, NAME, member, flags=flags, signature=signature, body=body))

    async def close(self) -> None:
        """Leave the bus."""
        bus, self._bus = self._bus, None
        self._on_reply.clear()
        if bus is not None and bus.connected:
            bus.disconnect()
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    async def _send(
        self,
        destination: str,
        path: str,
        member: str,
        signature: str,
        body: Body,
        on_reply: Callable[[Body], None] | None = None,
        on_late: Callable[[Body], None] | None = None,
    ) -> Body:
        from dbus_fast import DBusFastError, Message, MessageType

        if self._bus is None or not self._bus.connected:
            raise ConnectionResetError(phrase("The session bus has gone away."))
        message = Message(destination, path, destination, member, signature=signature, body=body, serial=self._bus.next_serial())
        if on_reply is not None:
            self._on_reply[message.serial] = on_reply
        try:
            reply = await self._bus.call(message)
        except asyncio.CancelledError:
            if on_late is not None and message.serial in self._on_reply:
                self._on_reply[message.serial] = on_late
            raise
        except (OSError, EOFError, DBusFastError) as error:
            raise ConnectionResetError(
                phrase("The session bus has gone away: {0}.", str(error) or type(error).__name__)
            ) from error
        if reply is None:
            raise ConnectionResetError(phrase("The session bus has gone away."))
        if reply.message_type is MessageType.ERROR:
            raise _refusal(reply)
        return list(reply.body)

    def _on_message(self, message: "Message") -> None:
        from dbus_fast import MessageType

        match message.message_type:
            case MessageType.METHOD_RETURN:
                if on_reply := self._on_reply.pop(message.reply_serial, None):
                    on_reply(message.body)
            case MessageType.ERROR:
                self._on_reply.pop(message.reply_serial, None)
            case MessageType.SIGNAL if message.interface == NAME:
                self._on_signal(message.member or "", message.body)
            case MessageType.SIGNAL if message.member == "NameOwnerChanged" and message.body[0] == NAME:
                self._on_change(bool(message.body[2]))

    def _lose(self) -> None:
        self._bus = None
        self._on_reply.clear()
        self._on_change(False)


def _has_ended(bus: "MessageBus") -> bool:
    """Whether the bus has died since the loop looked last. dbus-fast must not write then: it would go on to watch the
    number of the socket that it has just closed, which by then belongs to somebody else.
    """
    connection: socket.socket | None = getattr(bus, "_sock", None)
    try:
        return connection is None or connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _session_address() -> str:
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        return f"unix:path={runtime}/bus"
    raise NotifierError(
        phrase(
            "There is no session bus to show notifications by: DBUS_SESSION_BUS_ADDRESS is not set. "
            "Start the program from your desktop, or with dbus-run-session; until then "
            "only the tray and this window tell of outages."
        )
    )


def _refusal(reply: "Message") -> NotifierError:
    name = reply.error_name or ""
    if any(part in name for part in _NO_OWNER):
        return NotifierError(
            phrase(
                "No notification server runs on this desktop ({0} has no owner). "
                "Start or install one, such as dunst, mako or xfce4-notifyd; until then "
                "only the tray and this window tell of outages.",
                NAME,
            )
        )
    words = str(reply.body[0]) if reply.body else name
    return NotifierError(phrase("The notification server has refused: {0}", words))
