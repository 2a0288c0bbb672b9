"""The desktop as a screen reader sees it: every control that shows, its name and where it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.desktop.session import BUS, Session

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
_FOCUSED = 1 << 12
_SHOWING = 1 << 25
_SCREEN = 0  # coordinates are the screen's
_DEPTH = 40


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


class Access:
    """Reads the accessibility bus."""

    def __init__(self, session: Session) -> None:
        [address] = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self.session = Session(address, monitored=False)

    def controls(self, process: int) -> list[Control]:
        """All controls of a process that show, depth first."""
        found: list[Control] = []
        for name, path in self._children("org.a11y.atspi.Registry", ROOT):
            try:
                if self.session.process_of(name) == process:
                    found.extend(self._walk(name, path, _DEPTH))
            except RuntimeError:  # it has gone while we looked
                continue
        return found

    def find(self, process: int, name: str, role: str = "") -> Control | None:
        """The first control whose name has this text in it."""
        controls = self.controls(process)
        return next((each for each in controls if name in each.name and role in each.role and each.width > 0), None)

    def texts(self, process: int) -> list[str]:
        """All that can be read in the windows of a process."""
        return [text for each in self.controls(process) for text in (each.name, each.description) if text]

    def _walk(self, name: str, path: str, depth: int) -> Iterator[Control]:
        low, _ = self._states(name, path)
        application = path == ROOT
        if low & _SHOWING or application:
            if not application:
                yield self._control(name, path, focused=bool(low & _FOCUSED))
            if depth:
                for child_name, child_path in self._children(name, path):
                    try:
                        yield from self._walk(child_name, child_path, depth - 1)
                    except RuntimeError:
                        continue

    def _control(self, name: str, path: str, *, focused: bool) -> Control:
        [role] = self.session.call(name, path, ACCESSIBLE, "GetRoleName")
        x, y, width, height = self._extents(name, path)
        said = self._text(name, path, "Name"), self._text(name, path, "Description")
        return Control(role, *said, x, y, width, height, focused)

    def _extents(self, name: str, path: str) -> tuple[int, int, int, int]:
        try:
            [extents] = self.session.call(name, path, "org.a11y.atspi.Component", "GetExtents", "u", _SCREEN)
        except RuntimeError:  # not everything has a place
            return 0, 0, 0, 0
        x, y, width, height = extents
        return x, y, width, height

    def _text(self, name: str, path: str, which: str) -> str:
        [value] = self.session.call(name, path, f"{BUS}.Properties", "Get", "ss", ACCESSIBLE, which)
        return str(value.value)

    def _states(self, name: str, path: str) -> list[int]:
        [states] = self.session.call(name, path, ACCESSIBLE, "GetState")
        return list(states)

    def _children(self, name: str, path: str) -> list[Any]:
        [children] = self.session.call(name, path, ACCESSIBLE, "GetChildren")
        return list(children)
