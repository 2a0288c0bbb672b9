"""The instances by application: one that has several is a line of its own, which opens and closes."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

from registry_tray.core.models import AppId, InstanceId
from registry_tray.core.status import Status
from registry_tray.ui.board import Row

_MARK = "\0"  # in no id
_STEP = 1000  # instances, or applications, of one step
_UP = (Status.UP, Status.DEGRADED, Status.SUSPECT)


@dataclass(frozen=True, slots=True)
class Branch:
    """An application with several instances: the worst of them, and how many of all of them are up."""

    app_id: AppId
    name: str
    status: Status
    up: int
    total: int
    is_open: bool
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is listed for which instances; an application's line has the id that `line_of` gives."""

    ids: list[InstanceId]
    lines: list[InstanceId]
    members: dict[InstanceId, list[InstanceId]]
    """The instances that are under the line of an application."""


class Tree:
    """Turns instances in their order into lines: an application comes where its first instance would."""

    def __init__(self, apps: Mapping[InstanceId, AppId], siblings: Callable[[AppId], Iterable[Row]]) -> None:
        self._apps = apps
        self._siblings = siblings
        self._members: dict[InstanceId, list[InstanceId]] = {}
        self._branches: dict[InstanceId, Branch] = {}
        self.is_grouped = True
        self.closed: set[AppId] = set()
        """Applications whose instances are not listed."""
        self.ids: list[InstanceId] = []
        """All instances that belong into the list, in their order."""

    def arrange(self, ids: list[InstanceId]) -> Generator[None, None, Arrangement]:
        """What is to be listed for these instances, found out in steps; `take` puts it in force."""
        if not self.is_grouped:
            return Arrangement(ids, ids, {})
        apps, closed = self._apps, frozenset(self.closed)
        by_app: defaultdict[AppId, list[InstanceId]] = defaultdict(list)
        for first in range(0, len(ids), _STEP):
            for instance_id in ids[first : first + _STEP]:
                by_app[apps[instance_id]].append(instance_id)
            yield
        lines: list[InstanceId] = []
        members: dict[InstanceId, list[InstanceId]] = {}
        for number, (app_id, siblings) in enumerate(by_app.items()):
            if len(siblings) > 1:
                line = line_of(app_id)
                members[line] = siblings
                lines.append(line)
                if app_id not in closed:
                    lines.extend(siblings)
            else:
                lines.extend(siblings)
            if number % _STEP == _STEP - 1:
                yield
        return Arrangement(ids, lines, members)

    def take(self, arrangement: Arrangement) -> None:
        """Go by it from now on."""
        self.ids, self._members = arrangement.ids, arrangement.members
        self._branches.clear()

    def applications(self) -> set[AppId]:
        """Those that have a line of their own."""
        return {self._apps[members[0]] for members in self._members.values()}

    def members(self, line: InstanceId) -> list[InstanceId]:
        """The instances that a line stands for: those of the application, or itself."""
        return self._members.get(line, [line])

    def branch(self, line: InstanceId) -> Branch | None:
        """The application of a line; None for the line of an instance."""
        members = self._members.get(line)
        if members is None:
            return None
        if line not in self._branches:
            app_id = self._apps[members[0]]
            rows = [row for row in self._siblings(app_id) if not row.is_archived]
            loud = [row for row in rows if not row.is_muted] or rows
            worst = min((row.status for row in loud), key=lambda status: status.rank, default=Status.UNKNOWN)
            names = {row.instance.name for row in rows}
            self._branches[line] = Branch(
                app_id,
                names.pop() if len(names) == 1 else app_id,
                worst,
                sum(row.status in _UP for row in rows),
                len(rows),
                app_id not in self.closed,
                bool(rows) and all(row.is_muted for row in rows),
            )
        return self._branches[line]

    def is_child(self, instance_id: InstanceId, app_id: AppId) -> bool:
        """Whether it is listed under the line of its application."""
        return line_of(app_id) in self._members

    def touch(self, app_id: AppId) -> InstanceId | None:
        """Something of the application has changed; its line, where it has one."""
        line = line_of(app_id)
        self._branches.pop(line, None)
        return line if line in self._members else None


def line_of(app_id: AppId) -> InstanceId:
    """The id of the line of an application."""
    return InstanceId(f"{_MARK}{app_id}")
