"""The desktop as a screen reader sees it: every control that shows, its name and where it is."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.desktop.session import BUS, Session

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
_FOCUSED = 1 << 12
_SHOWING = 1 << 25
_SCREEN = 0  # coordinates are the screen's
_DEPTH = 40
T = TypeVar("T")


@dataclass(frozen=True)
class Control:
    """A control, with the place that it has on the screen."""

    role: str
    name: str
    description: str
    x: int
    y: int
    width: int
    height: int
    focused: bool

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class _Node:
    """A control by its address, and what is known of it before more is asked."""

    bus_name: str
    path: str
    name: str
    focused: bool


class Access:
    """Reads the accessibility bus. It asks for many at once, and for no more than is wanted: a page has hundreds of controls."""

    def __init__(self, session: Session) -> None:
        [address] = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self.session = Session(address, monitored=False)

    def controls(self, process: int) -> list[Control]:
        """All controls of a process that show, depth first."""
        return self._controls(self._nodes(process))

    def find(self, process: int, name: str, role: str = "") -> Control | None:
        """The first control whose name has this text in it."""
        controls = self._controls([node for node in self._nodes(process) if name in node.name])
        return next((each for each in controls if role in each.role and each.width > 0), None)

    def texts(self, process: int) -> list[str]:
        """All that can be read in the windows of a process."""
        nodes = self._nodes(process)
        descriptions = self._each(nodes, self._description)
        return [text for node, description in zip(nodes, descriptions, strict=True) for text in (node.name, description) if text]

    def has_focus(self, process: int, name: str) -> bool:
        """Whether a control whose name has this text in it has the keyboard."""
        return any(node.focused and name in node.name for node in self._nodes(process))

    def _controls(self, nodes: Sequence[_Node]) -> list[Control]:
        return [control for control in self._each(nodes, self._control) if control is not None]

    def _each(self, nodes: Sequence[_Node], work: Callable[[_Node], Awaitable[T]]) -> list[T]:
        async def all_of_them() -> list[T]:
            return await asyncio.gather(*map(work, nodes))

        return self.session.run(all_of_them())

    def _nodes(self, process: int) -> list[_Node]:
        return self.session.run(self._roots(process))

    async def _roots(self, process: int) -> list[_Node]:
        children = await self._children("org.a11y.atspi.Registry", ROOT)
        return _joined(await asyncio.gather(*(self._application(bus_name, path, process) for bus_name, path in children)))

    async def _application(self, bus_name: str, path: str, process: int) -> list[_Node]:
        try:
            [owner] = await self.session.ask(BUS, "/org/freedesktop/DBus", BUS, "GetConnectionUnixProcessID", "s", bus_name)
            return await self._below(bus_name, path, _DEPTH) if owner == process else []
        except RuntimeError:  # it has gone while we looked
            return []

    async def _below(self, bus_name: str, path: str, depth: int) -> list[_Node]:
        if not depth:
            return []
        children = await self._children(bus_name, path)
        return _joined(await asyncio.gather(*(self._walk(child, below, depth - 1) for child, below in children)))

    async def _walk(self, bus_name: str, path: str, depth: int) -> list[_Node]:
        try:
            [[low, _]] = await self.session.ask(bus_name, path, ACCESSIBLE, "GetState")
            if not low & _SHOWING:
                return []
            name, below = await asyncio.gather(self._text(bus_name, path, "Name"), self._below(bus_name, path, depth))
            return [_Node(bus_name, path, name, bool(low & _FOCUSED)), *below]
        except RuntimeError:
            return []

    async def _control(self, node: _Node) -> Control | None:
        try:
            [role], description, (x, y, width, height) = await asyncio.gather(
                self.session.ask(node.bus_name, node.path, ACCESSIBLE, "GetRoleName"),
                self._text(node.bus_name, node.path, "Description"),
                self._extents(node),
            )
        except RuntimeError:
            return None
        return Control(role, node.name, description, x, y, width, height, node.focused)

    async def _description(self, node: _Node) -> str:
        try:
            return await self._text(node.bus_name, node.path, "Description")
        except RuntimeError:
            return ""

    async def _extents(self, node: _Node) -> tuple[int, int, int, int]:
        component = "org.a11y.atspi.Component"
        try:
            [extents] = await self.session.ask(node.bus_name, node.path, component, "GetExtents", "u", _SCREEN)
        except RuntimeError:  # not everything has a place
            return 0, 0, 0, 0
        x, y, width, height = extents
        return x, y, width, height

    async def _text(self, bus_name: str, path: str, which: str) -> str:
        [value] = await self.session.ask(bus_name, path, f"{BUS}.Properties", "Get", "ss", ACCESSIBLE, which)
        return str(value.value)

    async def _children(self, bus_name: str, path: str) -> list[Any]:
        [children] = await self.session.ask(bus_name, path, ACCESSIBLE, "GetChildren")
        return list(children)


def _joined(lists: Iterable[list[_Node]]) -> list[_Node]:
    return [each for some in lists for each in some]
