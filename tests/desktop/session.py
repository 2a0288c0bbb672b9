"""The session bus of a test's desktop, seen from outside: who shows which notification, and the icons in the tray."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
BUS = "org.freedesktop.DBus"
_AT_ONCE = 16  # questions; dbus-fast gives up on a socket that takes no more

T = TypeVar("T")


@dataclass
class Notified:
    """One Notify as it went over the bus; `number` is the server's answer, 0 until it has come."""

    replaces: int
    icon: str
    title: str
    body: str
    actions: dict[str, str]
    hints: dict[str, Any]
    number: int = 0


@dataclass(frozen=True)
class Entry:
    """An entry of a tray's menu."""

    id: int
    label: str
    enabled: bool
    visible: bool
    entries: tuple["Entry", ...] = ()

    def walk(self) -> Iterator["Entry"]:
        """All visible entries below."""
        for entry in self.entries:
            if entry.visible:
                yield entry
                yield from entry.walk()


@dataclass(frozen=True)
class TrayItem:
    """An icon of the tray and what it says of itself."""

    address: str
    path: str
    menu: str
    title: str
    status: str
    tooltip: str


class Session:
    """A connection to a bus on a thread of its own, so that tests stay plain; `with` opens and closes it."""

    def __init__(self, address: str, *, monitored: bool = True) -> None:
        self._address = address
        self._monitored = monitored
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._bus: MessageBus | None = None
        self._monitor: MessageBus | None = None
        self._asking = asyncio.Semaphore(_AT_ONCE)
        self._asked: dict[tuple[str | None, int], Notified] = {}
        self.notified: list[Notified] = []
        self.withdrawn: list[int] = []
        self.signals: list[tuple[str, list[Any]]] = []

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._open())
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def call(self, name: str, path: str, interface: str, member: str, signature: str = "", *body: Any) -> list[Any]:
        """Call a method; RuntimeError with the answer where that is an error."""
        return self.run(self.ask(name, path, interface, member, signature, *body))

    async def ask(self, name: str, path: str, interface: str, member: str, signature: str = "", *body: Any) -> list[Any]:
        """The same for work that `run` does."""
        assert self._bus is not None
        async with self._asking:
            reply = await self._bus.call(Message(name, path, interface, member, signature=signature, body=list(body)))
        if reply.message_type is MessageType.ERROR:
            raise RuntimeError(f"{member}: {reply.error_name} {reply.body}")
        return list(reply.body)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do work on the thread of the connection, and wait for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def has(self, name: str) -> bool:
        """Whether somebody owns this name."""
        return bool(self.call(BUS, "/org/freedesktop/DBus", BUS, "NameHasOwner", "s", name)[0])

    def process_of(self, name: str) -> int | None:
        """The process behind a name; None where it has gone since it was listed, as the icon of a panel that went."""
        try:
            return int(self.call(BUS, "/org/freedesktop/DBus", BUS, "GetConnectionUnixProcessID", "s", name)[0])
        except RuntimeError:
            if self.has(name):
                raise
            return None

    def items(self) -> list[TrayItem]:
        """All icons in the tray."""
        if not self.has(WATCHER):
            return []
        registered = self._get(WATCHER, "/StatusNotifierWatcher", WATCHER, "RegisteredStatusNotifierItems")
        return [item for each in registered if (item := self._item(each)) is not None]

    def item_of(self, process: int) -> TrayItem | None:
        """The icon of a process."""
        return next((item for item in self.items() if self.process_of(item.address) == process), None)

    def activate(self, item: TrayItem) -> None:
        """A click on the icon."""
        self.call(item.address, item.path, ITEM, "Activate", "ii", 0, 0)

    def menu(self, item: TrayItem) -> Entry:
        """What the menu shows when it is opened now."""
        menu = "com.canonical.dbusmenu"
        self.call(item.address, item.menu, menu, "AboutToShow", "i", 0)
        _, layout = self.call(item.address, item.menu, menu, "GetLayout", "iias", 0, -1, [])
        return _entry(layout)

    def choose(self, item: TrayItem, label: str) -> None:
        """A click on the entry that starts with this label."""
        entry = next(entry for entry in self.menu(item).walk() if entry.label.startswith(label))
        self.call(item.address, item.menu, "com.canonical.dbusmenu", "Event", "isvu", entry.id, "clicked", Variant("s", ""), 0)

    async def _open(self) -> None:
        self._bus = await MessageBus(bus_address=self._address).connect()
        if not self._monitored:
            return
        self._monitor = await MessageBus(bus_address=self._address).connect()
        rules = [f"interface='{NOTIFICATIONS}'", "type='method_return'"]
        monitoring = f"{BUS}.Monitoring"
        await self._monitor.call(
            Message(BUS, "/org/freedesktop/DBus", monitoring, "BecomeMonitor", signature="asu", body=[rules, 0])
        )
        self._monitor.add_message_handler(self._on_message)

    async def _close(self) -> None:
        for bus in (self._bus, self._monitor):
            if bus is not None and bus.connected:
                bus.disconnect()
                await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _get(self, name: str, path: str, interface: str, property_name: str) -> Any:
        [value] = self.call(name, path, f"{BUS}.Properties", "Get", "ss", interface, property_name)
        return value.value

    def _item(self, registered: str) -> TrayItem | None:
        address, slash, rest = registered.partition("/")
        path = slash + rest or "/StatusNotifierItem"
        try:
            [found] = self.call(address, path, f"{BUS}.Properties", "GetAll", "s", ITEM)
        except RuntimeError:  # it has just gone
            return None
        values = {key: value.value for key, value in found.items()}
        tooltip = values.get("ToolTip", ["", [], "", ""])
        words = tooltip[2] + (f"\n{tooltip[3]}" if tooltip[3] else "")
        return TrayItem(address, path, values.get("Menu", ""), values.get("Title", ""), values.get("Status", ""), words)

    def _on_message(self, message: Message) -> bool:
        """What the monitor sees. It must never answer, so everything counts as handled."""
        if message.message_type is MessageType.METHOD_RETURN:
            notified = self._asked.pop((message.destination, message.reply_serial), None)
            if notified is not None:
                notified.number = message.body[0]
        elif message.interface == NOTIFICATIONS:
            if message.message_type is MessageType.SIGNAL:
                self.signals.append((message.member or "", message.body))
            elif message.member == "Notify":
                _, replaces, icon, title, body, actions, hints, _ = message.body
                pairs = dict(zip(actions[::2], actions[1::2], strict=True))
                notified = Notified(replaces, icon, title, body, pairs, {key: hint.value for key, hint in hints.items()})
                self._asked[message.sender, message.serial] = notified
                self.notified.append(notified)
            elif message.member == "CloseNotification":
                self.withdrawn.append(message.body[0])
        return True


def _entry(layout: list[Any]) -> Entry:
    number, properties, below = layout
    values = {key: value.value for key, value in properties.items()}
    label = values.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_")
    return Entry(
        number,
        label,
        values.get("enabled", True),
        values.get("visible", True),
        tuple(_entry(each.value) for each in below),
    )
