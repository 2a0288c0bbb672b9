"""What a row of the list is sorted, grouped and searched by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Any

from registry_tray.core.status import Status
from registry_tray.ui.board import Row


class Column(IntEnum):
    """From left to right, until a person moves them. The numbers are remembered: never renumber."""

    STATUS = 0
    NAME = 1
    HOST = 2
    SINCE = 3
    LATENCY = 4
    BEATS = 5
    UPTIME = 6
    ENVIRONMENT = 7
    TAGS = 8
    TARGET = 9


RIGHT = (Column.LATENCY, Column.UPTIME)
"""Columns of numbers, which line up at their end."""


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    FAILING = "failing"
    DEGRADED = "degraded"
    STARTING = "starting"
    UP = "up"
    STOPPED = "stopped"
    MUTED = "muted"
    ARCHIVED = "archived"


GROUPS = {
    Status.CRASHED: Group.FAILING, Status.DOWN: Group.FAILING, Status.LOST: Group.FAILING,
    Status.SUSPECT: Group.DEGRADED, Status.RECOVERING: Group.DEGRADED, Status.DEGRADED: Group.DEGRADED, Status.UP: Group.UP,
    Status.STARTING: Group.STARTING, Status.UNKNOWN: Group.STARTING,
    Status.PAUSED: Group.STOPPED, Status.STOPPED: Group.STOPPED,
}  # fmt: skip
"""Failing is what a popup shows for, and up what needs no look: a suspect and what recovers are neither."""


class Entry:
    """A row with what sorting and searching need of it; what an earlier entry of the same instance has found out is kept."""

    __slots__ = ("_haystack", "group", "order", "row")

    def __init__(self, row: Row, before: "Entry | None" = None) -> None:
        self.row = row
        self.group = Group.ARCHIVED if row.is_archived else GROUPS[row.status]
        instance = row.instance
        is_same = before is not None and before.row.instance is instance
        name = before.order[2] if before is not None and is_same else instance.name.casefold()
        self.order: tuple[bool, int, str, str] = (row.is_muted, row.status.rank, name, instance.identifier)
        keeps = before is not None and is_same and _endpoint(before.row) == _endpoint(row)
        self._haystack: str | None = before._haystack if before is not None and keeps else None  # noqa: SLF001

    @property
    def haystack(self) -> str:
        """All that it is found by."""
        if self._haystack is None:
            instance = self.row.instance
            parts = (instance.name, instance.identifier, instance.hostname, instance.environment or "", _endpoint(self.row))
            self._haystack = "\n".join((*parts, *instance.tags)).casefold()
        return self._haystack


def _endpoint(row: Row) -> str:
    return row.jobs[0].endpoint if row.jobs else ""


def key_of(column: Column, *, is_reversed: bool = False) -> Callable[[Entry], Any]:
    """What entries are sorted by; ties by name. What is unknown comes last, also where the order is reversed."""
    key = _KEYS[column]
    return lambda entry: key(entry, is_reversed)


def _optional(value: Any, least: Any, is_reversed: bool, entry: Entry) -> Any:
    return (not value) is not is_reversed, value or least, entry.order[2]


def _latency(entry: Entry, is_reversed: bool) -> Any:
    latency = entry.row.jobs[0].latency if entry.row.jobs else None
    return (latency is None) is not is_reversed, latency or _NO_TIME, entry.order[2]


def _uptime(entry: Entry, is_reversed: bool) -> Any:
    uptime = entry.row.uptime
    return (uptime is None) is not is_reversed, uptime or 0.0, entry.order[2]


_NO_TIME = timedelta()
_KEYS: tuple[Callable[[Entry, bool], Any], ...] = (
    lambda entry, _: entry.order,
    lambda entry, _: (entry.order[2], entry.order),
    lambda entry, _: (entry.row.instance.hostname.casefold(), entry.order[2]),
    lambda entry, _: (entry.row.since, entry.order[2]),
    _latency,
    _uptime,
    _uptime,
    lambda entry, is_reversed: _optional((entry.row.instance.environment or "").casefold(), "", is_reversed, entry),
    lambda entry, is_reversed: _optional(",".join(entry.row.instance.tags).casefold(), "", is_reversed, entry),
    lambda entry, _: (entry.row.job.target if entry.row.job else "", entry.order[2]),
)
"""By the number of the column."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to. Of several environments, and of several tags, one is enough."""

    group: Group = Group.ALL
    needle: str = ""
    environments: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it lists all but what was put away."""
        return self == Filter()

    def fits(self, entry: Entry) -> bool:
        """Whether it is of the group and has all the words. What was put away shows only among its like."""
        instance = entry.row.instance
        match self.group:
            case Group.ALL:
                listed = entry.group is not Group.ARCHIVED
            case Group.MUTED:
                listed = entry.row.is_muted and entry.group is not Group.ARCHIVED
            case _:
                listed = entry.group is self.group
        if not listed or (self.environments and (instance.environment or "") not in self.environments):
            return False
        if self.tags and self.tags.isdisjoint(instance.tags):
            return False
        return not self.needle or all(word in entry.haystack for word in self.needle.split())
